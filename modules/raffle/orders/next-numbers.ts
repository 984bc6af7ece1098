import type { Ctx } from '../../../kernel/ctx/index.ts';
import { sample } from '../../../kernel/lib/random.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { currentGrid } from '../numbers/grid.query.ts';
import { label, labels } from '../numbers/label.rule.ts';
import { nearestFree } from '../numbers/nearest.rule.ts';
import type { RaffleFacts } from '../raffles/raffle-facts.query.ts';
import { expireOrders } from './expire-orders.action.ts';

/**
 * Numbers that were asked for and not free, to try again once their expired reservations are ended here. Refuses with
 * `raffle.numbers.outside` and `raffle.numbers.taken`.
 */
export async function freedNumbers(ctx: Ctx, raffle: RaffleFacts, numbers: number[]): Promise<Result<number[]>> {
  const { first, last, digits } = raffle;
  const outside = numbers.filter((n) => n < first || n > last);
  if (outside.length > 0) {
    const range = { first: label(first, digits), last: label(last, digits) };
    return refuse('raffle.numbers.outside', { numbers: outside.join(', '), ...range });
  }
  const now = ctx.clock.now();
  const held = await ctx.db
    .selectFrom('raffle_number')
    .select(['number', 'order_id', 'reserved_until'])
    .where('organization_id', '=', ctx.organization?.id ?? '')
    .where('raffle_id', '=', raffle.id)
    .where('number', 'in', numbers)
    .where('state', '<>', 'available')
    .orderBy('number')
    .execute();
  const overdue = held.filter((row) => row.reserved_until && row.reserved_until <= now);
  if (overdue.length === held.length) {
    await expireOrders(ctx, { orderIds: overdue.flatMap((row) => row.order_id ?? []) });
    return ok(numbers);
  }
  const gone = held.filter((row) => !overdue.includes(row)).map((row) => row.number);
  const grid = await currentGrid(ctx, { id: raffle.id, first_number: first, last_number: last });
  const isFree = (n: number) => grid.states[n - first] === 0;
  const near = nearestFree(gone, isFree, { first, last }, numbers);
  return refuse('raffle.numbers.taken', { numbers: labels(gone, digits), gone: gone.join(','), near: near.join(',') });
}

/**
 * So many of the numbers that are free now, at random, and some more. Refuses with `raffle.numbers.sold_out` and
 * `raffle.numbers.few_left`.
 */
export async function otherNumbers(ctx: Ctx, raffle: RaffleFacts, count: number): Promise<Result<number[]>> {
  const { first, last } = raffle;
  for (let swept = false; ; swept = true) {
    const grid = await currentGrid(ctx, { id: raffle.id, first_number: first, last_number: last });
    const at = ctx.clock.now().getTime();
    const free: number[] = [];
    let overdue = 0;
    for (let i = 0; i < grid.states.length; i++) {
      if (grid.states[i] === 0) free.push(first + i);
      else if (grid.states[i] === 1 && (grid.until[i] as number) <= at) overdue++;
    }
    // More than needed, because others may take some meanwhile.
    if (free.length >= count) return ok(sample(free, Math.min(free.length, count * 2 + 12)));
    if (free.length + overdue < count || swept) {
      return free.length === 0
        ? refuse('raffle.numbers.sold_out')
        : refuse('raffle.numbers.few_left', { free: free.length, wanted: count });
    }
    await expireOrders(ctx, { raffleId: raffle.id });
  }
}
