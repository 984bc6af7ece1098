import {
  type Answered,
  attempt,
  type ChatInput,
  entryId,
  type FlowState,
  GO,
  type Step,
} from '../../../kernel/conversations/index.ts';
import { formatMoney, formattingOf } from '../../../kernel/i18n/index.ts';
import { amountIn, claimsPaid, paymentInstructions, proofIn } from '../../../kernel/payment-proofs/index.ts';
import { findPayment } from '../../../kernel/payments/index.ts';
import { FLOW } from '../names.ts';
import { labels } from '../numbers/label.rule.ts';
import { cancelOrder } from '../orders/cancel-order.action.ts';
import { payableOrders } from '../orders/chat-orders.query.ts';
import { sendProof } from '../payments/send-proof.action.ts';
import { type Buying, type Chat, currentOrder, orderWords, refusalText } from './buying.ts';

type Receipt = NonNullable<Buying['receipt']>;

/** How to pay, and then the photo, the document or the number of the transfer. */
export const proof: FlowState<Buying> = {
  noReturn: true,
  takesNumbers: true,
  async ask(talk) {
    const { ctx, t } = talk;
    const order = await currentOrder(talk);
    const payment = order?.payment ? await findPayment(ctx, order.payment.id) : null;
    if (!order || !payment?.ok || (order.state !== 'pending_payment' && order.state !== 'expired')) {
      return { to: 'pay', data: {} };
    }
    const words = orderWords(talk, order);
    const submitted = payment.data.state === 'submitted';
    const held = order.state === 'pending_payment' && !submitted;
    // A buyer who has paid needs no payment details, only the missing proof.
    const paid = talk.data.paid === true;
    const lines = [
      t(submitted ? 'proof.again' : 'proof.title', words),
      paid ? t('proof.send', words) : await paymentInstructions(ctx, payment.data),
      ...(held ? [t('proof.held', words)] : []),
    ];
    const how = paid ? [{ id: `how.${order.code}`, label: t('proof.how') }] : [];
    const drop = order.state === 'pending_payment' ? [{ id: `drop.${order.code}`, label: t('proof.drop') }] : [];
    return { text: lines.join('\n'), choices: [...how, ...drop] };
  },
  async answer(talk, input) {
    const order = await currentOrder(talk);
    if (!order) return { to: 'pay', data: {} };
    const at = { order: order.id, raffle: order.raffle.id };
    if (input.kind === 'choice' && input.id === `how.${order.code}`) return { to: 'proof', data: at };
    if (input.kind === 'choice') return input.id === `drop.${order.code}` ? drop(talk, order.id) : null;
    if (input.kind === 'text') {
      const typed = typedProof(input.text);
      if (typed) return submit(talk, order.id, typed);
      return claimsPaid(input.text) ? { to: 'proof', data: { ...at, paid: true } } : null;
    }
    const receipt = receiptOf(talk, input);
    return receipt ? submit(talk, order.id, { fileId: receipt.fileId, caption: receipt.caption }) : null;
  },
  timeoutMinutes: 3 * 24 * 60,
};

/** "I have paid": for which order? Skipped when there is only one. */
export const pay: FlowState<Buying> = {
  async ask(talk) {
    const { ctx, t, conversation, data } = talk;
    const orders = await payableOrders(ctx, conversation.personId);
    const [only] = orders;
    if (!only) return { end: true, send: [{ text: t('pay.none'), choices: [entry(t, 'raffles')] }] };
    if (orders.length === 1 && !data.receipt) {
      return { to: 'proof', data: { order: only.id, raffle: only.raffle.id, paid: true } };
    }
    return {
      text: t(data.receipt ? 'pay.which_receipt' : 'pay.ask'),
      choices: orders.map((order) => ({
        id: order.id,
        label: `${order.payment?.reference ?? order.code} · ${orderWords(talk, order).amount}`,
        description: `${order.raffle.title}: ${labels(order.numbers.slice(0, 6), order.raffle.digits)}`,
      })),
    };
  },
  async answer(talk, input) {
    const { data } = talk;
    const receipt = receiptOf(talk, input);
    if (receipt) return { to: 'pay', data: { receipt } };
    const typed = input.kind === 'text' ? typedProof(input.text) : null;
    if (typed) return { to: 'pay', data: { receipt: { ...typed, eventId: talk.message?.eventId ?? null } } };
    if (input.kind !== 'choice') return null;
    const order = await currentOrder({ ...talk, data: { order: input.id } });
    if (!order) return null;
    const at = { order: order.id, raffle: order.raffle.id };
    if (!data.receipt) return { to: 'proof', data: { ...at, paid: true } };
    return submit({ ...talk, data: at }, order.id, data.receipt);
  },
};

