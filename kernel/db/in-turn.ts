/** deadlock_detected, lock_not_available */
const IN_THE_WAY = new Set(['40P01', '55P03']);

/** How often it begins again: with a `lock_timeout` of three seconds, for about a minute. */
const ATTEMPTS = 20;

/** Whether others hold what a change needs, so that it may succeed later. */
export const isInTheWay = (error: unknown): boolean =>
  IN_THE_WAY.has((((error as Error).cause ?? error) as { code?: string }).code ?? '');

/**
 * Runs a change of tables while others use them. They queue behind a change that waits for a lock, so the change sets a
 * short `lock_timeout`; and two may wait for each other. Either way nothing of it stays, and it begins again.
 * `work` is one transaction; throws its last error.
 */
export async function inTurn<T>(work: () => Promise<T>, attempts = ATTEMPTS): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isInTheWay(error) || attempt >= attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100 + 900 * Math.random()));
    }
  }
}
