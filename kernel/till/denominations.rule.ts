import { decimalsOf } from '../lib/money.ts';
import { ok, type Result, refuse } from '../lib/result.ts';

/**
 * Notes and coins in use, in whole units, the largest first; where a note and a coin have one value, they are counted
 * together. Central banks' lists of 2026. Other currencies are counted as one sum.
 */
const PIECES: Readonly<Record<string, readonly number[]>> = {
  INR: [500, 200, 100, 50, 20, 10, 5, 2, 1],
  RWF: [5000, 2000, 1000, 500, 100, 50, 20, 10, 5],
  EUR: [500, 200, 100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01],
  USD: [100, 50, 20, 10, 5, 2, 1, 0.5, 0.25, 0.1, 0.05, 0.01],
  COP: [100_000, 50_000, 20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50],
  MXN: [1000, 500, 200, 100, 50, 20, 10, 5, 2, 1, 0.5],
  PEN: [200, 100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1],
  GBP: [50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01],
  KES: [1000, 500, 200, 100, 50, 20, 10, 5, 1],
  UGX: [50_000, 20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50],
};

/** The values of a currency's notes and coins in minor units, the largest first; empty: not known. */
export function denominationsOf(currency: string): number[] {
  const unit = 10 ** decimalsOf(currency);
  return (PIECES[currency] ?? []).map((value) => Math.round(value * unit));
}

/** So many pieces of a note or coin. */
export type Pieces = { valueMinor: number; pieces: number };

/** The sum of what was counted. Refuses with `till.count_unknown` a note or coin that the currency doesn't have. */
export function sumOf(currency: string, counts: readonly Pieces[]): Result<number> {
  const known = denominationsOf(currency);
  const seen = new Set<number>();
  for (const { valueMinor } of counts) {
    if (!known.includes(valueMinor) || seen.has(valueMinor)) return refuse('till.count_unknown');
    seen.add(valueMinor);
  }
  return ok(counts.reduce((sum, { valueMinor, pieces }) => sum + valueMinor * pieces, 0));
}
