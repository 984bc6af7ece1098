/** The parts of Stripe's objects that we read, and what they mean for an attempt. */
import { fromStripe } from '../domain/stripe-amount.ts';
import type { Answer, Moved } from '../provider.ts';

type BalanceTransaction = { fee: number; currency: string };

export type Intent = {
  object: 'payment_intent';
  id: string;
  amount_received: number;
  currency: string;
  status: string;
  latest_charge: null | string | { balance_transaction: null | string | BalanceTransaction };
};

export type Session = {
  object: 'checkout.session';
  id: string;
  client_reference_id: string | null;
  status: 'open' | 'complete' | 'expired' | null;
  payment_status: 'paid' | 'unpaid' | 'no_payment_required';
  amount_total: number | null;
  currency: string | null;
  url: string | null;
  expires_at: number;
  payment_intent: string | Intent | null;
};

export type Refund = {
  object: 'refund';
  id: string;
  payment_intent?: string | null;
  amount: number;
  currency: string;
  status: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled' | null;
  failure_reason?: string;
  reason?: string | null;
  metadata: Record<string, string> | null;
};

/** A charge as `charge.refunded` brings it; it has its intent's metadata. */
export type Charge = {
  object: 'charge';
  id: string;
  payment_intent: string | null;
  metadata: Record<string, string> | null;
};

/** https://docs.stripe.com/api/disputes/object */
export type Dispute = {
  object: 'dispute';
  id: string;
  payment_intent: string | null;
  amount: number;
  currency: string;
  status: string;
  reason: string;
};

/** The intent's id is the money's, the session's only the page's. */
export function sessionAnswer(session: Session): Answer {
  const { payment_status, status, amount_total, currency, payment_intent } = session;
  if (payment_status === 'paid' && amount_total !== null && currency && payment_intent) {
    const iso = currency.toUpperCase();
    const intent = typeof payment_intent === 'string' ? null : payment_intent;
    return {
      state: 'succeeded',
      providerId: intent?.id ?? String(payment_intent),
      amountMinor: fromStripe(amount_total, iso),
      currency: iso,
      fee: feeOf(intent),
    };
  }
  if (status === 'expired') return { state: 'failed', reason: 'expired', providerId: session.id };
  return {
    state: 'waiting',
    providerId: session.id,
    expiresAt: new Date(session.expires_at * 1000),
    ...(session.url && { link: session.url }),
  };
}

export function intentAnswer(intent: Intent): Answer {
  const { id, status, amount_received, currency } = intent;
  const iso = currency.toUpperCase();
  if (status === 'canceled') return { state: 'failed', reason: 'declined', providerId: id };
  if (status !== 'succeeded') return { state: 'waiting', providerId: id };
  const amountMinor = fromStripe(amount_received, iso);
  return { state: 'succeeded', providerId: id, amountMinor, currency: iso, fee: feeOf(intent) };
}

/** Known once Stripe has booked the money, in the currency of its account. */
function feeOf(intent: Intent | null): { amountMinor: number; currency: string } | null {
  const charge = intent?.latest_charge;
  const booked = charge && typeof charge === 'object' ? charge.balance_transaction : null;
  if (!booked || typeof booked !== 'object') return null;
  const currency = booked.currency.toUpperCase();
  return { amountMinor: fromStripe(booked.fee, currency), currency };
}

export function refundAnswer({ id, status, amount, currency, failure_reason }: Refund): Answer {
  const iso = currency.toUpperCase();
  if (status === 'succeeded')
    return { state: 'succeeded', providerId: id, amountMinor: fromStripe(amount, iso), currency: iso, fee: null };
  if (status === 'failed' || status === 'canceled')
    return { state: 'failed', reason: 'declined', providerId: id, ...(failure_reason && { detail: failure_reason }) };
  return { state: 'waiting', providerId: id };
}

/** A refund that is over; null while it is under way. */
export function movedByRefund({
  id,
  status,
  amount,
  currency,
  metadata,
  reason,
  failure_reason,
}: Refund): Moved | null {
  if (status !== 'succeeded' && status !== 'failed' && status !== 'canceled') return null;
  const iso = currency.toUpperCase();
  return {
    kind: 'refund',
    providerId: id,
    attemptId: metadata?.attempt ?? null,
    state: status === 'succeeded' ? 'succeeded' : 'failed',
    amountMinor: fromStripe(amount, iso),
    currency: iso,
    reason: failure_reason ?? reason ?? null,
  };
}

/** An inquiry (`warning_…`) that is closed has moved nothing, like a dispute that was won. */
export function movedByDispute({ id, status, amount, currency, reason }: Dispute): Moved {
  const iso = currency.toUpperCase();
  const won = status === 'won' || status === 'warning_closed' || status === 'prevented';
  return {
    kind: 'dispute',
    providerId: id,
    attemptId: null,
    state: won ? 'won' : status === 'lost' ? 'lost' : 'open',
    amountMinor: fromStripe(amount, iso),
    currency: iso,
    reason: reason || null,
  };
}
