/** Of each kind how many a device was told of last; what waits no longer is forgotten. */
export type Told = Record<string, number>;
type Counted = { kind: string; count: number };

/**
 * What a device has not been told of: kinds of which more wait than it last heard. `told`: what it knows now, so that what is
 * done and comes again is news again.
 */
export function newsFor<T extends Counted>(before: Told, waiting: readonly T[]): { news: T[]; told: Told } {
  const news = waiting.filter(({ kind, count }) => count > (before[kind] ?? 0));
  const told = Object.fromEntries(
    waiting.flatMap(({ kind, count }) => {
      const known = Math.min(before[kind] ?? 0, count);
      return known > 0 ? [[kind, known]] : [];
    }),
  );
  return { news, told };
}

/** As a device knows it after it was told of all that waits. */
export const toldOf = (waiting: readonly Counted[]): Told =>
  Object.fromEntries(waiting.map(({ kind, count }) => [kind, count]));

const FIRST_SECONDS = 60;
const LONGEST_SECONDS = 3600;

/** Seconds until a device is tried again: growing, and never sooner than its push service asked (429, Retry-After). */
export function pauseAfter(failures: number, retryAfter: string | undefined): number {
  const asked = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : 0;
  const ours = Math.min(FIRST_SECONDS * 2 ** Math.min(failures - 1, 10), LONGEST_SECONDS);
  return Math.max(ours, Math.min(asked, 24 * LONGEST_SECONDS));
}
