import type { PaymentMethod } from './states.ts';

/** What is owed to customers as store credit. */
export const STORE_CREDIT = 'liabilities:store_credit';

/** The account of each payment method. */
const ASSETS: Record<PaymentMethod, string> = {
  proof: 'assets:bank',
  cash: 'assets:cash',
  mobile_money: 'assets:mobile_money',
  card: 'assets:card',
  credit: STORE_CREDIT,
};

export function assetOf(method: PaymentMethod): string {
  return ASSETS[method];
}

/** Money that we hold and must give back. */
export const REFUNDS_DUE = 'liabilities:refunds_due';

/** The fee that a provider keeps. */
export const feesOf = (provider: string): string => `expenses:fees:${provider}`;
