import type { Ctx } from '../../ctx/index.ts';
import { latinDigits } from '../../lib/digits.ts';
import { ok, type Refusal, type Result, refuse } from '../../lib/result.ts';
import { asOwner } from '../../tenancy/index.ts';
import { auditAccount, personOf } from '../account.ts';
import type { SessionRef } from '../auth-service.ts';
import { type BetterAuth, lending } from '../better-auth.ts';
import { cookieOf, headersOf, refusing } from '../calls.ts';
import { lockAccount } from '../lock-account.ts';
import { useUpCode } from '../one-time-code.ts';
import { accountCounters, countAttempt, forgive } from '../throttle.ts';

type Answer = { headers: Headers; response: unknown };
/** better-auth replaces the session when the factor changes; these are the new cookies. */
export type Renewed = { cookies: string[] };

/**
 * Starts to turn the second factor on. Returns the `otpauth:` address for the authenticator app and ten backup codes,
 * which are shown once. Sign-in does not ask for a code until `confirmTwoFactor`.
 */
export function enableTwoFactor(ctx: Ctx, session: SessionRef, password: string) {
  return change(ctx, session, 'auth.two_factor.prepared', async (api, headers) => {
    const answer = await api.enableTwoFactor({ body: { password, method: 'totp' }, headers, returnHeaders: true });
    const { totpURI, backupCodes } = answer.response as { totpURI: string; backupCodes: string[] };
    return { ...answer, response: { otpauth_uri: totpURI, backup_codes: backupCodes } };
  });
}

/** Turns it on with a first code of the app. No sign-in accepts that code afterwards. */
export function confirmTwoFactor(ctx: Ctx, session: SessionRef, given: string) {
  const code = latinDigits(given).replace(/\s/g, '');
  const useUp = async (tx: Ctx): Promise<Refusal | null> => {
    const row = await lockAccount(tx, session);
    if (!row) return refuse('http.unauthenticated');
    if (row.two_factor_enabled) return refuse('auth.two_factor_already_on');
    return (await useUpCode(tx, tx.db, session.userId, code)) === 'first' ? null : refuse('auth.wrong_code');
  };
  const verify = (api: Api, headers: Headers) => api.verifyTOTP({ body: { code }, headers, returnHeaders: true });
  return change(ctx, session, 'auth.two_factor.enabled', verify, useUp);
}

/** Turns it off. It asks for the password, so that an unlocked screen is not enough. */
export function disableTwoFactor(ctx: Ctx, session: SessionRef, password: string) {
  return change(ctx, session, 'auth.two_factor.disabled', (api, headers) =>
    api.disableTwoFactor({ body: { password }, headers, returnHeaders: true }),
  );
}

type Api = BetterAuth['api'];

async function change<A extends Answer>(
  ctx: Ctx,
  session: SessionRef,
  action: string,
  call: (api: Api, headers: Headers) => Promise<A>,
  /** checks in the same transaction whether the change is allowed */
  before?: (tx: Ctx) => Promise<Refusal | null>,
): Promise<Result<Renewed & { response: A['response'] }>> {
  const person = personOf(ctx);
  if (!person.ok) return person;
  const counters = accountCounters(ctx, 'password', person.data.id);
  const counted = await countAttempt(ctx, counters);
  if (!counted.ok) return counted;
  const { auth } = ctx.services;
  const { api } = await auth.betterAuth();
  const done = await asOwner(ctx, ctx.organization, async (tx) => {
    const refused = await before?.(tx);
    if (refused) return refused;
    const answer = await lending({ db: tx.db }, () =>
      refusing(() => call(api, headersOf(ctx, cookieOf(auth, session)))),
    );
    if (!answer.ok) return answer;
    await auditAccount(tx, action, person.data.id);
    const { headers, response } = answer.data;
    return ok({ cookies: headers.getSetCookie(), response });
  });
  if (done.ok) await forgive(ctx, counters);
  return done;
}
