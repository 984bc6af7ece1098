import { moneyFormat } from '../../../../kernel/lib/money-format.ts';
import type { Camelized } from '../../../../kernel/ui/light/index.ts';
import type { OwnPurchase as Seen } from '../contract.ts';

export type OwnPurchase = Camelized<Seen>;

/** Every two seconds for a minute, in which people enter their PIN; then more seldom. */
export const pauseAfter = (looks: number): number => (looks < 30 ? 2000 : 10_000);

/** What the sentences about a purchase name (`portal.electricity.stand_…`). */
export function wordsOf({ wh, currency, payment, charge }: OwnPurchase, locale: string) {
  return {
    kwh: new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(wh / 1000),
    amount: moneyFormat(locale, currency).format(payment.toPay as `${number}`),
    provider: charge?.label ?? '',
    digits: charge?.payer?.slice(-3) ?? '',
  };
}
