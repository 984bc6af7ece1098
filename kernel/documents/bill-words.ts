/** What receipts, invoices and credit notes say, on every paper. */
import { formatMoney, formatNumber } from '../i18n/index.ts';
import { decimalsOf, formatAmount } from '../lib/money.ts';
import type { Snapshot } from './snapshot.ts';

export type Kind = 'receipt' | 'invoice' | 'credit_note';

/** The word above the recipient's name. */
export const PARTY: Record<Kind, string> = {
  receipt: 'documents.received_from',
  invoice: 'documents.billed_to',
  credit_note: 'documents.credited_to',
};

/** The lines without those that round the others' sum. */
export const soldOf = ({ lines }: Snapshot) => lines.filter(({ rounding }) => !rounding);

export const roundingOf = ({ lines }: Snapshot): number =>
  lines.reduce((sum, { rounding, amountMinor }) => sum + (rounding ? amountMinor : 0), 0);

/**
 * Without the currency, which is in the column's heading; all digits of Roboto have one width, so the columns align.
 */
export function plainAmount(minor: number, currency: string, locale: string): string {
  const places = decimalsOf(currency);
  const options = { minimumFractionDigits: places, maximumFractionDigits: places };
  return formatNumber(formatAmount(minor, currency) as unknown as number, { locale }, options);
}

/** With the currency's symbol, or with its code when neither font has the symbol (৳, ฿ and the like). */
export function money(minor: number, currency: string, locale: string): string {
  const written = formatMoney(minor, currency, { locale });
  const printable = /^[\p{Script=Latin}\p{Script=Devanagari}\p{Nd}\p{Zs}.,'’−+\-()$£¥€₹₦₱₫₺₽₩₪/]+$/u.test(written);
  return printable ? written : `${currency} ${plainAmount(minor, currency, locale)}`;
}
