import type { Ctx } from '../../../kernel/ctx/index.ts';
import { currentGrid } from './grid.query.ts';

/** The numbers of a raffle that nobody holds, ascending. */
export async function freeNumbers(ctx: Ctx, raffle: { id: string; first: number; last: number }): Promise<number[]> {
  const grid = await currentGrid(ctx, { id: raffle.id, first_number: raffle.first, last_number: raffle.last });
  const free: number[] = [];
  for (let i = 0; i < grid.states.length; i++) if (grid.states[i] === 0) free.push(raffle.first + i);
  return free;
}
