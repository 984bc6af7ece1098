import { type Ctx, inOrg } from '../../ctx/index.ts';

/**
 * Opens the lines that were matched with a payment, when there are some. Of a line that paid several the part of this one
 * is open again.
 */
export async function reopenLine(tx: Ctx, paymentId: string): Promise<void> {
  const parts = await tx.db
    .deleteFrom('statement_part')
    .where(inOrg(tx))
    .where('payment_id', '=', paymentId)
    .returning('line_id')
    .execute();
  const split = parts.map((part) => part.line_id);
  await tx.db
    .updateTable('statement_line')
    .set({
      state: 'open',
      payment_id: null,
      certainty: null,
      because: null,
      decided_by_name: null,
      decided_at: null,
      note: null,
      further: false,
    })
    .where(inOrg(tx))
    .where((eb) => eb.or([eb('payment_id', '=', paymentId), ...(split.length > 0 ? [eb('id', 'in', split)] : [])]))
    .where('state', '=', 'matched')
    .execute();
}
