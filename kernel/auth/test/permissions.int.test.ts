import { beforeAll, describe, expect, it } from 'vitest';
import { type Caller, newOrganization, type TestApp, useTestApp } from '../../../test/harness/index.ts';
import { type Actor, type Organization, ROLES, type Role } from '../../ctx/index.ts';
import { defineModule, type Route } from '../../module/index.ts';
import { tenancyPackage } from '../../tenancy/index.ts';
import { authPackage, can, permissionTable, rightsOf, roleCan } from '../index.ts';

/** A stream: `inject` would never return. */
const NEVER_ENDS = new Set(['/events']);

let app: TestApp;
let routes: Route[];
let people: Record<Role, Caller>;
beforeAll(async () => {
  app = await useTestApp();
  routes = app.boot.manifests.flatMap((m) => m.routes ?? []);
  const organization = await newOrganization(app);
  const callers = await Promise.all(ROLES.map(async (role) => [role, await organization.as(role)] as const));
  people = Object.fromEntries(callers) as Record<Role, Caller>;
});

describe('permissions', () => {
  it('of the kernel are these', () => {
    const table = permissionTable([tenancyPackage]);
    const has = (role: Role) => Object.keys(table).filter((p) => roleCan(table, role, p));
    expect({ viewer: has('viewer'), ops: has('ops'), admin: has('admin'), owner: has('owner') }).toEqual({
      viewer: ['organization.read', 'member.read'],
      ops: ['organization.read', 'member.read'],
      admin: ['organization.read', 'organization.write', 'member.read', 'member.write', 'api_key.write'],
      owner: [
        'organization.read',
        'organization.write',
        'organization.create',
        'member.read',
        'member.write',
        'api_key.write',
      ],
    });
  });

  it('are declared for every route; an undeclared one is refused', () => {
    const { permissions } = app.boot.services.auth;
    const unknown = routes.filter(
      (r) => !['public', 'session'].includes(r.permission) && !(r.permission in permissions),
    );
    expect(unknown.map((r) => `${r.method} ${r.path}: ${r.permission}`)).toEqual([]);
    expect(roleCan(permissions, 'owner', 'made.up')).toBe(false);
  });

  it('are enforced on every route for every role', async () => {
    const { permissions } = app.boot.services.auth;
    const named = routes.filter((r) => r.permission in permissions);
    expect(named.length).toBeGreaterThan(5);
    for (const route of named) {
      // Allowed routes are tried with GET only; refused ones with every method, because a refusal changes nothing.
      const path = route.path.replaceAll(/\{\w+\}/g, '01890000-0000-7000-8000-000000000000');
      for (const role of ROLES) {
        const allowed = roleCan(permissions, role, route.permission);
        if (allowed && (route.method !== 'GET' || NEVER_ENDS.has(path))) continue;
        const send = { GET: 'get', POST: 'post', PUT: 'post', PATCH: 'patch', DELETE: 'delete' }[route.method] as 'get';
        if (route.method === 'PUT') continue;
        const { status, body } = await people[role][send](path);
        const name = `${role}: ${route.method} ${route.path}`;
        if (allowed) expect(body?.error?.code, name).not.toBe('http.forbidden');
        // A body or query that does not fit its schema is refused before the permission is checked.
        else expect(status === 403 || body?.error?.code === 'http.invalid', name).toBe(true);
      }
    }
  });

  it('are none for anonymous callers, and one for portals', () => {
    const scratch = defineModule({ name: 'a', permissions: { 'a.read': 'viewer' } as const });
    const rights = rightsOf([authPackage, scratch]);
    const organization = { modules: ['a'] } as Organization;
    const may = (actor: Actor, permission: string) => can(rights, { actor, organization }, permission);
    const anonymous = { kind: 'anonymous', id: null, name: '' } as const;
    const portal = { kind: 'portal', id: 'x', name: '' } as const;
    const person = { kind: 'user', id: 'x', name: '', email: '' } as const;
    expect(may(anonymous, 'a.read')).toBe(false);
    expect(may(anonymous, 'session')).toBe(false);
    expect(may(portal, 'a.read')).toBe(false);
    expect(may(portal, 'session')).toBe(false);
    expect(may(portal, 'portal')).toBe(true);
    expect(may({ ...person, role: null }, 'a.read')).toBe(false);
    expect(may({ ...person, role: null }, 'session')).toBe(true);
    expect(may({ ...person, role: 'owner' }, 'portal')).toBe(false);
    expect(may({ ...person, role: 'viewer' }, 'a.read')).toBe(true);
    expect(may({ kind: 'system', id: null, name: '' }, 'a.read')).toBe(true);
    expect(may({ ...person, role: 'owner' }, 'a.write'), 'not declared').toBe(false);
  });

  it('cannot be declared twice with different roles', () => {
    const packages = [
      { name: 'a', permissions: { x: 'ops' } } as const,
      { name: 'b', permissions: { x: 'admin' } } as const,
    ];
    expect(() => permissionTable(packages)).toThrow(/permission x/);
  });
});
