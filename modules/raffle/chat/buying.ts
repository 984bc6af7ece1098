import { type Answered, attempt, entryId, GO, type Step, type Talk } from '../../../kernel/conversations/index.ts';
import { formatDate, formatDateTime, formatMoney, formattingOf } from '../../../kernel/i18n/index.ts';
import type { Refusal } from '../../../kernel/lib/result.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { FLOW } from '../names.ts';
import { labels } from '../numbers/label.rule.ts';
import { parseNumbers, type WantedNumbers } from '../numbers/parse-numbers.rule.ts';
import { cancelOrder } from '../orders/cancel-order.action.ts';
import { heldFromAddress, heldFromChat } from '../orders/caps.query.ts';
import { draftsOf, nameOfBuyer, orderForChat } from '../orders/chat-orders.query.ts';
import type { Order } from '../orders/contract.ts';
import { placeOrder } from '../orders/place-order.action.ts';
import type { Raffle } from '../raffles/contract.ts';
import { findRaffle } from '../raffles/raffles.query.ts';
import { raffleSettings } from '../settings.ts';

/** What the flow stores between messages. */
export type Buying = {
  /** uuid of the raffle chosen */
  raffle?: string;
  /** uuid of the order being made or paid */
  order?: string;
  /** numbers offered in place of those that were gone */
  offer?: number[];
  /** those that were gone */
  gone?: number[];
  /** the buyer has paid by their own account: the chat does not repeat how to pay */
  paid?: true;
  /** a receipt that came before its order was known: a picture or document, or the typed text */
  receipt?: { fileId?: string; caption?: string; transactionReference?: string; eventId: string | null };
};
export type Chat = Talk<Buying>;

/** A raffle's values for texts. */
export function raffleWords({ ctx }: Chat, raffle: Raffle) {
  const { digits } = raffle;
  return {
    raffle: raffle.title,
    price: formatMoney(raffle.ticket_price_minor, raffle.currency, formattingOf(ctx)),
    free: raffle.counts.available,
    first: labels([raffle.first_number], digits),
    last: labels([raffle.last_number], digits),
    draw: raffle.draw_on ? formatDate(raffle.draw_on, formattingOf(ctx), 'long') : '',
  };
}

export function orderWords({ ctx }: Chat, order: Order) {
  const money = (minor: number) => formatMoney(minor, order.currency, formattingOf(ctx));
  return {
    raffle: order.raffle.title,
    numbers: labels(order.numbers, order.raffle.digits),
    count: order.numbers.length,
    amount: money(order.payment?.amount_minor ?? order.amount_minor),
    price: money(order.amount_minor / order.numbers.length),
    order: order.code,
    minutes: order.reserved_until ? minutesUntil(ctx.clock.now(), order.reserved_until) : 0,
    until: order.reserved_until ? formatDateTime(order.reserved_until, formattingOf(ctx)) : '',
  };
}

const minutesUntil = (now: Date, until: string) =>
  Math.max(0, Math.round((new Date(until).getTime() - now.getTime()) / 60_000));

/** The raffle of this purchase, while it is on sale. */
export async function raffleOnSale({ ctx, data }: Chat): Promise<Raffle | null> {
  const raffle = data.raffle ? await findRaffle(ctx, data.raffle) : null;
  return raffle?.active ? raffle : null;
}

/** The order of this purchase, if it belongs to this person. */
export async function currentOrder({ ctx, data, conversation }: Chat): Promise<Order | null> {
  return data.order ? orderForChat(ctx, data.order, conversation.personId) : null;
}

/** A deep link opens the choice of numbers, or, when it has numbers, their review. */
export async function startBuying(talk: Chat, wanted: { code: string; numbers: string }): Promise<Step<Buying> | null> {
  const raffle = await findRaffle(talk.ctx, wanted.code);
  if (!raffle) return null;
  if (!raffle.active)
    return { to: 'raffles', data: {}, send: [{ text: talk.t('numbers.over', { raffle: raffle.title }) }] };
  const at: Chat = { ...talk, data: { raffle: raffle.id } };
  const ask: Step<Buying> = { to: 'numbers', data: at.data };
  if (!wanted.numbers) return ask;
  const answered = await takeNumbers(at, raffle, wanted.numbers);
  if (!answered) return ask;
  if ('ok' in answered) return { ...ask, send: [{ text: refusalText(talk, answered) }] };
  return answered;
}

