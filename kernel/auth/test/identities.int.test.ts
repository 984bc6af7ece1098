import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newOrganization, type TestApp, type TestOrganization, useTestApp } from '../../../test/harness/index.ts';
import { newAddress, visitor } from '../../../test/harness/people.ts';
import { audit } from '../../audit/index.ts';
import { findOrganization, transaction } from '../../db/index.ts';
import { buildApp, defineActorKind } from '../../http/index.ts';
import { ok, refuse } from '../../lib/result.ts';
import { type Boot, defineModule, route } from '../../module/index.ts';
import { createApiKey } from '../../tenancy/index.ts';
import { startAuth } from '../service.ts';

declare module '../../ctx/index.ts' {
  interface Actors {
    'scratch.meter': { id: string; name: string };
  }
}

const Reply = Type.Object({ kind: Type.String(), id: Type.Union([Type.String(), Type.Null()]) });

/** A module with its own kind of identity: meters, with a bearer token of the form `meter_<number>`. */
const scratch = (organizationId: string) =>
  defineModule({
    name: 'scratch',
    permissions: { 'scratch.report': null, 'scratch.read': 'viewer' } as const,
    actorKinds: [defineActorKind('scratch.meter', (_, permission) => permission === 'scratch.report')],
    authenticators: [
      {
        name: 'scratch.meter',
        prepare:
          ({ database }) =>
          ({ bearer }) => {
            const number = /^meter_(.+)$/.exec(bearer ?? '')?.[1];
            if (number === undefined) return null;
            if (number === 'lost') return Promise.resolve(refuse('auth.bad_token'));
            const actor = { kind: 'scratch.meter', id: number, name: `Meter ${number}` } as const;
            return findOrganization(database.system, { id: organizationId }).then((organization) => ({
              actor,
              organization,
              countedAs: `meter ${number}`,
            }));
          },
      },
    ],
    routes: [
      route({
        method: 'POST',
        path: '/scratch/reports',
        permission: 'scratch.report',
        summary: 'A meter reports',
        reply: Reply,
        rateLimit: 3,
        run: (ctx) =>
          transaction(ctx, async (tx) => {
            await audit(tx, 'scratch.reported', { subject: { type: 'scratch.meter', id: String(tx.actor.id) } });
            return ok({ kind: tx.actor.kind, id: tx.actor.id });
          }),
      }),
      route({
        method: 'GET',
        path: '/scratch/reports',
        permission: 'scratch.read',
        summary: 'What people read',
        reply: Reply,
        rateLimit: 3,
        run: async ({ actor }) => ok({ kind: actor.kind, id: actor.id }),
      }),
    ],
  });

let app: TestApp;
let organization: TestOrganization;
let http: FastifyInstance;
beforeAll(async () => {
  const shared = await useTestApp();
  const modules = [...shared.boot.manifests.map(({ name }) => name), 'scratch'];
  organization = await newOrganization(shared, { modules });
  const manifests = [...shared.boot.manifests, scratch(organization.id)];
  const boot: Boot = { ...shared.boot, manifests, services: { ...shared.boot.services } };
  await startAuth(boot);
  http = await buildApp(boot);
  await http.ready();
  app = { ...shared, http, boot };
});
afterAll(() => http.close());

const meter = (number: string, address?: string) => visitor(app, { authorization: `Bearer meter_${number}` }, address);

describe('a module’s own identities', () => {
  test('are authenticated by the module, and audit entries name their kind', async () => {
    const answer = await meter('7').post('/scratch/reports');
    expect([answer.status, answer.body.data]).toEqual([200, { kind: 'scratch.meter', id: '7' }]);
    const entry = await organization.ctx.db
      .selectFrom('audit_entry')
      .select(['actor_kind', 'actor_id', 'actor_name'])
      .where('organization_id', '=', organization.id)
      .where('action', '=', 'scratch.reported')
      .executeTakeFirst();
    expect(entry).toEqual({ actor_kind: 'scratch.meter', actor_id: '7', actor_name: 'Meter 7' });
  });

  test('have the permissions of their kind, and none of people', async () => {
    for (const path of ['/scratch/reports', '/session', '/organization', '/events', '/mess/students'])
      expect([path, (await meter('8').get(path)).status]).toEqual([path, 403]);
    const owner = await organization.as('owner');
    const person = visitor(app, owner.headers);
    expect((await person.post('/scratch/reports')).status, 'no role has what is the meter’s').toBe(403);
    expect((await person.get('/scratch/reports')).body.data.kind).toBe('user');
  });

  test('are refused by their authenticator; unknown credentials are refused too', async () => {
    expect((await meter('lost').post('/scratch/reports')).body.error.code).toBe('auth.bad_token');
    const unknown = visitor(app, { authorization: 'Bearer something' });
    expect((await unknown.get('/session')).body.error.code).toBe('auth.bad_token');
    expect((await visitor(app).get('/session')).body.error.code).toBe('http.unauthenticated');
  });
});

describe('limits', () => {
  test('count each identity separately, even at one shared address', async () => {
    const address = newAddress();
    const report = async (number: string) => (await meter(number, address).post('/scratch/reports')).status;
    for (let i = 0; i < 3; i++) expect(await report('a')).toBe(200);
    expect(await report('a')).toBe(429);
    expect(await report('b'), 'another meter behind the same address').toBe(200);
    expect((await meter('a').post('/scratch/reports')).status, 'the same one from elsewhere').toBe(429);
  });

  test('count a key and each session separately', async () => {
    const made = await createApiKey(organization.ctx, { name: 'Till', role: 'viewer' });
    if (!made.ok) throw new Error(made.code);
    const address = newAddress();
    const asha = (await organization.as('viewer')).headers;
    const ravi = (await organization.as('viewer')).headers;
    const machine = { authorization: `Bearer ${made.data.key}` };
    for (const headers of [asha, ravi, machine]) {
      const read = async (from: string) => (await visitor(app, headers, from).get('/scratch/reports')).status;
      for (let i = 0; i < 3; i++) expect(await read(address)).toBe(200);
      expect(await read(address)).toBe(429);
      expect(await read(newAddress())).toBe(429);
    }
  });

  test('count anonymous requests and invalid credentials by address', async () => {
    const address = newAddress();
    const from = async (headers: Record<string, string>) =>
      (await visitor(app, headers, address).get('/scratch/reports')).status;
    expect(await from({})).toBe(401);
    expect(await from({ authorization: 'Bearer cf_unknown' })).toBe(401);
    expect(await from({ authorization: 'Bearer meter_lost' })).toBe(401);
    expect(await from({ authorization: 'Bearer cf_another' })).toBe(429);
    expect(await from({})).toBe(429);
    const { headers } = await organization.as('viewer');
    expect(await from(headers), 'somebody known behind the same address').toBe(200);
  });
});
