import { type Actor, type Ctx, ROLES, type Role } from '../ctx/index.ts';
import type { ActorKind } from '../http/index.ts';
import type { Manifest } from '../module/index.ts';

/** permission → the least role that has it; null: no role, only kinds of actors that name it */
export type PermissionTable = Readonly<Record<string, Role | null>>;

/** What is known of permissions: the table, the kinds of actors, and of which module each permission is. */
export type Rights = {
  permissions: PermissionTable;
  kinds: ReadonlyMap<Actor['kind'], ActorKind>;
  moduleOf: ReadonlyMap<string, string>;
};

const rank = (role: Role): number => ROLES.indexOf(role);

/** All that the manifests say of permissions and actors. Throws when two of them claim one name. */
export function rightsOf(manifests: Manifest[]): Rights {
  const kinds = new Map<Actor['kind'], ActorKind>();
  for (const { name, actorKinds = [] } of manifests) {
    for (const one of actorKinds) {
      if (kinds.has(one.kind)) throw new Error(`the kind of actors ${one.kind} is declared again in ${name}`);
      kinds.set(one.kind, one);
    }
  }
  const ofModules = manifests.filter(({ kind }) => kind === 'module');
  const moduleOf = new Map(
    ofModules.flatMap(({ name, permissions = {} }) => Object.keys(permissions).map((each) => [each, name] as const)),
  );
  return { permissions: permissionTable(manifests), kinds, moduleOf };
}

/** All packages' and modules' permissions in one table. Throws when two of them claim one name with different roles. */
export function permissionTable(manifests: Manifest[]): PermissionTable {
  const table: Record<string, Role | null> = {};
  for (const manifest of manifests) {
    for (const [permission, least] of Object.entries(manifest.permissions ?? {})) {
      const before = table[permission];
      if (before !== undefined && before !== least) {
        throw new Error(`permission ${permission} is ${before} in one place and ${least} in ${manifest.name}`);
      }
      table[permission] = least;
    }
  }
  return table;
}

/** Whether a role has a permission. A permission that nobody declared is nobody's. */
export function roleCan(table: PermissionTable, role: Role | null, permission: string): boolean {
  return atLeast(role, table[permission]);
}

/** Whether a role is at least this one; none is, of a permission that no role has. */
export function atLeast(role: Role | null, least: Role | null | undefined): boolean {
  return role !== null && least !== null && least !== undefined && rank(role) >= rank(least);
}

/** What actors with a role may do: what everybody signed in may, and what the role has. */
export function byRole({ role }: { role: Role | null }, permission: string, least: Role | null | undefined): boolean {
  return permission === 'session' || atLeast(role, least);
}

/**
 * Whether whoever acts may do this in the organization of the context: as the kind of actor says, and never by a module
 * that the organization has switched off.
 */
export function can(rights: Rights, { actor, organization }: Pick<Ctx, 'actor' | 'organization'>, permission: string) {
  const module = rights.moduleOf.get(permission);
  if (module !== undefined && organization && !organization.modules.includes(module)) return false;
  return rights.kinds.get(actor.kind)?.can(actor, permission, rights.permissions[permission]) ?? false;
}

/** Every permission that somebody has, sorted: what GET /session tells the console. */
export function permissionsOf(rights: Rights, ctx: Pick<Ctx, 'actor' | 'organization'>): string[] {
  return Object.keys(rights.permissions)
    .filter((permission) => can(rights, ctx, permission))
    .sort();
}
