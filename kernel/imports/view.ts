import { type Ctx, inOrg, onOrg } from '../ctx/index.ts';
import { findPage, type PageQuery, showPage } from '../db/index.ts';
import { findText } from '../i18n/index.ts';
import { getTask } from '../jobs/index.ts';
import { isUuid } from '../lib/ids.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import type { RowFault } from './check-rows.ts';
import type { AnyImport } from './define.ts';
import type { Fault } from './fault.ts';
import type { Mapping } from './find-heading.ts';
import type { UnusedColumn } from './unused.ts';
import { countWaiting } from './waiting.ts';

/** The findings and the progress of an import, as the API returns them. */
export type ImportReport = {
  id: string;
  /** The definition, e.g. `exhibition.customers`. */
  name: string;
  file: { id: string; name: string };
  state: 'checked' | 'running' | 'done' | 'failed' | 'cancelled';
  total: number;
  good: number;
  bad: number;
  /** The file can't be read from this row on; such a file can't be run. */
  broken_row: number | null;
  /** Unknown headings. */
  ignored: string[];
  /** The first 200 of the dry run. */
  faults: {
    row: number;
    column: string | null;
    title: string | null;
    value: string | null;
    code: string;
    message: string;
  }[];
  /** The first 200 cells that a spreadsheet seems to have changed; they are written as they stand. */
  warnings: ImportReport['faults'];
  /** The headings of the file and what each column is: as a person said, as remembered, or guessed. */
  headings: string[];
  mapping: Mapping | null;
  mapping_source: string | null;
  /** Columns that are not used although something stands in them, and nobody has said that they are left out. */
  unused: UnusedColumn[];
  /** The first good rows: `row` and the cells by column. */
  sample: Record<string, string | number>[];
  task_id: string | null;
  written: number;
  updated: number;
  skipped: number;
  refused: number;
  /** good rows that agree with an earlier row or with an existing record */
  duplicates: number;
  /** what happens to duplicates without a choice of their own; null before the run */
  choice: string | null;
  /** whether new records get a message */
  sends: boolean;
  send: string | null;
  /** messages that wait until a person sends them */
  waiting: number;
  created_by: { type: string; id: string | null; name: string };
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
};

/** One import, for people who may do that kind of import; refuses with `imports.not_found`. */
export async function importReport(ctx: Ctx, id: string): Promise<Result<ImportReport>> {
  if (!isUuid(id)) return refuse('imports.not_found');
  const row = await imports(ctx).where('import.id', '=', id).executeTakeFirst();
  if (!row) return refuse('imports.not_found');
  return ok(await toReport(ctx, row));
}

/** The organization's imports of these kinds, newest first. */
export async function listImports(
  ctx: Ctx,
  { names, ...page }: PageQuery & { names: string[] },
): Promise<Result<ImportReport[]>> {
  if (names.length === 0) return ok([], { next: null });
  const found = await findPage(imports(ctx).where('import.name', 'in', names), 'import.id', page);
  return showPage(found, (rows) => Promise.all(rows.map((row) => toReport(ctx, row))));
}

/** The text for a fault; a code that has no text is shown as it is. */
export function faultMessage(ctx: Ctx, { code, detail }: Pick<Fault, 'code' | 'detail'>): string {
  return findText(ctx, `errors.${code}`, detail) ?? code;
}

/** A column's heading, for people. */
export function columnTitle(definition: AnyImport | undefined, key: string | null): string | null {
  return key === null ? null : (definition?.columns.find((column) => column.key === key)?.titles[0] ?? key);
}

function imports(ctx: Ctx) {
  return ctx.db
    .selectFrom('import')
    .innerJoin('file', onOrg('file.id', 'import.file_id'))
    .selectAll('import')
    .select('file.name as file_name')
    .where(inOrg(ctx, 'import'));
}

// biome-ignore lint/suspicious/noExplicitAny: a joined row with json columns
async function toReport(ctx: Ctx, row: any): Promise<ImportReport> {
  return {
    id: row.id,
    name: row.name,
    file: { id: row.file_id, name: row.file_name },
    state: await stateOf(ctx, row),
    total: row.total,
    good: row.good,
    bad: row.bad,
    broken_row: row.broken_row,
    ignored: row.ignored,
    faults: told(ctx, row.faults),
    warnings: told(ctx, row.warnings),
    headings: row.headings,
    mapping: row.mapping,
    mapping_source: row.mapping_source,
    unused: row.unused,
    sample: row.sample,
    task_id: row.task_id,
    written: row.written,
    updated: row.updated,
    skipped: row.skipped,
    refused: row.refused,
    duplicates: row.duplicates,
    choice: row.choice,
    sends: ctx.services.imports.get(row.name)?.send !== undefined,
    send: row.send,
    waiting: row.send === 'later' ? await countWaiting(ctx, row.id) : 0,
    created_by: { type: row.created_by_kind, id: row.created_by_id, name: row.created_by_name },
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
  };
}

function told(ctx: Ctx, faults: RowFault[]): ImportReport['faults'] {
  return faults.map((fault) => ({
    row: fault.row,
    column: fault.column,
    title: fault.title,
    value: fault.value,
    code: fault.code,
    message: faultMessage(ctx, fault),
  }));
}

/** Only the task records that a run failed or was cancelled. */
export async function stateOf(
  ctx: Ctx,
  row: { state: string; task_id: string | null },
): Promise<ImportReport['state']> {
  if (row.state !== 'running' || row.task_id === null) return row.state as ImportReport['state'];
  const task = await getTask(ctx, row.task_id);
  return task.ok && (task.data.state === 'failed' || task.data.state === 'cancelled') ? task.data.state : 'running';
}
