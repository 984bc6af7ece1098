import { roleCan } from '../../auth/index.ts';
import { type Ctx, inOrg, ROLES } from '../../ctx/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import type { Approver } from '../contract.ts';

/** Who can approve by a PIN, besides the caller. */
export async function listApprovers(ctx: Ctx): Promise<Result<Approver[]>> {
  const { permissions } = ctx.services.auth;
  const rows = await ctx.db
    .selectFrom('till_pin as p')
    .innerJoin('membership as m', (on) =>
      on.onRef('m.organization_id', '=', 'p.organization_id').onRef('m.user_id', '=', 'p.user_id'),
    )
    .innerJoin('auth_user as u', 'u.id', 'm.user_id')
    .select(['u.id', 'u.name'])
    .where(inOrg(ctx, 'p'))
    .where('m.limit_id', 'is', null)
    .where(
      'm.role',
      'in',
      ROLES.filter((role) => roleCan(permissions, role, 'till.supervise')),
    )
    .where('u.id', '<>', ctx.actor.kind === 'user' ? ctx.actor.id : '00000000-0000-0000-0000-000000000000')
    .orderBy('u.name')
    .limit(200)
    .execute();
  return ok(rows);
}

/** Since when the caller has a PIN. Refuses with `auth.person_required`. */
export async function pinState(ctx: Ctx): Promise<Result<{ set_at: string | null }>> {
  if (ctx.actor.kind !== 'user') return refuse('auth.person_required');
  const row = await ctx.db
    .selectFrom('till_pin')
    .select('set_at')
    .where(inOrg(ctx))
    .where('user_id', '=', ctx.actor.id)
    .executeTakeFirst();
  return ok({ set_at: row?.set_at.toISOString() ?? null });
}
