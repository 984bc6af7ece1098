import type { Ctx } from '../../ctx/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { asOwner } from '../../tenancy/index.ts';
import { auditAccount, personOf } from '../account.ts';
import type { SessionRef } from '../auth-service.ts';
import { lending } from '../better-auth.ts';
import { cookieOf, headersOf, refusing } from '../calls.ts';
import type { NewPasskey, PasskeyAnswer } from '../contract.ts';
import { lockAccount } from '../lock-account.ts';
import { passwordRefused } from '../provider-only.ts';
import { provePassword } from './prove-person.action.ts';
import { beginSession, type SignedIn } from './sign-in.action.ts';

/** More than anybody has devices; each is named in the question to the next device. */
const MAX_PASSKEYS = 20;

/** What a device answered, as WebAuthn's PublicKeyCredential writes it; the rest of it says nothing that is used. */
const asCredential = <Answer>(id: string, response: Answer) => ({
  id,
  rawId: id,
  type: 'public-key' as const,
  clientExtensionResults: {},
  response,
});

/** What the browser is asked to do, and the cookie that ties its answer to this browser, for five minutes and one use. */
export type Asked = { options: Record<string, unknown>; cookies: string[] };

/**
 * Begins to add a passkey to the caller's account. Asks for the password, so that an unlocked screen is not enough: what
 * is added here opens the account for good. Refused where their password opens nothing either.
 */
export async function beginPasskey(ctx: Ctx, session: SessionRef, password: string): Promise<Result<Asked>> {
  const proved = await provePassword(ctx, password);
  if (!proved.ok) return proved;
  const barred = await passwordRefused(ctx, session.userId);
  if (barred) return barred;
  const { auth } = ctx.services;
  const { api } = await auth.betterAuth();
  const { headers, response } = await api.generatePasskeyRegistrationOptions({
    headers: headersOf(ctx, cookieOf(auth, session)),
    returnHeaders: true,
  });
  return ok({ options: { ...response }, cookies: headers.getSetCookie() });
}

/** Adds what the device made. `cookie`: of the request, with the one of `beginPasskey`. */
export async function addPasskey(
  ctx: Ctx,
  session: SessionRef,
  { name, id, client_data, attestation, transports = [] }: NewPasskey,
  cookie: string,
): Promise<Result<null>> {
  const person = personOf(ctx);
  if (!person.ok) return person;
  const called = name.trim();
  if (called === '') return refuse('auth.name_missing', undefined, { name: 'auth.name_missing' });
  const { api } = await ctx.services.auth.betterAuth();
  const answer = { clientDataJSON: client_data, attestationObject: attestation, transports };
  return asOwner(ctx, ctx.organization, async (tx) => {
    if (!(await lockAccount(tx, session))) return refuse('http.unauthenticated');
    const { count } = await tx.db
      .selectFrom('auth_passkey')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('user_id', '=', session.userId)
      .executeTakeFirstOrThrow();
    if (Number(count) >= MAX_PASSKEYS) return refuse('auth.passkeys_too_many', { most: MAX_PASSKEYS });
    const added = await lending({ db: tx.db }, () =>
      refusing(() =>
        api.verifyPasskeyRegistration({
          body: { response: asCredential(id, answer), name: called },
          headers: headersOf(ctx, cookie),
        }),
      ),
    );
    if (!added.ok) return added;
    await auditAccount(tx, 'auth.passkey.added', person.data.id, called);
    return ok(null);
  });
}

/** Removes one of the caller's passkeys; it opens nothing any more. Asks for the password, as to add one does. */
export async function removePasskey(ctx: Ctx, id: string, password: string): Promise<Result<null>> {
  const person = personOf(ctx);
  if (!person.ok) return person;
  const proved = await provePassword(ctx, password);
  if (!proved.ok) return proved;
  return asOwner(ctx, ctx.organization, async (tx) => {
    const gone = await tx.db
      .deleteFrom('auth_passkey')
      .where('id', '=', id)
      .where('user_id', '=', person.data.id)
      .returning('name')
      .executeTakeFirst();
    if (!gone) return refuse('auth.passkey_not_found');
    await auditAccount(tx, 'auth.passkey.removed', person.data.id, gone.name);
    return ok(null);
  });
}

/** Begins to sign in by a passkey: no name is asked, the device offers those that it has for this address. */
export async function beginPasskeySignIn(ctx: Ctx): Promise<Result<Asked>> {
  const { api } = await ctx.services.auth.betterAuth();
  const { headers, response } = await api.generatePasskeyAuthenticationOptions({
    headers: headersOf(ctx),
    returnHeaders: true,
  });
  // The plugin says "preferred"; better-auth.ts refuses an answer without it.
  return ok({ options: { ...response, userVerification: 'required' }, cookies: headers.getSetCookie() });
}

/**
 * Signs in by a device's signature. No code is asked for: whoever unlocked the device had it and showed a face, finger or
 * PIN, which are two factors. Refused with `auth.single_sign_on_only` as a password is.
 */
export async function signInByPasskey(
  ctx: Ctx,
  { id, client_data, authenticator_data, signature, user_handle }: PasskeyAnswer,
  cookie: string,
): Promise<Result<SignedIn>> {
  const { api } = await ctx.services.auth.betterAuth();
  const answer = {
    clientDataJSON: client_data,
    authenticatorData: authenticator_data,
    signature,
    ...(user_handle && { userHandle: user_handle }),
  };
  // Not in our transaction: whatever is refused, its question is used up.
  const entered = await refusing(() =>
    api.verifyPasskeyAuthentication({
      body: { response: asCredential(id, answer) },
      headers: headersOf(ctx, cookie),
      returnHeaders: true,
    }),
  );
  if (!entered.ok) return entered;
  const { session, user } = entered.data.response;
  const barred = await passwordRefused(ctx, user.id);
  if (barred) {
    await ctx.system.deleteFrom('auth_session').where('token', '=', session.token).execute();
    return barred;
  }
  return beginSession(ctx, {
    person: { id: user.id, name: user.name, email: user.email },
    token: session.token,
    cookies: entered.data.headers.getSetCookie(),
    passkey: id,
  });
}
