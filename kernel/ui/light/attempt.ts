import { ApiError, api, type Options } from './api.ts';

/**
 * Nothing of this try was saved, because an earlier one was after all: its answer had been lost, and what was sent has
 * changed since.
 */
export class EarlierSaved extends ApiError {
  /** `data` of the earlier try's answer. */
  answer: unknown;
  /** The earlier try's key: sent again with what was sent then, the server gives the same answer again. */
  key: string;

  constructor(refusal: ApiError, key: string, answer: unknown) {
    super(refusal.status, refusal.code, refusal.message);
    this.answer = answer;
    this.key = key;
  }
}

/**
 * Whether a request may or may not have been done: no answer came, none that could be read, or one of a server in
 * trouble.
 */
export function isUnknown(error: unknown): boolean {
  if (!(error instanceof ApiError)) return true;
  return error.status === 0 || error.status >= 500 || UNSETTLED.has(error.code);
}
const UNSETTLED = new Set(['unreadable', 'http.idempotency_in_progress']);

type Outcome = { state: 'done' | 'unknown'; answer?: unknown };

/**
 * A refusal as it is; or, when the key was used for something else, what that had been. Throws when this can't be
 * asked.
 */
export async function savedBefore(refusal: ApiError, key: string, options: Options = {}): Promise<ApiError> {
  if (refusal.code !== 'http.idempotency_mismatch') return refusal;
  const outcome = await api.get<Outcome>(`/requests/${encodeURIComponent(key)}`, {}, options);
  return new EarlierSaved(refusal, key, outcome.answer);
}

/**
 * One thing that a person wants done once, over as many tries as it takes. It has one Idempotency-Key until it is done,
 * also when what is sent changes between the tries: so of two tries only one is ever done, whatever became of the
 * answers. When the server says that the key was used for something else, what became of that is looked up and thrown
 * as `EarlierSaved`.
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
      // Whoever is told and sends nevertheless means another one.
      if (refusal instanceof EarlierSaved) this.#key = crypto.randomUUID();
      throw refusal;
    }
  }
}
