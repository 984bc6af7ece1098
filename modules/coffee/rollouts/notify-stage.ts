import type { Ctx } from '../../../kernel/ctx/index.ts';
import { addCommands } from '../commands/write-commands.action.ts';
import { lockMachines } from '../machines/lock-machine.query.ts';
import { packageNumber } from '../packages/package-numbers.query.ts';
import { type Part, type RolloutRow, saveParts } from './write-rollout.action.ts';

/**
 * Tells the machines of the rollout's stage to run its package, and again those of earlier stages that missed it. A
 * machine that is no longer in use, or has too many commands already, counts as one that missed it.
 * @returns whether any machine was told
 */
export async function notifyStage(tx: Ctx, rollout: RolloutRow, parts: Part[]): Promise<boolean> {
  const due = parts.filter(({ stage, state }) => stage <= rollout.stage && (state === 'waiting' || state === 'missed'));
  if (due.length === 0) return false;
  const machines = await lockMachines(
    tx,
    due.map(({ machine_id }) => machine_id),
  );
  const number = await packageNumber(tx, rollout.package_id);
  const now = tx.clock.now();
  const { given } = await addCommands(
    tx,
    machines.filter(({ state }) => state === 'active'),
    {
      kind: 'update_recipe',
      params: { package: number },
      target: 'package',
      packageId: rollout.package_id,
      expiresAt: new Date(now.getTime() + rollout.stage_minutes * 60_000),
    },
    // How long a machine may take is what the person said, not what is usual.
    { rolloutId: rollout.id, fullTime: true },
  );
  await saveParts(
    tx,
    due.map((part) => {
      const command_id = given.get(part.machine_id);
      return command_id
        ? { ...part, state: 'told', command_id, changed_at: now }
        : { ...part, state: 'missed', command_id: null, changed_at: now };
    }),
  );
  return given.size > 0;
}
