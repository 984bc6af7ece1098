export type OrderFacts = {
  paymentState: 'paid' | 'free' | 'pending' | 'failed';
  served: boolean;
  amountMinor: number;
  itemsMinor: number;
  wrongClock: boolean;
  /** its machine is no longer in use */
  retired: boolean;
};

/** Whether an order counts as a sale. */
export const isSale = (state: string): boolean => state === 'paid' || state === 'free';

/**
 * What somebody should look at, the most serious first: money without a product, a product without money, a price that is
 * not the sum of the items, a machine that is no longer in use, a clock that was wrong.
 */
export function exceptionOf(order: OrderFacts): 'not_served' | 'unpaid' | 'sum' | 'retired' | 'clock' | null {
  if (!order.served && order.paymentState === 'paid' && order.amountMinor > 0) return 'not_served';
  if (order.served && !isSale(order.paymentState)) return 'unpaid';
  if (order.amountMinor !== order.itemsMinor) return 'sum';
  if (order.retired) return 'retired';
  return order.wrongClock ? 'clock' : null;
}
