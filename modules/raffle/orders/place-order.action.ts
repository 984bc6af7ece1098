import { sql } from 'kysely';
import { auditValues } from '../../../kernel/audit/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { readPhone } from '../../../kernel/lib/contact.ts';
import { isUuid, newId, shortId } from '../../../kernel/lib/ids.ts';
import { ok, type Refusal, type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { MOST_IN_ORDER } from '../numbers/parse-numbers.rule.ts';
import { guess } from '../numbers/random.ts';
import { type Reserved, reserve } from '../numbers/reserve.ts';
import { reserveTogether } from '../numbers/reserve-together.ts';
import { asOrder, ORDER } from '../present.ts';
import { type RaffleFacts, raffleFacts } from '../raffles/raffle-facts.query.ts';
import { type Caps, capFault, capsFor, lockCaps } from './caps.ts';
import type { Order } from './contract.ts';
import { freedNumbers, otherNumbers } from './next-numbers.ts';
import { ORDER_CODE } from './reference.rule.ts';

export type Wanted = {
  /** the raffle's uuid or code */
  raffle: string;
  /** these numbers, or so many at random */
  numbers: number[] | { random: number };
  personId?: string | null;
  conversationId?: string | null;
  contactName?: string;
  contactPhone?: string | null;
  /**
   * the holder until the order is paid (orders/caps.ts); absent for the desk and the API, whose orders no cap counts
   */
  heldFrom?: string;
};

/** How often to retry when others took numbers meanwhile, or when expired reservations had to end first. */
const TRIES = 6;

/**
 * Reserves numbers, specific or random ones (node:crypto): all of them or none. Answers the order, a draft that holds
 * them for the raffle's reservation minutes. Usually one round trip to the database; expired reservations of the same
 * numbers are ended first.
 *
 * Refusals: `raffle.not_found`, `raffle.not_active`, `raffle.frozen`, `raffle.limit_reached`,
 * `raffle.order.contact_needed`, `raffle.order.person_unknown`, `people.phone_malformed`,
 * `raffle.held_at_address`, `held_in_chat`, `held_by_strangers`, and `raffle.numbers.` `none`, `repeated`, `outside`,
 * `too_many`, `random_zero`, `taken` (detail: `gone` and `near`, the nearest free ones, each separated by commas),
 * `few_left`, `sold_out`.
 */
export async function placeOrder(ctx: Ctx, wanted: Wanted): Promise<Result<Order>> {
  const numbers = Array.isArray(wanted.numbers) ? wanted.numbers : null;
  const count = numbers ? numbers.length : (wanted.numbers as { random: number }).random;
  const fault = countFault(numbers, count);
  if (fault) return fault;
  const phone = contactPhoneOf(ctx, wanted);
  if (!phone.ok) return phone;
  // Specific numbers with the raffle's uuid need no look-up first; a failed reservation finds the reason afterwards.
  const facts = numbers && isUuid(wanted.raffle) ? null : await raffleFacts(ctx, wanted.raffle);
  if (facts === undefined) return refuse('raffle.not_found');
  const caps = wanted.heldFrom ? await capsFor(ctx, wanted.heldFrom) : null;
  const order = { ...wanted, raffleId: facts?.id ?? wanted.raffle, contactPhone: phone.data, caps };
  try {
    return await attempts(ctx, order, numbers, count, facts);
  } catch (error) {
    const { constraint } = error as { constraint?: string };
    if (constraint === 'raffle_order_organization_id_person_id_fkey') return refuse('raffle.order.person_unknown');
    throw error;
  }
}

type Ordering = Wanted & { raffleId: string; contactPhone: string | null; caps: Caps | null };

async function attempts(
  ctx: Ctx,
  order: Ordering,
  numbers: number[] | null,
  count: number,
  facts: RaffleFacts | null,
): Promise<Result<Order>> {
  let tries: number[] | null = numbers ?? guess(facts?.first ?? 0, facts?.last ?? 0, guesses(facts, count));
  let locked = false;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const made = await write(ctx, order, tries, count, { random: !numbers, locked });
    if (!made) return refuse('raffle.not_found');
    if ('order' in made) return ok(made.order);
    const { reserved } = made;
    if (!reserved.active) return refuse(reserved.frozen ? 'raffle.frozen' : 'raffle.not_active');
    const capped = capFault(order.heldFrom ?? null, reserved, count);
    if (capped) return capped;
    if (reserved.per_person_limit !== null && !locked) {
      if (!order.personId && !order.contactPhone) return refuse('raffle.order.contact_needed');
      locked = true;
      continue;
    }
    const limited = limitFault(reserved, count);
    if (limited) return limited;
    const known = facts ?? (await raffleFacts(ctx, order.raffleId));
    if (!known) return refuse('raffle.not_found');
    const next = numbers ? await freedNumbers(ctx, known, numbers) : await otherNumbers(ctx, known, count);
    if (!next.ok) return next;
    tries = next.data;
  }
  return refuse('raffle.numbers.few_left', { free: 0, wanted: count });
}

