/** Faults between us and Google, by what has to happen next. */
import { retryAfterMsOf } from '../../lib/backoff.ts';
import type { FaultCode } from '../contract.ts';

/**
 * Whether the request was done: `no`; `maybe`, and Google has finished with it; `pending`: maybe, and Google may still
 * work on it.
 */
export type Happened = 'no' | 'maybe' | 'pending';

export class SheetsFault extends Error {
  readonly code: FaultCode;
  readonly happened: Happened;
  /** how long Google asks us to wait */
  readonly retryAfterMs: number | undefined;
  constructor(code: FaultCode, message: string, happened: Happened, retryAfterMs?: number) {
    super(message.slice(0, 500));
    this.name = 'SheetsFault';
    this.code = code;
    this.happened = happened;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * The fault of an answer that isn't a success: https://developers.google.com/workspace/sheets/api/limits and
 * /guides/concepts.
 */
export function faultOf(status: number, message: string, retryAfter: string | undefined): SheetsFault {
  // A gateway that timed out doesn't know about the server behind it.
  if (status === 504) return new SheetsFault('unanswered', message, 'pending');
  if (status >= 500) return new SheetsFault('server', message, 'maybe', retryAfterMsOf(retryAfter));
  if (status === 429 || (status === 403 && /rate.?limit|quota/i.test(message)))
    return new SheetsFault('quota', message, 'no', retryAfterMsOf(retryAfter));
  if (status === 401) return new SheetsFault('credentials', message, 'no');
  if (status === 403) return new SheetsFault('not_shared', message, 'no');
  if (status === 404) return new SheetsFault('not_found', message, 'no');
  if (status === 400 && /number of cells in the workbook/i.test(message)) return new SheetsFault('full', message, 'no');
  return new SheetsFault('refused', message, 'no');
}
