import { type Ctx, orgOf } from '../ctx/index.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { accountSubject, ownAccount } from './account.ts';
import type { PortalSession } from './contract.ts';

/**
 * The sessions of the account: its token families, the last used first. A new token is made whenever the last one is
 * used. `current`: the caller's family.
 */
export async function listSessions(ctx: Ctx, current: string): Promise<Result<PortalSession[]>> {
  const own = await ownAccount(ctx);
  if (!own.ok) return own;
  const rows = await ctx.system
    .selectFrom('auth_refresh_token')
    .select(['family_id', 'ip_address', 'user_agent', 'created_at'])
    .where('organization_id', '=', orgOf(ctx).id)
    .where('subject', '=', accountSubject(own.data.id))
    .where('revoked_at', 'is', null)
    .where('used_at', 'is', null)
    .where('expires_at', '>', ctx.clock.now())
    .orderBy('created_at', 'desc')
    .limit(200)
    .execute();
  return ok(
    rows.map(({ family_id: id, ip_address, user_agent, created_at }) => ({
      id,
      current: `token ${id}` === current,
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
    .where('organization_id', '=', orgOf(ctx).id)
    .where('subject', '=', accountSubject(own.data.id))
    .where('family_id', '=', familyId)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute();
  return ended.length > 0 ? ok(null) : refuse('auth.session_not_found');
}
