/**
 * Two letters or more, such as RF, Ksh or F CFA, but not US$. A country's own readers see them, all others see the code, and
 * a page goes by the reader's browser where a paper goes by the organization: one amount would have two names.
 */
const LETTERS = /\p{L}{2}(?!\$)/u;

/** How an amount is written for readers, everywhere: `₹12,34,567.50`, `$20.00`, and `RWF 1,000` in Rwanda as elsewhere. */
export function moneyFormat(locale: string, currency: string, options?: Intl.NumberFormatOptions): Intl.NumberFormat {
  const made = (more?: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(locale, { style: 'currency', currency, ...options, ...more });
  const format = made();
  return LETTERS.test(format.format(0)) ? made({ currencyDisplay: 'code' }) : format;
}
