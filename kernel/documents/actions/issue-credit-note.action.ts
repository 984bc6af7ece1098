import type { Ctx } from '../../ctx/index.ts';
import type { IssuedDocument } from '../document.ts';
import type { Snapshot } from '../snapshot.ts';
import { issueDocument } from './issue-document.action.ts';

export type CreditInput = {
  /** the receipt or invoice to correct */
  corrects: IssuedDocument;
  /** the thing taken back: an id of the caller's, for which the document is corrected once */
  what: string;
  /** the lines taken back, with the amounts of the original */
  lines: Snapshot['lines'];
  tax?: Snapshot['tax'];
  taxes?: Snapshot['taxes'];
  /** the reason, printed below */
  reason: string;
  prefix?: string;
};

/**
 * Issues a credit note in the caller's transaction: a numbered document that takes back part of an earlier one, names
 * it, and has the same issuer and recipient. The earlier one stays unchanged. Call it last, like `issueDocument`.
 */
export function issueCreditNote(tx: Ctx, input: CreditInput): Promise<IssuedDocument> {
  const { corrects, what, lines, tax, taxes, reason, prefix } = input;
  const { organization, party, currency, timeZone, locale } = corrects.snapshot;
  const snapshot: Snapshot = {
    organization,
    party,
    currency,
    ...(timeZone && { timeZone }),
    ...(locale && { locale }),
    lines,
    ...(tax && { tax }),
    ...(taxes && { taxes }),
    totalMinor: lines.reduce((sum, line) => sum + line.amountMinor, 0),
    corrects: { series: corrects.series, number: corrects.number, issuedAt: corrects.issuedAt.toISOString() },
    footer: reason.slice(0, 1000),
  };
  return issueDocument(tx, {
    series: 'credit_note',
    subject: corrects.subject,
    snapshot,
    corrects: { id: corrects.id, what },
    ...(prefix && { prefix }),
  });
}
