import { audit } from '../audit/index.ts';
import { type Ctx, inOrg } from '../ctx/index.ts';
import { findPage, type PageQuery, transaction } from '../db/index.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import type { Choice } from './define.ts';

/** A row that agrees with an earlier one or with an existing record; `choice` null: the choice for all applies. */
export type Duplicate = {
  row: number;
  cells: Record<string, string>;
  column: string;
  first_row: number | null;
  existing: { id: string; code: string; name: string } | null;
  choice: Choice | null;
};

/** The duplicates that the dry run found, in file order. */
export async function listDuplicates(ctx: Ctx, id: string, page: PageQuery): Promise<Result<Duplicate[]>> {
  const rows = ctx.db
    .selectFrom('import_duplicate')
    .select(['row', 'cells', 'column', 'first_row', 'existing', 'choice'])
    .where(inOrg(ctx))
    .where('import_id', '=', id);
  return findPage(rows, { by: 'row', kind: 'integer', order: 'asc' }, page, (row) => row as unknown as Duplicate);
}

/**
 * Stores the choices for single rows, before the run; null means the choice for all applies. Refuses with
 * `imports.already_run`.
 */
export async function chooseRows(
  ctx: Ctx,
  id: string,
  rows: { row: number; choice: Choice | null }[],
): Promise<Result<null>> {
  return transaction(ctx, async (tx) => {
    const found = await tx.db
      .selectFrom('import')
      .select('state')
      .where(inOrg(tx))
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!found) return refuse('imports.not_found');
    if (found.state !== 'checked') return refuse('imports.already_run');
    for (const { row, choice } of rows)
      await tx.db
        .updateTable('import_duplicate')
        .set({ choice })
        .where(inOrg(tx))
        .where('import_id', '=', id)
        .where('row', '=', row)
        .execute();
    await audit(tx, 'imports.decided', { subject: { type: 'import', id }, after: { rows } });
    return ok(null);
  });
}

/** The number of duplicates without a choice. */
export async function countUndecided(tx: Ctx, id: string): Promise<number> {
  const { count } = await tx.db
    .selectFrom('import_duplicate')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where(inOrg(tx))
    .where('import_id', '=', id)
    .where('choice', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The stored choices for these rows, by row. */
export async function choicesOf(tx: Ctx, id: string, rows: { number: number }[]): Promise<Map<number, Choice>> {
  const found = await tx.db
    .selectFrom('import_duplicate')
    .select(['row', 'choice'])
    .where(inOrg(tx))
    .where('import_id', '=', id)
    .where(
      'row',
      'in',
      rows.map(({ number }) => number),
    )
    .where('choice', 'is not', null)
    .execute();
  return new Map(found.map(({ row, choice }) => [row, choice as Choice]));
}
