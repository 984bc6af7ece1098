import { type Refusal, refuse } from '../../../kernel/lib/result.ts';

/** The most numbers that a page's grid still shows well and one list hashes quickly. */
const MAX_NUMBERS = 100_000;

/** Why a raffle's range of numbers is refused, or null. */
export function rangeFault(first: number, last: number): Refusal | null {
  if (last < first) return refuse('raffle.range_reversed', undefined, { last_number: 'raffle.range_reversed' });
  if (last - first >= MAX_NUMBERS) {
    return refuse('raffle.range_too_large', { limit: MAX_NUMBERS }, { last_number: 'raffle.range_too_large' });
  }
  return null;
}
