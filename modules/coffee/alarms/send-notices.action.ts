import { sql } from 'kysely';
import { sendToConversation } from '../../../kernel/channels/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { inLanguage, t } from '../../../kernel/i18n/index.ts';
import { literal } from '../../../kernel/lib/chat-markup.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { sendMessage } from '../../../kernel/messages/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { staffChats, staffWith } from '../../../kernel/staff/index.ts';
import { ALARM } from '../names.ts';
import { coffeeSettings } from '../settings.ts';
import { alarmMessage } from './alarm.message.ts';
import { isAtLeast, type Severity } from './alarm-kinds.rule.ts';
import { alarmPlace, alarmText } from './alarm-text.ts';
import { type AlarmRow, alarmRows } from './alarms.query.ts';
import type { NoticeChoice } from './contract.ts';
import { noticeChoices, USUAL } from './notice-choices.query.ts';
import { serviceWindows } from './service-hours.query.ts';
import { notifyAt } from './service-hours.rule.ts';

const BATCH = 200;
/** More lines nobody reads; the rest is a number. */
const MAX_LINES = 12;

/** The organizations with somebody to tell; read by a function of the tables' owner. */
export async function organizationsToTell(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select coffee_notices_due(${ctx.clock.now()}) as id`.execute(ctx.db);
  return rows.map((row) => row.id);
}

/**
 * Tells people of the alarms that are due: each person gets one message for all of them. Messages and marks are one
 * transaction, so each is told once, whatever dies. Outside the service hours, and while a machine is muted, an alarm
 * waits. True: there may be more.
 */
export async function sendNotices(ctx: Ctx): Promise<boolean> {
  const sent = await transaction(ctx, async (tx) => {
    const due = await alarmRows(tx)
      .where('a.notify_at', '<=', tx.clock.now())
      .orderBy('a.notify_at')
      .limit(BATCH)
      .forUpdate('a')
      .skipLocked()
      .execute();
    if (due.length === 0) return ok(0);
    const ready = await holdBack(tx, due);
    if (ready.length > 0) {
      await tell(tx, ready);
      await markTold(tx, ready);
    }
    return ok(due.length);
  });
  return sent.ok && sent.data === BATCH;
}

/** Those that may be told now; the others get a later time. */
async function holdBack(tx: Ctx, due: AlarmRow[]): Promise<AlarmRow[]> {
  const { id: organization_id, timeZone } = orgOf(tx);
  const windows = await serviceWindows(tx);
  const now = tx.clock.now();
  const ready: AlarmRow[] = [];
  const later: { id: string; at: Date }[] = [];
  for (const alarm of due) {
    const hours = windows.get(alarm.location_id ?? '') ?? windows.get(organization_id) ?? [];
    const muted = alarm.muted_until && alarm.muted_until > now ? alarm.muted_until : now;
    const at = notifyAt(timeZone, muted, hours);
    if (at > now) later.push({ id: alarm.id, at });
    else ready.push(alarm);
  }
  if (later.length > 0)
    await sql`update coffee_alarm a set notify_at = l.at
      from jsonb_to_recordset(${JSON.stringify(later)}::jsonb) as l (id uuid, at timestamptz)
      where a.organization_id = ${organization_id} and a.id = l.id`.execute(tx.db);
  return ready;
}

type Reader = {
  userId: string | null;
  limitId: string | undefined;
  email: string | null;
  language: string | null;
  chat: { conversationId: string; language: string } | null;
};

/** Members who may do something about it, with their address and the chat in which they wrote last. */
async function readersOf(tx: Ctx): Promise<Reader[]> {
  const [staff, chats] = await Promise.all([staffWith(tx, 'coffee.operate'), staffChats(tx, 'coffee.operate')]);
  const members = staff.map(({ actor, language }): Reader => {
    const chat = chats.find((one) => one.actor.kind === 'user' && one.actor.id === actor.id) ?? null;
    return { userId: actor.id, limitId: actor.limit?.id, email: actor.email, language, chat };
  });
  const others = chats
    .filter(({ actor }) => actor.kind !== 'user')
    .map((chat): Reader => ({ userId: null, limitId: undefined, email: null, language: null, chat }));
  return [...members, ...others];
}

async function tell(tx: Ctx, alarms: AlarmRow[]): Promise<void> {
  const [readers, choices] = await Promise.all([readersOf(tx), noticeChoices(tx)]);
  const known = new Set(readers.map(({ userId }) => userId));
  for (const reader of readers) {
    const choice = (reader.userId && choices.get(reader.userId)) || USUAL;
    const own = alarms.filter(
      (alarm) =>
        isAtLeast(alarm.severity as Severity, choice.least) &&
        (reader.limitId === undefined || reader.limitId === alarm.merchant_id) &&
        // Who was a member once can't look after it.
        (alarm.assigned_to === null || !known.has(alarm.assigned_to) || alarm.assigned_to === reader.userId),
    );
    if (own.length > 0) await notifyOne(tx, reader, choice, own);
  }
}

async function notifyOne(tx: Ctx, { email, language, chat }: Reader, choice: NoticeChoice, alarms: AlarmRow[]) {
  const link = `${tx.config.PUBLIC_URL}/console/coffee/alarms`;
  const linesIn = (spoken: string, names?: (name: string) => string) => {
    const lines = alarms.slice(0, MAX_LINES).map((alarm) => alarmText(tx, spoken, alarm, names));
    const rest = alarms.length - lines.length;
    return rest > 0 ? [...lines, t(inLanguage(tx, spoken), 'messages.coffee.alarm.more', { count: rest })] : lines;
  };
  if (choice.email && email) {
    const spoken = language ?? orgOf(tx).language;
    const [first] = alarms as [AlarmRow];
    const subject =
      alarms.length === 1
        ? `${alarmPlace(first)}: ${t(spoken, `console.coffee.alarm.kinds.${first.kind}`)}`
        : t(inLanguage(tx, spoken), 'messages.coffee.alarm.subject', { count: alarms.length });
    await sendMessage(tx, {
      to: email,
      template: alarmMessage,
      params: { subject, lines: linesIn(spoken), link },
      language: spoken,
      subject: { type: ALARM, id: first.id },
    });
  }
  if (choice.chat && chat) {
    const text = [...linesIn(chat.language, literal), link].join('\n');
    await sendToConversation(tx, chat.conversationId, { text, about: 'coffee.alarm' });
  }
}

async function markTold(tx: Ctx, alarms: AlarmRow[]): Promise<void> {
  const now = tx.clock.now();
  const { remind_hours } = await getSettings(tx, coffeeSettings);
  const reminder = remind_hours === 0 ? null : new Date(now.getTime() + remind_hours * 3_600_000);
  await tx.db
    .updateTable('coffee_alarm')
    .set((eb) => ({
      told_at: now,
      // What is only for information is told once.
      notify_at: eb
        .case()
        .when(eb.or([eb('acknowledged_at', 'is not', null), eb('severity', '=', 'info')]))
        .then(null)
        .else(sql<Date>`${reminder}::timestamptz`)
        .end(),
    }))
    .where(inOrg(tx))
    .where(
      'id',
      'in',
      alarms.map(({ id }) => id),
    )
    .execute();
}
