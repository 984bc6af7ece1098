/**
 * The sandbox's behaviour by the last two digits of an amount in minor units, or of mobile money also of a phone number
 * (`magicPhone`), so that a test or a demo can choose it.
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
  | 'other_payer'
  | MobileMagic;

/** Of mobile money only. */
type MobileMagic =
  | 'ambiguous'
  | 'conflict'
  | 'expired_token'
  | 'no_money'
  | 'ignored'
  | 'lost'
  | 'ongoing'
  | 'unknown_payer';

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
  // taken and paid, but for half a minute the operator itself isn't sure
  12: 'ambiguous',
  // takes the request and answers that it had it before
  13: 'conflict',
  // refuses the access token, as if it had expired
  14: 'expired_token',
  15: 'no_money',
  // the payer never enters the PIN
  16: 'ignored',
  // the request gets lost on its way there
  17: 'lost',
  // stays pending
  18: 'ongoing',
  19: 'unknown_payer',
};

export const magicOf = (amountMinor: number): Magic | null => BY_DIGITS[amountMinor % 100] ?? null;

/** A card has the first eleven of them. */
export const cardMagic = (amountMinor: number): Magic | null => (amountMinor % 100 <= 11 ? magicOf(amountMinor) : null);

/** …0000NN: such a phone does by itself what NN says, 00 pays; null: a person holds it, and enters a PIN on its page. */
export function magicPhone(phone: string): Magic | 'pays' | null {
  const [, digits] = /0000(\d\d)$/.exec(phone) ?? [];
  if (digits === undefined) return null;
  return digits === '00' ? 'pays' : (BY_DIGITS[Number(digits)] ?? null);
}

/** The amount that a payer is reported to have paid. */
export function paidOf(
  amountMinor: number,
  currency: string,
  magic: Magic | 'pays' | null = magicOf(amountMinor),
): { amountMinor: number; currency: string } {
  if (magic === 'less') return { amountMinor: amountMinor - 5, currency };
  if (magic === 'more') return { amountMinor: amountMinor + 94, currency };
  if (magic === 'other_currency') return { amountMinor, currency: currency === 'USD' ? 'EUR' : 'USD' };
  return { amountMinor, currency };
}

export const DELAY_MS = 30_000;

/** How long a payer can pay on a card's page. */
export const PAGE_MS = 30 * 60_000;
/** How long a phone waits for its PIN. */
export const PIN_MS = 5 * 60_000;

/** Two per cent, as many providers charge. */
export const sandboxFee = (amountMinor: number): number => Math.round(amountMinor / 50);
