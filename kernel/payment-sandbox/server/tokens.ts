import { randomBytes } from 'node:crypto';
import { constantTimeEqual } from '../../lib/constant-time-equal.ts';
import { LimitedMap } from '../../lib/limited-map.ts';

const MAX_TOKENS = 10_000;

/** Access tokens that one operator has given out. */
export function openTokens(now: () => number) {
  const given = new LimitedMap<string, { of: string; until: number }>(MAX_TOKENS);
  const refused = new Set<string>();
  return {
    /** @param of whom it lets in: a product, a client */
    give(of: string, seconds: number): string {
      const token = randomBytes(24).toString('base64url');
      given.set(token, { of, until: now() + seconds * 1000 });
      return token;
    },
    /** Whose token this is; null when it never was one, or its time is over. */
    check(authorization: string | undefined): string | null {
      const known = given.get(authorization?.replace(/^Bearer /, '') ?? '');
      return known && known.until > now() ? known.of : null;
    },
    /** Whether a request has to be refused once because its magic says that the token has expired. */
    expires(reference: string): boolean {
      if (refused.has(reference)) return false;
      refused.add(reference);
      if (refused.size > MAX_TOKENS) refused.delete(refused.values().next().value as string);
      return true;
    },
  };
}

export const sameSecret = (given: unknown, secret: string): boolean => constantTimeEqual(String(given ?? ''), secret);
