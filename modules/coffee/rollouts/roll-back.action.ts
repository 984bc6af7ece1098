import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { withdrawn } from '../commands/command-states.rule.ts';
import { addCommands, type CommandRow, openCommands, saveCommands } from '../commands/write-commands.action.ts';
import { lockMachines } from '../machines/lock-machine.query.ts';
import { packageNumbers } from '../packages/package-numbers.query.ts';
import { type Part, type RolloutRow, saveParts } from './write-rollout.action.ts';

/** Machines that have no network come back within a day, or somebody has to go there anyway. */
const BACK_MS = 24 * 3_600_000;

/**
 * Takes back what a rollout's machines were told: those that may have the package are told to run what they ran before,
 * the others need no command. A machine that ran nothing that we know is stuck.
 */
export async function notifyBack(tx: Ctx, rollout: RolloutRow, parts: Part[]): Promise<void> {
  const reached = parts.filter(({ state }) => state !== 'waiting');
  const ids = reached.map(({ machine_id }) => machine_id);
  const machines = new Map((await lockMachines(tx, ids)).map((machine) => [machine.id, machine]));
  const now = tx.clock.now();
  const [packages, had] = await Promise.all([
    packageNumbers(tx, [rollout.package_id, ...parts.map(({ before_package_id }) => before_package_id)]),
    handedOut(tx, rollout),
  ]);
  const rolledOut = packages.get(rollout.package_id);
  const changed: Part[] = [];
  const groups = new Map<string, Part[]>();
  for (const part of reached) {
    const machine = machines.get(part.machine_id);
    // It may also have fetched the package by itself, when it heard which one it should run.
    const mayHaveIt = had.has(part.machine_id) || machine?.package_number === rolledOut;
    const { before_package_id } = part;
    if (!mayHaveIt) changed.push({ ...part, state: 'returned', changed_at: now });
    else if (before_package_id === null || machine?.state !== 'active')
      changed.push({ ...part, state: 'stuck', changed_at: now });
    else groups.set(before_package_id, [...(groups.get(before_package_id) ?? []), part]);
  }
  // A command to go back replaces the open one; where there is none, the open one is taken back.
  await takeBack(
    tx,
    rollout,
    changed.map(({ machine_id }) => machine_id),
  );
  await restoreWanted(tx, rollout, ids);
  for (const [packageId, group] of groups) {
    const { given } = await addCommands(
      tx,
      group.flatMap(({ machine_id }) => machines.get(machine_id) ?? []),
      {
        kind: 'update_recipe',
        params: { package: packages.get(packageId) as number },
        target: 'package',
        packageId,
        expiresAt: new Date(now.getTime() + BACK_MS),
      },
      { rolloutId: rollout.id },
    );
    for (const part of group) {
      const back_command_id = given.get(part.machine_id) ?? null;
      changed.push({ ...part, back_command_id, state: back_command_id ? 'returning' : 'stuck', changed_at: now });
    }
  }
  await saveParts(tx, changed);
}

/** Withdraws the rollout's open commands on locked machines. */
export async function takeBack(tx: Ctx, rollout: RolloutRow, machineIds: string[]): Promise<CommandRow[]> {
  const open = (await openCommands(tx, machineIds)).filter((one) => one.rollout_id === rollout.id && !one.withdrawn);
  const now = tx.clock.now();
  await saveCommands(
    tx,
    open.map((command) => withdrawn(command, now, 'cancelled')),
  );
  return open;
}

/** Locked machines should run what they ran before the rollout. */
export async function restoreWanted(tx: Ctx, rollout: RolloutRow, machineIds: string[]): Promise<void> {
  await tx.db
    .updateTable('coffee_machine as m')
    .from('coffee_rollout_machine as r')
    .set((eb) => ({ wanted_package_id: eb.ref('r.before_package_id') }))
    .where(inOrg(tx, 'm'))
    .where(inOrg(tx, 'r'))
    .where('r.rollout_id', '=', rollout.id)
    .where('m.wanted_package_id', '=', rollout.package_id)
    .whereRef('m.id', '=', 'r.machine_id')
    .where('m.id', '=', (eb) => eb.fn.any(eb.val(machineIds)))
    .execute();
}

/** The machines to which the rollout's command was handed out. */
export async function handedOut(tx: Ctx, rollout: RolloutRow): Promise<Set<string>> {
  const rows = await tx.db
    .selectFrom('coffee_rollout_machine as r')
    .innerJoin('coffee_command as c', onOrg('c.id', 'r.command_id'))
    .select('r.machine_id')
    .where(inOrg(tx, 'r'))
    .where('r.rollout_id', '=', rollout.id)
    .where('c.tries', '>', 0)
    .execute();
  return new Set(rows.map(({ machine_id }) => machine_id));
}
