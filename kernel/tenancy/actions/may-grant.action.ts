import { byOwner, type Ctx, inOrg, moduleIsOff, type Role } from '../../ctx/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { roleOf } from '../actor-role.ts';
import { mayChangeRole, needsOwner } from '../domain/roles.ts';
import { holdRoles } from '../role-lock.ts';
import { leastRole, nameOfRole, permissionsOfUsual, usualRoles } from '../staff-roles.ts';

/** What somebody is given: one of the four roles, or a role by trade. */
export type Wanted = { role?: Role | undefined; staff_role?: string | null | undefined };
/** `role` is the least that has everything of the role by trade; `title` is what people read. */
export type Granted = { role: Role; staff_role: string | null; title: string | null };

const ABOVE = { role: 'tenancy.role_above_yours' };

/**
 * Whether the actor may give this to somebody whose role is `from` (null: to a newcomer). Nobody gives more than they have,
 * and only owners give roles that work to people; keys end with
 * their maker's own rights. Refusals: `tenancy.role_missing`, `staff_role_unknown`, `role_above_yours`,
 * `owner_only`.
 */
export async function mayGrant(
  ctx: Ctx,
  from: Role | null,
  wanted: Wanted,
  to: 'person' | 'key' = 'person',
): Promise<Result<Granted>> {
  const found = await roleWanted(ctx, wanted);
  if (!found.ok) return found;
  const { permissions, ...granted } = found.data;
  const allowed = mayChangeRole(roleOf(ctx.actor), from, granted.role);
  if (!allowed.ok) return allowed;
  if (to === 'person' && needsOwner(from, granted.role) && !byOwner(ctx))
    return refuse('tenancy.owner_only', undefined, { role: 'tenancy.owner_only' });
  const { moduleOf } = ctx.services.auth;
  const more = permissions.some(
    (name) => !moduleIsOff(ctx.organization, moduleOf.get(name)) && !ctx.services.authenticator.can(ctx, name),
  );
  return more ? refuse('tenancy.role_above_yours', undefined, ABOVE) : ok(granted);
}

async function roleWanted(ctx: Ctx, wanted: Wanted): Promise<Result<Granted & { permissions: string[] }>> {
  const { auth } = ctx.services;
  if (!wanted.staff_role) {
    const { role } = wanted;
    if (!role) return refuse('tenancy.role_missing', undefined, { role: 'tenancy.role_missing' });
    const permissions = Object.keys(auth.permissions).filter((name) => leastRole(auth, [name]) !== null);
    const theirs = permissions.filter((name) => mayChangeRole(role, null, leastRole(auth, [name])).ok);
    // Owners give the role of an owner, which mayChangeRole has seen to.
    return ok({ role, staff_role: null, title: null, permissions: role === 'owner' ? [] : theirs });
  }
  const key = wanted.staff_role;
  await holdRoles(ctx);
  const own = await ctx.db
    .selectFrom('staff_role')
    .select(['name', 'permissions'])
    .where(inOrg(ctx))
    .where('key', '=', key)
    .executeTakeFirst();
  const usual = usualRoles(ctx).find((one) => one.key === key);
  const permissions = own?.permissions ?? (usual && permissionsOfUsual(auth, usual));
  const role = permissions && leastRole(auth, permissions);
  if (!permissions || !role)
    return refuse('tenancy.staff_role_unknown', undefined, { role: 'tenancy.staff_role_unknown' });
  return ok({ role, staff_role: key, title: nameOfRole(ctx, key, own?.name ?? null), permissions });
}
