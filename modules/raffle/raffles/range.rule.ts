import { type Refusal, refuse } from '../../../kernel/lib/result.ts';

/** As many as a grid on a page still shows and a list still hashes at once. */
export const MOST_NUMBERS = 100_000;

/** What is wrong with a raffle's range of numbers, or null. */
export function rangeFault(first: number, last: number): Refusal | null {
  if (last < first) return refuse('raffle.range_reversed', undefined, { last_number: 'raffle.range_reversed' });
  if (last - first >= MOST_NUMBERS) {
    return refuse('raffle.range_too_large', { limit: MOST_NUMBERS }, { last_number: 'raffle.range_too_large' });
  }
  return null;
}
