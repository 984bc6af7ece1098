import { CompiledQuery } from 'kysely';
import { auditClause } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { type Caps, type Counted, isWeb } from '../orders/caps.ts';

export type Reservation = {
  orderId: string;
  code: string;
  raffleId: string;
  /** the wanted numbers; for a random order, guesses, of which the first `count` free ones are taken */
  numbers: number[];
  count: number;
  personId: string | null;
  conversationId: string | null;
  contactName: string;
  contactPhone: string | null;
  /** the holder until the order is paid, and the cap; null for the desk and the API, which no cap counts */
  caps: Caps | null;
  /** the caller has locked what counts towards the limit; a raffle with a limit takes no order without that lock */
  locked: boolean;
  /** the result of `auditValues` */
  audited: (string | null)[];
  createdBy: string;
  now: Date;
};

export type Reserved = {
  /** null: nothing was written */
  order_id: string | null;
  numbers: number[] | null;
  raffle_code: string;
  raffle_title: string;
  digits: number;
  unit_price_minor: number;
  currency: string;
  reserved_until: Date;
  contact_name: string;
  active: boolean;
  frozen: boolean;
  per_person_limit: number | null;
  /** the buyer's numbers in this raffle so far; null when the statement did not count them */
  held: number | null;
} & Counted;

/**
 * Reserves numbers for a new order, all of them or none, and writes the order and the audit entry, within the
 * transaction that holds the locks of what it counts (orders that nothing counts: reserve-together.ts). It locks the
 * numbers in ascending order, so that two buyers of the same numbers wait for each other and never deadlock; a random
 * order skips locked numbers and never waits. Undefined: no such raffle.
 */
export async function reserve(tx: Ctx, want: Reservation, random: boolean): Promise<Reserved | undefined> {
  const values = [
    orgOf(tx).id,
    want.raffleId,
    want.numbers,
    want.count,
    want.orderId,
    want.code,
    want.now,
    want.personId,
    want.conversationId,
    want.contactName,
    want.contactPhone,
    want.locked,
    want.createdBy,
    want.caps?.heldFrom ?? null,
    want.caps !== null && isWeb(want.caps.heldFrom),
    want.caps?.addressShare ?? 100,
    want.caps?.strangerShare ?? 100,
    want.caps?.least ?? 0,
    want.caps?.firstHold ?? 0,
    ...want.audited,
  ];
  const { rows } = await tx.db.executeQuery<Reserved>(CompiledQuery.raw(random ? AT_RANDOM : THESE, values));
  return rows[0];
}

// In the order of the guesses: taking the lowest free ones would favour low numbers.
const free = {
  these: `select n.number from raffle_number n
    where n.organization_id = $1::uuid and n.raffle_id = $2::uuid and n.number = any ($3::int[]) and n.state = 'available'
    order by n.number for no key update`,
  atRandom: `select n.number from raffle_number n
    where n.organization_id = $1::uuid and n.raffle_id = $2::uuid and n.number = any ($3::int[]) and n.state = 'available'
    order by array_position($3::int[], n.number) limit $4::int for no key update skip locked`,
};

const heldBy = (who: string) => `
        select coalesce(sum(cardinality(o.numbers)), 0)::int from raffle_order o
        where o.organization_id = $1::uuid and o.raffle_id = $2::uuid and ${who} and (o.state = 'paid' or o.reserved_until > $7::timestamptz)`;

const heldUnpaid = (who: string) => `
        select coalesce(sum(cardinality(o.numbers)), 0)::int from raffle_order o
        where o.organization_id = $1::uuid and o.raffle_id = $2::uuid and o.state in ('draft', 'pending_payment')
          and o.held_from is not null and ${who} and o.reserved_until > $7::timestamptz`;

// Numbers are compared with a parameter or with a scalar of the statement, never joined: a new raffle has no statistics
// yet, and a join would then read all of its numbers for each order.
const statement = (wanted: string) => `
with of as materialized (
  select code, title, digits, ticket_price_minor, currency, active, frozen_at is not null as frozen, per_person_limit,
    reservation_minutes, greatest($18::int, ((last_number - first_number + 1) * $16::int + 99) / 100) as here_cap,
    greatest($18::int, ((last_number - first_number + 1) * $17::int + 99) / 100) as strangers_cap,
    case when $14::text is not null then (${heldUnpaid('o.held_from = $14::text')}) end as held_here,
    case when $15::boolean and not exists (select from raffle_order o
      where o.organization_id = $1::uuid and o.person_id = $8::uuid and o.state = 'paid') then (${heldUnpaid('o.stranger')}) end as held_by_strangers,
    case when $10::text = '' and $9::uuid is null then coalesce((select name from person where organization_id = $1::uuid and id = $8::uuid), '') else $10::text end as contact_name,
    case when per_person_limit is null or not $12::boolean then null
      when $8::uuid is not null then (${heldBy('o.person_id = $8::uuid')})
      else (${heldBy('o.person_id is null and o.contact_phone = $11::text')}) end as held
  from raffle where organization_id = $1::uuid and id = $2::uuid
), hold as materialized (
  -- Who hasn't said yet who they are holds numbers only for as long as it takes to say it.
  select $7::timestamptz + interval '1 minute'
    * (case when $15::boolean and contact_name = '' then least($19::int, reservation_minutes)
       else reservation_minutes end) as until from of
), free as materialized (
  select true as yes from of where active and (per_person_limit is null or held + $4::int <= per_person_limit)
    and (held_here is null or held_here + $4::int <= here_cap)
    and (held_by_strangers is null or held_by_strangers + $4::int <= strangers_cap)
), wanted as materialized (
  select w.number from (${wanted}) w where (select yes from free)
), whole as materialized (
  select array_agg(number order by number) as numbers from wanted having count(*) = $4::int
), taken as (
  update raffle_number
  set state = 'reserved', order_id = $5::uuid, reserved_until = (select until from hold)
  where organization_id = $1::uuid and raffle_id = $2::uuid and number = any ((select numbers from whole)::int[]) and state = 'available'
), ordered as (
  insert into raffle_order (organization_id, id, raffle_id, code, person_id, conversation_id, contact_name, contact_phone, numbers,
    unit_price_minor, amount_minor, currency, state, reserved_until, created_by_name, held_from, stranger, created_at, updated_at)
  select $1::uuid, $5::uuid, $2::uuid, $6::text, $8::uuid, $9::uuid, of.contact_name, $11::text, whole.numbers,
    of.ticket_price_minor, of.ticket_price_minor * $4::int, of.currency, 'draft',
    hold.until, $13::text, $14::text, held_by_strangers is not null, $7::timestamptz, $7::timestamptz
  from of, hold, whole
  returning id
), noted as (
  ${auditClause(20, 'ordered')}
)
select (select id from ordered) as order_id, (select numbers from whole) as numbers, code as raffle_code, title as raffle_title, digits,
  ticket_price_minor as unit_price_minor, currency, (select until from hold) as reserved_until, contact_name, active, frozen, per_person_limit, held,
  held_here, here_cap, held_by_strangers, strangers_cap from of`;

const THESE = statement(free.these);
const AT_RANDOM = statement(free.atRandom);
