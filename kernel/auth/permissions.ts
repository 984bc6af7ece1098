import { type Actor, type Ctx, grantedOf, limitOf, moduleIsOff, ROLES, type Role } from '../ctx/index.ts';
import type { ActorKind } from '../http/index.ts';
import { type Refusal, refuse } from '../lib/result.ts';
import type { Manifest, StaffRole } from '../module/index.ts';

/** permission → the lowest role that has it; null: no role has it, only the kinds of actors that name it */
export type PermissionTable = Readonly<Record<string, Role | null>>;

/** The permission table, the kinds of actors, the module of each permission, and what limited people may do. */
export type Rights = {
  permissions: PermissionTable;
  kinds: ReadonlyMap<Actor['kind'], ActorKind>;
  moduleOf: ReadonlyMap<string, string>;
  /** kind of limit → the permissions that people with such a limit may have */
  limits: ReadonlyMap<string, ReadonlySet<string>>;
  /** permissions that let nobody change anything: only GET routes need them */
  reading: ReadonlySet<string>;
  /** the usual roles by trade, by key */
  staffRoles: ReadonlyMap<string, StaffRole>;
};

const rank = (role: Role): number => ROLES.indexOf(role);

/** Collects permissions and kinds of actors from the manifests. Throws when two of them claim one name. */
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
  const permissions = permissionTable(manifests);
  const routes = manifests.flatMap((manifest) => manifest.routes ?? []);
  const writing = new Set(routes.filter(({ method }) => method !== 'GET').map(({ permission }) => permission));
  const reading = new Set(Object.keys(permissions).filter((one) => !writing.has(one)));
  return { permissions, kinds, moduleOf, limits: limitsOf(manifests), reading, staffRoles: staffRolesOf(manifests) };
}

function staffRolesOf(manifests: Manifest[]): Map<string, StaffRole> {
  const roles = new Map<string, StaffRole>();
  for (const { name, staffRoles = [] } of manifests) {
    for (const role of staffRoles) {
      if (!role.key.startsWith(`${name}.`)) throw new Error(`the role ${role.key} of ${name} begins with ${name}.`);
      if (roles.has(role.key)) throw new Error(`the role ${role.key} is declared twice`);
      roles.set(role.key, role);
    }
  }
  return roles;
}

function limitsOf(manifests: Manifest[]): Map<string, ReadonlySet<string>> {
  const limits = new Map<string, ReadonlySet<string>>();
  for (const { name, limits: own = [] } of manifests) {
    for (const { kind, permissions } of own) {
      if (limits.has(kind)) throw new Error(`the kind of limits ${kind} is declared again in ${name}`);
      limits.set(kind, new Set(permissions));
    }
  }
  return limits;
}

/**
 * The permissions of all packages and modules in one table. Throws when two of them declare one name with different
 * roles.
 */
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

/** Whether a role has a permission. A permission that no manifest declares belongs to no role. */
export function roleCan(table: PermissionTable, role: Role | null, permission: string): boolean {
  return atLeast(role, table[permission]);
}

/** Whether a role is at least this one; false for a permission that no role has. */
function atLeast(role: Role | null, least: Role | null | undefined): boolean {
  return role !== null && least !== null && least !== undefined && rank(role) >= rank(least);
}

/** Permissions of actors with a role: those of everybody who is signed in, and those of the role. */
export function byRole({ role }: { role: Role | null }, permission: string, least: Role | null | undefined): boolean {
  return permission === 'session' || atLeast(role, least);
}

/**
 * Whether the actor has this permission in the organization of the context. The kind of actor decides. A permission of
 * a module that the organization has switched off is always refused.
 */
export function can(rights: Rights, { actor, organization }: Pick<Ctx, 'actor' | 'organization'>, permission: string) {
  if (moduleIsOff(organization, rights.moduleOf.get(permission))) return false;
  // Whoever is limited to a part has only the permissions whose rows the database keeps apart by it.
  const limit = limitOf(actor);
  if (limit && permission !== 'session' && !rights.limits.get(limit.kind)?.has(permission)) return false;
  const granted = grantedOf(actor);
  if (granted && permission !== 'session' && !granted.includes(permission)) return false;
  return rights.kinds.get(actor.kind)?.can(actor, permission, rights.permissions[permission]) ?? false;
}

/** Null when the actor has this permission, else why not: `http.module_off` or `http.forbidden`. */
export function refusal(rights: Rights, ctx: Pick<Ctx, 'actor' | 'organization'>, permission: string): Refusal | null {
  if (can(rights, ctx, permission)) return null;
  return refuse(moduleIsOff(ctx.organization, rights.moduleOf.get(permission)) ? 'http.module_off' : 'http.forbidden');
}

/** All permissions of the actor, sorted: GET /session returns them to the console. */
export function permissionsOf(rights: Rights, ctx: Pick<Ctx, 'actor' | 'organization'>): string[] {
  return Object.keys(rights.permissions)
    .filter((permission) => can(rights, ctx, permission))
    .sort();
}

/**
 * The permissions of scopes: `exhibition:read` are those of the exhibition that change nothing, `exhibition:write` all of
 * it, `*:read` what changes nothing anywhere.
 */
export function scopedPermissions({ permissions, reading }: Rights, scopes: readonly string[]): string[] {
  const has = new Set(scopes);
  return Object.keys(permissions).filter((permission) => {
    const [of = ''] = permission.split('.');
    if (has.has(`${of}:write`) || has.has('*:write')) return true;
    return reading.has(permission) && (has.has(`${of}:read`) || has.has('*:read'));
  });
}
