/** The package's documents as PDF. */
import type { drawCreditNote, drawInvoice, drawReceipt } from './draw-bill.ts';
import type { drawQrSheet } from './draw-qr-sheet.ts';
import type { drawSlip } from './draw-slip.ts';
import { drawnBy } from './drawn-by.ts';

const BILLS = new URL('./draw-bill.ts', import.meta.url);

/** A receipt on A5, formatted for `locale` (BCP 47, with the region for the grouping of amounts). */
export const renderReceipt = drawnBy<typeof drawReceipt>(BILLS, 'drawReceipt');

/** An invoice on A4. */
export const renderInvoice = drawnBy<typeof drawInvoice>(BILLS, 'drawInvoice');

/** A credit note, in the paper size of the document that it corrects. */
export const renderCreditNote = drawnBy<typeof drawCreditNote>(BILLS, 'drawCreditNote');

/** Any of them on a roll of 80 mm. */
export const renderSlip = drawnBy<typeof drawSlip>(new URL('./draw-slip.ts', import.meta.url), 'drawSlip');

/** Most codes in one sheet: each takes 3 to 6 ms, and all documents share one thread. */
export const QR_SHEET_LIMIT = 2000;

const renderSheet = drawnBy<typeof drawQrSheet>(new URL('./draw-qr-sheet.ts', import.meta.url), 'drawQrSheet');

/** Many QR codes on A4, to be cut out. More than `QR_SHEET_LIMIT` throws a RangeError; check before. */
export const renderQrSheet: typeof renderSheet = async (items, options) => {
  if (items.length > QR_SHEET_LIMIT) throw new RangeError(`${items.length} codes are more than ${QR_SHEET_LIMIT}`);
  return renderSheet(items, options);
};
