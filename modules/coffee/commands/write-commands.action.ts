import { type Selectable, sql } from 'kysely';
import type { DB } from '../../../db/types.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { COMMAND } from '../names.ts';
import { type Course, type Step, withdrawn } from './command-states.rule.ts';
import type { Params } from './contract.ts';
import { type CommandKind, KINDS } from './kinds.rule.ts';
import type { Meant } from './read-command.query.ts';

type Row = Selectable<DB['coffee_command']>;
export type CommandRow = Omit<Row, 'kind' | 'params' | keyof Course> & Course & { kind: CommandKind; params: Params };

/** More than this waits for no machine: one that was silent for a week would do a week's commands at once. */
export const MAX_OPEN = 50;

/** The commands of locked machines that have not ended, in the order in which they were given. */
export async function openCommands(tx: Ctx, machineIds: string[]): Promise<CommandRow[]> {
  if (machineIds.length === 0) return [];
  const rows = await tx.db
    .selectFrom('coffee_command')
    .selectAll()
    .where(inOrg(tx))
    .where('machine_id', '=', (eb) => eb.fn.any(eb.val(machineIds)))
    .where('ended_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows as unknown as CommandRow[];
}

type Machine = { id: string; merchant_id: string };

/**
 * Gives a command to machines that are locked, and takes back those that it replaces. Machines with too many open
 * commands are left out; `given` has the others' commands by machine. Raw SQL: thousands of rows as one document, since a statement
 * has no more than 65,535 parameters.
 */
export async function addCommands(
  tx: Ctx,
  machines: Machine[],
  meant: Meant,
  of: { batchId?: string; rolloutId?: string; fullTime?: boolean } = {},
): Promise<{ given: Map<string, string>; leftOut: number }> {
  const now = tx.clock.now();
  const organization_id = orgOf(tx).id;
  const ids = machines.map(({ id }) => id);
  const open = await openCommands(tx, ids);
  const replaced = open.filter(({ target }) => target !== null && target === meant.target);
  const counts = new Map<string, number>();
  for (const one of open)
    if (!replaced.includes(one)) counts.set(one.machine_id, (counts.get(one.machine_id) ?? 0) + 1);
  const taken = machines.filter(({ id }) => (counts.get(id) ?? 0) < MAX_OPEN);
  const rows = taken.map(({ id: machine_id, merchant_id }) => ({
    organization_id,
    id: newId(now.getTime()),
    machine_id,
    merchant_id,
    batch_id: of.batchId ?? null,
    rollout_id: of.rolloutId ?? null,
    kind: meant.kind,
    params: meant.params,
    target: meant.target,
    state: 'queued',
    tries: 0,
    tries_left: KINDS[meant.kind].tries,
    withdrawn: false,
    full_time: of.fullTime ?? false,
    not_before: now,
    due_at: meant.expiresAt,
    expires_at: meant.expiresAt,
    created_at: now,
    said: '',
    by_name: tx.actor.name,
    steps: [{ state: 'queued', at: now.toISOString() } satisfies Step],
  }));
  await Promise.all([
    saveCommands(
      tx,
      replaced.map((command) => withdrawn(command, now, 'replaced')),
    ),
    rows.length > 0 &&
      sql`insert into coffee_command select * from jsonb_populate_recordset(null::coffee_command,
        ${JSON.stringify(rows)}::jsonb)`.execute(tx.db),
    meant.packageId !== null &&
      tx.db
        .updateTable('coffee_machine')
        .set({ wanted_package_id: meant.packageId })
        .where(inOrg(tx))
        .where('id', '=', (eb) => eb.fn.any(eb.val(taken.map(({ id }) => id))))
        .execute(),
  ]);
  const given = new Map(rows.map(({ machine_id, id }) => [machine_id, id]));
  return { given, leftOut: machines.length - taken.length };
}

/** Writes how commands stand now; their machines are locked. Raw SQL: one statement for any number of them. */
export async function saveCommands(tx: Ctx, commands: CommandRow[]): Promise<void> {
  if (commands.length === 0) return;
  await sql`update coffee_command c set state = r.state, tries = r.tries, tries_left = r.tries_left,
      withdrawn = r.withdrawn, not_before = r.not_before, due_at = r.due_at, sent_at = r.sent_at,
      acknowledged_at = r.acknowledged_at, ended_at = r.ended_at, said = r.said, steps = r.steps
    from jsonb_populate_recordset(null::coffee_command, ${JSON.stringify(commands)}::jsonb) r
    where c.organization_id = ${orgOf(tx).id} and c.id = r.id`.execute(tx.db);
  for (const { id, merchant_id } of commands.slice(0, 20)) publish(tx, COMMAND, id, merchant_id);
  if (commands.length > 20) publish(tx, COMMAND);
}
