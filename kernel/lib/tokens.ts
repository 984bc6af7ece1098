import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits as base64url: for links, keys and refresh tokens. Server only. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * The SHA-256 of such a secret, which is stored instead of it. A slow hash would add nothing: 256 random bits can't be
 * guessed.
 */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
