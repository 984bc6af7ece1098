import { type Actor, ROLES, type Role } from '../ctx/index.ts';
import type { Manifest } from '../module/index.ts';

/** permission → the least role that has it */
export type PermissionTable = Readonly<Record<string, Role>>;

const rank = (role: Role): number => ROLES.indexOf(role);

/** All rooms' and modules' permissions in one table. Throws when two of them claim one name with different roles. */
export function permissionTable(manifests: Manifest[]): PermissionTable {
  const table: Record<string, Role> = {};
  for (const manifest of manifests) {
    for (const [permission, least] of Object.entries(manifest.permissions ?? {})) {
      const before = table[permission];
      if (before && before !== least) {
        throw new Error(`permission ${permission} is ${before} in one place and ${least} in ${manifest.name}`);
      }
      table[permission] = least;
    }
  }
  return table;
}

/** Whether a role has a permission. A permission that nobody declared is nobody's. */
export function roleCan(table: PermissionTable, role: Role | null, permission: string): boolean {
  const least = table[permission];
  return role !== null && least !== undefined && rank(role) >= rank(least);
}

/**
 * Whether an actor may do this in the organization of its context. `portal` is the one permission of a portal's holder:
 * such routes read the subject from the actor and show nothing else. The house itself may do everything.
 */
export function can(table: PermissionTable, actor: Actor, permission: string): boolean {
  switch (actor.kind) {
    case 'system':
      return true;
    case 'user':
    case 'api_key':
    case 'chat':
      return roleCan(table, actor.role, permission);
    case 'portal':
      return permission === 'portal';
    case 'anonymous':
      return false;
  }
}

/** Every permission of a role, sorted: what GET /session tells the console. */
export function permissionsOf(table: PermissionTable, role: Role | null): string[] {
  return Object.keys(table)
    .filter((permission) => roleCan(table, role, permission))
    .sort();
}
