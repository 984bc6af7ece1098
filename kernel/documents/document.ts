/** A document of the package, read from its row. */
import { SERIES, type Series } from './contract.ts';
import type { IssuedSnapshot, Snapshot } from './snapshot.ts';

export { SERIES, type Series };

export type IssuedDocument = {
  id: string;
  series: Series;
  /** as printed, e.g. `R-000042` */
  number: string;
  /** the number without its prefix: 42 */
  sequence: number;
  issuedAt: Date;
  subject: { type: string; id: string };
  /** for a credit note: the document that it corrects in part */
  correctsId: string | null;
  /** the content, ready for the render functions */
  snapshot: IssuedSnapshot;
};

export type DocumentRow = {
  id: string;
  series: string;
  number: number;
  formatted_number: string;
  issued_at: Date;
  subject_type: string;
  subject_id: string;
  corrects_id: string | null;
  snapshot: unknown;
};

export const COLUMNS = [
  'id',
  'series',
  'number',
  'formatted_number',
  'issued_at',
  'subject_type',
  'subject_id',
  'corrects_id',
  'snapshot',
] as const;

export function toDocument(row: DocumentRow): IssuedDocument {
  const { formatted_number: number, issued_at: issuedAt } = row;
  return {
    id: row.id,
    series: row.series as Series,
    number,
    sequence: Number(row.number),
    issuedAt,
    subject: { type: row.subject_type, id: row.subject_id },
    correctsId: row.corrects_id,
    snapshot: { ...(row.snapshot as Snapshot), number, issuedAt },
  };
}