/** Twice the count and 12 more: enough while half of the numbers are free. */
const guesses = (facts: RaffleFacts | null, count: number) =>
  Math.min(count * 2 + 12, facts ? facts.last - facts.first + 1 : count);

/**
 * The statement, under the locks of the raffle's limit and the caps, so that two orders that count together run one
 * after the other.
 */
async function write(
  ctx: Ctx,
  { raffleId, personId = null, conversationId = null, contactName = '', contactPhone, caps }: Ordering,
  numbers: number[],
  count: number,
  { random, locked }: { random: boolean; locked: boolean },
): Promise<{ order: Order } | { reserved: Reserved } | undefined> {
  const now = ctx.clock.now();
  const orderId = newId(now.getTime());
  const code = shortId(ORDER_CODE);
  const audited = auditValues(ctx, 'raffle.order.reserved', {
    subject: { type: ORDER, id: orderId },
    after: { code, numbers: random ? `${count} at random` : numbers.join(', '), contact_name: contactName },
  });
  const want = {
    orderId,
    code,
    raffleId,
    numbers,
    count,
    personId,
    conversationId,
    contactPhone,
    caps,
    locked,
    audited,
    createdBy: ctx.actor.name,
    now,
  };
  const named = { ...want, contactName: contactName.trim().slice(0, 255) };
  let reserved: Reserved | undefined;
  if (locked || caps) {
    const key = `raffle ${raffleId} ${personId ?? contactPhone}`;
    const inside = await transaction(ctx, async (tx) => {
      const [, , answer] = await Promise.all([
        caps && lockCaps(tx, raffleId, caps.heldFrom),
        locked && sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx.db),
        reserve(tx, named, random),
      ]);
      return ok(answer);
    });
    reserved = inside.ok ? inside.data : undefined;
  } else reserved = await (ctx.inTransaction ? reserve : reserveTogether)(ctx, named, random);
  if (!reserved) return undefined;
  if (!reserved.order_id || !reserved.numbers) return { reserved };
  publish(ctx, 'raffle.grid', raffleId);
  publish(ctx, 'raffle.order', orderId);
  return { order: shown(ctx, { ...named, numbers: reserved.numbers }, reserved) };
}

function shown(
  ctx: Ctx,
  made: { orderId: string; code: string; raffleId: string; numbers: number[]; now: Date } & Record<
    'personId' | 'conversationId' | 'contactPhone',
    string | null
  >,
  reserved: Reserved,
): Order {
  return asOrder(ctx, {
    id: made.orderId,
    code: made.code,
    raffle_id: made.raffleId,
    raffle_code: reserved.raffle_code,
    raffle_title: reserved.raffle_title,
    digits: reserved.digits,
    person_id: made.personId,
    conversation_id: made.conversationId,
    channel: null,
    contact_name: reserved.contact_name,
    contact_phone: made.contactPhone,
    numbers: made.numbers,
    unit_price_minor: reserved.unit_price_minor,
    amount_minor: reserved.unit_price_minor * made.numbers.length,
    currency: reserved.currency,
    state: 'draft',
    reserved_until: reserved.reserved_until,
    payment_id: null,
    payment_reference: null,
    payment_state: null,
    payment_minor: null,
    payment_owed: null,
    confirmed_at: null,
    paid_at: null,
    ended_at: null,
    end_reason: null,
    created_by_name: ctx.actor.name,
    created_at: made.now,
    updated_at: made.now,
  });
}

function countFault(numbers: number[] | null, count: number) {
  if (!numbers && (!Number.isInteger(count) || count < 1)) return refuse('raffle.numbers.random_zero');
  if (count === 0) return refuse('raffle.numbers.none');
  if (count > MOST_IN_ORDER) return refuse('raffle.numbers.too_many', { limit: MOST_IN_ORDER });
  if (!numbers) return null;
  const repeated = [...new Set(numbers.filter((n, i) => numbers.indexOf(n) !== i))];
  return repeated.length > 0 ? refuse('raffle.numbers.repeated', { numbers: repeated.join(', ') }) : null;
}

function contactPhoneOf(ctx: Ctx, { contactPhone }: Wanted): Result<string | null> {
  if (!contactPhone?.trim()) return ok(null);
  const phone = readPhone(contactPhone, ctx.organization?.country ?? '');
  return phone.ok ? phone : { ...phone, fields: { contact_phone: phone.code } };
}

function limitFault({ per_person_limit: limit, held }: Reserved, count: number): Refusal | null {
  if (limit === null) return null;
  const left = Math.max(0, limit - (held ?? 0));
  return left < count ? refuse('raffle.limit_reached', { limit, left }) : null;
}
