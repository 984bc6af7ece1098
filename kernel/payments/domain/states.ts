/**
 * What each state of a payment allows. The API, the chat, the console's buttons and the actions read this one table.
 */

export const PAYMENT_STATES = [
  'awaiting',
  'submitted',
  'verified',
  'denied',
  'refunded',
  'expired',
  'unknown',
] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

export const PAYMENT_METHODS = ['proof', 'cash', 'mobile_money', 'card'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

/** Money may still come: what is asked for must stay tellable from the others. */
export const OPEN_STATES = ['awaiting', 'submitted', 'denied', 'unknown'] as const satisfies PaymentState[];

type Rule = { from: readonly PaymentState[]; to: PaymentState };

/**
 * awaiting: nothing heard yet · submitted: a proof waits for somebody to look · unknown: a provider was asked and never
 * answered · expired: closed by what it was for (time ran out, cancelled).
 */
export const RULES = {
  // After it expired too: money that was really sent must not be turned away. It is marked late then.
  submit: { from: ['awaiting', 'submitted', 'denied', 'expired', 'unknown'], to: 'submitted' },
  // Without a proof as well: whoever sees the money in the account needs no picture. Not a denied one, which says what
  // somebody just decided; a new proof opens it again.
  verify: { from: ['awaiting', 'submitted', 'unknown'], to: 'verified' },
  deny: { from: ['submitted', 'unknown'], to: 'denied' },
  mark_paid: { from: ['awaiting', 'submitted', 'denied', 'unknown'], to: 'verified' },
  // By a provider, which is sure. Late money too must not be turned away.
  credit: { from: ['awaiting', 'submitted', 'denied', 'expired', 'unknown'], to: 'verified' },
  // A provider may be asked for the money. A proof that waits comes first: it may be the same money.
  charge: { from: ['awaiting', 'denied'], to: 'awaiting' },
  // A provider was asked and nobody knows what became of it; and then it is known, and no money came.
  lose: { from: ['awaiting'], to: 'unknown' },
  find: { from: ['unknown'], to: 'awaiting' },
  refund: { from: ['verified'], to: 'refunded' },
  close: { from: ['awaiting', 'submitted', 'denied', 'unknown'], to: 'expired' },
} as const satisfies Record<string, Rule>;

export type PaymentAction = keyof typeof RULES;

export function mayPayment(action: PaymentAction, state: PaymentState): boolean {
  return (RULES[action].from as readonly PaymentState[]).includes(state);
}
