/**
 * The sandbox's behaviour by the last two digits of an amount in minor units, so that a test or a demo can choose it.
 */

export type Magic =
  | 'declined'
  | 'delayed'
  | 'silent'
  | 'twice'
  | 'less'
  | 'more'
  | 'early'
  | 'no_callback'
  | 'broken'
  | 'other_currency'
  | 'other_payer';

const BY_DIGITS: Record<number, Magic> = {
  // the payer's bank refuses
  1: 'declined',
  // paid, but reported only half a minute later
  2: 'delayed',
  // takes the request and never answers
  3: 'silent',
  // calls back three times, twice with the same event
  4: 'twice',
  // reports success with less, and with more
  5: 'less',
  6: 'more',
  // paid and called back before the request is answered
  7: 'early',
  8: 'no_callback',
  // takes the request and answers 500
  9: 'broken',
  10: 'other_currency',
  // paid by another payer, which matters where the payer is fixed
  11: 'other_payer',
};

export const magicOf = (amountMinor: number): Magic | null => BY_DIGITS[amountMinor % 100] ?? null;

/** The amount that a payer is reported to have paid. */
export function paidOf(amountMinor: number, currency: string): { amountMinor: number; currency: string } {
  const magic = magicOf(amountMinor);
  if (magic === 'less') return { amountMinor: amountMinor - 5, currency };
  if (magic === 'more') return { amountMinor: amountMinor + 94, currency };
  if (magic === 'other_currency') return { amountMinor, currency: currency === 'USD' ? 'EUR' : 'USD' };
  return { amountMinor, currency };
}

export const DELAY_MS = 30_000;

/** How long a payer can pay. */
export const PAGE_MS = 30 * 60_000;

/** Two per cent, as many providers charge. */
export const sandboxFee = (amountMinor: number): number => Math.round(amountMinor / 50);
