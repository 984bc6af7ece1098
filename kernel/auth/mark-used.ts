import type { Clock } from '../lib/time.ts';
import type { AuthService } from './auth-service.ts';

/** Five minutes: exact enough for "last used", and a busy key then needs no write for each request. */
const MARK_EVERY_MS = 5 * 60_000;

/** Writes a "last used" mark; the request does not wait for it, and a lost one does no harm. */
export function markUsed(
  auth: AuthService,
  clock: Clock,
  before: Date | null,
  write: (now: Date) => Promise<unknown>,
): void {
  const now = clock.now();
  if (before && now.getTime() - before.getTime() < MARK_EVERY_MS) return;
  const writing = write(now)
    .catch(() => {})
    .finally(() => auth.marks.delete(writing));
  auth.marks.add(writing);
}
