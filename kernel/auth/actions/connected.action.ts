import type { Ctx } from '../../ctx/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { asOwner } from '../../tenancy/index.ts';
import { auditAccount, personOf } from '../account.ts';
import { SINGLE_SIGN_ON } from '../better-auth.ts';

export type Connected = { id: string; provider: string; created_at: string };

/** The provider's accounts that open the caller's. */
export async function listConnected(ctx: Ctx): Promise<Result<Connected[]>> {
  const person = personOf(ctx);
  if (!person.ok) return person;
  const rows = await ctx.system
    .selectFrom('auth_account')
    .select(['id', 'created_at'])
    .where('user_id', '=', person.data.id)
    .where('provider_id', '=', SINGLE_SIGN_ON)
    .orderBy('created_at')
    .limit(100)
    .execute();
  return ok(
    rows.map(({ id, created_at }) => ({ id, provider: ctx.config.OIDC_NAME, created_at: created_at.toISOString() })),
  );
}

/**
 * Unlinks one: it opens the account no more, until whoever holds the same address signs in by it again. Their sessions
 * stay; they are ended where they are listed.
 */
export async function unlinkConnected(ctx: Ctx, id: string): Promise<Result<null>> {
  const person = personOf(ctx);
  if (!person.ok) return person;
  return asOwner(ctx, ctx.organization, async (tx) => {
    const gone = await tx.db
      .deleteFrom('auth_account')
      .where('id', '=', id)
      .where('user_id', '=', person.data.id)
      .where('provider_id', '=', SINGLE_SIGN_ON)
      .returning('id')
      .executeTakeFirst();
    if (!gone) return refuse('auth.connected_not_found');
    await auditAccount(tx, 'auth.connected.unlinked', person.data.id);
    return ok(null);
  });
}
