import { type Ctx, inOrg } from '../../ctx/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import type { Role } from '../../lib/roles.ts';
import type { StaffRoleView } from '../contract.ts';
import { leastRole, nameOfRole, permissionsOfUsual, usualRoles } from '../staff-roles.ts';

/** The roles by trade: the usual ones of the modules in use, then the organization's own. */
export async function listStaffRoles(ctx: Ctx): Promise<StaffRoleView[]> {
  const { auth } = ctx.services;
  const [rows, held] = await Promise.all([
    ctx.db
      .selectFrom('staff_role')
      .select(['key', 'name', 'permissions', 'pages'])
      .where(inOrg(ctx))
      .orderBy('id')
      .limit(200)
      .execute(),
    holders(ctx),
  ]);
  const usual = usualRoles(ctx).map((role) => {
    const own = rows.find(({ key }) => key === role.key);
    const permissions = own?.permissions ?? permissionsOfUsual(auth, role);
    return { key: role.key, name: null, permissions, pages: own?.pages ?? [...(role.pages ?? [])], usual: true, own };
  });
  const known = new Set(auth.staffRoles.keys());
  const others = rows.filter(({ key }) => !known.has(key)).map((own) => ({ ...own, usual: false, own }));
  return [...usual, ...others].map(({ own, ...one }) => ({
    ...one,
    name: nameOfRole(ctx, one.key, one.name),
    role: leastRole(auth, one.permissions) as Role,
    changed: own !== undefined,
    holders: held.get(one.key) ?? 0,
  }));
}

/** One of them. Refuses with `tenancy.staff_role_unknown`. */
export async function findStaffRole(ctx: Ctx, key: string): Promise<Result<StaffRoleView>> {
  const found = (await listStaffRoles(ctx)).find((one) => one.key === key);
  return found ? ok(found) : refuse('tenancy.staff_role_unknown');
}

/** The role by trade of a member; null: they have none. */
export async function tradeOf(ctx: Ctx, userId: string): Promise<StaffRoleView | null> {
  const row = await ctx.db
    .selectFrom('membership')
    .select('staff_role')
    .where(inOrg(ctx))
    .where('user_id', '=', userId)
    .executeTakeFirst();
  if (!row?.staff_role) return null;
  const found = await findStaffRole(ctx, row.staff_role);
  return found.ok ? found.data : null;
}

/** How many members, open invitations and keys have each. */
async function holders(ctx: Ctx): Promise<Map<string, number>> {
  const of = (table: 'membership' | 'invitation' | 'api_key') =>
    ctx.db
      .selectFrom(table)
      .select(['staff_role', (eb) => eb.fn.countAll<number>().as('count')])
      .where(inOrg(ctx))
      .where('staff_role', 'is not', null)
      .groupBy('staff_role');
  const counted = await Promise.all([
    of('membership').execute(),
    of('invitation').where('accepted_at', 'is', null).where('revoked_at', 'is', null).execute(),
    of('api_key').where('revoked_at', 'is', null).execute(),
  ]);
  const held = new Map<string, number>();
  for (const { staff_role, count } of counted.flat()) {
    if (staff_role) held.set(staff_role, (held.get(staff_role) ?? 0) + Number(count));
  }
  return held;
}

/** What a role by trade can hold, of the kernel and of the modules in use. */
export function grantable(ctx: Ctx): { permission: string; module: string | null; role: Role }[] {
  const { permissions, moduleOf } = ctx.services.auth;
  const used = ctx.organization?.modules ?? [];
  return Object.entries(permissions).flatMap(([permission, role]) => {
    const module = moduleOf.get(permission) ?? null;
    if (role === null || role === 'owner' || (module !== null && !used.includes(module))) return [];
    return [{ permission, module, role }];
  });
}
