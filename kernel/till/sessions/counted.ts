import type { Ctx } from '../../ctx/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import type { CloseInput } from '../contract.ts';
import { sumOf } from '../denominations.rule.ts';
import { readMoney } from './read-money.ts';

export type Counted = { minor: number; counts: { value_minor: number; pieces: number }[] };

/** What was counted, in pieces and as a sum. Refusals: `till.count_empty`, `till.count_unknown`, those of amounts. */
export function readCount(ctx: Ctx, input: CloseInput, currency: string): Result<Counted> {
  const other = input.other?.trim() ?? '';
  if (input.counts === undefined && !other) return refuse('till.count_empty', undefined, { other: 'till.count_empty' });
  const counts = input.counts ?? [];
  const sum = sumOf(
    currency,
    counts.map((one) => ({ valueMinor: one.value_minor, pieces: one.pieces })),
  );
  if (!sum.ok) return sum;
  const more = other ? readMoney(ctx, other, currency, 'other') : ok(0);
  if (!more.ok) return more;
  return ok({ minor: sum.data + more.data, counts: counts.filter(({ pieces }) => pieces > 0) });
}
