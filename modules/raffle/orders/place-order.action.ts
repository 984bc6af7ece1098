import { sql } from 'kysely';
import { auditWrite } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { afterCommit, endingWith, transaction } from '../../../kernel/db/index.ts';
import { readPhone } from '../../../kernel/lib/contact.ts';
import { isUuid, newId, shortId } from '../../../kernel/lib/ids.ts';
import { guess } from '../../../kernel/lib/random.ts';
import { ok, type Refusal, type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { ORDER } from '../names.ts';
import { MAX_IN_ORDER } from '../numbers/parse-numbers.rule.ts';
import { lockFree, reserveWrite } from '../numbers/reserve.action.ts';
import { type RaffleFacts, raffleFacts } from '../raffles/raffle-facts.query.ts';
import { ORDER_CODE } from '../raffles/reference.rule.ts';
import { type Caps, type Counted, capFault, capsFor, countHeld, isStranger, isWeb, lockCaps } from './caps.query.ts';
import type { Order } from './contract.ts';
import { freedNumbers, otherNumbers } from './next-numbers.ts';
import { asOrder } from './orders.query.ts';

export type Wanted = {
  /** the raffle's uuid or code */
  raffle: string;
  /** these numbers, or so many at random */
  numbers: number[] | { random: number };
  personId?: string | null;
  conversationId?: string | null;
  contactName?: string;
  contactPhone?: string | null;
  /** the number is kept as it is typed, also where no network has such numbers */
  keepPhone?: boolean;
  /**
   * the holder until the order is paid (orders/caps.query.ts); absent for the desk and the API, whose orders no cap counts
   */
  heldFrom?: string;
};

/** How often to retry when others took numbers meanwhile, or when expired reservations had to end first. */
const MAX_TRIES = 6;

/**
 * Reserves numbers, specific or random ones (node:crypto): all of them or none. Answers the order, a draft that holds
 * them for the raffle's reservation minutes. Expired reservations of the same numbers are ended first.
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
  return attempts(ctx, order, numbers, count, facts);
}

type Ordering = Wanted & { raffleId: string; contactPhone: string | null; caps: Caps | null };

async function attempts(
  ctx: Ctx,
  order: Ordering,
  numbers: number[] | null,
  count: number,
  facts: RaffleFacts | null,
): Promise<Result<Order>> {
  let tries: number[] = numbers ?? guess(facts?.first ?? 0, facts?.last ?? 0, guesses(facts, count));
  let locked = false;
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const tried = await reserve(ctx, order, tries, { count, random: !numbers, locked });
    if (!tried.ok || typeof tried.data !== 'string') return tried as Result<Order>;
    if (tried.data === 'limited') {
      if (!order.personId && !order.contactPhone) return refuse('raffle.order.contact_needed');
      locked = true;
      continue;
    }
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
 * One attempt, under the locks of the caps, of the raffle's limit where `locked`, and of the numbers, so that two orders
 * that count together run one after the other. Without the order it answers `taken`, when not enough of the numbers are
 * free, or `limited`: the raffle has a limit, so the attempt needs its lock.
 */
function reserve(
  ctx: Ctx,
  order: Ordering,
  wanted: number[],
  { count, random, locked }: { count: number; random: boolean; locked: boolean },
): Promise<Result<Order | 'taken' | 'limited'>> {
  const { raffleId, personId = null, conversationId = null, contactName = '', contactPhone, caps } = order;
  return transaction<Order | 'taken' | 'limited'>(ctx, async (tx) => {
    const [, , raffle, counted, held, person, numbers] = await Promise.all([
      caps && lockCaps(tx, raffleId, caps.heldFrom),
      locked && lockLimit(tx, order),
      raffleOf(tx, raffleId),
      caps && countHeld(tx, caps, raffleId, { stranger: isStranger(tx, caps.heldFrom, personId) }),
      locked ? heldBy(tx, order) : 0,
      personOf(tx, personId),
      lockFree(tx, raffleId, wanted, { random, count }),
    ]);
    if (!raffle) return refuse('raffle.not_found');
    if (personId && !person) return refuse('raffle.order.person_unknown');
    if (!raffle.active) return refuse(raffle.frozen_at ? 'raffle.frozen' : 'raffle.not_active');
    const capped = counted && capFault(order.heldFrom ?? null, counted, count);
    if (capped) return capped;
    if (raffle.per_person_limit !== null && !locked) return ok('limited');
    const limited = limitFault(raffle.per_person_limit, held, count);
    if (limited) return limited;
    if (numbers.length < count) return ok('taken');

    const now = tx.clock.now();
    // In a chat the buyer is asked for the name later.
    const name = contactName.trim().slice(0, 255) || (!conversationId && person?.name) || '';
    const row = {
      id: newId(now.getTime()),
      raffle_id: raffleId,
      code: shortId(ORDER_CODE),
      person_id: personId,
      conversation_id: conversationId,
      contact_name: name,
      contact_phone: contactPhone,
      numbers,
      unit_price_minor: raffle.ticket_price_minor,
      amount_minor: raffle.ticket_price_minor * count,
      currency: raffle.currency,
      state: 'draft',
      reserved_until: new Date(now.getTime() + holdMinutes(raffle.reservation_minutes, caps, name) * 60_000),
      created_by_name: tx.actor.name,
      created_at: now,
      updated_at: now,
    };
    afterCommit(tx, () => publish(tx, 'raffle.grid', raffleId));
    return endingWith(asOrder(tx, { ...NEW, ...row, ...named(raffle) }), [
      reserveWrite(tx, raffleId, numbers, row.id, row.reserved_until),
      tx.db
        .insertInto('raffle_order')
        .values({ organization_id: orgOf(tx).id, ...row, ...heldAs(caps, counted) })
        .compile(),
      auditWrite(tx, 'raffle.order.reserved', {
        subject: { type: ORDER, id: row.id },
        after: { code: row.code, numbers: numbers.join(', '), contact_name: name },
      }),
    ]);
  });
}

/** What a new order doesn't have yet. */
const NEW = {
  channel: null,
  payment_id: null,
  payment_reference: null,
  payment_state: null,
  payment_minor: null,
  payment_owed: null,
  confirmed_at: null,
  paid_at: null,
  ended_at: null,
  end_reason: null,
};

const named = ({ code, title, digits }: { code: string; title: string; digits: number }) => ({
  raffle_code: code,
  raffle_title: title,
  digits,
});

/** Who the caps count it for. */
const heldAs = (caps: Caps | null, counted: Counted | null | undefined) => ({
  held_from: caps?.heldFrom ?? null,
  stranger: (counted?.held_by_strangers ?? null) !== null,
});

/** Who hasn't said yet who they are holds numbers only for as long as it takes to say it. */
const holdMinutes = (minutes: number, caps: Caps | null, name: string) =>
  caps && isWeb(caps.heldFrom) && name === '' ? Math.min(caps.firstHold, minutes) : minutes;

const raffleOf = (tx: Ctx, id: string) =>
  tx.db
    .selectFrom('raffle')
    .select(['code', 'title', 'digits', 'ticket_price_minor', 'currency', 'active', 'frozen_at'])
    .select(['per_person_limit', 'reservation_minutes'])
    .where(inOrg(tx))
    .where('id', '=', id)
    .executeTakeFirst();

async function lockLimit(tx: Ctx, { raffleId, personId, contactPhone }: Ordering): Promise<void> {
  const key = `raffle ${raffleId} ${personId ?? contactPhone}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx.db);
}

/** How many numbers of the raffle the buyer has or holds. */
async function heldBy(tx: Ctx, { raffleId, personId, contactPhone }: Ordering): Promise<number> {
  const orders = tx.db
    .selectFrom('raffle_order')
    .select(sql<number>`coalesce(sum(cardinality(numbers)), 0)::int`.as('held'))
    .where(inOrg(tx))
    .where('raffle_id', '=', raffleId)
    .where((or) => or.or([or('state', '=', 'paid'), or('reserved_until', '>', tx.clock.now())]));
  const own = personId
    ? orders.where('person_id', '=', personId)
    : orders.where('person_id', 'is', null).where('contact_phone', '=', contactPhone);
  return (await own.executeTakeFirstOrThrow()).held;
}

const personOf = (tx: Ctx, id: string | null) =>
  id === null
    ? undefined
    : tx.db.selectFrom('person').select('name').where(inOrg(tx)).where('id', '=', id).executeTakeFirst();

function countFault(numbers: number[] | null, count: number) {
  if (!numbers && (!Number.isInteger(count) || count < 1)) return refuse('raffle.numbers.random_zero');
  if (count === 0) return refuse('raffle.numbers.none');
  if (count > MAX_IN_ORDER) return refuse('raffle.numbers.too_many', { limit: MAX_IN_ORDER });
  if (!numbers) return null;
  const repeated = [...new Set(numbers.filter((n, i) => numbers.indexOf(n) !== i))];
  return repeated.length > 0 ? refuse('raffle.numbers.repeated', { numbers: repeated.join(', ') }) : null;
}

function contactPhoneOf(ctx: Ctx, { contactPhone, keepPhone }: Wanted): Result<string | null> {
  if (!contactPhone?.trim()) return ok(null);
  const phone = readPhone(contactPhone, ctx.organization?.country ?? '', keepPhone);
  return phone.ok ? phone : { ...phone, fields: { contact_phone: phone.code } };
}

function limitFault(limit: number | null, held: number, count: number): Refusal | null {
  if (limit === null) return null;
  const left = Math.max(0, limit - held);
  return left < count ? refuse('raffle.limit_reached', { limit, left }) : null;
}
