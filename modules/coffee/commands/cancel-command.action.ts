import { audit } from '../../../kernel/audit/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { lockMachine } from '../machines/lock-machine.query.ts';
import { MACHINE } from '../names.ts';
import { withdrawn } from './command-states.rule.ts';
import { getCommand } from './commands.query.ts';
import type { Command } from './contract.ts';
import { openCommands, saveCommands } from './write-commands.action.ts';

/**
 * Takes an open command back. One that was handed out can't be called back: the machine may no longer begin with it, but
 * may be at it. Refusals: `coffee.command.not_found`, `coffee.command.over`.
 */
export async function cancelCommand(ctx: Ctx, id: string): Promise<Result<Command>> {
  return transaction(ctx, async (tx) => {
    const found = await getCommand(tx, id);
    if (!found.ok) return found;
    const { machine } = found.data;
    await lockMachine(tx, machine.id);
    const command = (await openCommands(tx, [machine.id])).find((one) => one.id === id);
    if (!command || command.withdrawn) return refuse('coffee.command.over');
    await saveCommands(tx, [withdrawn(command, tx.clock.now(), 'cancelled')]);
    await audit(tx, 'coffee.command.cancelled', {
      subject: { type: MACHINE, id: machine.id },
      after: { serial: machine.serial, command_id: id, kind: command.kind },
    });
    return getCommand(tx, id);
  });
}
