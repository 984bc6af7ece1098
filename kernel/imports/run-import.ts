import { audit } from '../audit/index.ts';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import type { Progress } from '../jobs/index.ts';
import { cleanJson } from '../lib/clean-text.ts';
import { ok, type Refusal, type Result, refuse } from '../lib/result.ts';
import { type CheckedRow, checkFile, type Fault, faultsOf } from './check-rows.ts';
import type { AnyImport } from './define.ts';
import { openSource } from './source.ts';

const BATCH = 200;

export type ImportResult = { written: number; refused: number };

/**
 * Writes an import, batch by batch. Each batch is one transaction of the rows, the refused rows and the mark of how far
 * it came, so a worker that dies leaves whole batches and the next attempt goes on after the last of them. Rows are
 * checked again: the database has moved on since the dry run.
 */
export async function runImport(
  ctx: Ctx,
  id: string,
  progress: Pick<Progress, 'signal'> & ((done: number, total?: number) => void),
): Promise<Result<ImportResult>> {
  const row = await ctx.db.selectFrom('import').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return refuse('imports.not_found');
  const definition = ctx.house.imports.get(row.name);
  if (!definition) return refuse('imports.unknown');
  // A second delivery of a job that had finished.
  if (row.state !== 'running') return ok({ written: row.written, refused: row.refused });
  const source = await openSource(ctx, definition, { fileId: row.file_id, fields: row.fields });
  if (!source.ok) return source;

  const run: Run = {
    id,
    definition,
    context: source.data.context,
    lastRow: row.last_row,
    written: row.written,
    refused: row.refused,
  };
  progress(run.written + run.refused, row.total);
  const options = { size: definition.batch ?? BATCH, after: run.lastRow };
  for await (const batch of checkFile(ctx, definition, source.data, options)) {
    const taken = await writeBatch(ctx, run, batch);
    if (!taken.ok) return taken;
    progress(run.written + run.refused, row.total);
  }
  return finish(ctx, run);
}

type Run = { id: string; definition: AnyImport; context: unknown; lastRow: number; written: number; refused: number };

/** One transaction for all rows; when that is refused, one for each, so that a single bad row takes no other with it. */
async function writeBatch(ctx: Ctx, run: Run, batch: CheckedRow[]): Promise<Result<null>> {
  const outcome = await attempt(ctx, run, batch);
  if (outcome.ok || outcome.code === SUPERSEDED) return outcome;
  const [only, ...others] = batch;
  if (!only) return ok(null);
  if (others.length === 0) {
    return attempt(ctx, run, [
      { number: only.number, cells: only.cells, faults: faultsOf(outcome, only.cells), row: null },
    ]);
  }
  for (const one of batch) {
    const single = await writeBatch(ctx, run, [one]);
    if (!single.ok) return single;
  }
  return ok(null);
}

const SUPERSEDED = 'imports.superseded';

async function attempt(ctx: Ctx, run: Run, batch: CheckedRow[]): Promise<Result<null>> {
  const good = batch.filter((one) => one.faults === null);
  const bad = batch.filter((one): one is CheckedRow & { faults: Fault[] } => one.faults !== null);
  const lastRow = batch.at(-1)?.number ?? run.lastRow;
  const mark = { last_row: lastRow, written: run.written + good.length, refused: run.refused + bad.length };
  try {
    const outcome = await transaction(ctx, async (tx): Promise<Result<null>> => {
      // The mark moves from where this worker saw it, or another worker has taken over and this one stops.
      const claim = await tx.db
        .updateTable('import')
        .set(mark)
        .where('id', '=', run.id)
        .where('state', '=', 'running')
        .where('last_row', '=', run.lastRow)
        .executeTakeFirst();
      if (claim.numUpdatedRows !== 1n) return refuse(SUPERSEDED);
      if (bad.length > 0)
        await tx.db
          .insertInto('import_refused_row')
          .values(bad.map((one) => refusedRow(tx, run, one)))
          .execute();
      if (good.length === 0) return ok(null);
      const written = await run.definition.writeRows(
        tx,
        good.map((one) => one.row),
        run.context,
      );
      return written && !written.ok ? written : ok(null);
    });
    if (outcome.ok) Object.assign(run, { lastRow, written: mark.written, refused: mark.refused });
    return outcome;
  } catch (error) {
    return dataFault(ctx, error);
  }
}

function refusedRow(tx: Ctx, run: Run, one: CheckedRow) {
  return {
    organization_id: orgOf(tx).id,
    import_id: run.id,
    row: one.number,
    cells: cleanJson(one.cells),
    faults: cleanJson(one.faults),
  };
}

/** What the database says of the data (classes 22 and 23 of SQLSTATE) is a row's fault; anything else is thrown on. */
function dataFault(ctx: Ctx, error: unknown): Refusal {
  const code = String((error as { code?: unknown }).code ?? '');
  if (!/^2[23][0-9A-Z]{3}$/.test(code)) throw error;
  ctx.log.warn(
    { code, constraint: (error as { constraint?: string }).constraint },
    'an imported row was refused by the database',
  );
  return refuse(code === '23505' ? 'imports.already_there' : 'imports.row_refused');
}

async function finish(ctx: Ctx, run: Run): Promise<Result<ImportResult>> {
  const { written, refused } = run;
  return transaction(ctx, async (tx) => {
    await tx.db
      .updateTable('import')
      .set({ state: 'done', finished_at: tx.clock.now() })
      .where('id', '=', run.id)
      .where('state', '=', 'running')
      .execute();
    await audit(tx, 'imports.finished', {
      subject: { type: 'import', id: run.id },
      after: { name: run.definition.name, written, refused },
    });
    return ok({ written, refused });
  });
}
