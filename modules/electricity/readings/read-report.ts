import { readPart } from '../../../kernel/http/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { MAX_READINGS, type Report, ReportedReading, type ReportInput } from './contract.ts';

/** The readings of a report, and the answers to those that can't be read. */
export type ReadReport = { readings: ReportInput['readings']; refused: Report['results'] };

/**
 * Reads a meter's report reading by reading, so that one that is none refuses no other. Refusals: `http.malformed`
 * (nothing can be read), `http.invalid` (no readings, or too many).
 */
export function readReport(body: unknown): Result<ReadReport> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return refuse('http.malformed');
  const sent: unknown = (body as { readings?: unknown }).readings;
  if (!Array.isArray(sent) || sent.length === 0 || sent.length > MAX_READINGS)
    return refuse('http.invalid', undefined, { readings: 'field.other' });
  const report: ReadReport = { readings: [], refused: [] };
  for (const one of sent) {
    const read = readPart(ReportedReading, one);
    if (read.ok) report.readings.push(read.data);
    else report.refused.push(unreadable(one));
  }
  return ok(report);
}

function unreadable(sent: unknown): Report['results'][number] {
  const taken = typeof sent === 'object' && sent !== null ? (sent as { taken_at?: unknown }).taken_at : '';
  const taken_at = typeof taken === 'string' || typeof taken === 'number' ? String(taken).slice(0, 40) : '';
  return { taken_at, state: 'refused', flag: null, code: 'electricity.reading.unreadable' };
}
