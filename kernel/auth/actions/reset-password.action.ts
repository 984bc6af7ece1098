import { setTimeout as sleep } from 'node:timers/promises';
import type { Ctx, Organization } from '../../ctx/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { reachesRecipientOnly, sendMessage } from '../../messages/index.ts';
import { asOwner, membershipsOf } from '../../tenancy/index.ts';
import { asPerson, auditAccount, endEntries, findPerson, normalEmail, type Person } from '../account.ts';
import { lending } from '../better-auth.ts';
import { headersOf, refusing } from '../calls.ts';
import { passwordChangedMail, resetPasswordMail, sealLink, signInByProviderMail } from '../messages.ts';
import { passwordRefused } from '../provider-only.ts';
import { accountCounters, countAttempt, forgive } from '../throttle.ts';
import { clearUnproven, proveAddress } from '../unproven.ts';

/** Every answer takes at least this many milliseconds: more than the writes for a known address. */
const FLOOR_MS = 250;

/**
 * Mails a link to set a new password if the address has an account. Neither the answer nor its duration shows whether
 * it has.
 */
export async function forgotPassword(ctx: Ctx, input: { email: string }): Promise<Result<null>> {
  const [result] = await Promise.all([mailLink(ctx, normalEmail(input.email)), sleep(FLOOR_MS)]);
  return result;
}

async function mailLink(ctx: Ctx, email: string): Promise<Result<null>> {
  const counted = await countAttempt(ctx, accountCounters(ctx, 'forgot-password', email));
  if (!counted.ok) return counted;
  const person = await findPerson(ctx, email);
  const sender = person && (await senderFor(ctx, person.id));
  if (!sender) return ok(null);
  if (await passwordRefused(ctx, person.id)) return mailProvider(ctx, person, sender.organization);
  const { api } = await ctx.services.auth.betterAuth();
  return asOwner(ctx, sender.organization, async (tx) => {
    const sendReset = async (user: Person, token: string) => {
      await sendMessage(tx, {
        to: user.email,
        template: resetPasswordMail,
        params: { name: user.name, sealedToken: sealLink(tx, token) },
        language: tx.locale,
        subject: { type: 'auth.user', id: user.id },
      });
      await auditAccount(tx, 'auth.password.reset_requested', user.id);
    };
    await lending({ db: tx.db, sendReset }, () =>
      api.requestPasswordReset({ body: { email }, headers: headersOf(ctx) }),
    );
    return ok(null);
  });
}

/** Instead of a link that would open nothing: how they sign in. */
function mailProvider(ctx: Ctx, person: Person, organization: Organization): Promise<Result<null>> {
  return asOwner(ctx, organization, async (tx) => {
    await sendMessage(tx, {
      to: person.email,
      template: signInByProviderMail,
      params: { name: person.name },
      language: tx.locale,
      subject: { type: 'auth.user', id: person.id },
    });
    return ok(null);
  });
}

/**
 * The organization whose mail server sends links to an account. Its server may be readable by somebody else, who must
 * not get into another organization that way. So a person who belongs to several organizations gets no mail through
 * such a server, and asks the operator of the installation. Null for an account without an organization, which can open
 * nothing.
 */
async function senderFor(ctx: Ctx, personId: string): Promise<{ organization: Organization; trusted: boolean } | null> {
  const organizations = (await membershipsOf(ctx, personId)).map((membership) => membership.organization);
  for (const organization of organizations) {
    if (await reachesRecipientOnly(ctx, organization.id)) return { organization, trusted: true };
  }
  return organizations.length === 1 && organizations[0] ? { organization: organizations[0], trusted: false } : null;
}

/**
 * Sets a new password with the token of a mailed link, which works once. All sessions, tokens and passkeys of the person end. If
 * nobody had proven the address before, everything else that was set up on the account ends too.
 */
export async function resetPassword(ctx: Ctx, input: { token: string; password: string }): Promise<Result<null>> {
  const { api, $context } = await ctx.services.auth.betterAuth();
  // Read the person first: the next call uses the token up.
  const found = await (await $context).internalAdapter.findVerificationValue(`reset-password:${input.token}`);
  const row = found
    ? await ctx.system
        .selectFrom('auth_user')
        .select(['id', 'name', 'email', 'email_verified'])
        .where('id', '=', found.value)
        .executeTakeFirst()
    : undefined;
  if (!row) return refuse('auth.link_expired');
  const person: Person = { id: row.id, name: row.name, email: row.email };
  const barred = await passwordRefused(ctx, person.id);
  if (barred) return barred;
  const sender = await senderFor(ctx, person.id);
  const organization = sender?.organization ?? null;
  const done = await asOwner(asPerson(ctx, person, null), organization, async (tx) => {
    const reset = await lending({ db: tx.db }, () =>
      refusing(() =>
        api.resetPassword({ body: { token: input.token, newPassword: input.password }, headers: headersOf(ctx) }),
      ),
    );
    if (!reset.ok) return reset;
    if (row.email_verified) await endEntries(tx, person.id);
    else await clearUnproven(tx, person.id);
    if (sender?.trusted) await proveAddress(tx, person.id);
    await auditAccount(tx, 'auth.password.reset', person.id);
    if (organization) await mailPasswordChanged(tx, person);
    return ok(null);
  });
  if (done.ok) await forgive(ctx, accountCounters(ctx, 'sign-in', person.email));
  return done;
}

/** Mails the person, so that they notice a change they did not make. */
export async function mailPasswordChanged(tx: Ctx, person: Person): Promise<void> {
  await sendMessage(tx, {
    to: person.email,
    template: passwordChangedMail,
    params: { name: person.name, ip: tx.ip },
    language: tx.locale,
    subject: { type: 'auth.user', id: person.id },
  });
}