export const refusalText = ({ t }: Chat, refusal: Refusal) => t(`errors.${refusal.code}`, refusal.detail);

/** Reserves typed numbers: continues with the name or the review, the nearest free numbers, or the refusal. */
export async function takeNumbers(talk: Chat, raffle: Raffle, text: string): Promise<Answered<Buying>> {
  const { first_number: first, last_number: last, digits } = raffle;
  const wanted = parseNumbers(text, { first, last, digits });
  return wanted.ok ? takeWanted(talk, raffle, wanted.data) : wanted;
}

export async function takeWanted(
  talk: Chat,
  raffle: Raffle,
  wanted: WantedNumbers,
  name?: string,
): Promise<Answered<Buying>> {
  const { ctx, conversation, data } = talk;
  const called = name ?? conversation.displayName ?? (await nameOfBuyer(ctx, conversation.personId));
  const { ask_name } = await getSettings(ctx, raffleSettings);
  const placed = await attempt(ctx, async () => {
    // A buyer who goes back must not find their own numbers taken.
    for (const draft of await draftsOf(ctx, conversation.id, raffle.id)) {
      const cancelled = await cancelOrder(ctx, draft, { reason: 'chosen again' });
      if (!cancelled.ok) return cancelled;
    }
    return placeOrder(ctx, {
      raffle: raffle.id,
      numbers: wanted,
      personId: conversation.personId,
      conversationId: conversation.id,
      contactName: called,
      heldFrom: heldFrom(talk),
    });
  });
  if (placed.ok) {
    const order = placed.data;
    return { to: order.contact_name || !ask_name ? 'review' : 'name', data: { raffle: raffle.id, order: order.id } };
  }
  const near = numbersOf(placed.detail?.near);
  const none =
    placed.code === 'raffle.numbers.sold_out' || (placed.code === 'raffle.numbers.taken' && near.length === 0);
  const now = none ? await findRaffle(ctx, raffle.id) : null;
  if (now?.counts.available === 0) return soldOut(talk, now);
  if (placed.code !== 'raffle.numbers.taken' || near.length === 0 || !Array.isArray(wanted)) return placed;
  const gone = numbersOf(placed.detail?.gone);
  const offer = [...wanted.filter((n) => !gone.includes(n)), ...near].sort((a, b) => a - b);
  return { to: 'near', data: { ...data, raffle: raffle.id, offer, gone } };
}

/** Every number is sold or reserved: the chat answers and ends. A reserved number may be free again later. */
export function soldOut(talk: Chat, raffle: Raffle): Step<Buying> {
  const { reserved } = raffle.counts;
  const text = talk.t(reserved > 0 ? 'numbers.all_taken' : 'numbers.sold_out', {
    ...raffleWords(talk, raffle),
    count: reserved,
  });
  const tickets = { id: entryId(FLOW, 'tickets'), label: talk.t('entries.tickets.label') };
  return { end: true, send: [{ text, choices: [tickets, { id: GO.menu, label: talk.t('chat.button.menu') }] }] };
}

/** The holder that the caps count: a chat that knows its person, or the address of a web chat visitor. */
function heldFrom({ conversation, message }: Chat): string {
  if (conversation.channel === 'web' && message?.origin) return heldFromAddress(message.origin);
  return conversation.channel === 'web' ? heldFromAddress(conversation.id) : heldFromChat(conversation.id);
}

const numbersOf = (text: unknown): number[] => (typeof text === 'string' && text ? text.split(',').map(Number) : []);

/** The id of a choice names its numbers, so that an old button never takes others. A list of 100 does not fit in it. */
export function offerId(offer: readonly number[]): string {
  let sum = 0;
  for (const number of offer) sum = (sum * 31 + number + 1) % 0xffffffff;
  return `take.${offer.length}.${sum.toString(36)}`;
}
