/** A document as the room gives it, and how a row becomes one. */
import type { IssuedSnapshot, Snapshot } from './snapshot.ts';

export const SERIES = ['receipt', 'invoice'] as const;
export type Series = (typeof SERIES)[number];

export type IssuedDocument = {
  id: string;
  series: Series;
  number: number;
  formattedNumber: string;
  issuedAt: Date;
  subject: { type: string; id: string };
  snapshot: Snapshot;
};

export type DocumentRow = {
  id: string;
  series: string;
  number: number;
  formatted_number: string;
  issued_at: Date;
  subject_type: string;
  subject_id: string;
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
  'snapshot',
] as const;

export function toDocument(row: DocumentRow): IssuedDocument {
  return {
    id: row.id,
    series: row.series as Series,
    number: row.number,
    formattedNumber: row.formatted_number,
    issuedAt: row.issued_at,
    subject: { type: row.subject_type, id: row.subject_id },
    snapshot: row.snapshot as Snapshot,
  };
}

/** What the drawing needs: the snapshot with its number and date. */
export function issuedSnapshot(document: IssuedDocument): IssuedSnapshot {
  return { ...document.snapshot, number: document.formattedNumber, issuedAt: document.issuedAt };
}
