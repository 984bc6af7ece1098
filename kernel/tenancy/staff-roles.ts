import type { Ctx, Limit, Role } from '../ctx/index.ts';
import { findText } from '../i18n/index.ts';
import { ROLES } from '../lib/roles.ts';
import type { StaffRole } from '../module/index.ts';
import { type LimitColumns, limitFrom } from './limits.ts';

declare module '../module/index.ts' {
  interface Manifest {
    /** the usual roles by trade of its work; an organization offers those of the modules that it uses */
    staffRoles?: readonly StaffRole[];
  }
}

/** What of the rights decides over roles by trade. */
type Usual = {
  permissions: Readonly<Record<string, Role | null>>;
  staffRoles: ReadonlyMap<string, StaffRole>;
};

export type StandingColumns = LimitColumns & { staff_role: string | null; staff_permissions: string[] | null };

/** Everything that a viewer sees, and what it names. */
export function permissionsOfUsual({ permissions }: Usual, role: StaffRole): string[] {
  const seen = role.looks ? Object.keys(permissions).filter((name) => permissions[name] === 'viewer') : [];
  return [...new Set([...seen, ...role.permissions])].sort();
}

/** The permissions of a role by trade: the organization's own form, else the usual one; of one that is gone, none. */
export function grantedBy(usual: Usual, key: string, own: readonly string[] | null): readonly string[] {
  if (own) return own;
  const role = usual.staffRoles.get(key);
  return role ? permissionsOfUsual(usual, role) : [];
}

/** What bounds a member within their role, as fields of an actor: the part they see, and the permissions of their trade. */
export function boundsFrom(usual: Usual, row: StandingColumns): { limit?: Limit; granted?: readonly string[] } {
  return {
    ...limitFrom(row),
    ...(row.staff_role !== null && { granted: grantedBy(usual, row.staff_role, row.staff_permissions) }),
  };
}

/** The least role that has all of these permissions; null: no role but an owner's has one of them. */
export function leastRole({ permissions }: Pick<Usual, 'permissions'>, names: readonly string[]): Role | null {
  let least = 0;
  for (const name of names) {
    const role = permissions[name];
    if (role === undefined || role === null || role === 'owner') return null;
    least = Math.max(least, ROLES.indexOf(role));
  }
  return ROLES[least] ?? null;
}

/** The usual roles by trade of the packages, and of the modules that the organization uses. */
export function usualRoles(ctx: Ctx): StaffRole[] {
  const used = ctx.organization?.modules ?? [];
  return ctx.services.auth.manifests
    .filter(({ kind, name }) => kind !== 'module' || used.includes(name))
    .flatMap(({ staffRoles = [] }) => staffRoles);
}

/** A role by trade as a person of this language reads it; `name` is the organization's own. */
export const nameOfRole = (ctx: Ctx, key: string, name: string | null): string =>
  name ?? findText(ctx, `console.staff_role.${key}`) ?? key;
