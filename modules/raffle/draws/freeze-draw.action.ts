import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, onOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { enqueue } from '../../../kernel/jobs/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { RAFFLE } from '../names.ts';
import { label } from '../numbers/label.rule.ts';
import { cancelOrder } from '../orders/cancel-order.action.ts';
import { expireOrders } from '../orders/expire-orders.action.ts';
import { raffleDigits } from '../raffles/raffle-facts.query.ts';
import { broadcastDrawJob } from './broadcast-draw.job.ts';
import type { Draw, FreezeInput, RedrawInput } from './contract.ts';
import { COMPUTATION, type Entry, hashList, listText } from './draw.rule.ts';
import { asDraw, drawsOf } from './draws.query.ts';

/**
 * Closes the list for the draw: the numbers sold so far take part, the list and its hash are published (page and chat),
 * and nothing is sold any more. Orders that the buyer did not confirm are cancelled. An order that waits for its money
 * refuses the freeze, or is cancelled too with `cancel_open`, except when its proof is there: the buyer may have paid.
 *
 * Refusals: `raffle.not_found`, `raffle.draw.` `already_frozen`, `nothing_sold`, `orders_open` (detail `count`),
 * `too_many_winners`, `text_blank`.
 */
export async function freezeDraw(ctx: Ctx, reference: string, input: FreezeInput): Promise<Result<Draw>> {
  const source = input.seed_source.trim();
  if (!source) return refuse('raffle.draw.text_blank', undefined, { seed_source: 'raffle.draw.text_blank' });
  const raffle = await raffleDigits(ctx, reference);
  if (!raffle) return refuse('raffle.not_found');
  await expireOrders(ctx, { raffleId: raffle.id });
  return transaction(ctx, async (tx) => {
    const locked = await lockRaffle(tx, raffle.id);
    if (locked.frozen_at) return refuse('raffle.draw.already_frozen');
    const open = await openOrders(tx, raffle.id);
    const staying = open.filter((order) => order.state !== 'draft' && (order.proved || !input.cancel_open));
    if (staying.length > 0) return refuse('raffle.draw.orders_open', { count: staying.length });
    for (const order of open) {
      const cancelled = await cancelOrder(tx, order.id, { reason: 'draw', notify: order.state !== 'draft' });
      if (!cancelled.ok) return cancelled;
    }
    const entries = await soldEntries(tx, raffle);
    await tx.db
      .updateTable('raffle')
      .set({ frozen_at: tx.clock.now(), active: false, updated_at: tx.clock.now() })
      .where(inOrg(tx))
      .where('id', '=', raffle.id)
      .execute();
    const published = await publishList(tx, raffle, { entries, source, winners: input.winners, sequence: 1 });
    if (!published.ok) return published;
    await audit(tx, 'raffle.draw.frozen', {
      subject: { type: RAFFLE, id: raffle.id },
      after: { list_hash: published.data.list_hash, entries: entries.length, seed_source: source },
    });
    return published;
  });
}

/**
 * Starts another draw, with a reason, after one that has its winners. The new list holds the numbers sold by now,
 * without refunded ones, and without the earlier winners unless staff keep them in. Another seed is named beforehand.
 * The earlier draw stays visible as replaced.
 *
 * Refusals: `raffle.draw.` `not_found`, `not_drawn`, `nothing_sold`, `too_many_winners`, `text_blank`.
 */
