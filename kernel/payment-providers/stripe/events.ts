import type { CallbackEvent } from '../provider.ts';
import { type Charge, type Dispute, type Refund, refundAnswer, type Session, sessionAnswer } from './objects.ts';

/** https://docs.stripe.com/api/events */
export type StripeEvent = { id: string; type: string; data: { object: unknown } };

/** Our charge whose money an intent is, by the id of its attempt; null when the intent is none of ours. */
export type ChargeOf = (intent: string) => Promise<string | null>;

/** The parts of an event about our attempts; empty when it is about something else that the account is used for. */
export async function eventsOf(event: StripeEvent, chargeOf: ChargeOf): Promise<CallbackEvent[]> {
  const { id, type } = event;
  const look = async (intent: string | null | undefined, known?: string): Promise<CallbackEvent[]> => {
    const attemptId = known ?? (intent ? await chargeOf(intent) : null);
    return attemptId ? [{ id, attemptId, look: true, raw: event }] : [];
  };
  if (type.startsWith('checkout.session.')) {
    const session = event.data.object as Session;
    if (!session.client_reference_id) return [];
    const failed = type === 'checkout.session.async_payment_failed';
    const answer = failed ? ({ state: 'failed', reason: 'declined' } as const) : sessionAnswer(session);
    return [{ id, attemptId: session.client_reference_id, raw: event, ...proofOf(answer) }];
  }
  if (type.startsWith('charge.dispute.')) return look((event.data.object as Dispute).payment_intent);
  if (type === 'charge.refunded') {
    const { payment_intent, metadata } = event.data.object as Charge;
    return look(payment_intent, metadata?.attempt);
  }
  if (type.startsWith('refund.') || type === 'charge.refund.updated') {
    const refund = event.data.object as Refund;
    const attemptId = refund.metadata?.attempt;
    const answer = refundAnswer(refund);
    // Made at Stripe, or taken back after it had succeeded.
    if (!attemptId || answer.state === 'failed') {
      const looked = await look(refund.payment_intent);
      return [
        ...(attemptId ? [{ id, attemptId, raw: event, ...proofOf(answer) }] : []),
        ...looked.map((each) => ({ ...each, id: `${id} look` })),
      ];
    }
    return [{ id, attemptId, raw: event, ...proofOf(answer) }];
  }
  return [];
}

/** A session that still waits proves nothing: Stripe is asked. */
function proofOf(answer: ReturnType<typeof sessionAnswer>): Pick<CallbackEvent, 'proof'> {
  return answer.state === 'succeeded' || answer.state === 'failed' ? { proof: answer } : {};
}
