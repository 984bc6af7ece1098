import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { isCurrency } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import type { Exhibition, ExhibitionInput, ExhibitionPatch } from './contract.ts';
import { asExhibition, exhibitionRows } from './exhibitions.query.ts';

export const EXHIBITION = 'exhibition.exhibition';

export async function createExhibition(ctx: Ctx, input: ExhibitionInput): Promise<Result<Exhibition>> {
  const fault = faultIn(input);
  if (fault) return fault;
  return clearly(() =>
    transaction(ctx, async (tx) => {
      const { id: organization_id, currency } = orgOf(tx);
      const now = tx.clock.now();
      const row = await tx.db
        .insertInto('exhibition')
        .values({
          organization_id,
          id: newId(now.getTime()),
          name: input.name.trim(),
          prefix: input.prefix,
          currency: input.currency ?? currency,
          starts_on: input.starts_on,
          ends_on: input.ends_on,
          ...columns(input),
          created_at: now,
          updated_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      const after = asExhibition(row);
      await audit(tx, 'exhibition.exhibition.created', { subject: { type: EXHIBITION, id: row.id }, after });
      return ok(after);
    }),
  );
}

export async function changeExhibition(ctx: Ctx, id: string, patch: ExhibitionPatch): Promise<Result<Exhibition>> {
  return clearly(() =>
    transaction(ctx, async (tx) => {
      const old = await exhibitionRows(tx).where('id', '=', id).forUpdate().executeTakeFirst();
      if (!old) return refuse('exhibition.not_found');
      const before = asExhibition(old);
      const fault = faultIn({ ...before, ...patch });
      if (fault) return fault;
      const row = await tx.db
        .updateTable('exhibition')
        .set({
          ...(patch.name !== undefined && { name: patch.name.trim() }),
          ...(patch.prefix !== undefined && { prefix: patch.prefix }),
          ...(patch.currency !== undefined && { currency: patch.currency }),
          ...(patch.starts_on !== undefined && { starts_on: patch.starts_on }),
          ...(patch.ends_on !== undefined && { ends_on: patch.ends_on }),
          ...columns(patch),
          updated_at: tx.clock.now(),
        })
        .where(inOrg(tx))
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      const after = asExhibition(row);
      await audit(tx, 'exhibition.exhibition.changed', { subject: { type: EXHIBITION, id }, before, after });
      return ok(after);
    }),
  );
}

/** Removes an exhibition and its items; one with customers or bills stays. */
export async function deleteExhibition(ctx: Ctx, id: string): Promise<Result<null>> {
  const removing = () =>
    transaction(ctx, async (tx) => {
      const here = tx.db.deleteFrom('exhibition').where(inOrg(tx)).where('id', '=', id);
      const row = await here.returningAll().executeTakeFirst();
      if (!row) return refuse('exhibition.not_found');
      await audit(tx, 'exhibition.exhibition.deleted', {
        subject: { type: EXHIBITION, id },
        before: asExhibition(row),
      });
      return ok(null);
    });
  return clearly(removing, 'exhibition.has_customers');
}

function faultIn(input: Partial<ExhibitionInput>) {
  if (input.currency !== undefined && !isCurrency(input.currency)) {
    return refuse('money.unknown_currency', undefined, { currency: 'money.unknown_currency' });
  }
  if (input.starts_on && input.ends_on && input.ends_on < input.starts_on) {
    return refuse('exhibition.dates_reversed', undefined, { ends_on: 'exhibition.dates_reversed' });
  }
  if (Boolean(input.tax_label) !== Boolean(input.tax_percent)) {
    return refuse('exhibition.tax_incomplete', undefined, {
      [input.tax_label ? 'tax_percent' : 'tax_label']: 'exhibition.tax_incomplete',
    });
  }
  return null;
}

function columns({ place, tax_label, tax_percent, supply_state, enter_again }: ExhibitionPatch) {
  return {
    ...(enter_again !== undefined && { enter_again }),
    ...(place !== undefined && { place: place?.trim() || null }),
    ...(supply_state !== undefined && { supply_state }),
    ...(tax_label !== undefined && { tax_label: tax_label }),
    ...(tax_percent !== undefined && {
      tax_basis_points: tax_percent === null ? null : Math.round(Number(tax_percent) * 100),
    }),
  };
}

/** Turns the database's refusals into the module's refusal codes. */
async function clearly<T>(
  work: () => Promise<Result<T>>,
  withCustomers = 'exhibition.currency_fixed',
): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    const { constraint } = error as { constraint?: string };
    if (constraint === 'exhibition_prefix')
      return refuse('exhibition.prefix_taken', undefined, { prefix: 'exhibition.prefix_taken' });
    // Customers, bills (a walk-in's has no customer) and items have its currency.
    if (/^exhibition_(customer|bill|item|stall)_organization_id_exhibition_id/.test(constraint ?? ''))
      return refuse(withCustomers);
    throw error;
  }
}
