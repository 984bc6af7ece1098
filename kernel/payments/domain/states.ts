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

/** credit: from what the organization owes the payer, where its module keeps that (`storeCredit` of the payable). */
export const PAYMENT_METHODS = ['proof', 'cash', 'mobile_money', 'card', 'credit'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

/** How staff see money come in: over the counter, on the own card terminal, or on a phone or account. */
export const SEEN_METHODS = ['cash', 'card', 'transfer'] as const;
export type SeenMethod = (typeof SEEN_METHODS)[number];

type Rule = { from: readonly PaymentState[]; to: PaymentState };

/**
 * awaiting: nothing has come yet · submitted: a proof waits for staff · unknown: a provider was asked and never
 * answered · expired: closed by its module (time ran out, cancelled).
 */
const RULES = {
  // Also after it expired: money that was really sent must not be refused. It is then marked late.
  submit: { from: ['awaiting', 'submitted', 'denied', 'expired', 'unknown'], to: 'submitted' },
  // Also without a proof: staff who see the money in the account need no picture. Not a denied one, which a person has
  // just decided; a new proof opens it again.
  verify: { from: ['awaiting', 'submitted', 'unknown'], to: 'verified' },
  deny: { from: ['submitted', 'unknown'], to: 'denied' },
  mark_paid: { from: ['awaiting', 'submitted', 'denied', 'unknown'], to: 'verified' },
  // By a provider's final answer. Late money must not be refused either.
  credit: { from: ['awaiting', 'submitted', 'denied', 'expired', 'unknown'], to: 'verified' },
  // A provider may be asked for the money. A waiting proof must be decided first: it may be for the same money.
  charge: { from: ['awaiting', 'denied'], to: 'awaiting' },
  // A provider was asked and the result is unknown; later it is known, and no money came.
  lose: { from: ['awaiting'], to: 'unknown' },
  find: { from: ['unknown'], to: 'awaiting' },
  refund: { from: ['verified'], to: 'refunded' },
  close: { from: ['awaiting', 'submitted', 'denied', 'unknown'], to: 'expired' },
} as const satisfies Record<string, Rule>;

export type PaymentAction = keyof typeof RULES;

export function mayPayment(action: PaymentAction, state: PaymentState): boolean {
  return (RULES[action].from as readonly PaymentState[]).includes(state);
}
