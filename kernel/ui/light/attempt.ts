import { ApiError, api, type Options } from './api.ts';

/** This attempt was not saved, because an earlier one was: its answer had been lost, and the data has changed since. */
export class EarlierSaved extends ApiError {
  /** `data` of the earlier attempt's answer. */
  answer: unknown;
  /** The earlier attempt's key: with the same data the server returns the same answer again. */
  key: string;

  constructor(refusal: ApiError, key: string, answer: unknown) {
    super(refusal.status, refusal.code, refusal.message);
    this.answer = answer;
    this.key = key;
  }
}

/** Whether a request may have been done: no answer, an unreadable one, or a server error. */
export function isUnknown(error: unknown): boolean {
  if (!(error instanceof ApiError)) return true;
  return error.status === 0 || error.status >= 500 || UNSETTLED.has(error.code);
}
const UNSETTLED = new Set(['unreadable', 'http.idempotency_in_progress']);

type Outcome = { state: 'done' | 'unknown'; answer?: unknown };

/**
 * The refusal itself; or, when the key was used for other data, the result of that request. Throws when it can't be
 * read.
 */
export async function savedBefore(refusal: ApiError, key: string, options: Options = {}): Promise<ApiError> {
  if (refusal.code !== 'http.idempotency_mismatch') return refusal;
  const outcome = await api.get<Outcome>(`/requests/${encodeURIComponent(key)}`, {}, options);
  return new EarlierSaved(refusal, key, outcome.answer);
}

/**
 * One action that a person wants done once, over any number of tries. It keeps one Idempotency-Key until it is done,
 * even when the data changes between the tries, so only one try is ever done, whatever happened to the answers. When
 * the server says that the key was used for other data, the earlier result is read and thrown as `EarlierSaved`.
 */
export class Attempt {
  #key: string;

  constructor(key: string = crypto.randomUUID()) {
    this.#key = key;
  }

  async send<T>(work: (key: string) => Promise<T>): Promise<T> {
    const key = this.#key;
    try {
      const answer = await work(key);
      this.#key = crypto.randomUUID();
      return answer;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const refusal = await savedBefore(error, key);
      // A person who saw this and sends again wants a second record.
      if (refusal instanceof EarlierSaved) this.#key = crypto.randomUUID();
      throw refusal;
    }
  }
}
