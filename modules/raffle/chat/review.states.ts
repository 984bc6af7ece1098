import { type Answered, attempt, type FlowState, meaningOf, type Step } from '../../../kernel/conversations/index.ts';
import { latinDigits } from '../../../kernel/lib/digits.ts';
import { parseNumbers } from '../numbers/parse-numbers.rule.ts';
import { cancelOrder } from '../orders/cancel-order.action.ts';
import { confirmOrder } from '../orders/confirm-order.action.ts';
import { nameOrder } from '../orders/name-order.action.ts';
import { type Buying, type Chat, currentOrder, orderWords, raffleOnSale, refusalText, takeWanted } from './buying.ts';

/** The buyer's name, when the channel does not give one. */
export const name: FlowState<Buying> = {
  takesNumbers: true,
  async ask(talk) {
    const order = await currentOrder(talk);
    return order ? { text: talk.t('name.ask', orderWords(talk, order)) } : { to: 'raffles', data: {} };
  },
  async answer(talk, input) {
    if (input.kind !== 'text' || !/\p{L}/u.test(input.text)) return null;
    const buyer = { personId: talk.conversation.personId, name: input.text };
    const named = await attempt(talk.ctx, () => nameOrder(talk.ctx, talk.data.order ?? '', buyer));
    if (named.ok) return { to: 'review' };
    return named.code === 'raffle.order.expired' ? takeOnceMore(talk, buyer) : named;
  },
};

/** A buyer who took longer over the name than the numbers were held still gets them if they are free. */
async function takeOnceMore(talk: Chat, buyer: { personId: string; name: string }): Promise<Answered<Buying>> {
  const order = await currentOrder(talk);
  const raffle = await raffleOnSale({ ...talk, data: order ? { raffle: order.raffle.id } : {} });
  if (!order || !raffle) return { to: 'raffles', data: {} };
  const taken = await takeWanted(talk, raffle, order.numbers, buyer.name.trim().slice(0, 255));
  if (!taken || !('to' in taken) || taken.to !== 'review') return taken;
  const named = await nameOrder(talk.ctx, taken.data?.order ?? '', buyer);
  return named.ok ? taken : named;
}

/**
 * The order before the buyer confirms it. The buttons carry the order's code, so that an old button never confirms
 * another order.
 */
export const review: FlowState<Buying> = {
  async ask(talk) {
    const { t, data } = talk;
    const order = await currentOrder(talk);
    if (order?.state !== 'draft') return { to: 'numbers', data: { ...(data.raffle && { raffle: data.raffle }) } };
    return {
      text: t('review.ask', orderWords(talk, order)),
      choices: [
        { id: `confirm.${order.code}`, label: t('review.confirm') },
        { id: `change.${order.code}`, label: t('review.change') },
      ],
    };
  },
  async answer(talk, input) {
    const order = await currentOrder(talk);
    if (!order) return null;
    const meant = input.kind === 'choice' ? input.id : input.kind === 'text' ? typed(talk, input.text) : null;
    if (meant === 'change' || meant === `change.${order.code}`) {
      const cancelled = await cancelOrder(talk.ctx, order.id, { reason: 'chosen again' });
      if (!cancelled.ok && cancelled.code !== 'raffle.order.expired') return cancelled;
      return { to: 'numbers', data: { raffle: order.raffle.id } };
    }
    if (meant === 'confirm' || meant === `confirm.${order.code}`) return confirm(talk, order.id);
    return input.kind === 'text' ? others(talk, order.raffle.id, input.text) : null;
  },
};

/** Numbers typed at the review replace the chosen ones. */
async function others(talk: Chat, raffleId: string, text: string): Promise<Answered<Buying>> {
  const raffle = await raffleOnSale({ ...talk, data: { raffle: raffleId } });
  const { first_number: first = 0, last_number: last = 0, digits = 1 } = raffle ?? {};
  const wanted = parseNumbers(text, { first, last, digits });
  if (!raffle || (!wanted.ok && !/\d/.test(latinDigits(text)))) return null;
  if (!wanted.ok) return wanted;
  const taken = await takeWanted(talk, raffle, wanted.data);
  const instead = taken && 'to' in taken && taken.to === 'review';
  return instead ? { ...taken, send: [{ text: talk.t('review.instead') }] } : taken;
}

async function confirm(talk: Chat, orderId: string): Promise<Step<Buying>> {
  const confirmed = await attempt(talk.ctx, () => confirmOrder(talk.ctx, orderId));
  if (confirmed.ok) return { to: 'proof', data: { ...talk.data, order: orderId } };
  // The reservation expired, or the raffle is over: the chat asks for numbers again.
  const { raffle } = talk.data;
  return { to: 'numbers', data: raffle ? { raffle } : {}, send: [{ text: refusalText(talk, confirmed) }] };
}

/** Words that people type instead of tapping a button, in any of the languages. */
function typed({ ctx }: Chat, text: string): 'confirm' | 'change' | null {
  const words = meaningOf(ctx, text, 'chat.raffle.review', ['confirm_words', 'change_words']);
  return words === null ? null : words === 'confirm_words' ? 'confirm' : 'change';
}
