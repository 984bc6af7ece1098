import { type Ctx, orgOf } from '../../ctx/index.ts';
import { BrokenCsv, sameHeading, type Table } from '../../imports/index.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { StatementFormat } from '../contract.ts';
import { guessMapping, type Mapping } from '../domain/guess-mapping.ts';
import { checkMapping, openStatement } from '../read-statement.ts';

const FIRST_ROWS = 20;

export type Understood = {
  table: Table & { fingerprint: string };
  /** the first rows of the file */
  first: string[][];
  format: StatementFormat | null;
  mapping: Mapping | null;
  source: 'given' | 'remembered' | 'guessed' | 'none';
};

/**
 * Opens a file and maps its columns: as the form says, else as stored for these headings, else by the headings' names.
 * Refusals: those of openStatement and checkMapping.
 */
export async function understand(ctx: Ctx, bytes: Uint8Array, given: Mapping | null): Promise<Result<Understood>> {
  const table = openStatement(bytes, given);
  if (!table.ok) return table;
  const { headings, fingerprint } = table.data;
  const format = await findFormat(ctx, fingerprint);
  const first = await firstRows(table.data);
  const understood = { table: table.data, first, format };
  if (given) {
    const checked = checkMapping(given, headings);
    return checked.ok ? ok({ ...understood, mapping: given, source: 'given' }) : checked;
  }
  if (format) return ok({ ...understood, mapping: format.mapping, source: 'remembered' });
  const guess = guessMapping(headings, first, orgOf(ctx), sameHeading);
  return ok({ ...understood, mapping: guess, source: guess ? 'guessed' : 'none' });
}

async function firstRows(table: Table): Promise<string[][]> {
  const first: string[][] = [];
  try {
    for await (const { cells } of table.rows()) if (first.push(cells) >= FIRST_ROWS) break;
  } catch (error) {
    // The function that reads the whole file reports it.
    if (!(error instanceof BrokenCsv)) throw error;
  }
  return first;
}

async function findFormat(ctx: Ctx, fingerprint: string): Promise<StatementFormat | null> {
  const row = await formatRows(ctx).where('fingerprint', '=', fingerprint).executeTakeFirst();
  return row ? asFormat(row) : null;
}

/** The banks whose formats are stored, by name. */
export async function listFormats(ctx: Ctx): Promise<Result<StatementFormat[]>> {
  const rows = await formatRows(ctx).orderBy('name').orderBy('id').execute();
  return ok(rows.map(asFormat));
}

function formatRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('statement_format')
    .select(['id', 'name', 'mapping', 'updated_at'])
    .where('organization_id', '=', orgOf(ctx).id);
}

function asFormat(row: { id: string; name: string; mapping: unknown; updated_at: Date }): StatementFormat {
  const { id, name, mapping, updated_at } = row;
  return { id, name, mapping: mapping as Mapping, updated_at: updated_at.toISOString() };
}
