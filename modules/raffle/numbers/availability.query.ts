import type { Ctx } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { raffleDigits } from '../raffles/raffle-facts.query.ts';
import type { Availability } from './contract.ts';
import { bitsOf, currentGrid } from './grid.query.ts';

/** Which numbers of a raffle are reserved and sold, by its uuid or code: 25 kB of bits for 100,000 of them. */
export async function availability(ctx: Ctx, reference: string): Promise<Result<Availability>> {
  const raffle = await raffleDigits(ctx, reference);
  if (!raffle) return refuse('raffle.not_found');
  const now = ctx.clock.now();
  const { reserved, sold, counts } = bitsOf(await currentGrid(ctx, raffle), now);
  const total = raffle.last_number - raffle.first_number + 1;
  return ok({
    raffle_id: raffle.id,
    first_number: raffle.first_number,
    last_number: raffle.last_number,
    total,
    available: total - counts.reserved - counts.sold,
    ...counts,
    reserved_bits: Buffer.from(reserved).toString('base64'),
    sold_bits: Buffer.from(sold).toString('base64'),
    as_of: now.toISOString(),
  });
}
