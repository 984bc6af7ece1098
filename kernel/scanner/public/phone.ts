import type { Send } from './send.ts';

/** What a scanner needs of its phone; tests give another. */
export type Phone = {
  fetch: Send;
  /** this phone's own clock, right or wrong */
  now(): number;
  /** false when the phone knows that it has no network; true may be wrong */
  maybeOnline(): boolean;
  /** lets only one window of this phone do this at a time */
  alone<T>(task: () => Promise<T>): Promise<T>;
};
