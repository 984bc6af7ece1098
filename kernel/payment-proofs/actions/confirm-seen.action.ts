import { type Ctx, orgOf } from '../../ctx/index.ts';
import { t } from '../../i18n/index.ts';
import { ok, type Result } from '../../lib/result.ts';
import { changePayment, type PaymentRow, recordEvent, verifyPayment } from '../../payments/index.ts';
import { submitProof } from './submit-proof.action.ts';

/**
 * Confirms a locked payment by a line of a bank's statement. First opens one again that was closed or denied meanwhile,
 * because the line is a proof like any other. When a person confirmed it before, its history gets the line's number and
 * nothing else changes. `waits`: above the limit, a second person must approve first.
 *
 * Refuses as verifyPayment does.
 */
export async function confirmSeen(
  tx: Ctx,
  row: PaymentRow,
  seen: { amountMinor: number; transactionReference: string | null; note: string | null },
): Promise<Result<{ waits: boolean }>> {
  const { amountMinor, transactionReference, note } = seen;
  if (row.state !== 'verified') {
    // A payer who left out the cents of a unique amount has paid the price; the ledger records what came.
    if (amountMinor !== row.amount_minor) {
      const change = { amount_minor: amountMinor, own_amount: false };
      await changePayment(tx, row, change, { what: 'matched', note: 'without its cents' });
    }
    if (row.state === 'expired' || row.state === 'denied') {
      const caption = t(orgOf(tx).language, 'console.payments.by_statement');
      const reopened = await submitProof(tx, row.id, { transactionReference, caption });
      if (!reopened.ok) return reopened;
    }
    const verified = await verifyPayment(tx, row.id, { transactionReference, note });
    if (!verified.ok) return verified;
    if (verified.data.state !== 'verified') return ok({ waits: true });
  }
  await recordEvent(tx, row.id, { what: 'matched', from: 'verified', to: 'verified', note: transactionReference });
  return ok({ waits: false });
}
