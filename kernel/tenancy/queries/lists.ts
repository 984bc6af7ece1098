import { type Ctx, inOrg, type Limit, onOrg, type Role } from '../../ctx/index.ts';
import { versionOf } from '../../http/index.ts';
import type { KeyRole } from '../contract.ts';
import { lesser } from '../domain/roles.ts';
import { findPart, type LimitColumns, limitFrom } from '../limits.ts';

/** The organization's members, owners first. `id` is the person's. */
export async function listMembers(ctx: Ctx) {
  const rows = await ctx.db
    .selectFrom('membership as m')
    .innerJoin('auth_user as u', 'u.id', 'm.user_id')
    .select(['u.id', 'u.name', 'u.email', 'u.two_factor_enabled', 'm.role', 'm.staff_role', 'm.created_at'])
    .select(['m.limit_kind', 'm.limit_id'])
    .where(inOrg(ctx, 'm'))
    .orderBy((eb) => eb.case('m.role').when('owner').then(0).when('admin').then(1).when('ops').then(2).else(3).end())
    .orderBy('u.name')
    .orderBy('u.id')
    .execute();
  const named = await limitNames(ctx, rows);
  return rows.map(({ limit_kind, limit_id, ...r }) => ({
    ...r,
    role: r.role as Role,
    limit: named({ limit_kind, limit_id }),
    created_at: iso(r.created_at),
    version: versionOf({
      role: r.role,
      staff_role: r.staff_role,
      limit: limitFrom({ limit_kind, limit_id }).limit ?? null,
    }),
  }));
}

/** A member by the person's id, or undefined. */
export async function findMember(ctx: Ctx, userId: string): Promise<FoundMember | undefined> {
  const row = await ctx.db
    .selectFrom('membership')
    .select(['user_id as id', 'role', 'staff_role', 'limit_kind', 'limit_id'])
    .where(inOrg(ctx))
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row && { id: row.id, role: row.role, staff_role: row.staff_role, limit: limitFrom(row).limit ?? null };
}
export type FoundMember = { id: string; role: string; staff_role: string | null; limit: Limit | null };

/** Finds the names of the parts that rows are limited to, each once. */
async function limitNames(ctx: Ctx, rows: LimitColumns[]) {
  const names = new Map<string, string | null>();
  for (const { limit } of rows.map(limitFrom)) {
    if (!limit || names.has(`${limit.kind} ${limit.id}`)) continue;
    names.set(`${limit.kind} ${limit.id}`, (await findPart(ctx, limit))?.name ?? null);
  }
  return (row: LimitColumns) => {
    const { limit } = limitFrom(row);
    return limit ? { ...limit, name: names.get(`${limit.kind} ${limit.id}`) ?? null } : null;
  };
}

/** Invitations, newest first, with their state. */
export async function listInvitations(ctx: Ctx) {
  const rows = await ctx.db
    .selectFrom('invitation as i')
    .leftJoin('auth_user as u', 'u.id', 'i.invited_by')
    .select([
      'i.id',
      'i.email',
      'i.role',
      'i.staff_role',
      'i.limit_kind',
      'i.limit_id',
      'i.expires_at',
      'i.accepted_at',
      'i.revoked_at',
      'i.created_at',
      'u.name as invited_by',
    ])
    .where(inOrg(ctx, 'i'))
    .orderBy('i.id', 'desc')
    .limit(500)
    .execute();
  const now = ctx.clock.now();
  const named = await limitNames(ctx, rows);
  return rows.map((r) => ({
    id: r.id,
    email: r.email,
    role: r.role as Role,
    staff_role: r.staff_role,
    limit: named(r),
    state: invitationState(r, now),
    expires_at: iso(r.expires_at),
    created_at: iso(r.created_at),
    invited_by: r.invited_by ?? null,
  }));
}

export type InvitationState = 'open' | 'accepted' | 'revoked' | 'expired';

function invitationState(
  row: { accepted_at: Date | string | null; revoked_at: Date | string | null; expires_at: Date | string },
  now: Date,
): InvitationState {
  if (row.accepted_at) return 'accepted';
  if (row.revoked_at) return 'revoked';
  return new Date(row.expires_at) <= now ? 'expired' : 'open';
}

/** The organization's keys, newest first, with their makers and current rights; never the key itself. */
export async function listApiKeys(ctx: Ctx) {
  const rows = await ctx.db
    .selectFrom('api_key as k')
    .leftJoin('membership as m', onOrg('m.user_id', 'k.created_by'))
    .leftJoin('auth_user as u', 'u.id', 'm.user_id')
    .select([
      'k.id',
      'k.name',
      'k.prefix',
      'k.role',
      'k.staff_role',
      'k.scopes',
      'k.addresses',
      'k.service',
      'k.last_used_at',
      'k.expires_at',
      'k.revoked_at',
      'k.created_at',
    ])
    .select(['k.created_by', 'm.role as maker_role', 'u.name as maker_name'])
    .where(inOrg(ctx, 'k'))
    .orderBy('k.id', 'desc')
    .limit(500)
    .execute();
  return rows.map(({ created_by, maker_role, maker_name, ...r }) => ({
    ...r,
    role: r.role as KeyRole,
    // Never more than the key's role, hence never an owner's.
    acts_as: (created_by === null || r.service
      ? r.role
      : lesser(r.role as Role, maker_role as Role | null)) as KeyRole | null,
    made_by: created_by === null ? null : { id: created_by, name: maker_name },
    last_used_at: isoOrNull(r.last_used_at),
    expires_at: isoOrNull(r.expires_at),
    revoked_at: isoOrNull(r.revoked_at),
    created_at: iso(r.created_at),
  }));
}

const iso = (at: Date | string) => new Date(at).toISOString();
const isoOrNull = (at: Date | string | null) => (at === null ? null : iso(at));
