import { audit } from '../../../kernel/audit/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { wakeDevice } from '../../../kernel/mqtt/index.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { lockMachine } from '../machines/lock-machine.query.ts';
import { COMMAND, MACHINE } from '../names.ts';
import { getCommand } from './commands.query.ts';
import type { Command, CommandInput } from './contract.ts';
import { inRollout } from './in-rollout.query.ts';
import { readCommand } from './read-command.query.ts';
import { addCommands, MAX_OPEN } from './write-commands.action.ts';

/**
 * Gives a machine a command; it gets it when it next asks, at once where it talks MQTT. A command for the same thing (temperature, a product's price,
 * lock, package) that has not begun is taken back. Refusals: `coffee.machine.not_found`, `retired`,
 * `coffee.command.too_many`, `coffee.command.in_rollout` (another package is on its way to it), `coffee.order.amount`,
 * `coffee.package.not_found`.
 */
export async function giveCommand(ctx: Ctx, reference: string, input: CommandInput): Promise<Result<Command>> {
  return transaction(ctx, async (tx) => {
    const locked = await lockMachine(tx, reference);
    if (!locked.ok) return locked;
    const machine = locked.data;
    if (machine.state === 'retired') return refuse('coffee.machine.retired');
    const meant = await readCommand(tx, input);
    if (!meant.ok) return meant;
    if (meant.data.kind === 'update_recipe' && (await inRollout(tx, [machine.id])))
      return refuse('coffee.command.in_rollout');
    const { given } = await addCommands(tx, [machine], meant.data);
    const id = given.get(machine.id);
    if (id === undefined) return refuse('coffee.command.too_many', { most: MAX_OPEN });
    await audit(tx, 'coffee.command.given', {
      subject: { type: MACHINE, id: machine.id },
      after: { serial: machine.serial, command_id: id, kind: meant.data.kind, ...meant.data.params },
    });
    if (machine.device_id) wakeDevice(tx, machine.device_id, 'commands/pending');
    publish(tx, COMMAND, id, machine.merchant_id);
    publish(tx, MACHINE, machine.id, machine.merchant_id);
    return getCommand(tx, id);
  });
}
