/** Lists of an organization's keys, without secrets. */
import { type Ctx, inOrg, orgOf } from '../ctx/index.ts';
import type { Algorithm } from './domain/token.ts';
import type { VerifyKey } from './domain/verify-token.ts';

/** For offline scanners and other programs: the Ed25519 keys whose codes are valid, active and retired. */
export async function publicKeys(ctx: Ctx): Promise<VerifyKey[]> {
  const rows = await ctx.db
    .selectFrom('credential_key')
    .select(['id', 'public_key'])
    .where(inOrg(ctx))
    .where('state', '<>', 'revoked')
    .where('public_key', 'is not', null)
    .orderBy('created_at', 'desc')
    .execute();
  const { id: organizationId } = orgOf(ctx);
  return rows.map((row) => ({ id: row.id, organizationId, algorithm: 'ed25519', key: row.public_key as string }));
}

/** All keys, newest first, as the console lists them. */
export async function listKeys(ctx: Ctx) {
  const rows = await ctx.db
    .selectFrom('credential_key')
    .select(['id', 'algorithm', 'state', 'public_key', 'created_at', 'retired_at', 'revoked_at', 'reason'])
    .where(inOrg(ctx))
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map((row) => ({
    ...row,
    algorithm: row.algorithm as Algorithm,
    state: row.state as 'active' | 'retired' | 'revoked',
    created_at: row.created_at.toISOString(),
    retired_at: row.retired_at?.toISOString() ?? null,
    revoked_at: row.revoked_at?.toISOString() ?? null,
  }));
}
