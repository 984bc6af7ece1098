import { audit } from '../../../kernel/audit/index.ts';
import { type ChatContent, sendToConversation } from '../../../kernel/channels/index.ts';
import { entryId } from '../../../kernel/conversations/index.ts';
import { type Ctx, inOrg, onOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { keepFile, type StagedFile } from '../../../kernel/files/index.ts';
import { formatMoney, inLanguage, localeIn, t } from '../../../kernel/i18n/index.ts';
import { literalValues } from '../../../kernel/lib/chat-markup.ts';
import { ok, type Result, rolledBack } from '../../../kernel/lib/result.ts';
import { denialText, findPayment, type Payment } from '../../../kernel/payments/index.ts';
import { findDraw } from '../draws/draws.query.ts';
import { publicUrl } from '../links.ts';
import { FLOW, ORDER } from '../names.ts';
import { label, labels } from '../numbers/label.rule.ts';
import type { BuyerNotice } from '../orders/buyer-notice.rule.ts';
import { lockOrder, type OrderRecord } from '../orders/lock-order.action.ts';
import { stageTicket } from '../tickets/stage-ticket.action.ts';

/**
 * Sends the buyer one message, once: in the chat of the order, or in the buyer's latest chat when staff made the order.
 * The same transaction marks the message on the order. A buyer who never wrote gets none.
 */
export async function notifyBuyer(
  ctx: Ctx,
  orderId: string,
  notice: BuyerNotice,
  drawId: string | null,
): Promise<Result<null>> {
  const order = await readOrder(ctx, orderId);
  if (!order?.chat_id) return ok(null);
  const chat = order.chat_id;
  const payment = order.payment_id ? await findPayment(ctx, order.payment_id) : null;
  const key = noticeKey(notice, drawId, payment?.ok ? payment.data : null);
  if (order.notified.includes(key)) return ok(null);
  const language = order.language ?? orgOf(ctx).language;
  // Outside the transaction: drawing and storing are slow.
  const ticket = notice === 'ticket' && order.state === 'paid' ? await ticketOf(ctx, order, language) : null;
  // Thrown, so that the job retries: the disk is full or the file store is unavailable.
  if (ticket && !ticket.ok) throw new Error(`no ticket for order ${order.code}: ${ticket.code}`);
  const words = await wordsFor(ctx, { order, notice, language, drawId, payment: payment?.ok ? payment.data : null });
  if (!words) return ok(null);
  const sent = await transaction(ctx, async (tx) => {
    const staged = ticket?.ok ? ticket.data : null;
    if (staged && typeof staged !== 'string') {
      const kept = await keepFile(tx, staged);
      if (!kept.ok) return kept;
    }
    const fileId = staged === null ? null : typeof staged === 'string' ? staged : staged.id;
    await sendToConversation(tx, chat, { ...words, ...(fileId && { image: { fileId } }) });
    const locked = await lockOrder(tx, order.id);
    // Another run sent it meanwhile.
    if (!locked.ok || locked.data.notified.includes(key)) return rolledBack(null);
    await tx.db
      .updateTable('raffle_order')
      .set({ notified: [...locked.data.notified, key], ...(fileId && { ticket_file_id: fileId }) })
      .where(inOrg(tx))
      .where('id', '=', order.id)
      .execute();
    await audit(tx, 'raffle.order.notified', {
      subject: { type: ORDER, id: order.id },
      after: { code: order.code, notice },
    });
    return ok(null);
  });
  if (!sent.ok) throw new Error(`order ${order.code}: ${sent.code}`);
  return ok(null);
}

type OrderOfNotice = OrderRecord & {
  chat_id: string | null;
  language: string | null;
  title: string;
  raffle_code: string;
  digits: number;
};

async function readOrder(ctx: Ctx, id: string): Promise<OrderOfNotice | undefined> {
  return ctx.db
    .selectFrom('raffle_order as o')
    .innerJoin('raffle as r', onOrg('r.id', 'o.raffle_id'))
    .leftJoinLateral(
      (of) =>
        of
          .selectFrom('conversation as chat')
          .select(['chat.id', 'chat.language'])
          .whereRef('chat.organization_id', '=', 'o.organization_id')
          .where((is) =>
            is.or([
              is('chat.id', '=', is.ref('o.conversation_id')),
              is.and([is('o.conversation_id', 'is', null), is('chat.person_id', '=', is.ref('o.person_id'))]),
            ]),
          )
          .orderBy('chat.last_inbound_at', (order) => order.desc().nullsLast())
          .limit(1)
          .as('c'),
      (on) => on.onTrue(),
    )
    .selectAll('o')
    .select(['c.id as chat_id', 'c.language', 'r.title', 'r.code as raffle_code', 'r.digits'])
    .where(inOrg(ctx, 'o'))
    .where('o.id', '=', id)
    .executeTakeFirst();
}

/** A denial is told for each time it happens, everything else once an order, or once a draw. */
function noticeKey(notice: BuyerNotice, drawId: string | null, payment: Payment | null): string {
  if (notice === 'denied') return `denied ${payment?.decidedAt?.toISOString() ?? ''}`;
  if (notice === 'expired' && payment?.state === 'submitted') return 'expired unseen';
  return drawId ? `${notice} ${drawId}` : notice;
}

async function ticketOf(ctx: Ctx, order: OrderOfNotice, language: string): Promise<Result<string | StagedFile>> {
  return order.ticket_file_id ? ok(order.ticket_file_id) : stageTicket(ctx, order.id, language);
}

type About = {
  order: OrderOfNotice;
  notice: BuyerNotice;
  language: string;
  drawId: string | null;
  payment: Payment | null;
};

async function wordsFor(ctx: Ctx, { order, notice, language, drawId, payment }: About): Promise<ChatContent | null> {
  const locale = localeIn(language, orgOf(ctx).country);
  const draw = drawId ? await findDraw(ctx, drawId) : null;
  const mine = draw?.winners?.filter((winner) => order.numbers.includes(winner.number)) ?? [];
  const values = {
    raffle: order.title,
    numbers: labels(order.numbers, order.digits),
    order: order.code,
    reference: payment?.reference ?? '',
    amount: formatMoney(payment?.amountMinor ?? order.amount_minor, order.currency, { locale }),
    reason: notice === 'denied' ? denialText(ctx, language, payment?.denialReason ?? '') : (order.end_reason ?? ''),
    url: publicUrl(ctx, order.raffle_code),
    hash: draw?.list_hash ?? '',
    source: draw?.seed_source ?? '',
    won: mine.map((winner) => winner.label).join(', '),
    winners: draw?.winners?.map((winner) => label(winner.number, order.digits)).join(', ') ?? '',
  };
  const choice = (entry: string) => ({
    id: entryId(FLOW, entry),
    label: t(language, `chat.raffle.entries.${entry}.label`),
  });
  const choices = {
    expired: [choice('raffles')],
    cancelled: [choice('raffles')],
    denied: [choice('proof')],
    owed: [choice('late'), choice('refund')],
    ticket: [choice('tickets')],
  } as Partial<Record<BuyerNotice, { id: string; label: string }[]>>;
  // Overtaken by what happened since: nothing to say any more.
  if (notice === 'expired' && order.state !== 'expired') return null;
  if (notice === 'owed' && !payment?.owed) return null;
  return {
    text: t(inLanguage(ctx, language), `chat.raffle.notice.${wording(notice, order, payment)}`, literalValues(values)),
    about: `raffle.${notice}`,
    ...(choices[notice] && { choices: choices[notice] }),
  };
}

/** One piece of news, in the words for what it means to this buyer. */
function wording(notice: BuyerNotice, order: OrderOfNotice, payment: Payment | null): string {
  if (notice === 'cancelled' && !order.end_reason) return 'cancelled_plain';
  if (notice === 'expired' && payment?.state === 'submitted') return 'expired_unseen';
  // Its numbers had expired before staff looked at the proof.
  if (notice === 'denied' && order.state === 'expired') return 'denied_late';
  return notice;
}
