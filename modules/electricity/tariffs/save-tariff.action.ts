import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Refusal, type Result, refuse } from '../../../kernel/lib/result.ts';
import { today } from '../days.ts';
import { TARIFF } from '../names.ts';
import type { Tariff, TariffInput, TariffPatch } from './contract.ts';
import { compareTariffs, readTariff, type StoredTariff } from './tariff.rule.ts';
import { getTariff } from './tariffs.query.ts';

/**
 * Adds a version. One that begins in the past is accepted only while nothing was sold: afterwards it would contradict
 * receipts. Refusals: those of readTariff, `electricity.tariff.date_taken`, `past`, `class_used`.
 */
export async function addTariff(ctx: Ctx, input: TariffInput): Promise<Result<Tariff>> {
  const { currency } = orgOf(ctx);
  const read = readTariff(input, currency);
  if (!read.ok) return read;
  return transaction(ctx, async (tx) => {
    const fault = await misfit(tx, read.data);
    if (fault) return fault;
    const now = tx.clock.now();
    const id = newId(now.getTime());
    const added = await tx.db
      .insertInto('electricity_tariff')
      .values({
        organization_id: orgOf(tx).id,
        id,
        currency,
        ...columnsOf(read.data),
        created_by_name: tx.actor.name,
        created_at: now,
        updated_at: now,
      })
      .onConflict((conflict) => conflict.columns(['organization_id', 'starts_on']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!added) return dateTaken();
    const after = await getTariff(tx, id);
    if (!after.ok) return after;
    await audit(tx, 'electricity.tariff.added', { subject: { type: TARIFF, id }, after: linesOf(after.data) });
    return after;
  });
}

/**
 * Changes a version that has not begun; one that has begun stands on receipts. Refusals: `electricity.tariff.not_found`,
 * `begun`, and those of addTariff.
 */
export async function changeTariff(ctx: Ctx, id: string, patch: TariffPatch): Promise<Result<Tariff>> {
  return transaction(ctx, async (tx) => {
    const before = await lockComing(tx, id);
    if (!before.ok) return before;
    const { starts_on, name, vat_percent, levy_percent, fee, classes, currency } = before.data;
    const read = readTariff({ starts_on, name, vat_percent, levy_percent, fee, classes, ...patch }, currency);
    if (!read.ok) return read;
    const fault = await misfit(tx, read.data);
    if (fault) return fault;
    if (read.data.starts_on !== starts_on) {
      const taken = await tx.db
        .selectFrom('electricity_tariff')
        .select('id')
        .where(inOrg(tx))
        .where('starts_on', '=', read.data.starts_on)
        .executeTakeFirst();
      if (taken) return dateTaken();
    }
    await tx.db
      .updateTable('electricity_tariff')
      .set({ ...columnsOf(read.data), updated_at: tx.clock.now() })
      .where(inOrg(tx))
      .where('id', '=', id)
      .execute();
    const after = await getTariff(tx, id);
    if (!after.ok || compareTariffs(before.data, after.data).length === 0) return after;
    await audit(tx, 'electricity.tariff.changed', {
      subject: { type: TARIFF, id },
      before: linesOf(before.data),
      after: linesOf(after.data),
    });
    return after;
  });
}

/** Removes a version that has not begun. Refusals: `electricity.tariff.not_found`, `electricity.tariff.begun`. */
export async function removeTariff(ctx: Ctx, id: string): Promise<Result<null>> {
  return transaction(ctx, async (tx) => {
    const before = await lockComing(tx, id);
    if (!before.ok) return before;
    await tx.db.deleteFrom('electricity_tariff').where(inOrg(tx)).where('id', '=', id).execute();
    await audit(tx, 'electricity.tariff.removed', { subject: { type: TARIFF, id }, before: linesOf(before.data) });
    return ok(null);
  });
}

async function lockComing(tx: Ctx, id: string): Promise<Result<Tariff>> {
  await tx.db.selectFrom('electricity_tariff').select('id').where(inOrg(tx)).where('id', '=', id).forUpdate().execute();
  const found = await getTariff(tx, id);
  if (found.ok && found.data.state !== 'coming') return refuse('electricity.tariff.begun');
  return found;
}

/** A date in the past, or a class of meters that would be without prices. */
async function misfit(tx: Ctx, { starts_on, classes }: StoredTariff): Promise<Refusal | null> {
  if (starts_on < today(tx)) {
    const sold = await tx.db
      .selectFrom('electricity_purchase')
      .select('id')
      .where(inOrg(tx))
      .limit(1)
      .executeTakeFirst();
    if (sold) return refuse('electricity.tariff.past', undefined, { starts_on: 'electricity.tariff.past' });
  }
  const used = await tx.db
    .selectFrom('electricity_meter')
    .select('tariff_class')
    .distinct()
    .where(inOrg(tx))
    .where('state', '<>', 'inactive')
    .execute();
  const missing = used.find(({ tariff_class }) => !classes.some(({ code }) => code === tariff_class));
  return missing ? refuse('electricity.tariff.class_used', { class: missing.tariff_class }) : null;
}

const dateTaken = () =>
  refuse('electricity.tariff.date_taken', undefined, { starts_on: 'electricity.tariff.date_taken' });

const columnsOf = ({ classes, ...rest }: StoredTariff) => ({ ...rest, classes: JSON.stringify(classes) });

/** As the audit shows it: one text for all prices. */
const linesOf = ({ starts_on, name, vat_percent, levy_percent, fee, classes }: Tariff) => ({
  starts_on,
  name,
  vat_percent,
  levy_percent,
  fee,
  classes: JSON.stringify(classes),
});
