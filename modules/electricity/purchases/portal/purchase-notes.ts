import type { PurchaseNote } from '../../customers/portal/part.ts';

/** What the features add below a purchase, in the list and when it has just been credited. */
export const purchaseNotes: PurchaseNote[] = [
  { name: 'tokens', load: () => import('../../tokens/portal/PurchaseTokens.tsx') },
  { name: 'receipt', load: () => import('../../receipts/portal/ReceiptNote.tsx') },
];
