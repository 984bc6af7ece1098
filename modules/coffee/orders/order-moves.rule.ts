import { exceptionOf, isSale } from './judge-order.rule.ts';
import { isWrongClock } from './made-at.rule.ts';

export type PaymentWord = 'pending' | 'failed' | 'paid' | 'free';

/**
 * What another word on the payment of a known order means. Money comes after a failure, such as a card that is held out
 * again: that is forward. `older`: the word was true before, and came late. What takes a sale back contradicts: whether
 * the money is there only a person can find out, so the sale stays as it is until then.
 */
export const PAYMENT_MOVES: Record<PaymentWord, Record<PaymentWord, 'same' | 'forward' | 'older' | 'contradicts'>> = {
  pending: { pending: 'same', failed: 'forward', paid: 'forward', free: 'forward' },
  failed: { pending: 'older', failed: 'same', paid: 'forward', free: 'forward' },
  paid: { pending: 'older', failed: 'contradicts', paid: 'same', free: 'contradicts' },
  free: { pending: 'older', failed: 'contradicts', paid: 'contradicts', free: 'same' },
};

/** An order as it is written. */
export type OrderNow = {
  payment_state: PaymentWord;
  payment_method: string;
  payment_reference: string;
  /** the kernel took the money: then its word counts, not the machine's */
  payment_id: string | null;
  served: boolean;
  amount_minor: number;
  made_at: Date;
  claimed_at: Date;
  exception: string | null;
  /** somebody looked at the exception */
  settled: boolean;
  contradiction: Contradiction | null;
};

/** An order with the same number, as the machine sent it now. */
export type OrderAgain = {
  paymentState: PaymentWord;
  method: string;
  reference: string;
  served: boolean;
  amountMinor: number;
  itemsMinor: number;
  claimedAt: Date;
};

/** What the machine said against an order that is known. */
export type Contradiction = {
  payment_state: PaymentWord;
  payment_method: string;
  served: boolean;
  amount_minor: number;
  made_at: string;
};

export type Move =
  | { result: 'repeated' }
  /** `sells`: it is a sale from now on; `serves`: it was served now */
  | { result: 'updated'; change: Change; sells: boolean; serves: boolean }
  /** null: it waits for a person already, or this was looked at */
  | { result: 'contradicts'; contradiction: Contradiction | null };
type Change = Pick<OrderNow, 'payment_state' | 'payment_method' | 'payment_reference' | 'served' | 'exception'>;

/** What an order that is known and comes again changes. States only move forward, by the table above. */
export function moveOrder(now: OrderNow, again: OrderAgain, retired: boolean): Move {
  const payment = now.payment_id === null ? PAYMENT_MOVES[now.payment_state][again.paymentState] : 'same';
  const sold = isSale(now.payment_state);
  // A sale is in the sums by its method. Before that it may change: the card fails, and coins are taken.
  const sameMethod = now.payment_method === again.method || !sold || now.payment_id !== null;
  const same =
    sameMethod && now.amount_minor === again.amountMinor && now.claimed_at.getTime() === again.claimedAt.getTime();
  const takenBack = sold && now.served && !again.served;
  if (!same || payment === 'contradicts' || takenBack) return contradicted(now, again);
  const served = sold || payment !== 'older' ? again.served || (sold && now.served) : now.served;
  if (payment !== 'forward' && served === now.served) return { result: 'repeated' };
  const payment_state = payment === 'forward' ? again.paymentState : now.payment_state;
  const found = exceptionOf({
    paymentState: payment_state,
    served,
    amountMinor: again.amountMinor,
    itemsMinor: again.itemsMinor,
    wrongClock: isWrongClock(now.made_at, now.claimed_at),
    retired,
  });
  // What no later word of the machine settles stays; a sum that differs may be the charge's, which is not known here.
  const stays = now.exception === 'contradicts' || (found === null && now.exception === 'sum');
  return {
    result: 'updated',
    change: {
      payment_state,
      payment_method: payment === 'forward' ? again.method : now.payment_method,
      payment_reference: payment === 'forward' ? again.reference : now.payment_reference,
      served,
      exception: stays ? now.exception : found,
    },
    sells: !sold && isSale(payment_state),
    serves: served && !now.served,
  };
}

function contradicted(now: OrderNow, again: OrderAgain): Move {
  const contradiction: Contradiction = {
    payment_state: again.paymentState,
    payment_method: again.method,
    served: again.served,
    amount_minor: again.amountMinor,
    made_at: again.claimedAt.toISOString(),
  };
  const waits = now.exception === 'contradicts' && !now.settled;
  const known = now.contradiction !== null && isSame(now.contradiction, contradiction);
  return { result: 'contradicts', contradiction: waits || known ? null : contradiction };
}

const isSame = (one: Contradiction, other: Contradiction) =>
  (Object.keys(other) as (keyof Contradiction)[]).every((key) => one[key] === other[key]);
