import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { ok, type Result } from '../../lib/result.ts';
import { dayIn } from '../../lib/time.ts';
import type { StatementFormat } from '../contract.ts';
import type { Mapping } from '../domain/mapping.ts';
import type { Reading } from '../file/read-statement.ts';
import { readInThread } from '../in-thread.ts';

/** Banks whose columns are remembered; an organization has a few. */
const FORMATS = 500;

export type Understood = Reading & { format: StatementFormat | null };

/**
 * Reads a file with its columns as the form says, else as stored for these headings, else guessed. Refusals: those of
 * readInThread.
 */
export async function understand(
  ctx: Ctx,
  { bytes, mapping, headingRow }: { bytes: Uint8Array; mapping: Mapping | null; headingRow: number | null },
): Promise<Result<Understood>> {
  const { country, currency, timeZone } = orgOf(ctx);
  const rows = await formatRows(ctx).select('fingerprint').orderBy('updated_at', 'desc').limit(FORMATS).execute();
  const formats = rows.map((row) => ({ id: row.id, fingerprint: row.fingerprint, mapping: row.mapping as Mapping }));
  const home = { country, currency, timeZone, today: dayIn(timeZone, ctx.clock.now()) };
  const read = await readInThread({ bytes, mapping, headingRow, formats, home });
  if (!read.ok) return read;
  const format = rows.find((row) => row.id === read.data.formatId);
  return ok({ ...read.data, format: format ? asFormat(format) : null });
}

/** The banks whose formats are stored, by name. */
export async function listFormats(ctx: Ctx): Promise<Result<StatementFormat[]>> {
  const rows = await formatRows(ctx).orderBy('name').orderBy('id').execute();
  return ok(rows.map(asFormat));
}

function formatRows(ctx: Ctx) {
  return ctx.db.selectFrom('statement_format').select(['id', 'name', 'mapping', 'updated_at']).where(inOrg(ctx));
}

function asFormat(row: { id: string; name: string; mapping: unknown; updated_at: Date }): StatementFormat {
  const { id, name, mapping, updated_at } = row;
  return { id, name, mapping: mapping as Mapping, updated_at: updated_at.toISOString() };
}
