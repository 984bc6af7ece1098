/** Amounts as mobile-money operators write them: whole units of the currency, with a point and decimals or none. */
import { decimalsOf, formatAmount } from './money.ts';

/** `1000` for 1,000 RWF, `10.5` for KES 10.50, since some accept decimals only where they are needed. */
export const toWire = (minor: number, currency: string): string =>
  formatAmount(minor, currency)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');

/** Minor units of `1000`, `1000.00` or 10.5; null when it is no positive amount that the currency has. */
export function fromWire(amount: unknown, currency: string): number | null {
  const [, whole, fraction = ''] = /^(\d{1,13})(?:\.(\d*))?$/.exec(String(amount)) ?? [];
  if (whole === undefined) return null;
  const places = decimalsOf(currency);
  const exact = fraction.replace(/0+$/, '');
  const minor = Number(whole + exact.padEnd(places, '0'));
  return exact.length <= places && Number.isSafeInteger(minor) && minor > 0 ? minor : null;
}
