import { CompiledQuery } from 'kysely';
import { auditColumns, auditManyClause } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf, perOrganization } from '../../../kernel/ctx/index.ts';
import { wasRolledBack, writeTogether } from '../../../kernel/db/index.ts';
import { gatherInHalves } from '../../../kernel/lib/gather.ts';
import type { Reservation, Reserved } from './reserve.ts';

type Question = { ctx: Ctx; want: Reservation };
type Reserver = (question: Question) => Promise<Reserved | undefined>;

/**
 * Reserves the numbers of an order that no cap and no limit counts, like `reserve`: those of one raffle that are ordered
 * at the same moment share a statement, because most of its cost is fixed (`npm run bench -- --only=reserve`).
 */
export const reserveTogether = (ctx: Ctx, want: Reservation, random: boolean): Promise<Reserved | undefined> =>
  reserversOf(ctx)[random ? 'atRandom' : 'these']({ ctx, want });

// A group that was refused or that deadlocked is written one by one; of one whose connection broke nobody knows whether it
// was written, and each caller gets the error.
const reserversOf = perOrganization(() => {
  const together = (how: How): Reserver => gatherInHalves((questions) => reserveAll(questions, how), wasRolledBack);
  return { these: together(THESE), atRandom: together(AT_RANDOM) };
});

async function reserveAll(questions: Question[], how: How): Promise<(Reserved | undefined)[]> {
  const [{ ctx }] = questions as [Question];
  const lots = lotsOf(
    questions.map(({ want }) => want),
    how,
  );
  const written = await writeTogether(
    ctx,
    lots.map((lot) => CompiledQuery.raw(how.statement, values(ctx, lot))),
    questions.map((question) => question.ctx),
  );
  if (!written.ok) throw new Error(written.code);
  const found = new Map<Reservation, Reserved>();
  for (const [i, { wanted }] of lots.entries()) {
    const rows = written.data[i]?.rows as Reserved[];
    for (const [j, { want }] of wanted.entries()) if (rows[j]) found.set(want, rows[j]);
  }
  return questions.map(({ want }) => found.get(want));
}

/** Orders of one raffle for one statement, with the numbers that each may take; no two have one in common. */
type Lot = { raffleId: string; taken: Set<number>; wanted: { want: Reservation; numbers: number[] }[] };
type How = {
  statement: string;
  /** how many of its numbers an order needs for itself, or it waits for the next lot */
  least(want: Reservation): number;
};

function lotsOf(wants: Reservation[], { least }: How): Lot[] {
  const lots: Lot[] = [];
  for (const want of wants) {
    const { raffleId } = want;
    let lot = lots.findLast((one) => one.raffleId === raffleId);
    let numbers = want.numbers.filter((number) => !lot?.taken.has(number));
    if (!lot || numbers.length < least(want)) {
      lot = { raffleId, taken: new Set(), wanted: [] };
      lots.push(lot);
      numbers = want.numbers;
    }
    lot.wanted.push({ want, numbers });
    for (const number of numbers) lot.taken.add(number);
  }
  return lots;
}

function values(ctx: Ctx, { raffleId, wanted }: Lot): unknown[] {
  const of = <T>(pick: (want: Reservation) => T) => wanted.map(({ want }) => pick(want));
  const each = <T>(pick: (number: number, place: number, want: Reservation) => T) =>
    wanted.flatMap(({ want, numbers }, i) => numbers.map((number) => pick(number, i + 1, want)));
  return [
    orgOf(ctx).id,
    raffleId,
    of((want) => want.orderId),
    of((want) => want.code),
    of((want) => want.personId),
    of((want) => want.conversationId),
    of((want) => want.contactName),
    of((want) => want.contactPhone),
    of((want) => want.createdBy),
    of((want) => want.now),
    each((number) => number),
    each((_, place) => place),
    each((_number, _place, { count }) => count),
    ...auditColumns(of((want) => want.audited)),
  ];
}

// As in reserve.ts numbers are compared with arrays, or one by one: what joined them would read all of a new raffle's.
const statement = (chosen: string, waiting: string) => `
with of as materialized (
  select code, title, digits, ticket_price_minor, currency, active, frozen_at is not null as frozen, per_person_limit,
    interval '1 minute' * reservation_minutes as time
  from raffle where organization_id = $1::uuid and id = $2::uuid
), a as materialized (
  select * from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::timestamptz[])
    with ordinality as a (order_id, code, person_id, conversation_id, name, phone, created_by, at, place)
), wanted as materialized (
  select * from unnest($11::int[], $12::int[], $13::int[]) with ordinality as wanted (number, place, count, turn)
  where (select active and per_person_limit is null from of)
), chosen as materialized (
  ${chosen}
), locked as materialized (
  select n.number from raffle_number n where n.organization_id = $1::uuid and n.raffle_id = $2::uuid
    and n.number = any (array(select number from chosen)) and n.state = 'available'
  order by n.number for no key update ${waiting}
), whole as materialized (
  select chosen.place, array_agg(locked.number order by locked.number) as numbers
  from locked join chosen on chosen.number = locked.number
  group by chosen.place having count(*) = min(chosen.count)
), made as materialized (
  select a.*, whole.numbers, a.at + (select time from of) as until,
    case when a.name = '' and a.conversation_id is null
      then coalesce((select p.name from person p where p.organization_id = $1::uuid and p.id = a.person_id), '')
      else a.name end as contact_name
  from whole join a on a.place = whole.place
), kept as materialized (
  select made.order_id, made.until, chosen.number from made join chosen on chosen.place = made.place
), taken as (
  update raffle_number n set state = 'reserved', order_id = kept.order_id, reserved_until = kept.until
  from kept where n.organization_id = $1::uuid and n.raffle_id = $2::uuid
    and n.number = any (array(select number from kept)) and n.number = kept.number and n.state = 'available'
), ordered as (
  insert into raffle_order (organization_id, id, raffle_id, code, person_id, conversation_id, contact_name, contact_phone, numbers,
    unit_price_minor, amount_minor, currency, state, reserved_until, created_by_name, stranger, created_at, updated_at)
  select $1::uuid, made.order_id, $2::uuid, made.code, made.person_id, made.conversation_id, made.contact_name, made.phone,
    made.numbers, of.ticket_price_minor, of.ticket_price_minor * cardinality(made.numbers), of.currency, 'draft', made.until,
    made.created_by, false, made.at, made.at
  from made, of
), noted as (
  ${auditManyClause(14, 'e.subject_id in (select order_id::text from made)')}
)
select made.order_id, made.numbers, of.code as raffle_code, of.title as raffle_title, of.digits,
  of.ticket_price_minor as unit_price_minor, of.currency, made.until as reserved_until, made.contact_name, of.active, of.frozen,
  of.per_person_limit, null::int as held, null::int as held_here, null::int as here_cap, null::int as held_by_strangers,
  null::int as strangers_cap
from of cross join a left join made on made.place = a.place
order by a.place`;

const THESE: How = {
  statement: statement('select number, place, count from wanted', ''),
  least: ({ numbers }) => numbers.length,
};

// In the order of the guesses, the first ones that are free.
const FIRST_FREE = `
  select number, place, count from (
    select number, place, count, row_number() over (partition by place order by turn) as nth from wanted
    where (select n.state = 'available' from raffle_number n
      where n.organization_id = $1::uuid and n.raffle_id = $2::uuid and n.number = wanted.number)
  ) free where nth <= count`;

const AT_RANDOM: How = {
  statement: statement(FIRST_FREE, 'skip locked'),
  least: ({ numbers, count }) => Math.min(numbers.length, 2 * count),
};
