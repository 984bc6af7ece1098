import { audit } from '../../audit/index.ts';
import type { Ctx, Organization, Role } from '../../ctx/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { asOwner, type Membership, membershipsOf } from '../../tenancy/index.ts';
import { asPerson, type Person } from '../account.ts';
import { type Credentials, checkCredentials, type Entered } from './check-credentials.action.ts';

export type SignedIn = { person: Person; role: Role | null; organization: Organization | null; cookies: string[] };

/**
 * Signs a person in. The session starts in the organization of their last session, otherwise in the one they joined
 * first.
 */
export async function signIn(ctx: Ctx, credentials: Credentials): Promise<Result<SignedIn>> {
  const entered = await checkCredentials(ctx, credentials);
  return entered.ok ? beginSession(ctx, entered.data) : entered;
}

/**
 * Sets the organization of a new session (`wanted`, or the last one) and records the sign-in. If it cannot be recorded,
 * the session ends.
 */
export async function beginSession(ctx: Ctx, entered: Entered, wanted?: string): Promise<Result<SignedIn>> {
  const { person, token, cookies, byProvider = false, passkey } = entered;
  const { organization, role } = choose(
    await membershipsOf(ctx, person.id),
    wanted ?? (await lastUsed(ctx, person.id)),
  );
  const endSession = () => ctx.system.deleteFrom('auth_session').where('token', '=', token).execute();
  const begun = await asOwner<SignedIn>(asPerson(ctx, person, role), organization, async (tx) => {
    await tx.db
      .updateTable('auth_session')
      .set({ active_organization_id: organization?.id ?? null, last_seen_at: tx.clock.now(), by_provider: byProvider })
      .where('token', '=', token)
      .execute();
    const subject = { type: 'auth.user', id: person.id };
    if (passkey) {
      // Removed, or ended by a new password, since it signed.
      const name = await markUsed(tx, passkey);
      if (name === undefined) return refuse('auth.passkey_unknown');
      await audit(tx, 'auth.passkey.used', { subject, note: name });
    }
    await audit(tx, 'auth.session.started', { subject });
    return ok({ person, role, organization, cookies });
  }).catch(async (error: unknown) => {
    await endSession();
    throw error;
  });
  if (!begun.ok) await endSession();
  return begun;
}

async function markUsed(tx: Ctx, credentialId: string): Promise<string | undefined> {
  const row = await tx.db
    .updateTable('auth_passkey')
    .set({ last_used_at: tx.clock.now() })
    .where('credential_id', '=', credentialId)
    .returning('name')
    .executeTakeFirst();
  return row?.name;
}

function choose(
  memberships: Membership[],
  id: string | null,
): { organization: Organization | null; role: Role | null } {
  return memberships.find((m) => m.organization.id === id) ?? memberships[0] ?? { organization: null, role: null };
}

async function lastUsed(ctx: Ctx, userId: string): Promise<string | null> {
  const row = await ctx.system
    .selectFrom('auth_session')
    .select('active_organization_id')
    .where('user_id', '=', userId)
    .where('active_organization_id', 'is not', null)
    .orderBy('last_seen_at', (o) => o.desc().nullsLast())
    .limit(1)
    .executeTakeFirst();
  return row?.active_organization_id ?? null;
}
