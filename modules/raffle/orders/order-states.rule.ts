import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';

export type OrderState = 'draft' | 'pending_payment' | 'paid' | 'cancelled' | 'expired';
export type OrderStep = 'confirm' | 'confirm_payment' | 'cancel' | 'expire' | 'replace';

/**
 * What each state of an order allows, and the state that follows. The API, the chat and the buttons read this table. An
 * expired order may still be paid, because people send money late; other rules decide whether it gets its numbers.
 */
const orderStates: Record<OrderState, Partial<Record<OrderStep, OrderState>>> = {
  draft: { confirm: 'pending_payment', cancel: 'cancelled', expire: 'expired' },
  pending_payment: { confirm_payment: 'paid', cancel: 'cancelled', expire: 'expired' },
  paid: {},
  cancelled: {},
  expired: { confirm_payment: 'paid', replace: 'paid' },
};

/** Why a state refuses a step, when no better reason is known. */
const REASONS: Record<OrderState, string> = {
  draft: 'raffle.order.not_confirmed',
  pending_payment: 'raffle.order.already_confirmed',
  paid: 'raffle.order.already_paid',
  cancelled: 'raffle.order.cancelled',
  expired: 'raffle.order.expired',
};

/** The state after a step; a refusal when the state does not allow it. */
export function stepFrom(state: OrderState, step: OrderStep): Result<OrderState> {
  const next = orderStates[state][step];
  return next ? ok(next) : refuse(REASONS[state]);
}

/** The steps that staff may take, for buttons. */
export function allowedSteps(state: OrderState): OrderStep[] {
  return (['confirm', 'confirm_payment', 'cancel'] as const).filter((step) => orderStates[state][step]);
}
