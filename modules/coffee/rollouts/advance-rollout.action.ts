import { sql } from 'kysely';
import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { ROLLOUT } from '../names.ts';
import { notifyStage } from './notify-stage.ts';
import { notifyBack } from './roll-back.action.ts';
import { ROLLOUT_STATES, verdict } from './rollout-states.rule.ts';
import { countsOf, lockRollout, moveRollout, partsOf, type RolloutRow } from './write-rollout.action.ts';

/** The organizations whose rollouts are under way; read by a function of the tables' owner. */
export async function organizationsWithRollouts(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select coffee_rollouts_due() as id`.execute(ctx.db);
  return rows.map((row) => row.id);
}

/** Moves each rollout of an organization that goes on by itself. */
export async function advanceRollouts(ctx: Ctx): Promise<void> {
  const rows = await ctx.db
    .selectFrom('coffee_rollout')
    .select('id')
    .where(inOrg(ctx))
    .where('ended_at', 'is', null)
    .where('state', '<>', 'paused')
    .orderBy('id')
    .execute();
  for (const { id } of rows) await advanceRollout(ctx, id);
}

/**
 * Looks how the machines of a rollout stand, and goes on where that says so: the next stage, the end, a pause, or all
 * back. One transaction with the rollout locked: whoever comes second finds what the first one did, and a process that
 * dies has done nothing. Nothing happens to a rollout that doesn't move by itself.
 */
export async function advanceRollout(ctx: Ctx, id: string): Promise<Result<null>> {
  return transaction(ctx, async (tx) => {
    let rollout = await lockRollout(tx, id);
    if (!rollout || !ROLLOUT_STATES[rollout.state].moves) return ok(null);
    publish(tx, ROLLOUT, id, rollout.merchant_id);
    // A stage that reaches no other machine is over at once.
    while (rollout) rollout = await step(tx, rollout);
    return ok(null);
  });
}

/** One move of a rollout; returns it when there may be another. */
async function step(tx: Ctx, rollout: RolloutRow): Promise<RolloutRow | null> {
  const parts = await partsOf(tx, rollout);
  const counts = countsOf(parts);
  if (rollout.state === 'rolling_back') {
    if (counts.returning > 0) return null;
    const state = counts.stuck > 0 ? 'rollback_failed' : 'rolled_back';
    const { entry } = await moveRollout(tx, rollout, { state });
    const after = { ...entry.after, returned: counts.returned, stuck: counts.stuck };
    await audit(tx, `coffee.rollout.${state}`, { ...entry, after });
    return null;
  }
  const last = rollout.stage === rollout.stages.length - 1;
  switch (verdict(counts, rollout, last)) {
    case 'next': {
      const change = { stage: rollout.stage + 1, stage_at: tx.clock.now() };
      const { after, entry } = await moveRollout(tx, rollout, change);
      await audit(tx, 'coffee.rollout.next', entry);
      return (await notifyStage(tx, after, parts)) ? null : after;
    }
    case 'roll_back': {
      const { after, entry } = await moveRollout(tx, rollout, { state: 'rolling_back', reason: 'failures' });
      await audit(tx, 'coffee.rollout.rolling_back', entry);
      await notifyBack(tx, after, parts);
      return after;
    }
    case 'complete': {
      const { entry } = await moveRollout(tx, rollout, { state: 'completed' });
      await audit(tx, 'coffee.rollout.completed', entry);
      return null;
    }
    case 'pause': {
      const { entry } = await moveRollout(tx, rollout, { state: 'paused', reason: 'too_few' });
      await audit(tx, 'coffee.rollout.stopped', entry);
      return null;
    }
    default:
      return null;
  }
}
