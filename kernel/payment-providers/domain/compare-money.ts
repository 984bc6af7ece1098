/** Whether the received money is the requested money. */

export type Asked = { amountMinor: number; currency: string; payer: string | null };
export type Received = { amountMinor: number; currency: string; payer?: string | null };

/**
 * `credit`: the requested amount came, from the right payer; anything above it is the surplus. Otherwise nothing is
 * credited and all of it is the surplus: too little, another currency, or another payer.
 */
export type Compared =
  | { credit: true; surplusMinor: number }
  | { credit: false; surplusMinor: number; because: 'amount' | 'currency' | 'payer' };

export function compareMoney(asked: Asked, received: Received): Compared {
  const none = (because: 'amount' | 'currency' | 'payer'): Compared => ({
    credit: false,
    surplusMinor: received.amountMinor,
    because,
  });
  if (received.currency !== asked.currency) return none('currency');
  if (asked.payer !== null && received.payer && received.payer !== asked.payer) return none('payer');
  if (received.amountMinor < asked.amountMinor) return none('amount');
  return { credit: true, surplusMinor: received.amountMinor - asked.amountMinor };
}
