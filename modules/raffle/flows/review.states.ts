import { attempt, type FlowState, fold, type Step } from '../../../kernel/conversations/index.ts';
import { cancelOrder } from '../actions/cancel-order.ts';
import { confirmOrder } from '../actions/confirm-order.ts';
import { nameOrder } from '../actions/name-order.ts';
import { type Buying, type Chat, currentOrder, orderWords, refusalText } from './buying.ts';

/** Whom the ticket is for, where the channel doesn't say. */
export const name: FlowState<Buying> = {
  takesNumbers: true,
  async ask(talk) {
    const order = await currentOrder(talk);
    return order ? { text: talk.t('name.ask', orderWords(talk, order)) } : { to: 'raffles', data: {} };
  },
  async answer(talk, said) {
    if (said.kind !== 'text' || !/\p{L}/u.test(said.text)) return null;
    const named = await nameOrder(talk.ctx, talk.data.order ?? '', {
      personId: talk.conversation.personId,
      name: said.text,
    });
    return named.ok ? { to: 'review' } : named;
  },
};

/** All of it once more, before it counts. The choices carry the order's code: an old button never confirms another order. */
export const review: FlowState<Buying> = {
  async ask(talk) {
    const { t, data } = talk;
    const order = await currentOrder(talk);
    if (order?.state !== 'DRAFT') return { to: 'numbers', data: { ...(data.raffle && { raffle: data.raffle }) } };
    return {
      text: t('review.ask', orderWords(talk, order)),
      choices: [
        { id: `confirm.${order.code}`, label: t('review.confirm') },
        { id: `change.${order.code}`, label: t('review.change') },
      ],
    };
  },
  async answer(talk, said) {
    const order = await currentOrder(talk);
    if (!order) return null;
    const meant = said.kind === 'choice' ? said.id : said.kind === 'text' ? typed(talk, said.text) : null;
    if (meant === 'change' || meant === `change.${order.code}`) {
      const cancelled = await cancelOrder(talk.ctx, order.id, { reason: 'chosen again' });
      if (!cancelled.ok && cancelled.code !== 'raffle.order.expired') return cancelled;
      return { to: 'numbers', data: { raffle: order.raffle.id } };
    }
    return meant === 'confirm' || meant === `confirm.${order.code}` ? confirm(talk, order.id) : null;
  },
};

async function confirm(talk: Chat, orderId: string): Promise<Step<Buying>> {
  const confirmed = await attempt(talk.ctx, () => confirmOrder(talk.ctx, orderId));
  if (confirmed.ok) return { to: 'proof', data: { ...talk.data, order: orderId } };
  // Too late, or the raffle is over: whatever it is, the numbers are the question again.
  const { raffle } = talk.data;
  return { to: 'numbers', data: raffle ? { raffle } : {}, say: [{ text: refusalText(talk, confirmed) }] };
}

/** Words that people type instead of tapping, in any of the languages. */
function typed({ t }: Chat, text: string): 'confirm' | 'change' | null {
  const said = fold(text);
  for (const meant of ['confirm', 'change'] as const) {
    for (const lng of ['en', 'hi', 'es']) {
      if (
        t(`review.${meant}_words`, { lng })
          .split(',')
          .some((word) => fold(word) === said)
      )
        return meant;
    }
  }
  return null;
}
