/** The parts of Stripe's objects that we read, and what they mean for an attempt. */
import { fromStripe } from '../../domain/stripe-amount.ts';
import type { Answer } from '../../provider.ts';

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
  amount: number;
  currency: string;
  status: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled' | null;
  failure_reason?: string;
  metadata: Record<string, string> | null;
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
