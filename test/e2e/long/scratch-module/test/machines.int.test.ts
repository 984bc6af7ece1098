import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { receive } from '../../../kernel/inbox/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { newOrganization, type TestApp, useTestApp } from '../../../test/harness/index.ts';
import { visitor } from '../../../test/harness/people.ts';

let app: TestApp;
beforeAll(async () => {
  app = await useTestApp();
});

test('a code enrols a machine, which reports with its own token; a report is stored once, in its month', async () => {
  const organization = await newOrganization(app);
  const admin = await organization.as('admin');
  const added = await admin.post('/devices', { kind: 'laundry.washer', name: 'Washer 1' });
  const { token } = (await visitor(app).post('/devices/enrol', { code: added.body.data.code })).body.data;
  const machine = visitor(app, { authorization: `Bearer ${token}` });
  const report = { id: newId(app.clock.now().getTime()), loads: 3 };
  expect((await machine.post('/laundry/reports', report)).body.data).toEqual({ taken: true });
  expect((await machine.post('/laundry/reports', report)).body.data).toEqual({ taken: false });
  const { rows } = await sql<{ month: string; loads: number }>`
    select tableoid::regclass::text as month, loads from laundry_report where organization_id = ${organization.id}`.execute(
    app.boot.database.system,
  );
  expect(rows).toEqual([{ month: expect.stringMatching(/^laundry_report_\d{4}_?\d{2}$/), loads: 3 }]);
  expect((await (await organization.as('owner')).post('/laundry/reports', report)).status).toBe(403);
  expect((await visitor(app).post('/laundry/reports', report)).status).toBe(401);
  await admin.patch(`/devices/${added.body.data.device.id}`, { name: 'Washer one' });
});

test('the provider, the channel and the page are there', async () => {
  const organization = await newOrganization(app);
  const { services, manifests } = app.boot;
  expect(services.providers.get('coins')?.method).toBe('mobile_money');
  expect(manifests.flatMap(({ pages = [] }) => pages.map(({ address }) => address))).toContain('/laundry');
  const payload = { id: newId(), from: 'roof', text: 'hello' };
  await receive(organization.ctx, 'pigeon', 'loft', [
    { providerId: payload.id, address: 'roof', kind: 'message', payload },
  ]);
  const admin = await organization.as('admin');
  const channels = (await admin.get('/channels')).body.data as { name: string }[];
  expect(channels.map(({ name }) => name)).toContain('pigeon');
  const event = await organization.ctx.db
    .selectFrom('inbox_event')
    .select(['source', 'state'])
    .where('organization_id', '=', organization.id)
    .execute();
  expect(event).toMatchObject([{ source: 'pigeon' }]);
});