export async function redraw(ctx: Ctx, drawId: string, input: RedrawInput): Promise<Result<Draw>> {
  const reason = input.reason.trim();
  const source = input.seed_source.trim();
  if (!reason) return refuse('raffle.draw.text_blank', undefined, { reason: 'raffle.draw.text_blank' });
  if (!source) return refuse('raffle.draw.text_blank', undefined, { seed_source: 'raffle.draw.text_blank' });
  return transaction(ctx, async (tx) => {
    const before = await tx.db
      .selectFrom('raffle_draw')
      .selectAll()
      .where(inOrg(tx))
      .where('id', '=', drawId)
      .forUpdate()
      .executeTakeFirst();
    if (!before) return refuse('raffle.draw.not_found');
    if (before.state !== 'drawn') return refuse('raffle.draw.not_drawn');
    const raffle = await raffleDigits(tx, before.raffle_id);
    if (!raffle) return refuse('raffle.not_found');
    const earlier = (await drawsOf(tx, raffle.id)).flatMap((draw) => draw.winners ?? []);
    const out = new Set(input.exclude_winners === false ? [] : earlier);
    const entries = (await soldEntries(tx, raffle)).filter((entry) => !out.has(Number(entry.label)));
    await tx.db
      .updateTable('raffle_draw')
      .set({ state: 'replaced' })
      .where(inOrg(tx))
      .where('id', '=', before.id)
      .execute();
    const published = await publishList(tx, raffle, {
      entries,
      source,
      winners: input.winners,
      sequence: before.sequence + 1,
      again: { of: before.id, reason },
    });
    if (!published.ok) return published;
    await audit(tx, 'raffle.draw.repeated', {
      subject: { type: RAFFLE, id: raffle.id },
      after: { sequence: before.sequence + 1, list_hash: published.data.list_hash, seed_source: source },
      note: reason,
    });
    return published;
  });
}

type Publication = {
  entries: Entry[];
  source: string;
  winners: number;
  sequence: number;
  again?: { of: string; reason: string };
};

async function publishList(
  tx: Ctx,
  raffle: { id: string; code: string },
  { entries, source, winners, sequence, again }: Publication,
): Promise<Result<Draw>> {
  if (entries.length === 0) return refuse('raffle.draw.nothing_sold');
  if (winners > entries.length) {
    return refuse(
      'raffle.draw.too_many_winners',
      { entries: entries.length },
      { winners: 'raffle.draw.too_many_winners' },
    );
  }
  const now = tx.clock.now();
  const list_text = listText(raffle.code, sequence, entries);
  const row = await tx.db
    .insertInto('raffle_draw')
    .values({
      organization_id: orgOf(tx).id,
      id: newId(now.getTime()),
      raffle_id: raffle.id,
      sequence,
      computation: COMPUTATION,
      state: 'frozen',
      list_text,
      list_hash: hashList(list_text),
      entries: entries.length,
      winners_wanted: winners,
      seed_source: source,
      redraw_of: again?.of ?? null,
      reason: again?.reason ?? null,
      frozen_at: now,
      frozen_by_name: tx.actor.name,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await enqueue(tx, broadcastDrawJob, { draw: row.id });
  publish(tx, 'raffle.grid', raffle.id);
  return ok(asDraw(row));
}

async function lockRaffle(tx: Ctx, id: string) {
  return tx.db
    .selectFrom('raffle')
    .select('frozen_at')
    .where(inOrg(tx))
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

async function openOrders(tx: Ctx, raffleId: string) {
  const rows = await tx.db
    .selectFrom('raffle_order as o')
    .leftJoin('payment as p', onOrg('p.id', 'o.payment_id'))
    .select(['o.id', 'o.state', 'p.state as payment_state', 'p.first_approval_at'])
    .where(inOrg(tx, 'o'))
    .where('o.raffle_id', '=', raffleId)
    .where('o.reserved_until', 'is not', null)
    .orderBy('o.id')
    .execute();
  return rows.map(({ id, state, payment_state, first_approval_at }) => ({
    id,
    state,
    proved: payment_state === 'submitted' || first_approval_at !== null,
  }));
}

async function soldEntries(tx: Ctx, raffle: { id: string; digits: number }): Promise<Entry[]> {
  const rows = await tx.db
    .selectFrom('raffle_number as n')
    .innerJoin('raffle_order as o', onOrg('o.id', 'n.order_id'))
    .select(['n.number', 'o.code'])
    .where(inOrg(tx, 'n'))
    .where('n.raffle_id', '=', raffle.id)
    .where('n.state', '=', 'sold')
    .orderBy('n.number')
    .execute();
  return rows.map((row) => ({ label: label(row.number, raffle.digits), orderCode: row.code }));
}
