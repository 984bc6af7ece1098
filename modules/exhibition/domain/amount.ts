import { decimalsOf, parseAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';

/** The largest bill, in whole units of its currency: 99,999,999.99. */
const LARGEST = 99_999_999.99;

/**
 * The amount of a bill in minor units. Two decimals at most (fewer where the currency has fewer), above zero, at most
 * 99,999,999.99; each fault has a code of its own, because "invalid amount" helps no cashier.
 */
export function parseBillAmount(text: string, currency: string): Result<number> {
  const fraction = /\.(\d+)$/.exec(text.trim())?.[1] ?? '';
  const places = Math.min(2, decimalsOf(currency));
  if (/^\d+\.\d+$/.test(text.trim()) && fraction.length > places) {
    return refuse('exhibition.bill.amount_decimals', { decimals: places });
  }
  const minor = parseAmount(text, currency);
  if (!minor.ok) return refuse('exhibition.bill.amount_malformed');
  if (minor.data === 0) return refuse('exhibition.bill.amount_zero');
  if (minor.data > largestMinor(currency)) return refuse('exhibition.bill.amount_too_large');
  return ok(minor.data);
}

function largestMinor(currency: string): number {
  return Math.round(LARGEST * 100) * 10 ** (decimalsOf(currency) - 2);
}
