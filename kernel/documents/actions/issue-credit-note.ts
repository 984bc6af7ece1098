import type { Ctx } from '../../ctx/index.ts';
import type { IssuedDocument } from '../document.ts';
import type { Snapshot } from '../snapshot.ts';
import { issueDocument } from './issue-document.ts';

export type CreditInput = {
  /** the receipt or invoice that no longer holds in full */
  corrects: IssuedDocument;
  /** what on it is taken back: an id of the caller's, for which the document is corrected once */
  what: string;
  /** its lines that are taken back, in the amounts in which they stand there */
  lines: Snapshot['lines'];
  tax?: Snapshot['tax'];
  /** why, as it is printed below */
  reason: string;
  prefix?: string;
};

/**
 * Issues a credit note in the caller's transaction: a numbered document that takes back part of an earlier one, names
 * it, and says the same of whom it is from and for. The earlier one stays as it is. Call it last, as `issueDocument`.
 */
export function issueCreditNote(tx: Ctx, input: CreditInput): Promise<IssuedDocument> {
  const { corrects, what, lines, tax, reason, prefix } = input;
  const { organization, party, currency, timeZone, locale } = corrects.snapshot;
  const snapshot: Snapshot = {
    organization,
    party,
    currency,
    ...(timeZone && { timeZone }),
    ...(locale && { locale }),
    lines,
    ...(tax && { tax }),
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
