/**
 * Stripe's smallest units, which sometimes differ from ISO 4217's: https://docs.stripe.com/currencies#minor-units and
 * #special-cases
 */
import { decimalsOf } from '../../lib/money.ts';

const NO_DECIMALS = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));
const THREE_DECIMALS = new Set('BHD JOD KWD OMR TND'.split(' '));

function stripeDecimals(currency: string): number {
  if (NO_DECIMALS.has(currency)) return 0;
  return THREE_DECIMALS.has(currency) ? 3 : 2;
}

/** An amount in Stripe's units; null when impossible, e.g. the last of three decimals is not 0, or half a yen. */
export function toStripe(amountMinor: number, currency: string): number | null {
  const amount = shift(amountMinor, stripeDecimals(currency) - decimalsOf(currency));
  // With three decimals Stripe requires the last to be zero.
  return Number.isSafeInteger(amount) && (!THREE_DECIMALS.has(currency) || amount % 10 === 0) ? amount : null;
}

/** Stripe's amount in ISO 4217's minor units, rounded where those are larger. */
export function fromStripe(amount: number, currency: string): number {
  return Math.round(shift(amount, decimalsOf(currency) - stripeDecimals(currency)));
}

const shift = (amount: number, places: number) => (places >= 0 ? amount * 10 ** places : amount / 10 ** -places);
