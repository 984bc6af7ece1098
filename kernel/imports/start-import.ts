import { audit } from '../audit/index.ts';
import { type Ctx, inOrg } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import { startTask } from '../jobs/index.ts';
import { type Result, refuse } from '../lib/result.ts';
import type { Choice, Sending } from './define.ts';
import { countUndecided } from './duplicates.ts';
import type { Mapping } from './find-heading.ts';
import { rememberFormat } from './remember-format.action.ts';
import { runImportJob } from './run-import.job.ts';
import type { UnusedColumn } from './unused.ts';
import { type ImportReport, importReport, stateOf } from './view.ts';

type Options = {
  skipBad: boolean;
  /** Columns that hold something and that nobody named are left out. */
  leaveUnused?: boolean | undefined;
  choice?: Choice | undefined;
  send?: Sending | undefined;
};

/**
 * Starts writing a checked import in the background. With `skipBad` it writes the good rows of an import that has bad
 * rows too. An import that failed or was cancelled continues after its last committed batch.
 *
 * `choice` applies to duplicates without a choice of their own; `send` says when new records get their message.
 *
 * Refusals: `imports.not_found`, `imports.already_run`, `imports.has_bad_rows`, `imports.broken_file`,
 * `imports.has_unused_columns`, `imports.nothing_to_write`, `imports.has_duplicates`.
 */
export async function startImport(
  ctx: Ctx,
  id: string,
  { skipBad, leaveUnused, choice, send }: Options,
): Promise<Result<ImportReport>> {
  return transaction(ctx, async (tx) => {
    // Locked: when two people press the button at once, one of them starts it.
    const row = await tx.db
      .selectFrom('import')
      .selectAll()
      .where(inOrg(tx))
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!row) return refuse('imports.not_found');
    const state = await stateOf(tx, row);
    if (state === 'running' || state === 'done') return refuse('imports.already_run');
    if (row.broken_row !== null) return refuse('imports.broken_file', { row: row.broken_row });
    if (row.bad > 0 && !skipBad) return refuse('imports.has_bad_rows', { count: row.bad });
    const unused = leaveUnused || row.started_at ? [] : (row.unused as UnusedColumn[]);
    if (unused.length > 0)
      return refuse('imports.has_unused_columns', { columns: unused.map(({ title }) => title).join(', ') });
    if (row.good === 0) return refuse('imports.nothing_to_write');
    const undecided = choice || row.choice ? 0 : await countUndecided(tx, id);
    if (undecided > 0) return refuse('imports.has_duplicates', { count: undecided });
    const file = await tx.db
      .selectFrom('file')
      .select('name')
      .where(inOrg(tx))
      .where('id', '=', row.file_id)
      .executeTakeFirst();
    const task_id = await startTask(
      tx,
      runImportJob,
      { import: id },
      { params: { name: row.name, file: file?.name ?? '' }, total: row.total },
    );
    await tx.db
      .updateTable('import')
      .set({ state: 'running', task_id, started_at: row.started_at ?? tx.clock.now() })
      .set({ choice: choice ?? row.choice, send: row.send ?? send ?? null })
      .where(inOrg(tx))
      .where('id', '=', id)
      .execute();
    // Only what a person chose is remembered: a guess is made anew, perhaps better.
    if (row.mapping_source === 'given')
      await rememberFormat(tx, row.name, row.headings as string[], row.mapping as Mapping);
    await audit(tx, 'imports.started', {
      subject: { type: 'import', id },
      after: {
        name: row.name,
        file: file?.name ?? '',
        total: row.total,
        choice: choice ?? null,
        send: send ?? null,
        left_out: row.ignored,
      },
    });
    return importReport(tx, id);
  });
}
