import type { Selectable } from 'kysely';
import type { DB } from '../../../db/types.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { raffleDigits } from '../raffles/raffle-facts.query.ts';
import type { DeskDraw, Draw } from './contract.ts';
import { readList } from './draw.rule.ts';

export type DrawRow = Selectable<DB['raffle_draw']>;

/** The draws of a raffle, the first one first, with the list's text. */
export async function drawsOf(ctx: Ctx, raffleId: string): Promise<DrawRow[]> {
  return ctx.db
    .selectFrom('raffle_draw')
    .selectAll()
    .where(inOrg(ctx))
    .where('raffle_id', '=', raffleId)
    .orderBy('sequence')
    .execute();
}

export async function findDrawRow(ctx: Ctx, id: string): Promise<DrawRow | undefined> {
  return ctx.db.selectFrom('raffle_draw').selectAll().where(inOrg(ctx)).where('id', '=', id).executeTakeFirst();
}

export async function findDraw(ctx: Ctx, id: string): Promise<Draw | null> {
  const row = await findDrawRow(ctx, id);
  return row ? asDraw(row) : null;
}

export function asDraw(row: DrawRow): Draw {
  const byNumber = row.winners && new Map(readList(row.list_text).map((entry) => [Number(entry.label), entry]));
  return {
    id: row.id,
    sequence: row.sequence,
    computation: row.computation,
    state: row.state as Draw['state'],
    list_hash: row.list_hash,
    entries: row.entries,
    winners_wanted: row.winners_wanted,
    seed_source: row.seed_source,
    seed: row.seed,
    winners:
      row.winners?.map((number) => {
        const entry = byNumber?.get(number);
        return { number, label: entry?.label ?? String(number), order_code: entry?.orderCode ?? '' };
      }) ?? null,
    reason: row.reason,
    frozen_at: row.frozen_at.toISOString(),
    frozen_by: row.frozen_by_name,
    drawn_at: row.drawn_at?.toISOString() ?? null,
  };
}

/** For staff: with the winners' names. */
export async function deskDraws(ctx: Ctx, raffle: string): Promise<Result<DeskDraw[]>> {
  const found = await raffleDigits(ctx, raffle);
  if (!found) return refuse('raffle.not_found');
  const draws = (await drawsOf(ctx, found.id)).map(asDraw);
  const codes = draws.flatMap((draw) => draw.winners?.map((winner) => winner.order_code) ?? []);
  const orders =
    codes.length === 0
      ? []
      : await ctx.db
          .selectFrom('raffle_order')
          .select(['id', 'code', 'contact_name', 'contact_phone'])
          .where(inOrg(ctx))
          .where('code', 'in', codes)
          .execute();
  const byCode = new Map(orders.map((order) => [order.code, order]));
  return ok(
    draws.map((draw) => ({
      ...draw,
      winning_orders: (draw.winners ?? []).flatMap(({ number, order_code }) => {
        const order = byCode.get(order_code);
        return order
          ? [
              {
                number,
                order_id: order.id,
                order_code,
                contact_name: order.contact_name,
                contact_phone: order.contact_phone,
              },
            ]
          : [];
      }),
    })),
  );
}
