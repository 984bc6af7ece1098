/** Codes that people type: for a meter that is theirs, and for an invitation. Only their hashes are stored. */
import { createHmac } from 'node:crypto';
import { type Ctx, orgOf } from '../../kernel/ctx/index.ts';
import { deriveKey } from '../../kernel/lib/derive-key.ts';
import { parseShortId, shortId } from '../../kernel/lib/ids.ts';

/** 5.9e14 codes, and few attempts (kernel/auth/throttle.ts). */
const LENGTH = 10;

/** A new code as people read it, e.g. `7KQ2M-9XAP3`, and its hash. */
export function makeCode(ctx: Ctx): { code: string; hash: Buffer } {
  const code = shortId(LENGTH);
  return { code: `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`, hash: hashOf(ctx, code) };
}

/** The hash of a typed code; null when it can't be one. */
export function hashTyped(ctx: Ctx, typed: string): Buffer | null {
  const code = parseShortId(typed, LENGTH);
  return code === null ? null : hashOf(ctx, code);
}

function hashOf(ctx: Ctx, code: string): Buffer {
  const key = deriveKey(ctx.config.SECRET_KEY, 'electricity:codes');
  return createHmac('sha256', key)
    .update(`${orgOf(ctx).id}\n${code}`)
    .digest();
}
