import { decimalsOf, parseAmount } from '../../kernel/lib/money.ts';
import type { Region } from '../../kernel/lib/numbers.ts';
import { ok, type Result, refuse } from '../../kernel/lib/result.ts';

/** A bill is smaller than so many whole units of its currency. */
const TOO_LARGE = 100_000_000;

/**
 * The amount of a bill in minor units: as many decimals at most as the currency has, above zero, below 100,000,000. Each
 * fault has its own code, because "invalid amount" helps no cashier.
 */
export function parseBillAmount(text: string, currency: string, region?: Region): Result<number> {
  const decimals = decimalsOf(currency);
  const minor = parseAmount(text, currency, region);
  if (!minor.ok)
    return refuse(`exhibition.bill.${FAULTS[minor.code] ?? 'amount_malformed'}`, { ...minor.detail, decimals });
  return billAmount(minor.data, currency);
}

/** An amount in minor units that a bill may have. */
export function billAmount(minor: number, currency: string): Result<number> {
  if (minor === 0) return refuse('exhibition.bill.amount_zero');
  if (minor >= TOO_LARGE * 10 ** decimalsOf(currency)) return refuse('exhibition.bill.amount_too_large');
  return ok(minor);
}

/** The amount that was typed, in minor units; 0 where it is none that a bill may have. */
export function billMinor(text: string, currency: string, region?: Region): number {
  const read = parseBillAmount(text, currency, region);
  return read.ok ? read.data : 0;
}

const FAULTS: Record<string, string> = {
  'money.too_many_decimals': 'amount_decimals',
  'money.ambiguous': 'amount_ambiguous',
};

/** Whether a bill is large enough to ask for its amount again; `above` in whole units, 0: never. */
export function needsConfirming(minor: number, currency: string, above: number): boolean {
  return above > 0 && minor > above * 10 ** decimalsOf(currency);
}
