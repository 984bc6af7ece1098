import { type Ctx, inOrg } from '../../ctx/index.ts';

/** Opens the line that was matched with a payment, when there is one. */
export async function reopenLine(tx: Ctx, paymentId: string): Promise<void> {
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
    })
    .where(inOrg(tx))
    .where('payment_id', '=', paymentId)
    .where('state', '=', 'matched')
    .execute();
}