/**
 * A receipt that the chat did not ask for, such as one sent the day after. It goes to the only possible order, or the
 * chat asks which. A text counts only when a bank can have written it: "room101" is a search for something else.
 */
export async function takeLooseProof(talk: Chat, input: ChatInput): Promise<Answered<Buying>> {
  if (input.kind === 'text' && claimsPaid(input.text)) {
    const waits = await payableOrders(talk.ctx, talk.conversation.personId);
    return waits.length > 0 ? { to: 'pay', data: {} } : null;
  }
  const typed = input.kind === 'text' ? typedProof(input.text) : null;
  const sure = typed && (typed.caption || (typed.transactionReference?.replace(/\D/g, '').length ?? 0) >= 8);
  const receipt = sure ? { ...typed, eventId: talk.message?.eventId ?? null } : receiptOf(talk, input);
  if (!receipt) return null;
  const orders = await payableOrders(talk.ctx, talk.conversation.personId);
  const [only] = orders;
  if (!only) return null;
  if (orders.length > 1) return { to: 'pay', data: { receipt } };
  const at = { order: only.id, raffle: only.raffle.id };
  return submit({ ...talk, data: at }, only.id, receipt);
}

/** The word "cancel" while an order is being made or paid; null without one, then the common answer applies. */
export async function cancelBuying(talk: Chat): Promise<Answered<Buying>> {
  const order = await currentOrder(talk);
  if (!order || (order.state !== 'draft' && order.state !== 'pending_payment')) return null;
  // A buyer who sent a receipt may have paid: only staff cancel that order.
  if (order.payment?.state === 'submitted') {
    return {
      end: true,
      send: [{ text: talk.t('proof.not_cancelled', orderWords(talk, order)), choices: [menu(talk)] }],
    };
  }
  return drop(talk, order.id);
}

async function drop(talk: Chat, orderId: string): Promise<Step<Buying> | Answered<Buying>> {
  const order = await currentOrder({ ...talk, data: { order: orderId } });
  const cancelled = await cancelOrder(talk.ctx, orderId, { reason: 'the buyer' });
  if (!cancelled.ok) return cancelled;
  const words = order ? orderWords(talk, order) : {};
  return {
    end: true,
    send: [{ text: talk.t('proof.dropped', words), choices: [entry(talk.t, 'raffles'), menu(talk)] }],
  };
}

type Sent = Omit<Receipt, 'eventId'> & { eventId?: string | null };

/** The number of the transfer, or the bank's whole message as it was typed. */
function typedProof(text: string): Omit<Receipt, 'eventId'> | null {
  const proof = proofIn(text);
  if (!proof) return null;
  return {
    ...(proof.reference !== null && { transactionReference: proof.reference }),
    ...(proof.message && { caption: text.trim() }),
  };
}

async function submit(talk: Chat, orderId: string, sent: Sent): Promise<Answered<Buying>> {
  const { ctx, t, conversation, message } = talk;
  const eventId = sent.eventId ?? message?.eventId ?? null;
  const given = await attempt(ctx, () =>
    sendProof(ctx, orderId, { ...sent, eventId, conversationId: conversation.id }),
  );
  if (!given.ok) {
    // A proof for a paid or cancelled order: the chat answers and ends.
    const over = ['raffle.order.already_paid', 'raffle.order.cancelled', 'payments.already_verified'].includes(
      given.code,
    );
    return over ? { end: true, send: [{ text: refusalText(talk, given), choices: [menu(talk)] }] } : given;
  }
  const order = given.data;
  const words = orderWords(talk, order);
  const named = sent.caption && !sent.fileId ? amountIn(sent.caption, order.currency) : null;
  const other = named !== null && named !== order.payment?.amount_minor;
  const differs = other
    ? [{ text: t('proof.differs', { ...words, named: formatMoney(named, order.currency, formattingOf(ctx)) }) }]
    : [];
  if (order.state === 'expired') return { to: 'late', data: { order: order.id, raffle: order.raffle.id } };
  return {
    end: true,
    send: [...differs, { text: t('proof.thanks', words), choices: [entry(t, 'tickets'), menu(talk)] }],
  };
}

function receiptOf({ message }: Chat, input: ChatInput): Receipt | null {
  if (input.kind !== 'media' || !input.file || input.media === 'other') return null;
  return { fileId: input.file.id, caption: input.caption, eventId: message?.eventId ?? null };
}

export const entry = (t: Chat['t'], id: string) => ({ id: entryId(FLOW, id), label: t(`entries.${id}.label`) });
export const menu = ({ t }: Chat) => ({ id: GO.menu, label: t('chat.button.menu') });
