import type { FlowState, Prompt } from '../../../kernel/conversations/index.ts';
import { ordersOfPerson } from '../orders/chat-orders.query.ts';
import { type Buying, orderWords } from './buying.ts';
import { entry, menu } from './pay.states.ts';

/** As many tickets are sent again as pictures; the others are lines of text. */
const PICTURES = 3;

/** My tickets: the paid ones with their pictures, then the orders that wait for their money. */
export const tickets: FlowState<Buying> = {
  async ask(talk) {
    const { ctx, t, conversation } = talk;
    const orders = await ordersOfPerson(ctx, conversation.personId);
    const paid = orders.filter((order) => order.state === 'paid');
    const waiting = orders.filter((order) => order.state === 'pending_payment');
    if (orders.length === 0) return { end: true, send: [{ text: t('tickets.none'), choices: [entry(t, 'raffles')] }] };
    const send: Prompt[] = paid.map((order, i) => ({
      text: t('tickets.paid', orderWords(talk, order)),
      ...(i < PICTURES && order.ticketFileId && { image: order.ticketFileId }),
    }));
    for (const order of waiting) {
      const key = order.payment?.state === 'submitted' ? 'tickets.checking' : 'tickets.waiting';
      send.push({ text: t(key, { ...orderWords(talk, order), reference: order.payment?.reference ?? '' }) });
    }
    const last = send.at(-1);
    const unpaid = waiting.some((order) => order.payment?.state !== 'submitted');
    if (last) last.choices = [...(unpaid ? [entry(t, 'proof')] : []), entry(t, 'raffles'), menu(talk)];
    return { end: true, send };
  },
  answer: () => null,
};
