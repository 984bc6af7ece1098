import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { addressOf } from '../orders/caps.query.ts';
import { findRaffle } from '../raffles/raffles.query.ts';
import { raffleSettings } from '../settings.ts';
import type { Holders } from './contract.ts';

type Row = {
  holder: string;
  conversation_id: string;
  channel: string | null;
  names: string[];
  orders: number;
  with_proof: number;
  numbers: number;
  since: Date;
  until: Date;
  strangers: number;
};

/** The least number of held numbers that is worth a warning: half of the cap, and never just a few. */
const MIN_WARNED = 10;
const SHOWN = 50;

/**
 * Who holds numbers of a raffle without having paid, by address of the web chat or by chat, those with the most first.
 */
export async function holdersOf(ctx: Ctx, reference: string): Promise<Result<Holders>> {
  const raffle = await findRaffle(ctx, reference);
  if (!raffle) return refuse('raffle.not_found');
  const [{ address_share, stranger_share }, { rows }] = await Promise.all([
    getSettings(ctx, raffleSettings),
    // Raw SQL: sums with conditions read better in SQL.
    sql<Row>`
      select o.held_from as holder, (array_agg(o.conversation_id order by o.id desc))[1] as conversation_id, min(c.channel) as channel,
        coalesce(array_agg(distinct o.contact_name) filter (where o.contact_name <> ''), '{}') as names,
        count(*)::int as orders, count(*) filter (where p.state = 'submitted')::int as with_proof,
        sum(cardinality(o.numbers))::int as numbers, min(o.created_at) as since, max(o.reserved_until) as until,
        coalesce(sum(cardinality(o.numbers)) filter (where o.stranger), 0)::int as strangers
      from raffle_order o
      left join conversation c on c.organization_id = o.organization_id and c.id = o.conversation_id
      left join payment p on p.organization_id = o.organization_id and p.id = o.payment_id
      where o.organization_id = ${orgOf(ctx).id} and o.raffle_id = ${raffle.id} and o.state in ('draft', 'pending_payment')
        and o.held_from is not null and o.reserved_until > ${ctx.clock.now()}
      group by o.held_from order by numbers desc, holder`.execute(ctx.db),
  ]);
  const { total } = raffle.counts;
  const warned = Math.max(MIN_WARNED, Math.ceil((total * address_share) / 200));
  return ok({
    holders: rows.slice(0, SHOWN).map(({ strangers: _, since, until, names, ...row }) => ({
      ...row,
      address: addressOf(row.holder),
      names: names.slice(0, 10),
      share: Math.round((row.numbers / total) * 1000) / 10,
      hoarding: row.numbers >= warned,
      since: since.toISOString(),
      until: until.toISOString(),
    })),
    strangers: {
      numbers: rows.reduce((sum, row) => sum + row.strangers, 0),
      limit: Math.max(MIN_WARNED, Math.ceil((total * stranger_share) / 100)),
    },
  });
}
