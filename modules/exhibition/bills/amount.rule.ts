import { decimalsOf, parseAmount } from '../../../kernel/lib/money.ts';
import type { Region } from '../../../kernel/lib/numbers.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';

/** The largest bill, in whole units of its currency: 99,999,999.99. */
const LARGEST = 99_999_999.99;

/**
 * The amount of a bill in minor units. Two decimals at most (fewer where the currency has fewer), above zero, at most
 * 99,999,999.99. Each fault has its own code, because "invalid amount" helps no cashier.
 */
export function parseBillAmount(text: string, currency: string, region?: Region): Result<number> {
  const decimals = Math.min(2, decimalsOf(currency));
  const minor = parseAmount(text, currency, region);
  if (!minor.ok)
    return refuse(`exhibition.bill.${FAULTS[minor.code] ?? 'amount_malformed'}`, { ...minor.detail, decimals });
  // In a currency with three decimals the third must be zero.
  if (minor.data % 10 ** (decimalsOf(currency) - decimals) !== 0)
    return refuse('exhibition.bill.amount_decimals', { decimals });
  if (minor.data === 0) return refuse('exhibition.bill.amount_zero');
  if (minor.data > largestMinor(currency)) return refuse('exhibition.bill.amount_too_large');
  return ok(minor.data);
}

const FAULTS: Record<string, string> = {
  'money.too_many_decimals': 'amount_decimals',
  'money.ambiguous': 'amount_ambiguous',
};

/** Whether a bill is large enough to ask for its amount again; `above` in whole units, 0: never. */
export function needsConfirming(minor: number, currency: string, above: number): boolean {
  return above > 0 && minor > above * 10 ** decimalsOf(currency);
}

function largestMinor(currency: string): number {
  return Math.round(LARGEST * 100) * 10 ** (decimalsOf(currency) - 2);
}
