import { createHmac } from 'node:crypto';
import type { Ctx, Db } from '../ctx/index.ts';
import { constantTimeEqual } from '../lib/constant-time-equal.ts';

/**
 * Seconds that an authenticator app shows one code, and how many earlier and later steps are accepted; both as in
 * better-auth.
 */
const PERIOD = 30;
const WINDOW = 1;

/** `used`: the code is right, but it or the code of a later step was accepted before. */
export type CodeUse = 'first' | 'used' | 'wrong';

/**
 * Uses up a code of the authenticator app. A code is valid once (RFC 6238, 5.2), on whichever page it is typed;
 * better-auth alone would accept it again. The last accepted step is stored, and wrong codes do not reset it. The lock
 * on the row lets one of two simultaneous requests through. After `first` the caller lets better-auth check the code.
 */
export async function useUpCode(ctx: Ctx, db: Db, userId: string, code: string): Promise<CodeUse> {
  const row = await db.selectFrom('auth_two_factor').select('secret').where('user_id', '=', userId).executeTakeFirst();
  if (!row) return 'wrong';
  const { secretConfig } = await (await ctx.services.auth.betterAuth()).$context;
  const { symmetricDecrypt } = await import('better-auth/crypto');
  const secret = await symmetricDecrypt({ key: secretConfig, data: row.secret });
  // The machine's clock, because better-auth uses it too.
  const step = stepOf(secret, code, Math.floor(Date.now() / 1000 / PERIOD));
  if (step === null) return 'wrong';
  const taken = await db
    .updateTable('auth_two_factor')
    .set({ last_step: step })
    .where('user_id', '=', userId)
    .where((eb) => eb.or([eb('last_step', 'is', null), eb('last_step', '<', step)]))
    .returning('id')
    .executeTakeFirst();
  return taken ? 'first' : 'used';
}

/** The step around `now` that has this code, the latest first; null when none has it. */
export function stepOf(secret: string, code: string, now: number): number | null {
  for (let step = now + WINDOW; step >= now - WINDOW; step--)
    if (constantTimeEqual(codeAt(secret, step), code)) return step;
  return null;
}

/** HOTP, RFC 4226, 5.3: six digits of the HMAC-SHA1 of the step's number. */
function codeAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const at = (mac[19] as number) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
