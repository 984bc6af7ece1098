import { createHmac, randomInt } from 'node:crypto';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { deriveKey } from '../lib/derive-key.ts';
import { latinDigits } from '../lib/digits.ts';
import type { Address } from './account.ts';

export const CODE_MINUTES = 10;
/**
 * Wrong attempts per code. After them a new code has to be sent, which is throttled too: a chance of one in 200,000 per
 * code.
 */
export const MOST_FAILURES = 5;

export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');

/** What is stored instead of a code. It is keyed, because a million codes can be hashed in a second. */
export const hashCode = (ctx: Ctx, { value }: Address, code: string): Buffer =>
  createHmac('sha256', deriveKey(ctx.config.SECRET_KEY, 'portal:code'))
    .update(JSON.stringify([orgOf(ctx).id, value, latinDigits(code).replace(/\s/g, '')]))
    .digest();
