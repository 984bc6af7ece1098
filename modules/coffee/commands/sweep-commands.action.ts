import { sql } from 'kysely';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { lockMachines } from '../machines/lock-machine.query.ts';
import { whenDue } from './command-states.rule.ts';
import { openCommands, saveCommands } from './write-commands.action.ts';

/** The organizations that have commands whose time is up; read by a function of the tables' owner. */
export async function organizationsWithDue(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select coffee_commands_due(${ctx.clock.now()}) as id`.execute(ctx.db);
  return rows.map((row) => row.id);
}

const MACHINES_AT_ONCE = 200;

/** Ends commands whose time is up, or queues them again, of some machines; true: there are more. */
export async function endDueCommands(ctx: Ctx): Promise<boolean> {
  const done = await transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const due = await tx.db
      .selectFrom('coffee_command')
      .select('machine_id')
      .distinct()
      .where(inOrg(tx))
      .where('due_at', '<=', now)
      .limit(MACHINES_AT_ONCE)
      .execute();
    const ids = due.map(({ machine_id }) => machine_id);
    await lockMachines(tx, ids);
    const changed = (await openCommands(tx, ids)).flatMap((command) => whenDue(command, now) ?? []);
    await saveCommands(tx, changed);
    return ok(ids.length === MACHINES_AT_ONCE);
  });
  return done.ok && done.data;
}
