import { sql } from 'kysely';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { searchPattern } from '../../../kernel/lib/searchable.ts';
import { publicUrl } from '../links.ts';
import type { Raffle, RaffleFilter } from './contract.ts';
import { RAFFLE_CODE, readReference } from './reference.rule.ts';

export type RaffleQuery = PageQuery & {
  filter: RaffleFilter;
  search?: string | undefined;
};

/**
 * The raffles with their reserved and sold counts. Counted from the orders, which are far fewer than the numbers. An
 * expired reservation counts as free, whether or not the sweep has run.
 */
function raffleRows(ctx: Ctx) {
  const organization_id = orgOf(ctx).id;
  const now = ctx.clock.now();
  return ctx.db
    .selectFrom('raffle as r')
    .leftJoinLateral(
      sql<{ reserved: number; sold: number; sold_minor: number }>`(
        select coalesce(sum(cardinality(o.numbers)) filter (where o.reserved_until > ${now}), 0)::int as reserved,
          coalesce(sum(cardinality(o.numbers)) filter (where o.state = 'paid'), 0)::int as sold,
          coalesce(sum(o.amount_minor) filter (where o.state = 'paid'), 0)::bigint as sold_minor
        from raffle_order o where o.organization_id = ${organization_id} and o.raffle_id = r.id)`.as('n'),
      (on) => on.onTrue(),
    )
    .select([
      'r.id',
      'r.code',
      'r.title',
      'r.description',
      'r.ticket_price_minor',
      'r.currency',
      'r.first_number',
      'r.last_number',
      'r.digits',
      'r.active',
      'r.picture_file_id',
      'r.draw_on',
      'r.per_person_limit',
      'r.reservation_minutes',
      'r.frozen_at',
      'r.created_at',
      'r.updated_at',
    ])
    .select(['n.reserved', 'n.sold', 'n.sold_minor'])
    .where(inOrg(ctx, 'r'))
    .$castTo<RaffleRow>();
}

/** A page of raffles, the latest first. */
export async function listRaffles(ctx: Ctx, query: RaffleQuery): Promise<Result<Raffle[]>> {
  let rows = raffleRows(ctx);
  if (query.filter.active !== undefined) rows = rows.where('r.active', '=', query.filter.active);
  const pattern = searchPattern(query.search);
  if (pattern) {
    rows = rows.where(sql<boolean>`(app_fold(r.title) like ${pattern} or lower(r.code) like ${pattern})`);
  }
  return findPage(rows, 'r.id', query, (row) => asRaffle(ctx, row));
}

/** One raffle by uuid or code, or null. */
export async function findRaffle(ctx: Ctx, reference: string): Promise<Raffle | null> {
  const named = readReference(reference, RAFFLE_CODE);
  if (!named) return null;
  const row = await raffleRows(ctx).where(`r.${named.column}`, '=', named.value).executeTakeFirst();
  return row ? asRaffle(ctx, row) : null;
}

/** The same; refuses with `raffle.not_found`. */
export async function getRaffle(ctx: Ctx, reference: string): Promise<Result<Raffle>> {
  const raffle = await findRaffle(ctx, reference);
  return raffle ? ok(raffle) : refuse('raffle.not_found');
}

/** Rows of the tables as the API gives them: the one place where column names become field names. */

type RaffleRow = {
  id: string;
  code: string;
  title: string;
  description: string;
  ticket_price_minor: number;
  currency: string;
  first_number: number;
  last_number: number;
  digits: number;
  active: boolean;
  picture_file_id: string | null;
  draw_on: string | null;
  per_person_limit: number | null;
  reservation_minutes: number;
  frozen_at: Date | null;
  created_at: Date;
  updated_at: Date;
  reserved: number;
  sold: number;
  sold_minor: number;
};

function asRaffle(ctx: Ctx, row: RaffleRow): Raffle {
  const total = row.last_number - row.first_number + 1;
  const { reserved, sold, sold_minor, ...raffle } = row;
  return {
    id: raffle.id,
    code: raffle.code,
    title: raffle.title,
    description: raffle.description,
    ticket_price: formatAmount(raffle.ticket_price_minor, raffle.currency),
    ticket_price_minor: raffle.ticket_price_minor,
    currency: raffle.currency,
    first_number: raffle.first_number,
    last_number: raffle.last_number,
    digits: raffle.digits,
    active: raffle.active,
    picture_file_id: raffle.picture_file_id,
    draw_on: raffle.draw_on,
    per_person_limit: raffle.per_person_limit,
    reservation_minutes: raffle.reservation_minutes,
    frozen_at: raffle.frozen_at?.toISOString() ?? null,
    counts: { total, available: total - reserved - sold, reserved, sold },
    sold: { amount: formatAmount(sold_minor, raffle.currency), amount_minor: sold_minor },
    public_url: publicUrl(ctx, raffle.code),
    created_at: raffle.created_at.toISOString(),
    updated_at: raffle.updated_at.toISOString(),
  };
}
