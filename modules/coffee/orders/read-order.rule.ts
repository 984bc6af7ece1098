import { readAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';

export type SentOrder = {
  number: string;
  made_at: string;
  payment_method: string;
  payment_state?: 'paid' | 'free' | 'pending' | 'failed';
  payment_reference?: string;
  served?: boolean;
  currency?: string;
  amount: string | number;
  items: { product: string; quantity?: number; amount: string | number }[];
};

/** An order as a machine means it, with its amounts in minor units. */
export type MeantOrder = {
  number: string;
  claimedAt: Date;
  method: string;
  paymentState: 'paid' | 'free' | 'pending' | 'failed';
  reference: string;
  served: boolean;
  currency: string;
  amountMinor: number;
  itemsMinor: number;
  items: { product: string; quantity: number; amount_minor: number }[];
};

/** More than this no coffee costs, and sums of orders stay far from the largest exact number. */
const MAX_MINOR = 100_000_000_000;

/** Reads the amounts. Refusals: `coffee.order.currency`, `coffee.order.amount`. */
export function readOrder(sent: SentOrder, currency: string): Result<MeantOrder> {
  if (sent.currency !== undefined && sent.currency !== currency) return refuse('coffee.order.currency');
  const minor = (amount: string | number): number => {
    const read = readAmount(amount, currency);
    return read.ok && read.data <= MAX_MINOR ? read.data : Number.NaN;
  };
  const amountMinor = minor(sent.amount);
  const items = sent.items.map(({ product, quantity = 1, amount }) => ({
    product,
    quantity,
    amount_minor: minor(amount),
  }));
  const itemsMinor = items.reduce((sum, item) => sum + item.amount_minor, 0);
  if (Number.isNaN(amountMinor) || Number.isNaN(itemsMinor)) return refuse('coffee.order.amount');
  return ok({
    number: sent.number,
    claimedAt: new Date(sent.made_at),
    method: sent.payment_method,
    paymentState: sent.payment_state ?? 'paid',
    reference: sent.payment_reference ?? '',
    served: sent.served ?? true,
    currency,
    amountMinor,
    itemsMinor,
    items,
  });
}
