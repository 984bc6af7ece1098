/** Public API of the documents package: numbered receipts and invoices, sheets of codes, and drawing, as PDF. */

import { definePackage } from '../module/index.ts';
import { blockRoutes } from './blocks/blocks.routes.ts';
import { documentRoutes } from './documents.routes.ts';
import { personalData } from './personal-data.ts';
import { printerRoutes } from './printers/printers.routes.ts';
import { printerSettings } from './printers/settings.ts';
import { documentSettings } from './settings.ts';
import { issuerStep } from './start-steps.ts';

export { issueCreditNote } from './actions/issue-credit-note.action.ts';
export { type IssueInput, issueDocument } from './actions/issue-document.action.ts';
export { reserveNumbers } from './blocks/reserve-numbers.action.ts';
export type { IssuedDocument } from './document.ts';
export type { QrSheetItem } from './draw-qr-sheet.ts';
export { drawnBy } from './drawn-by.ts';
export { ownFooter } from './footer.ts';
export { issuer } from './issuer.ts';
export { outlineLines, outlineText, outlineWithin } from './outline.ts';
export { paperLogo, slipLogo } from './paper-logo.ts';
export { INK, mm, type Node, qrNode, toPdf } from './pdf.ts';
export { getDocument, listDocuments, renderDocument, slipOf } from './queries.ts';
export {
  renderQrSheet,
  renderReceipt,
} from './render.ts';
export { Slip, SlipRow } from './slip-contract.ts';
export type { IssuedSnapshot, Snapshot } from './snapshot.ts';
export { shorten, text } from './text.ts';

export const documentsPackage = definePackage({
  name: 'documents',
  editableTexts: ['documents.receipt.footer', 'documents.invoice.footer', 'documents.credit_note.footer'],
  personalData,
  permissions: { 'documents.read': 'viewer', 'documents.print': 'ops', 'documents.numbers': 'admin' },
  errors: {
    'documents.not_found': 404,
    'documents.block_not_found': 404,
    'documents.block_closed': 409,
    'documents.reason_blank': 400,
    'documents.too_many_numbers': 429,
    'documents.printers_off': 422,
    'documents.printer_line': 422,
    'documents.printer_port': 422,
    'documents.printer_twice': 422,
    'documents.printer_outside': 422,
    'documents.printer_not_found': 404,
    'documents.not_a_slip': 400,
    'documents.printer_busy': 409,
    'documents.printer_no_answer': 409,
    'documents.printer_stopped': 409,
  },
  settings: [documentSettings, printerSettings],
  startSteps: [issuerStep],
  routes: [...printerRoutes, ...blockRoutes, ...documentRoutes],
});
