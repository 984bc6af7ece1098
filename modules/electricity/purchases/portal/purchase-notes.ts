import type { Static } from 'typebox';
import type { Camelized } from '../../../../kernel/ui/light/index.ts';
import type { PurchaseNote } from '../../customers/portal/part.ts';
import type { Purchase } from '../contract.ts';

/** What the features add below a purchase, in the list and when it has just been credited. */
export const purchaseNotes: PurchaseNote[] = [
  { name: 'tokens', load: () => import('../../tokens/portal/PurchaseTokens.tsx') },
  { name: 'receipt', load: () => import('../../receipts/portal/ReceiptNote.tsx') },
];

export type Bought = Camelized<Static<typeof Purchase>>;
