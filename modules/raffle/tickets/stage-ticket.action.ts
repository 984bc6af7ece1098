import { tokenOf } from '../../../kernel/credentials/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { definePurpose, type StagedFile, stageFile } from '../../../kernel/files/index.ts';
import { formatDate, formattingOf, inLanguage, t } from '../../../kernel/i18n/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { ticketUrl } from '../links.ts';
import { ORDER } from '../names.ts';
import { label } from '../numbers/label.rule.ts';
import { findOrder } from '../orders/orders.query.ts';
import { getRaffle } from '../raffles/raffles.query.ts';
import { drawTicket } from './draw-ticket.ts';

export const ticketPicture = definePurpose({
  name: 'raffle.ticket',
  accept: ['image'],
  maxBytes: 5_000_000,
  read: 'credentials.show',
});

/** A picture of the prize, for the public page and the chat. */
export const rafflePicture = definePurpose({
  name: 'raffle.picture',
  accept: ['image'],
  maxBytes: 10_000_000,
  read: 'raffle.read',
  upload: 'raffle.manage',
  maxSide: 1600,
});

/** The ticket of a paid order in a language, as bytes. Refusals: `raffle.order.not_found`, `raffle.ticket.not_paid`. */
export async function ticketPng(
  ctx: Ctx,
  orderId: string,
  language: string,
): Promise<Result<{ png: Uint8Array; code: string }>> {
  const order = await findOrder(ctx, orderId);
  if (!order) return refuse('raffle.order.not_found');
  const token = order.state === 'paid' ? await tokenOf(ctx, { subjectType: ORDER, subjectId: order.id }) : null;
  if (!token) return refuse('raffle.ticket.not_paid');
  const raffle = await getRaffle(ctx, order.raffle.id);
  if (!raffle.ok) return raffle;
  const { draw_on, digits, title, code } = raffle.data;
  const reader = inLanguage(ctx, language);
  const word = (key: string) => t(reader, `chat.raffle.ticket.${key}`);
  const png = await drawTicket({
    organization: orgOf(ctx).name,
    title,
    labels: order.numbers.map((number) => label(number, digits)),
    buyer: order.contact_name || '–',
    orderCode: order.code,
    drawOn: draw_on && formatDate(draw_on, formattingOf({ ...ctx, locale: language }), 'long'),
    url: ticketUrl(ctx, code, token),
    words: {
      numbers: word('numbers'),
      buyer: word('buyer'),
      order: word('order'),
      draw: word('draw'),
      check: word('check'),
      more: (count) => t(reader, 'chat.raffle.ticket.more', { count: String(count) }),
    },
  });
  return { ok: true, data: { png, code: order.code } };
}

/** The same, written to the file store; the transaction that sends it keeps it. */
export async function stageTicket(ctx: Ctx, orderId: string, language: string): Promise<Result<StagedFile>> {
  const drawn = await ticketPng(ctx, orderId, language);
  if (!drawn.ok) return drawn;
  return stageFile(ctx, { bytes: drawn.data.png, name: `ticket ${drawn.data.code}.png`, purpose: ticketPicture });
}
