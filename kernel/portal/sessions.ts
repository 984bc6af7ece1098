import { revokePortalTokens } from '../auth/index.ts';
import { type Ctx, inOrg, orgOf } from '../ctx/index.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { accountSubject, ownAccount } from './account.ts';
import type { PortalSession } from './contract.ts';

/**
 * The sessions of the account: its token families, the last used first. A new token is made whenever the last one is
 * used, now and then two. `current`: the caller's family.
 */
export async function listSessions(ctx: Ctx, current: string | null): Promise<Result<PortalSession[]>> {
  const own = await ownAccount(ctx);
  if (!own.ok) return own;
  const rows = await ctx.system
    .selectFrom('auth_refresh_token')
    .select(['family_id', 'ip_address', 'user_agent', 'created_at'])
    .where(inOrg(ctx))
    .where('subject', '=', accountSubject(own.data.id))
    .where('revoked_at', 'is', null)
    .where('used_at', 'is', null)
    .where('expires_at', '>', ctx.clock.now())
    .orderBy('created_at', 'desc')
    .limit(200)
    .execute();
  const families = new Set<string>();
  const latest = rows.filter(({ family_id }) => !families.has(family_id) && families.add(family_id));
  return ok(
    latest.map(({ family_id: id, ip_address, user_agent, created_at }) => ({
      id,
      current: id === current,
      ip_address,
      user_agent,
      last_used_at: created_at.toISOString(),
    })),
  );
}

/** Ends one session at once. Refuses with `auth.session_not_found`. */
export async function endSession(ctx: Ctx, familyId: string): Promise<Result<null>> {
  const own = await ownAccount(ctx);
  if (!own.ok) return own;
  const ended = await ctx.system
    .updateTable('auth_refresh_token')
    .set({ revoked_at: ctx.clock.now() })
    .where(inOrg(ctx))
    .where('subject', '=', accountSubject(own.data.id))
    .where('family_id', '=', familyId)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute();
  return ended.length > 0 ? ok(null) : refuse('auth.session_not_found');
}

/** Ends all sessions of the account but the caller's, `current`. */
export async function endOtherSessions(ctx: Ctx, current: string | null): Promise<Result<null>> {
  const own = await ownAccount(ctx);
  if (!own.ok) return own;
  await revokePortalTokens(ctx, orgOf(ctx).id, accountSubject(own.data.id), current);
  return ok(null);
}
