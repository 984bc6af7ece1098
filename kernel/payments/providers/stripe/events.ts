import type { CallbackEvent } from '../../provider.ts';
import { type Refund, refundAnswer, type Session, sessionAnswer } from './objects.ts';

/** https://docs.stripe.com/api/events */
export type StripeEvent = { id: string; type: string; data: { object: unknown } };

/** The parts of an event about our attempts; empty when it is about something else that the account is used for. */
export function eventsOf(event: StripeEvent): CallbackEvent[] {
  const { id, type } = event;
  if (type.startsWith('checkout.session.')) {
    const session = event.data.object as Session;
    if (!session.client_reference_id) return [];
    const failed = type === 'checkout.session.async_payment_failed';
    const answer = failed ? ({ state: 'failed', reason: 'declined' } as const) : sessionAnswer(session);
    return [{ id, attemptId: session.client_reference_id, raw: event, ...proofOf(answer) }];
  }
  if (type.startsWith('refund.') || type === 'charge.refund.updated') {
    const refund = event.data.object as Refund;
    const attemptId = refund.metadata?.attempt;
    return attemptId ? [{ id, attemptId, raw: event, ...proofOf(refundAnswer(refund)) }] : [];
  }
  return [];
}

/** A session that still waits proves nothing: Stripe is asked. */
function proofOf(answer: ReturnType<typeof sessionAnswer>): Pick<CallbackEvent, 'proof'> {
  return answer.state === 'succeeded' || answer.state === 'failed' ? { proof: answer } : {};
}
