import { createHmac } from 'node:crypto';
import { symmetricDecrypt } from 'better-auth/crypto';
import type { Ctx, Db } from '../ctx/index.ts';
import { isSame } from '../lib/is-same.ts';

/**
 * Seconds for which an authenticator shows one code, and steps to either side that are taken, as better-auth takes
 * them.
 */
const PERIOD = 30;
const WINDOW = 1;

/** `used`: it is right, and was accepted before, or is of a step before one that was. */
export type CodeUse = 'first' | 'used' | 'wrong';

/**
 * Uses a code of the authenticator app up: a code is worth something once (RFC 6238, 5.2), whichever page it is typed
 * into. better-auth would take it as often as it comes. What is remembered is the last accepted step, which no wrong
 * code in between makes forgotten; of two requests at the same moment the row's lock lets one through. Whoever hears
 * `first` asks better-auth next.
 */
export async function useUpCode(ctx: Ctx, db: Db, userId: string, code: string): Promise<CodeUse> {
  const row = await db.selectFrom('auth_two_factor').select('secret').where('user_id', '=', userId).executeTakeFirst();
  if (!row) return 'wrong';
  const { secretConfig } = await ctx.services.auth.betterAuth.$context;
  const secret = await symmetricDecrypt({ key: secretConfig, data: row.secret });
  // The machine's clock, as better-auth reads it.
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

/** The step around `now` whose code this is, the latest first; null when it is none's. */
export function stepOf(secret: string, code: string, now: number): number | null {
  for (let step = now + WINDOW; step >= now - WINDOW; step--) if (isSame(codeAt(secret, step), code)) return step;
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
