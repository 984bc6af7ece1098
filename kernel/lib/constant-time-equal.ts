import { timingSafeEqual } from 'node:crypto';

/**
 * Whether two secrets, signatures or digests are equal, in a time that doesn't depend on where they differ. Server
 * only.
 */
export function constantTimeEqual(one: string | Buffer, other: string | Buffer): boolean {
  const [left, right] = [Buffer.from(one as string), Buffer.from(other as string)];
  return left.length === right.length && timingSafeEqual(left, right);
}
