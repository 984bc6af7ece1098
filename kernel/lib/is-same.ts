import { timingSafeEqual } from 'node:crypto';

/**
 * Whether two secrets, signatures or digests are the same, in a time that tells nothing of where they differ. Server
 * only.
 */
export function isSame(one: string | Buffer, other: string | Buffer): boolean {
  const [left, right] = [Buffer.from(one as string), Buffer.from(other as string)];
  return left.length === right.length && timingSafeEqual(left, right);
}
