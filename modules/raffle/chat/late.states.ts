import type { FlowState } from '../../../kernel/conversations/index.ts';
import { guess } from '../../../kernel/lib/random.ts';
import { refuse } from '../../../kernel/lib/result.ts';
import { freeNumbers } from '../numbers/free-numbers.query.ts';
import { labels } from '../numbers/label.rule.ts';
import { nearestFree } from '../numbers/nearest.rule.ts';
import { parseNumbers } from '../numbers/parse-numbers.rule.ts';
import { lateOrder } from '../orders/chat-orders.query.ts';
import type { Order } from '../orders/contract.ts';
import { replaceNumbers } from '../orders/replace-numbers.action.ts';
import { wantRefund } from '../payments/want-refund.action.ts';
import { findRaffle } from '../raffles/raffles.query.ts';
import { type Buying, type Chat, offerId, orderWords } from './buying.ts';
import { entry, menu } from './pay.states.ts';

/** Paid, but the numbers were gone: the nearest free ones, others, or the money back. */
export const late: FlowState<Buying> = {
  takesNumbers: true,
  async ask(talk) {
    const { ctx, t, conversation } = talk;
    const order = await lateOrder(ctx, conversation.personId);
    if (!order) return { end: true, send: [{ text: t('late.none'), choices: [menu(talk)] }] };
    const words = orderWords(talk, order);
    const offer = await offerFor(talk, order);
    if (!offer) return { end: true, send: [{ text: t('late.no_numbers', words), choices: [menu(talk)] }] };
    return {
      text: t('late.ask', { ...words, offer: labels(offer, order.raffle.digits) }),
      choices: [
        { id: offerId(offer), label: t('near.take') },
        { id: `refund.${order.code}`, label: t('entries.refund.label') },
      ],
    };
  },
  async answer(talk, input) {
    const { ctx, conversation } = talk;
    const order = await lateOrder(ctx, conversation.personId);
    if (!order) return { end: true };
    if (input.kind === 'choice' && input.id === `refund.${order.code}`)
      return { to: 'refund', data: { order: order.id } };
    if (input.kind === 'choice') {
      const offer = await offerFor(talk, order);
      // Somebody took one of them meanwhile: the chat asks again with others.
      if (!offer || offerId(offer) !== input.id) return { to: 'late', data: { order: order.id } };
      return choose(talk, order, offer);
    }
    if (input.kind !== 'text') return null;
    const range = await rangeOf(talk, order);
    const wanted = range ? parseNumbers(input.text, range) : null;
    if (!wanted?.ok) return wanted;
    if (Array.isArray(wanted.data)) return choose(talk, order, wanted.data);
    if (wanted.data.random !== order.numbers.length) {
      return refuse('raffle.order.wrong_count', { count: order.numbers.length });
    }
    const free = range ? await freeNumbers(ctx, range) : [];
    const drawn = guess(0, Math.max(0, free.length - 1), Math.min(order.numbers.length, free.length));
    return choose(
      talk,
      order,
      drawn.map((at) => free[at] as number),
    );
  },
  timeoutMinutes: 7 * 24 * 60,
};

/** The buyer wants the money back: the payments' list of owed money shows it to staff. */
export const refund: FlowState<Buying> = {
  async ask(talk) {
    const { ctx, t, conversation } = talk;
    const order = await lateOrder(ctx, conversation.personId);
    const wanted = order && (await wantRefund(ctx, order.id));
    if (!order || !wanted?.ok) return { end: true, send: [{ text: t('late.none'), choices: [menu(talk)] }] };
    return { end: true, send: [{ text: t('late.refund', orderWords(talk, order)), choices: [menu(talk)] }] };
  },
  answer: () => null,
};

async function choose(talk: Chat, order: Order, numbers: number[]) {
  const { ctx, t } = talk;
  const replaced = await replaceNumbers(ctx, order.id, numbers);
  if (!replaced.ok) return replaced;
  const key = replaced.data.state === 'paid' ? 'late.sold' : 'late.held';
  const send = [{ text: t(key, orderWords(talk, replaced.data)), choices: [entry(t, 'tickets'), menu(talk)] }];
  return { end: true as const, send };
}

async function rangeOf({ ctx }: Chat, order: Order) {
  const raffle = await findRaffle(ctx, order.raffle.id);
  return (
    raffle && {
      id: raffle.id,
      first: raffle.first_number,
      last: raffle.last_number,
      digits: raffle.digits,
      open: !raffle.frozen_at,
    }
  );
}

/**
 * As many free numbers as were paid for, near those that are gone; null when there are too few, or the list is
 * published.
 */
async function offerFor(talk: Chat, order: Order): Promise<number[] | null> {
  const range = await rangeOf(talk, order);
  if (!range?.open) return null;
  const free = new Set(await freeNumbers(talk.ctx, range));
  const kept = order.numbers.filter((number) => free.has(number));
  const gone = order.numbers.filter((number) => !free.has(number));
  const offer = [...kept, ...nearestFree(gone, (number) => free.has(number), range, kept)];
  return offer.length === order.numbers.length ? offer.sort((a, b) => a - b) : null;
}
