import type { Result } from '../lib/result.ts';

/** The refusal of a write whose sender is no longer what was remembered; the request then runs again. */
export const SENDER_CHANGED = 'http.sender_changed';

/**
 * Writes for several requests at once, which are refused together when the sender of one has changed: then each is
 * written by itself, so that only that one has to run again.
 */
export async function writeOrSingly<Q, A>(
  questions: Q[],
  write: (questions: Q[]) => Promise<Result<A>[]>,
): Promise<Result<A>[]> {
  const written = await write(questions);
  const changed = written.some((one) => !one.ok && one.code === SENDER_CHANGED);
  if (!changed || questions.length === 1) return written;
  return (await Promise.all(questions.map((question) => write([question])))).flat();
}
