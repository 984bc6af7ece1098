import { pageBrand } from '../../../kernel/branding/index.ts';
import { enterByToken, verifyCredential } from '../../../kernel/credentials/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { enterByPublicCode } from '../../../kernel/tenancy/index.ts';
import type { PublicDraw } from '../draws/contract.ts';
import { asDraw, drawsOf } from '../draws/draws.query.ts';
import { ORDER } from '../names.ts';
import { label } from '../numbers/label.rule.ts';
import { findOrder } from '../orders/orders.query.ts';
import { findRaffle } from '../raffles/raffles.query.ts';
import { RAFFLE_CODES } from '../raffles/reference.rule.ts';
import type { PublicRaffle, TicketCheck } from './contract.ts';

/** The context of the organization that has this raffle code; null when there is none. */
export async function enterByCode(ctx: Ctx, code: string): Promise<Ctx | null> {
  const found = await enterByPublicCode(ctx, RAFFLE_CODES, code);
  return found?.inside ?? null;
}

/** A raffle as anyone may see it, on sale or over. */
export async function publicRaffle(inside: Ctx, code: string): Promise<Result<PublicRaffle>> {
  const raffle = await findRaffle(inside, code);
  if (!raffle) return refuse('raffle.not_found');
  const organization = orgOf(inside);
  return ok({
    organization: { name: organization.name, slug: organization.slug, language: organization.language },
    brand: await pageBrand(inside),
    raffle_id: raffle.id,
    code: raffle.code,
    title: raffle.title,
    description: raffle.description,
    ticket_price: raffle.ticket_price,
    ticket_price_minor: raffle.ticket_price_minor,
    currency: raffle.currency,
    first_number: raffle.first_number,
    last_number: raffle.last_number,
    digits: raffle.digits,
    on_sale: raffle.active && !raffle.frozen_at,
    picture_url: raffle.picture_file_id ? `/api/v1/raffle/public/${raffle.code}/picture` : null,
    draw_on: raffle.draw_on,
    per_person_limit: raffle.per_person_limit,
    frozen_at: raffle.frozen_at,
    buy: await waysToBuy(inside, raffle.code),
  });
}

/** Links into the organization's chats. A channel without a known account is left out. */
async function waysToBuy(ctx: Ctx, code: string): Promise<PublicRaffle['buy']> {
  const ways = [...(ctx.services.channels?.adapters.values() ?? [])].map(async (adapter) => {
    const account = await adapter.describe(ctx).catch(() => null);
    const url = account?.ready ? adapter.linkTo?.(ctx, account, `raffle_${code}`) : null;
    return url ? [{ channel: adapter.name, url }] : [];
  });
  return (await Promise.all(ways)).flat();
}

/** The draws of a raffle with their lists, so that anyone can compute them again. */
export async function publicDraws(inside: Ctx, code: string): Promise<Result<PublicDraw[]>> {
  const raffle = await findRaffle(inside, code);
  if (!raffle) return refuse('raffle.not_found');
  const draws = await drawsOf(inside, raffle.id);
  return ok(draws.map((row) => ({ ...asDraw(row), list_text: row.list_text })));
}

/** What a ticket's QR code shows to anyone. Every fault gives the same refusal, so that a stranger learns nothing. */
export async function checkTicket(ctx: Ctx, token: string): Promise<Result<TicketCheck>> {
  const inside = await enterByToken(ctx, token);
  if (!inside) return refuse('raffle.ticket.invalid');
  const shown = await verifyCredential(inside, token);
  if (!shown.ok || shown.data.subjectType !== ORDER) return refuse('raffle.ticket.invalid');
  const order = await findOrder(inside, shown.data.subjectId);
  if (!order) return refuse('raffle.ticket.invalid');
  const raffle = await findRaffle(inside, order.raffle.id);
  const draws = await drawsOf(inside, order.raffle.id);
  const won = draws.filter((draw) => draw.state === 'drawn').flatMap((draw) => draw.winners ?? []);
  return ok({
    brand: await pageBrand(inside),
    good: order.state === 'paid',
    state: order.state,
    order_code: order.code,
    title: order.raffle.title,
    raffle_code: order.raffle.code,
    labels: order.numbers.map((number) => label(number, order.raffle.digits)),
    holder: initials(order.contact_name),
    draw_on: raffle?.draw_on ?? null,
    won: order.numbers.filter((number) => won.includes(number)).map((number) => label(number, order.raffle.digits)),
  });
}

/** "Asha Verma" → "Asha V.": enough for the holder to recognize it. */
function initials(name: string): string {
  const [first = '', ...rest] = name.trim().split(/\s+/);
  const last = rest.at(-1);
  return last ? `${first} ${[...new Intl.Segmenter().segment(last)][0]?.segment ?? ''}.` : first;
}
