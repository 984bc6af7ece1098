import { audit } from '../audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import type { Progress } from '../jobs/index.ts';
import { cleanJson } from '../lib/clean-text.ts';
import { ok, type Refusal, type Result, refuse } from '../lib/result.ts';
import { type CheckedRow, checkFile } from './check-rows.ts';
import type { AnyImport, Choice, Sending } from './define.ts';
import { type Fault, faultsOf } from './fault.ts';
import { openSource } from './source.ts';
import { writeGood } from './write-good.ts';

const BATCH = 200;

export type ImportResult = { written: number; updated: number; skipped: number; refused: number };

/**
 * Writes an import, batch by batch. Each batch is one transaction of the rows, the refused rows and the progress mark,
 * so a worker that dies leaves whole batches and the next attempt continues after the last one. Rows are checked again,
 * because the database has changed since the dry run.
 */
export async function runImport(
  ctx: Ctx,
  id: string,
  progress: Pick<Progress, 'signal'> & ((done: number, total?: number) => void),
): Promise<Result<ImportResult>> {
  const row = await ctx.db.selectFrom('import').selectAll().where(inOrg(ctx)).where('id', '=', id).executeTakeFirst();
  if (!row) return refuse('imports.not_found');
  const definition = ctx.services.imports.get(row.name);
  if (!definition) return refuse('imports.unknown');
  // The queue delivered a finished job a second time.
  if (row.state !== 'running') return ok(counted(row));
  const source = await openSource(ctx, definition, {
    fileId: row.file_id,
    fields: row.fields,
    mapping: row.mapping,
  });
  if (!source.ok) return source;

  const run: Run = {
    id,
    definition,
    context: source.data.context,
    lastRow: row.last_row,
    // A duplicate that appeared after the dry run has no choice, so it is left out.
    choice: (row.choice as Choice | null) ?? 'skip',
    send: (row.send as Sending | null) ?? 'now',
    ...counted(row),
  };
  progress(doneOf(run), row.total);
  const options = { size: definition.batch ?? BATCH, after: run.lastRow };
  for await (const batch of checkFile(ctx, definition, source.data, options)) {
    const taken = await writeBatch(ctx, run, batch);
    if (!taken.ok) return taken;
    progress(doneOf(run), row.total);
  }
  return finish(ctx, run);
}

type Run = ImportResult & {
  id: string;
  definition: AnyImport;
  context: unknown;
  lastRow: number;
  choice: Choice;
  send: Sending;
};

const counted = ({ written, updated, skipped, refused }: ImportResult): ImportResult => ({
  written,
  updated,
  skipped,
  refused,
});
const doneOf = ({ written, updated, skipped, refused }: ImportResult) => written + updated + skipped + refused;

/**
 * Writes all rows in one transaction; when that is refused, one transaction for each row, so that one bad row doesn't
 * stop the others.
 */
async function writeBatch(ctx: Ctx, run: Run, batch: CheckedRow[]): Promise<Result<null>> {
  const outcome = await attempt(ctx, run, batch);
  if (outcome.ok || outcome.code === SUPERSEDED) return outcome;
  const [only, ...others] = batch;
  if (!only) return ok(null);
  if (others.length === 0) {
    return attempt(ctx, run, [{ ...only, faults: faultsOf(outcome, only.cells), row: null }]);
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
  try {
    const outcome = await transaction(ctx, async (tx): Promise<Result<ImportResult>> => {
      // The progress mark must still be where this worker saw it; otherwise another worker has taken over and this one
      // stops.
      const claim = await tx.db
        .updateTable('import')
        .set({ last_row: lastRow })
        .where(inOrg(tx))
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
      const did = await writeGood(tx, run, good);
      if (!did.ok) return did;
      const counts = {
        written: run.written + did.data.written,
        updated: run.updated + did.data.updated,
        skipped: run.skipped + did.data.skipped,
        refused: run.refused + bad.length,
      };
      await tx.db.updateTable('import').set(counts).where(inOrg(tx)).where('id', '=', run.id).execute();
      return ok(counts);
    });
    if (!outcome.ok) return outcome;
    Object.assign(run, { lastRow, ...outcome.data });
    return ok(null);
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

/**
 * The database's complaints about the data (SQLSTATE classes 22 and 23) become the row's fault; other errors are thrown
 * again.
 */
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
  const counts = counted(run);
  return transaction(ctx, async (tx) => {
    await tx.db
      .updateTable('import')
      .set({ state: 'done', finished_at: tx.clock.now() })
      .where(inOrg(tx))
      .where('id', '=', run.id)
      .where('state', '=', 'running')
      .execute();
    await audit(tx, 'imports.finished', {
      subject: { type: 'import', id: run.id },
      after: { name: run.definition.name, ...counts },
    });
    return ok(counts);
  });
}
