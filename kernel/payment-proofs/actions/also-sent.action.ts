import type { Picture } from '../../channels/index.ts';
import { attempt } from '../../conversations/index.ts';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { lockPayment } from '../../payments/index.ts';
import { submitProof } from './submit-proof.action.ts';

/** Pictures of one payment: an album has ten. Further ones are kept in the conversation only. */
const MAX_PICTURES = 10;

/**
 * Adds a picture that came together with another one to the payment that the other one proves. Where that one is no
 * proof yet, because the chat asks what it is for, it waits with it. Returns false when the payment takes no more
 * proofs: then the person is answered.
 */
export async function alsoSent(tx: Ctx, before: string, picture: Picture, conversationId: string): Promise<boolean> {
  const proof = await tx.db
    .selectFrom('payment_proof')
    .select('payment_id')
    .where(inOrg(tx))
    .where('event_id', '=', before)
    .executeTakeFirst();
  if (!proof) return true;
  const payment = await lockPayment(tx, proof.payment_id);
  // Staff have refused that one meanwhile, so this is a new attempt, which the person wants an answer to.
  if (!payment.ok || payment.data.state === 'denied') return false;
  const there = await tx.db
    .selectFrom('payment_proof')
    .select('id')
    .where(inOrg(tx))
    .where('payment_id', '=', proof.payment_id)
    .where('file_id', 'is not', null)
    .limit(MAX_PICTURES)
    .execute();
  if (there.length >= MAX_PICTURES) return true;
  const added = await attempt(tx, () => submitProof(tx, proof.payment_id, { ...picture, conversationId }));
  return added.ok;
}
