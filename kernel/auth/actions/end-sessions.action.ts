import { audit } from '../../audit/index.ts';
import type { Ctx } from '../../ctx/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { asOwner } from '../../tenancy/index.ts';
import { personOf } from '../account.ts';
import type { SessionRef } from '../auth-service.ts';
import { SESSION_SECONDS } from '../better-auth.ts';
import { sessionCookie } from '../calls.ts';

/** Ends the caller's session. */
export async function signOut(ctx: Ctx, session: SessionRef): Promise<Result<null>> {
  return asOwner(ctx, ctx.organization, async (tx) => {
    await tx.db.deleteFrom('auth_session').where('id', '=', session.id).execute();
    await audit(tx, 'auth.session.ended', { subject: { type: 'auth.user', id: session.userId } });
    return ok(null);
  });
}

/** Ends one of the caller's own sessions, on any device; its next request is refused. */
export async function revokeSession(ctx: Ctx, sessionId: string): Promise<Result<null>> {
  const person = personOf(ctx);
  if (!person.ok) return person;
  return asOwner(ctx, ctx.organization, async (tx) => {
    const gone = await tx.db
      .deleteFrom('auth_session')
      .where('id', '=', sessionId)
      .where('user_id', '=', person.data.id)
      .returning(['ip_address', 'user_agent'])
      .executeTakeFirst();
    if (!gone) return refuse('auth.session_not_found');
    await audit(tx, 'auth.session.revoked', {
      subject: { type: 'auth.user', id: person.data.id },
      before: { device: gone.user_agent, ip: gone.ip_address },
    });
    return ok(null);
  });
}

/**
 * Ends all of the caller's sessions except the current one, and the tokens of their mobile clients. Returns how many
 * ended.
 */
export async function revokeOtherSessions(ctx: Ctx, keep: SessionRef | undefined): Promise<Result<{ ended: number }>> {
  const person = personOf(ctx);
  if (!person.ok) return person;
  const { id } = person.data;
  return asOwner(ctx, ctx.organization, async (tx) => {
    let ending = tx.db.deleteFrom('auth_session').where('user_id', '=', id);
    if (keep) ending = ending.where('id', '!=', keep.id);
    const sessions = await ending.returning('id').execute();
    const families = await tx.db
      .updateTable('auth_refresh_token')
      .set({ revoked_at: tx.clock.now() })
      .where('user_id', '=', id)
      .where('revoked_at', 'is', null)
      .returning('family_id')
      .execute();
    const ended = sessions.length + new Set(families.map((f) => f.family_id)).size;
    await audit(tx, 'auth.session.others_ended', { subject: { type: 'auth.user', id }, after: { ended } });
    return ok({ ended });
  });
}

/** Changes the organization that the session works in. */
export async function switchOrganization(ctx: Ctx, session: SessionRef, organizationId: string): Promise<Result<null>> {
  const changed = await ctx.system
    .updateTable('auth_session')
    .set({ active_organization_id: organizationId })
    .where('id', '=', session.id)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('membership')
          .select('role')
          .where('user_id', '=', session.userId)
          .where('organization_id', '=', organizationId),
      ),
    )
    .returning('id')
    .executeTakeFirst();
  return changed ? ok(null) : refuse('auth.not_a_member');
}

/** Renews the term of the session, once a day; returns the cookie to set then. */
export async function renewSession(ctx: Ctx, session: SessionRef): Promise<string[]> {
  const now = ctx.clock.now().getTime();
  const age = SESSION_SECONDS * 1000 - (new Date(session.expiresAt).getTime() - now);
  if (age < 86_400_000) return [];
  await ctx.system
    .updateTable('auth_session')
    .set({ expires_at: new Date(now + SESSION_SECONDS * 1000) })
    .where('id', '=', session.id)
    .execute();
  return [sessionCookie(ctx.services.auth, session.token, SESSION_SECONDS)];
}
