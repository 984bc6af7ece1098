import { createHmac } from 'node:crypto';
import { hashPassword, verifyPassword } from '../../auth/index.ts';
import type { Ctx } from '../../ctx/index.ts';
import { deriveKey } from '../../lib/derive-key.ts';
import { latinDigits } from '../../lib/digits.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';

/** Digits as they are typed, in any script. */
export const digitsOf = (typed: string): string => latinDigits(typed).replaceAll(/\s/g, '');

/** A PIN that somebody chose. Refusals: `till.pin_malformed`, `till.pin_simple`. */
export function readPin(typed: string): Result<string> {
  const pin = digitsOf(typed);
  if (!/^\d{4,8}$/.test(pin)) return refuse('till.pin_malformed', undefined, { pin: 'till.pin_malformed' });
  const steps = new Set([...pin].slice(1).map((digit, i) => Number(digit) - Number(pin[i])));
  // 0000, 1234, 8765: what is tried first.
  const simple = steps.size === 1 && [0, 1, -1].includes([...steps][0] as number);
  return simple ? refuse('till.pin_simple', undefined, { pin: 'till.pin_simple' }) : ok(pin);
}

/**
 * Ten thousand PINs are soon tried against a copy of the database, so the digest is of the PIN under a key that is not
 * in it.
 */
const keyed = (ctx: Ctx, userId: string, pin: string): string =>
  createHmac('sha256', deriveKey(ctx.config.SECRET_KEY, 'till:pin')).update(`${userId} ${pin}`).digest('base64url');

export const hashPin = (ctx: Ctx, userId: string, pin: string): Promise<string> =>
  hashPassword(keyed(ctx, userId, pin));

export const isPin = (ctx: Ctx, userId: string, pin: string, hash: string): Promise<boolean> =>
  verifyPassword({ hash, password: keyed(ctx, userId, pin) });
