import type { Selectable } from 'kysely';
import type { DB } from '../../../db/types.ts';
import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { ALARM } from '../names.ts';
import { getAlarm, technicians } from './alarms.query.ts';
import type { Alarm } from './contract.ts';

type Row = Selectable<DB['coffee_alarm']>;

/**
 * Somebody knows of an alarm: nobody is reminded of it any more. Again, by anybody, changes the note alone. Refuses with
 * `coffee.alarm.not_found`.
 */
export function acknowledgeAlarm(ctx: Ctx, id: string, note = ''): Promise<Result<Alarm>> {
  return transaction(ctx, async (tx) => {
    const row = await lockAlarm(tx, id);
    if (!row) return refuse('coffee.alarm.not_found');
    const first = row.acknowledged_at === null;
    if (!first && (note.trim() === '' || note.trim() === row.note)) return getAlarm(tx, id);
    const acknowledged = { acknowledged_at: tx.clock.now(), acknowledged_by_name: tx.actor.name, notify_at: null };
    await change(tx, row, { ...(first && acknowledged), note: note.trim() || row.note });
    await audit(tx, 'coffee.alarm.acknowledged', {
      subject: { type: ALARM, id },
      after: { kind: row.kind, machine_id: row.machine_id },
      note: note.trim(),
    });
    return getAlarm(tx, id);
  });
}

/**
 * Gives an alarm to a member, who alone is reminded of it, or to nobody; the member is told at once. Refusals:
 * `coffee.alarm.not_found`, `cleared`, `nobody` (no member who may look after it).
 */
export function assignAlarm(ctx: Ctx, id: string, userId: string | null): Promise<Result<Alarm>> {
  return transaction(ctx, async (tx) => {
    const row = await lockAlarm(tx, id);
    if (!row) return refuse('coffee.alarm.not_found');
    if (row.assigned_to === userId) return getAlarm(tx, id);
    if (row.cleared_at !== null) return refuse('coffee.alarm.cleared');
    const member = userId === null ? null : (await technicians(tx, row.merchant_id)).find((one) => one.id === userId);
    if (member === undefined) return refuse('coffee.alarm.nobody', undefined, { user_id: 'coffee.alarm.nobody' });
    const tells = member !== null && !member.me && row.acknowledged_at === null && row.group_id === null;
    await change(tx, row, {
      assigned_to: member?.id ?? null,
      assigned_name: member?.name ?? null,
      ...(tells && { notify_at: tx.clock.now() }),
    });
    await audit(tx, member ? 'coffee.alarm.assigned' : 'coffee.alarm.unassigned', {
      subject: { type: ALARM, id },
      before: { name: row.assigned_name },
      after: { kind: row.kind, machine_id: row.machine_id, name: member?.name ?? null },
    });
    return getAlarm(tx, id);
  });
}

async function lockAlarm(tx: Ctx, id: string): Promise<Row | undefined> {
  return tx.db
    .selectFrom('coffee_alarm')
    .selectAll()
    .where(inOrg(tx))
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

async function change(tx: Ctx, { id, merchant_id }: Row, values: Partial<Row>): Promise<void> {
  const { detail: _, ...rest } = values;
  await tx.db.updateTable('coffee_alarm').set(rest).where(inOrg(tx)).where('id', '=', id).execute();
  publish(tx, ALARM, id, merchant_id);
}
