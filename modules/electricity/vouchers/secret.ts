/**
 * The digits of vouchers. They are not stored: while a batch is printed they are derived from its secret and a voucher's
 * number, and the secret is erased with the first sale (docs/decisions/0592-vouchers-are-printed-before-they-are-sold.md).
 */
import { createHmac } from 'node:crypto';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { deriveKey } from '../../../kernel/lib/derive-key.ts';
import { createSecretBox } from '../../../kernel/lib/secretbox.ts';
import { RANDOM_DIGITS, withCheck } from './digits.rule.ts';

/** The digits of a batch, by number, and the hashes that are stored of them. */
export function digitsOf(ctx: Ctx, secret: string): (number: number) => string {
  const key = deriveKey(ctx.config.SECRET_KEY, 'electricity:vouchers');
  return (number) => {
    const mac = createHmac('sha256', key)
      .update(`${orgOf(ctx).id}\n${secret}\n${number}`)
      .digest('hex');
    // 128 bits: the digits are even to one part in 2^64.
    const random = BigInt(`0x${mac.slice(0, 32)}`) % 10n ** BigInt(RANDOM_DIGITS);
    return withCheck(random.toString().padStart(RANDOM_DIGITS, '0'));
  };
}

/** What is stored of digits: without SECRET_KEY nobody can try digits against a copy of the table. */
export function hasher(ctx: Ctx): (digits: string) => Buffer {
  const key = keyOfHashes(ctx.config.SECRET_KEY);
  const { id } = orgOf(ctx);
  return (digits) => createHmac('sha256', key).update(`${id}\n${digits}`).digest();
}

// A redemption needs one; deriving it costs more than the hash.
let known: { secret: string; key: Buffer } | undefined;
function keyOfHashes(secret: string): Buffer {
  if (known?.secret !== secret) known = { secret, key: deriveKey(secret, 'electricity:voucher-hashes') };
  return known.key;
}

const box = (ctx: Ctx) => createSecretBox(ctx.config.SECRET_KEY, 'electricity:print');
const placeOf = (ctx: Ctx, batchId: string) => `${orgOf(ctx).id} ${batchId}`;
export const sealSecret = (ctx: Ctx, batchId: string, secret: string) => box(ctx).seal(secret, placeOf(ctx, batchId));
export const openSecret = (ctx: Ctx, batchId: string, sealed: string) => box(ctx).open(sealed, placeOf(ctx, batchId));
