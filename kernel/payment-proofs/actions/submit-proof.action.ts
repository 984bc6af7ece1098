import { audit } from '../../audit/index.ts';
import { picturesAfter } from '../../channels/index.ts';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { enqueue } from '../../jobs/index.ts';
import { newId } from '../../lib/ids.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { isOwnNumber } from '../../lib/transfer-numbers.ts';
import { changePayment, lockPayment, type Payment, payableOf, refusalOf, toPayment } from '../../payments/index.ts';
import { mayHoldText } from '../domain/legible.ts';
import { ownNumbersOf } from '../own-numbers.ts';
import { readProofJob } from '../read-proof.job.ts';

export type NewProof = {
  /** a stored picture or document; its fingerprints come from the file's row */
  fileId?: string | null;
  /** the bank's or operator's own number of the transfer */
  transactionReference?: string | null;
  caption?: string;
  conversationId?: string | null;
  /** the chat message it came in: a second proof with the same id is the same proof */
  eventId?: string | null;
};

/**
 * Adds a proof to a payment, which then waits on the evidence desk. A payment may have several; the same chat message
 * counts once. An expired payment is opened again and marked late. The module is called (Payable.submitted) in the same
 * transaction.
 *
 * Refusals: `payments.not_found`, `payments.already_verified`, `payments.already_refunded`, `payments.proof_empty`,
 * `payments.reference_too_long`, `files.not_found`.
 */
export async function submitProof(ctx: Ctx, id: string, proof: NewProof): Promise<Result<Payment>> {
  const typed = proof.transactionReference?.trim() || null;
  const said = (proof.caption ?? '').trim();
  if (!proof.fileId && !typed && !said) return refuse('payments.proof_empty');
  if (typed && typed.length > 100) return refuse('payments.reference_too_long');
  // Our own account or phone, to which every payer sends, is no number of a transfer: it is kept as text.
  const own = typed !== null && isOwnNumber(typed, await ownNumbersOf(ctx));
  const [reference, caption] = own ? [null, said || typed] : [typed, said];
  return transaction(ctx, async (tx) => {
    const locked = await lockPayment(tx, id);
    if (!locked.ok) return locked;
    const row = locked.data;
    if (proof.eventId && (await isKnown(tx, proof.eventId))) return ok(toPayment(row));
    const refused = refusalOf('submit', row);
    if (refused) return refused;
    const file = proof.fileId ? await findFile(tx, proof.fileId) : null;
    if (proof.fileId && !file) return refuse('files.not_found');

    const now = tx.clock.now();
    const late = row.state === 'expired';
    const proofId = newId(now.getTime());
    const [changed] = await Promise.all([
      changePayment(
        tx,
        row,
        {
          state: 'submitted',
          // The time of the first unchecked proof: further proofs don't move a payer to the end of the queue.
          ...(row.state !== 'submitted' && { submitted_at: now }),
          ...(late && { late: true }),
          // The earlier decision was about other evidence.
          ...(row.state === 'denied' && {
            denial_reason: null,
            decided_by_id: null,
            decided_by_name: null,
            decided_at: null,
          }),
        },
        { what: 'submitted', note: reference },
      ),
      tx.db
        .insertInto('payment_proof')
        .values({
          organization_id: orgOf(tx).id,
          id: proofId,
          payment_id: id,
          file_id: proof.fileId ?? null,
          original_sha256: file?.original_sha256 ?? null,
          perceptual_hash: file?.perceptual_hash ?? null,
          transaction_reference: reference,
          caption: caption.slice(0, 1000),
          conversation_id: proof.conversationId ?? null,
          event_id: proof.eventId ?? null,
          submitted_at: now,
        })
        .execute(),
      audit(tx, 'payments.proof_submitted', {
        subject: { type: 'payment', id },
        after: { reference: row.reference, file: proof.fileId ?? null, transaction_reference: reference, late },
      }),
    ]);
    if (file && mayHoldText(file)) await enqueue(tx, readProofJob, { proofId });
    await takeNext(tx, id, proof);
    const payment = toPayment(changed);
    await payableOf(tx, payment.subject.type).submitted?.(tx, payment);
    return ok(payment);
  });
}

/** A picture that waited while the chat asked which payment the one before it is for; and then the one after it. */
async function takeNext(tx: Ctx, id: string, { fileId, eventId, conversationId = null }: NewProof): Promise<void> {
  if (!fileId || !eventId || !conversationId) return;
  const [next] = await picturesAfter(tx, conversationId, eventId);
  if (next) await submitProof(tx, id, { ...next, conversationId });
}

async function isKnown(tx: Ctx, eventId: string): Promise<boolean> {
  const known = await tx.db
    .selectFrom('payment_proof')
    .select('id')
    .where(inOrg(tx))
    .where('event_id', '=', eventId)
    .executeTakeFirst();
  return known !== undefined;
}

async function findFile(tx: Ctx, fileId: string) {
  return tx.db
    .selectFrom('file')
    .select(['original_sha256', 'perceptual_hash', 'width', 'height'])
    .where(inOrg(tx))
    .where('id', '=', fileId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
}
