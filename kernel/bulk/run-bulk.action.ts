import { type Ctx, inOrg } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import { t } from '../i18n/index.ts';
import { type Progress, TaskCancelled } from '../jobs/index.ts';
import { ok, type Refusal, type Result, refuse } from '../lib/result.ts';

type Run = { task: string; list: string; action: string; ids: string[]; reason?: string };
type Outcome = { done: number; refused: number; reasons: string[] };

/** So many different reasons are kept; a thousand rows are mostly refused for one. */
const MAX_REASONS = 5;

/**
 * Goes through the rows. The place that it reached is committed together with each row's change, so that a run after a
 * crash goes on behind it and nothing is done twice; a cancelled task changes nothing more.
 */
export async function runBulk(ctx: Ctx, run: Run, progress: Progress): Promise<Result<Outcome>> {
  const action = ctx.services.bulk.get(run.list)?.actions[run.action];
  if (!action) return refuse('bulk.unknown');
  const { done: from, result } = await placeOf(ctx, run.task);
  let outcome = (result as Outcome | null) ?? { done: 0, refused: 0, reasons: [] };
  for (let place = from; place < run.ids.length; place++) {
    const good = { ...outcome, done: outcome.done + 1 };
    const acted = await transaction(ctx, async (tx) => {
      await mark(tx, run.task, place + 1, good);
      return action.act(tx, run.ids[place] as string, run.reason);
    });
    outcome = acted.ok ? good : withRefusal(ctx, outcome, acted);
    if (!acted.ok) await transaction(ctx, async (tx) => ok(await mark(tx, run.task, place + 1, outcome)));
    progress(place + 1, run.ids.length);
  }
  return ok(outcome);
}

function withRefusal(ctx: Ctx, outcome: Outcome, { code, detail }: Refusal): Outcome {
  const reasons = [...new Set([...outcome.reasons, t(ctx, `errors.${code}`, detail)])].slice(0, MAX_REASONS);
  return { ...outcome, refused: outcome.refused + 1, reasons };
}

const placeOf = (ctx: Ctx, task: string) =>
  ctx.db
    .selectFrom('task')
    .select(['done', 'result'])
    .where(inOrg(ctx))
    .where('id', '=', task)
    .executeTakeFirstOrThrow();

/** The row of the task is locked until the commit, so two workers with one job take turns, and so does a cancel. */
async function mark(tx: Ctx, task: string, place: number, outcome: Outcome): Promise<void> {
  const { numUpdatedRows } = await tx.db
    .updateTable('task')
    .set({ done: place, result: JSON.stringify(outcome), updated_at: tx.clock.now() })
    .where(inOrg(tx))
    .where('id', '=', task)
    .where('done', '<', place)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw new TaskCancelled();
}
