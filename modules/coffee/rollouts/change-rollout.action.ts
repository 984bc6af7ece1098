import { audit } from '../../../kernel/audit/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { lockMachines } from '../machines/lock-machine.query.ts';
import type { Rollout } from './contract.ts';
import { notifyStage } from './notify-stage.ts';
import { handedOut, notifyBack, restoreWanted, takeBack } from './roll-back.action.ts';
import { ROLLOUT_STATES, type RolloutChange } from './rollout-states.rule.ts';
import { getRollout } from './rollouts.query.ts';
import { lockRollout, moveRollout, partsOf } from './write-rollout.action.ts';

/**
 * Changes a rollout. `pause`: its commands that no machine has are held, and still end by their time. `resume`: those
 * that missed it are told again. `cancel`: what no machine has is taken back, the others keep what they run.
 * `roll_back`: all go back to what they ran. Refusals: `coffee.rollout.not_found`, `coffee.rollout.state`.
 */
export async function changeRollout(ctx: Ctx, id: string, change: RolloutChange): Promise<Result<Rollout>> {
  return transaction(ctx, async (tx) => {
    const rollout = await lockRollout(tx, id);
    if (!rollout) return refuse('coffee.rollout.not_found');
    if (!ROLLOUT_STATES[rollout.state][change]) return refuse('coffee.rollout.state');
    const parts = await partsOf(tx, rollout);
    switch (change) {
      case 'pause': {
        const { entry } = await moveRollout(tx, rollout, { state: 'paused', reason: 'person' });
        await audit(tx, 'coffee.rollout.paused', entry);
        break;
      }
      case 'resume': {
        const { after, entry } = await moveRollout(tx, rollout, { state: 'running', reason: null });
        await audit(tx, 'coffee.rollout.resumed', entry);
        await notifyStage(tx, after, parts);
        break;
      }
      case 'cancel': {
        const told = parts.filter(({ state }) => state === 'told' || state === 'missed');
        const ids = told.map(({ machine_id }) => machine_id);
        await lockMachines(tx, ids);
        await takeBack(tx, rollout, ids);
        // A machine that was handed the command may be at it.
        const had = await handedOut(tx, rollout);
        await restoreWanted(
          tx,
          rollout,
          ids.filter((machine) => !had.has(machine)),
        );
        await partsOf(tx, rollout);
        const { entry } = await moveRollout(tx, rollout, { state: 'cancelled', reason: null });
        await audit(tx, 'coffee.rollout.cancelled', entry);
        break;
      }
      case 'roll_back': {
        const { after, entry } = await moveRollout(tx, rollout, { state: 'rolling_back', reason: 'person' });
        await audit(tx, 'coffee.rollout.taken_back', entry);
        await notifyBack(tx, after, parts);
      }
    }
    return getRollout(tx, id);
  });
}
