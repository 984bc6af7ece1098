import { createHmac, randomInt } from 'node:crypto';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { deriveKey } from '../lib/derive-key.ts';
import { latinDigits } from '../lib/digits.ts';
import type { Address } from './account.ts';
import { CODE_LENGTH } from './limits-contract.ts';

export const newCode = (): string => String(randomInt(10 ** CODE_LENGTH)).padStart(CODE_LENGTH, '0');

/** What is stored instead of a code. It is keyed, because a million codes can be hashed in a second. */
export const hashCode = (ctx: Ctx, { value }: Address, code: string): Buffer =>
  createHmac('sha256', deriveKey(ctx.config.SECRET_KEY, 'portal:code'))
    .update(JSON.stringify([orgOf(ctx).id, value, latinDigits(code).replace(/\s/g, '')]))
    .digest();
