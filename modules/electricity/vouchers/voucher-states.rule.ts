/** What each state of a voucher allows. The API, the buttons and the actions read this table. */

/** expired: not stored; issued or sold, and its batch's day is over */
export const VOUCHER_STATES = ['issued', 'sold', 'redeemed', 'expired', 'cancelled'] as const;
export type VoucherState = (typeof VOUCHER_STATES)[number];

const VOUCHER_RULES = {
  sell: ['issued'],
  redeem: ['sold'],
  /** a sold one is paid back */
  cancel: ['issued', 'sold', 'expired'],
} as const satisfies Record<string, readonly VoucherState[]>;
export type VoucherAction = keyof typeof VOUCHER_RULES;

export function mayVoucher(action: VoucherAction, state: VoucherState): boolean {
  return (VOUCHER_RULES[action] as readonly VoucherState[]).includes(state);
}

/** The state that people see. */
export function voucherState(stored: string, expiresAt: Date, now: Date): VoucherState {
  const open = stored === 'issued' || stored === 'sold';
  return open && expiresAt <= now ? 'expired' : (stored as VoucherState);
}
