import { sendToPerson } from '../../../kernel/channels/index.ts';
import { entryId } from '../../../kernel/conversations/index.ts';
import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { inLanguage, t } from '../../../kernel/i18n/index.ts';
import { literal } from '../../../kernel/lib/chat-markup.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { sendMessage } from '../../../kernel/messages/index.ts';
import { accountPage, hasSms } from '../../../kernel/portal/index.ts';
import { ALERT, FLOW } from '../names.ts';
import { receiptLink } from '../receipts/receipt.query.ts';
import { alertMessage } from './alert.message.ts';
import { alertSubject, alertText } from './alert-text.ts';
import { choicesOf, USUAL } from './choices.query.ts';

const BATCH = 50;

/**
 * Sends the notices that are due, in the ways that each account chose: the outbox's rows and the mark that they were
 * made are one transaction, so each is sent once, whatever dies. A notice that is no longer true is dropped: somebody
 * bought during the quiet hours, or left the household. True: there may be more.
 */
export async function sendNotices(ctx: Ctx): Promise<boolean> {
  const sent = await transaction(ctx, async (tx) => {
    const due = await dueNotices(tx);
    const choices = await choicesOf(tx, [...new Set(due.map(({ account_id }) => account_id))]);
    const about = { sms: await hasSms(tx), page: await accountPage(tx) };
    for (const notice of due) {
      const choice = choices.get(notice.account_id) ?? USUAL;
      const ways = isTrue(notice) ? await send(tx, notice, choice, about) : null;
      const state = ways === null ? 'dropped' : ways.length > 0 ? 'sent' : 'unreachable';
      await settle(tx, notice, state, ways ?? []);
    }
    return ok(due.length);
  });
  return sent.ok && sent.data === BATCH;
}

function dueNotices(tx: Ctx) {
  return tx.db
    .selectFrom('electricity_notice as n')
    .innerJoin('electricity_alert as e', onOrg('e.id', 'n.alert_id'))
    .innerJoin('electricity_meter as m', onOrg('m.id', 'e.meter_id'))
    .innerJoin('electricity_balance as b', onOrg('b.meter_id', 'm.id'))
    .innerJoin('portal_account as a', onOrg('a.id', 'n.account_id'))
    .innerJoin('person as p', onOrg('p.id', 'a.person_id'))
    .leftJoin('electricity_member as r', (on) =>
      on
        .onRef('r.organization_id', '=', 'n.organization_id')
        .onRef('r.account_id', '=', 'n.account_id')
        .onRef('r.customer_id', '=', 'e.customer_id'),
    )
    .leftJoin('electricity_purchase as u', onOrg('u.id', 'e.subject_id'))
    .select([
      'n.alert_id',
      'n.account_id',
      'e.kind',
      'e.detail',
      'e.opened_at',
      'e.cleared_at',
      'm.number',
      'm.name',
      'e.subject_id',
    ])
    .select(['m.place', 'b.balance_wh', 'a.person_id', 'a.email', 'a.phone', 'p.language', 'r.role'])
    .select('u.conversation_id')
    .where(inOrg(tx, 'n'))
    .where('n.state', '=', 'waiting')
    .where('n.due_at', '<=', tx.clock.now())
    .orderBy('n.due_at')
    .limit(BATCH)
    .forUpdate('n')
    .skipLocked()
    .execute();
}
type Notice = Awaited<ReturnType<typeof dueNotices>>[number];

function isTrue({ kind, cleared_at, detail, balance_wh, role }: Notice): boolean {
  if (role === null) return false;
  if (kind === 'payment') return true;
  if (cleared_at !== null) return false;
  const { balance_wh: then } = detail as { balance_wh?: number };
  // Units have come since; the next look clears it.
  return then === undefined || balance_wh <= then;
}

type About = { sms: boolean; page: string | null };

async function send(tx: Ctx, notice: Notice, choice: typeof USUAL, { sms, page }: About): Promise<string[]> {
  const { language, email, phone, person_id, kind } = notice;
  const ways: string[] = [];
  const subject = { type: ALERT, id: notice.alert_id };
  const link = page && `${tx.config.PUBLIC_URL}${page}/electricity/meters`;
  const said = (spoken: string, names?: (name: string) => string) => {
    const text = alertText(tx, spoken, notice, names);
    if (kind !== 'payment' || !notice.subject_id) return text;
    const receipt = receiptLink(tx, notice.subject_id);
    return `${text}\n${t(inLanguage(tx, spoken), 'chat.payments.receipt', { link: receipt })}`;
  };
  const params = { subject: alertSubject(tx, language, notice), text: said(language), link };
  if (choice.email && email) {
    await sendMessage(tx, { to: email, template: alertMessage, params, language, subject });
    ways.push('email');
  }
  // Whoever bought in a chat has the answer there.
  if (notice.conversation_id !== null) ways.push('chat');
  else if (choice.chat) {
    const sent = await sendToPerson(tx, person_id, (spoken) => ({
      text: said(spoken, literal),
      ...(kind !== 'payment' && {
        choices: [{ id: entryId(FLOW, 'buy'), label: t(spoken, 'chat.electricity.entries.buy.label') }],
      }),
      about: 'electricity.alert',
    }));
    if (sent.ok) ways.push('chat');
  }
  if (phone && sms && (choice.sms || ways.length === 0)) {
    await sendMessage(tx, { channel: 'sms', to: phone, template: alertMessage, params, language, subject });
    ways.push('sms');
  }
  return ways;
}

async function settle(tx: Ctx, { alert_id, account_id }: Notice, state: string, ways: string[]): Promise<void> {
  await tx.db
    .updateTable('electricity_notice')
    .set({ state, ways, settled_at: tx.clock.now() })
    .where(inOrg(tx))
    .where('alert_id', '=', alert_id)
    .where('account_id', '=', account_id)
    .execute();
}
