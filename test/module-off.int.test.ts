import { beforeAll, describe, expect, test } from 'vitest';
import { createApiKey } from '../kernel/tenancy/index.ts';
import { openExhibition, register } from '../modules/exhibition/test/factories.ts';
import { type Caller, newOrganization, type TestApp, type TestOrganization, useTestApp } from './harness/index.ts';
import { visitor } from './harness/people.ts';

let app: TestApp;
let organization: TestOrganization;
let owner: Caller;
beforeAll(async () => {
  app = await useTestApp();
  organization = await newOrganization(app, { modules: ['exhibition'] });
  owner = await organization.as('owner');
});

const switchTo = (modules: string[]) =>
  app.boot.database.system.updateTable('organization').set({ modules }).where('id', '=', organization.id).execute();
const id = '01890000-0000-7000-8000-000000000000';

describe('a module that an organization has switched off', () => {
  test('refuses every route of it to everybody, with a message', async () => {
    const made = await createApiKey(organization.ctx, { name: 'Till', role: 'admin' });
    if (!made.ok) throw new Error(made.code);
    const machine = visitor(app, { authorization: `Bearer ${made.data.key}` });
    const mess = app.boot.manifests.find(({ name }) => name === 'mess');
    const routes = (mess?.routes ?? []).filter(({ permission }) => !['public', 'session'].includes(permission));
    expect(routes.length).toBeGreaterThan(30);
    for (const { method, path } of routes) {
      for (const { headers } of [owner, machine]) {
        const url = `/api/v1${path.replaceAll(/\{\w+\}/g, id)}`;
        const answer = await app.http.inject({ method, url, headers });
        expect([answer.statusCode, answer.json().error.code], `${method} ${path}`).toEqual([403, 'http.module_off']);
      }
    }
    const hindi = await owner.get('/mess/students', { 'accept-language': 'hi' });
    expect(hindi.body.error.message).toMatch(/उपयोग नहीं करती/);
    expect((await owner.get('/exhibition/customers')).status, 'what it uses').toBe(200);
  });

  test('is in no list of permissions, and in none of the kernel’s pages', async () => {
    const { permissions } = (await owner.get('/session')).body.data;
    expect(permissions).toContain('exhibition.read');
    expect(permissions.filter((one: string) => /^(mess|raffle)\./.test(one))).toEqual([]);
    for (const path of ['/exports/mess.students.csv', '/imports/mess.students/template.csv'])
      expect((await owner.get(path)).body.error.code, path).toBe('http.module_off');
  });

  test('works again as soon as it is switched on', async () => {
    await switchTo(['exhibition', 'mess']);
    expect((await owner.get('/mess/students')).status).toBe(200);
    await switchTo(['exhibition']);
    expect((await owner.get('/mess/students')).status).toBe(403);
  });

  test('shows nothing behind its public links', async () => {
    await openExhibition(owner);
    const { qr } = await register(owner);
    const address = `/exhibition/portal/${qr.split('/').pop()}`;
    expect((await visitor(app).get(address)).status).toBe(200);
    await switchTo(['mess']);
    expect((await visitor(app).get(address)).body.error.code).toBe('exhibition.portal.link_invalid');
    await switchTo(['exhibition']);
  });
});
