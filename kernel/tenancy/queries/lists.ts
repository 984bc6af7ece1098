import { type Ctx, orgOf, type Role } from '../../ctx/index.ts';

/** The organization's people, owners first. `id` is the person's. */
export async function listMembers(ctx: Ctx) {
  const rows = await ctx.db
    .selectFrom('membership as m')
    .innerJoin('auth_user as u', 'u.id', 'm.user_id')
    .select([
      'u.id',
      'u.name',
      'u.email',
      'u.two_factor_enabled as twoFactorEnabled',
      'm.role',
      'm.created_at as createdAt',
    ])
    .where('m.organization_id', '=', orgOf(ctx).id)
    .orderBy((eb) => eb.case('m.role').when('owner').then(0).when('admin').then(1).when('ops').then(2).else(3).end())
    .orderBy('u.name')
    .orderBy('u.id')
    .execute();
  return rows.map((r) => ({ ...r, role: r.role as Role, createdAt: iso(r.createdAt) }));
}

/** Invitations, newest first, with what became of them. */
export async function listInvitations(ctx: Ctx) {
  const rows = await ctx.db
    .selectFrom('invitation as i')
    .leftJoin('auth_user as u', 'u.id', 'i.invited_by')
    .select([
      'i.id',
      'i.email',
      'i.role',
      'i.expires_at as expiresAt',
      'i.accepted_at as acceptedAt',
      'i.revoked_at as revokedAt',
      'i.created_at as createdAt',
      'u.name as invitedBy',
    ])
    .where('i.organization_id', '=', orgOf(ctx).id)
    .orderBy('i.id', 'desc')
    .limit(500)
    .execute();
  const now = ctx.clock.now();
  return rows.map((r) => ({
    id: r.id,
    email: r.email,
    role: r.role as Role,
    state: invitationState(r, now),
    expiresAt: iso(r.expiresAt),
    createdAt: iso(r.createdAt),
    invitedBy: r.invitedBy ?? null,
  }));
}

export type InvitationState = 'open' | 'accepted' | 'revoked' | 'expired';

function invitationState(
  row: { acceptedAt: Date | string | null; revokedAt: Date | string | null; expiresAt: Date | string },
  now: Date,
): InvitationState {
  if (row.acceptedAt) return 'accepted';
  if (row.revokedAt) return 'revoked';
  return new Date(row.expiresAt) <= now ? 'expired' : 'open';
}

/** The organization's keys, newest first; never the key itself. */
export async function listApiKeys(ctx: Ctx) {
  const rows = await ctx.db
    .selectFrom('api_key')
    .select([
      'id',
      'name',
      'prefix',
      'role',
      'last_used_at as lastUsedAt',
      'expires_at as expiresAt',
      'revoked_at as revokedAt',
      'created_at as createdAt',
    ])
    .where('organization_id', '=', orgOf(ctx).id)
    .orderBy('id', 'desc')
    .limit(500)
    .execute();
  return rows.map((r) => ({
    ...r,
    role: r.role as Role,
    lastUsedAt: isoOrNull(r.lastUsedAt),
    expiresAt: isoOrNull(r.expiresAt),
    revokedAt: isoOrNull(r.revokedAt),
    createdAt: iso(r.createdAt),
  }));
}

const iso = (at: Date | string) => new Date(at).toISOString();
const isoOrNull = (at: Date | string | null) => (at === null ? null : iso(at));
