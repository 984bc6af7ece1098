/** Public API of the documents package: numbered receipts and invoices, sheets of codes, and drawing, as PDF. */

import { definePackage } from '../module/index.ts';
import { documentRoutes } from './documents.routes.ts';
import { personalData } from './personal-data.ts';
import { documentSettings } from './settings.ts';
import { issuerStep } from './start-steps.ts';

export { issueCreditNote } from './actions/issue-credit-note.action.ts';
export { type IssueInput, issueDocument } from './actions/issue-document.action.ts';
export type { IssuedDocument } from './document.ts';
export type { QrSheetItem } from './draw-qr-sheet.ts';
export { drawnBy } from './drawn-by.ts';
export { issuer } from './issuer.ts';
export { FONT_FILES, INK, mm, type Node, qrNode, toPdf } from './pdf.ts';
export { getDocument, listDocuments, renderDocument } from './queries.ts';
export {
  renderQrSheet,
  renderReceipt,
} from './render.ts';
export type { IssuedSnapshot, Snapshot } from './snapshot.ts';
export { runs, shorten, text } from './text.ts';

export const documentsPackage = definePackage({
  name: 'documents',
  personalData,
  permissions: { 'documents.read': 'viewer' },
  errors: { 'documents.not_found': 404 },
  settings: [documentSettings],
  startSteps: [issuerStep],
  routes: documentRoutes,
});
