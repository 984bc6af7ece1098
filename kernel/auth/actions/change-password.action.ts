import type { Ctx } from '../../ctx/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { asOwner } from '../../tenancy/index.ts';
import { auditAccount, endSessions, personOf } from '../account.ts';
import type { SessionRef } from '../auth-service.ts';
import { lending } from '../better-auth.ts';
import { cookieOf, headersOf, refusing } from '../calls.ts';
import { accountCounters, countAttempt, forgive } from '../throttle.ts';
import { mailPasswordChanged } from './reset-password.action.ts';

/** Changes the caller's password; every other session and token of theirs ends. */
export async function changePassword(
  ctx: Ctx,
  session: SessionRef,
  input: { currentPassword: string; newPassword: string },
): Promise<Result<null>> {
  const person = personOf(ctx);
  if (!person.ok) return person;
  const counters = accountCounters(ctx, 'password', person.data.id);
  const counted = await countAttempt(ctx, counters);
  if (!counted.ok) return counted;
  const { auth } = ctx.services;
  const { api } = await auth.betterAuth();
  const done = await asOwner(ctx, ctx.organization, async (tx) => {
    const changed = await lending({ db: tx.db }, () =>
      refusing(() => api.changePassword({ body: input, headers: headersOf(ctx, cookieOf(auth, session)) })),
    );
    if (!changed.ok) return named(changed);
    await endSessions(tx, person.data.id, session.id);
    await auditAccount(tx, 'auth.password.changed', person.data.id);
    if (tx.organization) await mailPasswordChanged(tx, person.data);
    return ok(null);
  });
  if (done.ok) await forgive(ctx, counters);
  return done;
}

/** Adds the form field that a refusal concerns. */
function named(refusal: { ok: false; code: string }) {
  const field = { 'auth.wrong_password': 'current_password', 'auth.password_length': 'new_password' }[refusal.code];
  return field ? refuse(refusal.code, undefined, { [field]: refusal.code }) : refusal;
}
