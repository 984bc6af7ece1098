/** @jsxImportSource preact */
import type { PurchaseProps } from '../../customers/portal/part.ts';

/** The link to a purchase's receipt, once its units are credited. */
export default function ReceiptNote({ purchase, t }: PurchaseProps) {
  if (!purchase.receiptLink) return null;
  return (
    <div>
      <a href={purchase.receiptLink}>{t('portal.electricity.receipt')}</a>
    </div>
  );
}
