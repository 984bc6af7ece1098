import type { PaymentMethod } from './states.ts';

/** The asset account of each payment method. */
const ASSETS: Record<PaymentMethod, string> = {
  proof: 'assets:bank',
  cash: 'assets:cash',
  mobile_money: 'assets:mobile_money',
  card: 'assets:card',
};

export function assetOf(method: PaymentMethod): string {
  return ASSETS[method];
}

/** Money that we hold and must give back. */
export const REFUNDS_DUE = 'liabilities:refunds_due';

/** The fee that a provider keeps. */
export const feesOf = (provider: string): string => `expenses:fees:${provider}`;
