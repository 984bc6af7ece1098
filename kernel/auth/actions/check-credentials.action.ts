import type { Ctx } from '../../ctx/index.ts';
import { latinDigits } from '../../lib/digits.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { findPerson, normalEmail, type Person } from '../account.ts';
import { asCookieHeader, headersOf, refusing } from '../calls.ts';
import { useUpCode } from '../one-time-code.ts';
import { mayHash } from '../passwords.ts';
import { passwordRefused } from '../provider-only.ts';
import { accountCounters, countAttempt, forgive } from '../throttle.ts';

export type Credentials = { email: string; password: string; code?: string };
/** A new session of better-auth, and its cookies. What began it, when it was no password: the provider, or a passkey. */
export type Entered = { person: Person; token: string; cookies: string[]; byProvider?: boolean; passkey?: string };

/**
 * Checks e-mail and password, then the second factor if it is on: the refusal `auth.second_factor_required` asks for
 * `code`, a code of the authenticator app or a backup code. An unknown address takes as long as a wrong password and
 * gets the same answer. Who signs in by the provider only is refused with `auth.single_sign_on_only`.
 *
 * Do not call it in a transaction: the password hash takes some 60 ms, and the connection would be idle.
 */
export async function checkCredentials(ctx: Ctx, input: Credentials): Promise<Result<Entered>> {
  const email = normalEmail(input.email);
  const counters = accountCounters(ctx, 'sign-in', email);
  const busy = mayHash();
  if (busy) return busy;
  const counted = await countAttempt(ctx, counters);
  if (!counted.ok) return counted;
  const { api } = await ctx.services.auth.betterAuth();
  const first = await refusing(() =>
    api.signInEmail({ body: { email, password: input.password }, headers: headersOf(ctx), returnHeaders: true }),
  );
  if (!first.ok) return first;
  const person = await findPerson(ctx, email);
  if (!person) return refuse('auth.wrong_credentials');
  // Said to whoever knows the password only.
  const barred = await passwordRefused(ctx, person.id);
  if (barred) {
    if ('token' in first.data.response && first.data.response.token)
      await ctx.system.deleteFrom('auth_session').where('token', '=', first.data.response.token).execute();
    await forgive(ctx, counters);
    return barred;
  }
  let cookies = first.data.headers.getSetCookie();
  let token: string | undefined = first.data.response.token;
  if ('twoFactorRedirect' in first.data.response) {
    // The password was right, so this attempt no longer counts. Guessed codes have their own limit, which stays.
    await forgive(ctx, counters);
    if (!input.code) return refuse('auth.second_factor_required');
    const second = await secondFactor(ctx, person.id, input.code, asCookieHeader(cookies));
    if (!second.ok) return second;
    cookies = second.data.cookies;
    token = second.data.token;
  }
  if (!token) throw new Error('better-auth made no session');
  await forgive(ctx, counters);
  const { id, name } = person;
  return ok({ person: { id, name, email }, token, cookies: cookies.filter((line) => !/Max-Age=0/i.test(line)) });
}

async function secondFactor(ctx: Ctx, userId: string, given: string, cookie: string) {
  const code = latinDigits(given).replace(/\s/g, '');
  const { api } = await ctx.services.auth.betterAuth();
  const call = { body: { code }, headers: headersOf(ctx, cookie), returnHeaders: true } as const;
  if (!/^\d{6}$/.test(code)) {
    const answer = await refusing(() => api.verifyBackupCode(call));
    return answer.ok ? ok({ cookies: answer.data.headers.getSetCookie(), token: answer.data.response.token }) : answer;
  }
  // The code is marked as used before better-auth checks it, so only one of two simultaneous sign-ins with one code
  // succeeds. For a code that matches no step, better-auth refuses and counts; it gets a code that cannot become valid
  // in the meantime.
  const use = await useUpCode(ctx, ctx.system, userId, code);
  if (use === 'used') return refuse('auth.wrong_code');
  const judged = use === 'wrong' ? { ...call, body: { code: 'wrong' } } : call;
  const answer = await refusing(() => api.verifyTOTP(judged));
  return answer.ok ? ok({ cookies: answer.data.headers.getSetCookie(), token: answer.data.response.token }) : answer;
}
