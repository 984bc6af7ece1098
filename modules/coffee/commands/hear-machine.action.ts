import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { enqueue } from '../../../kernel/jobs/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { lockOwn } from '../machines/own-machine.query.ts';
import { MACHINE } from '../names.ts';
import { acknowledged, finished, type Refused } from './command-states.rule.ts';
import { type Heard, type ResultInput, rolloutMayGoOn } from './contract.ts';
import { type CommandRow, saveCommands } from './write-commands.action.ts';

/**
 * A machine has a command, and asks whether it may begin; again, it gets the same answer. Refusals:
 * `coffee.command.not_found` (none, or another machine's), `not_sent`, `over` (expired or ended), `withdrawn`,
 * `coffee.machine.not_yours`, `retired`.
 */
export const acknowledgeCommand = (ctx: Ctx, deviceId: string, id: string): Promise<Result<Heard>> =>
  hear(ctx, deviceId, id, (command, now) => acknowledged(command, now));

/**
 * A machine says how a command ended, also long after: what it did is done. The same again changes nothing; another
 * outcome is refused with `coffee.command.contradicts`. Other refusals: `coffee.command.not_found` (none, or another
 * machine's), `not_sent`, `coffee.machine.not_yours`, `retired`.
 */
export const finishCommand = (ctx: Ctx, deviceId: string, id: string, input: ResultInput): Promise<Result<Heard>> =>
  hear(ctx, deviceId, id, (command, now) => finished(command, input.result, (input.message ?? '').trim(), now));

type Judge = (command: CommandRow, now: Date) => CommandRow | 'same' | Refused;

function hear(ctx: Ctx, deviceId: string, id: string, judge: Judge): Promise<Result<Heard>> {
  return transaction<Heard>(ctx, async (tx) => {
    const locked = await lockOwn(tx, deviceId, null);
    if (!locked.ok) return locked;
    const { id: machine_id, merchant_id } = locked.data;
    const row = await tx.db
      .selectFrom('coffee_command')
      .selectAll()
      .where(inOrg(tx))
      .where('machine_id', '=', machine_id)
      .where('id', '=', id)
      .executeTakeFirst();
    if (!row) return refuse('coffee.command.not_found');
    const command = row as unknown as CommandRow;
    const after = judge(command, tx.clock.now());
    if (after === 'same') return ok({ id, state: command.state, repeated: true });
    if (typeof after === 'string') return REFUSALS[after]();
    await saveCommands(tx, [after]);
    const { rollout_id } = after;
    // A second later, so that what a hundred machines say is looked at once; by the server itself, not by a machine.
    if (rollout_id !== null && after.ended_at !== null)
      await enqueue({ ...tx, actor: SERVER }, rolloutMayGoOn, { rollout_id }, { singletonKey: rollout_id, after: 1 });
    publish(tx, MACHINE, machine_id, merchant_id);
    return ok({ id, state: after.state, repeated: false });
  });
}

const SERVER = { kind: 'system', id: null, name: 'coffee' } as const;

const REFUSALS = {
  not_sent: () => refuse('coffee.command.not_sent'),
  over: () => refuse('coffee.command.over'),
  withdrawn: () => refuse('coffee.command.withdrawn'),
  contradicts: () => refuse('coffee.command.contradicts'),
};
