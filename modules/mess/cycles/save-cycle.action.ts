import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { parseAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { daysIn } from '../calendar/days.rule.ts';
import { CYCLE } from '../names.ts';
import type { Cycle, CycleInput, CyclePatch } from './contract.ts';
import { getCycle } from './cycles.query.ts';

/** A leap year; anything longer is a mistyped date. */
const MAX_DAYS = 366;

/** Refusals: `mess.cycle.` `dates_reversed`, `too_long`, `price_malformed`, `overlap`. */
export async function createCycle(ctx: Ctx, input: CycleInput): Promise<Result<Cycle>> {
  const checked = check(ctx, input);
  if (!checked.ok) return checked;
  return refusingOverlap(() =>
    transaction(ctx, async (tx) => {
      const now = tx.clock.now();
      const id = newId(now.getTime());
      await tx.db
        .insertInto('mess_cycle')
        .values({
          organization_id: orgOf(tx).id,
          id,
          ...checked.data,
          currency: orgOf(tx).currency,
          created_at: now,
          updated_at: now,
        })
        .execute();
      await audit(tx, 'mess.cycle.created', { subject: { type: CYCLE, id }, after: checked.data });
      return getCycle(tx, id);
    }),
  );
}

/**
 * Changes a cycle. Once a student was asked for its price, or its rebates are credited, dates and price are fixed.
 * Refuses as createCycle does, and with `mess.cycle.not_found` and `mess.cycle.has_payments`.
 */
export async function changeCycle(ctx: Ctx, id: string, patch: CyclePatch): Promise<Result<Cycle>> {
  return refusingOverlap(() =>
    transaction(ctx, async (tx) => {
      const locked = await lock(tx, id);
      if (!locked.ok) return locked;
      const { name, starts_on, ends_on, price } = locked.data;
      const checked = check(tx, { name, starts_on, ends_on, price, ...patch });
      if (!checked.ok) return checked;
      const after = checked.data;
      const same =
        after.starts_on === starts_on && after.ends_on === ends_on && after.price_minor === locked.data.price_minor;
      if (!same && (await isAskedFor(tx, id))) return refuse('mess.cycle.has_payments');
      await tx.db
        .updateTable('mess_cycle')
        .set({ ...after, updated_at: tx.clock.now() })
        .where(inOrg(tx))
        .where('id', '=', id)
        .execute();
      await audit(tx, 'mess.cycle.changed', {
        subject: { type: CYCLE, id },
        before: { name, starts_on, ends_on, price_minor: locked.data.price_minor },
        after,
      });
      return getCycle(tx, id);
    }),
  );
}

/** Removes a cycle that nobody was asked to pay; refuses with `mess.cycle.not_found` or `mess.cycle.has_payments`. */
export async function deleteCycle(ctx: Ctx, id: string): Promise<Result<null>> {
  return transaction(ctx, async (tx) => {
    const locked = await lock(tx, id);
    if (!locked.ok) return locked;
    if (await isAskedFor(tx, id)) return refuse('mess.cycle.has_payments');
    await tx.db.deleteFrom('mess_cycle').where(inOrg(tx)).where('id', '=', id).execute();
    await audit(tx, 'mess.cycle.deleted', { subject: { type: CYCLE, id }, before: { name: locked.data.name } });
    return ok(null);
  });
}

function check(ctx: Ctx, input: CycleInput) {
  const { starts_on, ends_on } = input;
  if (ends_on < starts_on)
    return refuse('mess.cycle.dates_reversed', undefined, { ends_on: 'mess.cycle.dates_reversed' });
  if (daysIn({ from: starts_on, to: ends_on }) > MAX_DAYS)
    return refuse('mess.cycle.too_long', { days: MAX_DAYS }, { ends_on: 'mess.cycle.too_long' });
  const price = parseAmount(input.price, orgOf(ctx).currency, orgOf(ctx));
  if (!price.ok && price.code === 'money.ambiguous') return refuse(price.code, price.detail, { price: price.code });
  if (!price.ok || price.data === 0)
    return refuse('mess.cycle.price_malformed', undefined, { price: 'mess.cycle.price_malformed' });
  return ok({ name: input.name.trim() || starts_on, starts_on, ends_on, price_minor: price.data });
}

/** Locked, so that no student is asked for a price that is just changing: openCyclePayment shares this lock. */
async function lock(tx: Ctx, id: string): Promise<Result<Cycle>> {
  await tx.db
    .selectFrom('mess_cycle')
    .select('id')
    .where(inOrg(tx))
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return getCycle(tx, id);
}

async function isAskedFor(tx: Ctx, id: string): Promise<boolean> {
  const one = await tx.db
    .selectFrom('mess_cycle_payment')
    .select('id')
    .where(inOrg(tx))
    .where('cycle_id', '=', id)
    .limit(1)
    .executeTakeFirst();
  return one !== undefined;
}

async function refusingOverlap<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    if ((error as { constraint?: string }).constraint === 'mess_cycle_days') return refuse('mess.cycle.overlap');
    throw error;
  }
}
