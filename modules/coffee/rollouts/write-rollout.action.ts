import { type Selectable, sql } from 'kysely';
import type { DB } from '../../../db/types.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import type { CommandState } from '../commands/command-states.rule.ts';
import { ROLLOUT } from '../names.ts';
import { packageNumber } from '../packages/package-numbers.query.ts';
import {
  type Counts,
  MACHINE_STATES,
  type MachineState,
  type Reason,
  type RolloutState,
  standing,
} from './rollout-states.rule.ts';

export type RolloutRow = Omit<Selectable<DB['coffee_rollout']>, 'state' | 'reason'> & {
  state: RolloutState;
  reason: Reason | null;
};
export type Part = Omit<Selectable<DB['coffee_rollout_machine']>, 'state'> & { state: MachineState };

/** Locks a rollout; null: there is none. It is locked before machines and commands. */
export async function lockRollout(tx: Ctx, id: string): Promise<RolloutRow | null> {
  const row = await tx.db
    .selectFrom('coffee_rollout')
    .selectAll()
    .where(inOrg(tx))
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return (row as RolloutRow | undefined) ?? null;
}

/** The machines of a locked rollout in their order, as they stand by their commands now; what differs is written. */
export async function partsOf(tx: Ctx, rollout: RolloutRow): Promise<Part[]> {
  const rows = await tx.db
    .selectFrom('coffee_rollout_machine as r')
    .leftJoin('coffee_command as c', (on) =>
      on
        .onRef('c.organization_id', '=', 'r.organization_id')
        .on((eb) => eb('c.id', '=', eb.fn.coalesce('r.back_command_id', 'r.command_id'))),
    )
    .selectAll('r')
    .select('c.state as command_state')
    .where(inOrg(tx, 'r'))
    .where('r.rollout_id', '=', rollout.id)
    .orderBy('r.position')
    .execute();
  const moved: Part[] = [];
  const parts = rows.map(({ command_state, ...row }): Part => {
    const part = row as Part;
    // Without a command it waits, or was never reached; when all go back, what counts is the command by which they do.
    const decided = (part.state === 'returned' || part.state === 'stuck') && part.back_command_id === null;
    if (command_state === null || decided) return part;
    const state = standing(command_state as CommandState, part.back_command_id !== null);
    if (state === part.state) return part;
    const after = { ...part, state, changed_at: tx.clock.now() };
    moved.push(after);
    return after;
  });
  await saveParts(tx, moved);
  return parts;
}

/** Writes how machines of a locked rollout stand. Raw SQL: one statement for any number of them. */
export async function saveParts(tx: Ctx, parts: Part[]): Promise<void> {
  if (parts.length === 0) return;
  await sql`update coffee_rollout_machine m set state = r.state, open = r.open, command_id = r.command_id,
      back_command_id = r.back_command_id, changed_at = r.changed_at
    from jsonb_populate_recordset(null::coffee_rollout_machine, ${JSON.stringify(parts)}::jsonb) r
    where m.organization_id = ${orgOf(tx).id} and m.rollout_id = r.rollout_id and m.machine_id = r.machine_id`.execute(
    tx.db,
  );
}

export function countsOf(parts: Part[]): Counts {
  const counts = Object.fromEntries(MACHINE_STATES.map((state) => [state, 0])) as Counts;
  for (const { state } of parts) counts[state] += 1;
  return counts;
}

type Change = { state?: RolloutState; reason?: Reason | null; stage?: number; stage_at?: Date };
const ENDED: RolloutState[] = ['completed', 'rolled_back', 'rollback_failed', 'cancelled'];

/**
 * Changes a locked rollout; `entry` is what the audit says of it. When it ends, its machines are free for another one.
 */
export async function moveRollout(tx: Ctx, rollout: RolloutRow, change: Change) {
  const now = tx.clock.now();
  const ended_at = ENDED.includes(change.state ?? rollout.state) ? now : null;
  const after = { ...change, changed_at: now, ended_at };
  await tx.db.updateTable('coffee_rollout').set(after).where(inOrg(tx)).where('id', '=', rollout.id).execute();
  if (ended_at !== null)
    await tx.db
      .updateTable('coffee_rollout_machine')
      .set({ open: false })
      .where(inOrg(tx))
      .where('rollout_id', '=', rollout.id)
      .execute();
  const moved: RolloutRow = { ...rollout, ...after };
  const number = await packageNumber(tx, rollout.package_id);
  publish(tx, ROLLOUT, rollout.id, rollout.merchant_id);
  const entry = {
    subject: { type: ROLLOUT, id: rollout.id },
    before: { state: rollout.state, stage: rollout.stage },
    after: {
      package: number,
      state: moved.state,
      stage: moved.stage + 1,
      share: moved.stages[moved.stage] ?? 100,
      ...(moved.reason && { reason: moved.reason }),
    },
  };
  return { after: moved, entry };
}
