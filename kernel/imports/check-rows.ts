import type { Ctx } from '../ctx/index.ts';
import type { Answers, AnyImport, Existing, RawRow } from './define.ts';
import { answered, damageOf, warningsOf } from './excel.ts';
import { type Fault, faultsOf, short } from './fault.ts';
import { type CsvRow, type Heading, readRows } from './read-csv.ts';

/** With the column's heading as the file has it. */
export type RowFault = Fault & { row: number; title: string | null };

export type CheckedRow = { number: number; cells: RawRow; unused: string[]; warnings: Fault[] } & (
  | { faults: null; row: unknown; same?: Same }
  | { faults: Fault[]; row: null }
);

/** What a row agrees with in `column`: an earlier row of the file, or an existing record. */
export type Same = { column: string; firstRow: number | null; existing: Existing | null };

export type Source = { heading: Heading; context: unknown; answers: Answers };

/** Rows per database query. */
const CHECK_BATCH = 500;

/**
 * Reads and checks a file in batches of `size` rows, in order. Rows up to `after` are read only to find duplicates of
 * them, and are not returned. Throws BrokenCsv after it has returned the rows before the break.
 */
export async function* checkFile(
  ctx: Ctx,
  definition: AnyImport,
  source: Source,
  { size = CHECK_BATCH, after = 0 }: { size?: number; after?: number } = {},
): AsyncGenerator<CheckedRow[]> {
  const seen = { unique: mapsFor(definition.unique), same: mapsFor(definition.same) };
  let batch: CheckedRow[] = [];
  const finish = async () => {
    const done = await checkDatabase(ctx, definition, batch, source.context);
    batch = [];
    // Let other requests run in between: a large file takes seconds.
    await new Promise(setImmediate);
    return done;
  };
  let failure: unknown;
  try {
    for await (const csv of readRows(source.heading)) {
      const checked = await checkRow(ctx, definition, csv, source, seen);
      if (csv.number <= after) continue;
      batch.push(checked);
      if (batch.length >= size) yield await finish();
    }
  } catch (error) {
    failure = error;
  }
  if (batch.length > 0) yield await finish();
  if (failure) throw failure;
}

async function checkRow(
  ctx: Ctx,
  definition: AnyImport,
  { number, cells, extra, unused }: CsvRow,
  { context, answers }: Source,
  seen: Seen,
): Promise<CheckedRow> {
  const all = { number, cells, unused, warnings: warningsOf(definition, cells) };
  const bad = (faults: Fault[]): CheckedRow => ({ ...all, faults, row: null });
  if (extra > 0) return bad([{ column: null, value: null, code: 'imports.too_many_cells', detail: { count: extra } }]);
  const damage = damageOf(cells);
  if (damage.length > 0) return bad(damage);
  const raw = Object.fromEntries(definition.columns.map(({ key }) => [key, cells[key] ?? '']));
  const asked = answered(definition, raw, answers, ctx.organization?.country ?? '');
  if (asked.length > 0) return bad(asked);
  const parsed = await definition.parseRow(ctx, raw, context, answers);
  if (!parsed.ok) return bad(faultsOf(parsed, cells));
  for (const [index, { column, of }] of (definition.unique ?? []).entries()) {
    const value = of(parsed.data);
    if (value === null) continue;
    const first = seen.unique[index]?.get(value);
    if (first !== undefined) {
      return bad([{ column, value: short(cells[column]), code: 'imports.twice_in_file', detail: { row: first } }]);
    }
    seen.unique[index]?.set(value, number);
  }
  const same = earlierRow(definition, parsed.data, number, seen.same);
  return { ...all, faults: null, row: parsed.data, ...(same && { same }) };
}

/** By the definition's `unique` and `same`: value → the first row that has it. */
type Seen = { unique: Map<string, number>[]; same: Map<string, number>[] };
const mapsFor = (list: readonly unknown[] = []) => list.map(() => new Map<string, number>());

function earlierRow(definition: AnyImport, row: unknown, number: number, seen: Map<string, number>[]): Same | null {
  let found: Same | null = null;
  for (const [index, { column, of }] of (definition.same ?? []).entries()) {
    const value = of(row);
    if (value === null) continue;
    const first = seen[index]?.get(value);
    if (first === undefined) seen[index]?.set(value, number);
    else found ??= { column, firstRow: first, existing: null };
  }
  return found;
}

async function checkDatabase(ctx: Ctx, definition: AnyImport, batch: CheckedRow[], context: unknown) {
  const good = batch.filter((one) => one.faults === null);
  if (good.length === 0) return batch;
  const rows = good.map((one) => one.row);
  const there = (await definition.findSame?.(ctx, rows, context)) ?? [];
  for (const [index, one] of good.entries()) {
    const existing = there[index];
    if (existing) one.same = { column: existing.column, firstRow: null, existing };
  }
  if (!definition.checkRows) return batch;
  const verdicts = await definition.checkRows(ctx, rows, context);
  const refused = new Map(good.map((one, index) => [one.number, verdicts[index] ?? null]));
  return batch.map((one): CheckedRow => {
    const refusal = refused.get(one.number);
    return refusal ? { ...one, faults: faultsOf(refusal, one.cells), row: null } : one;
  });
}
