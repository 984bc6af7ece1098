import { beforeEach, expect, onTestFinished, test } from 'vitest';
import {
  type Caller,
  newOrganization,
  type TestApp,
  type TestOrganization,
  useTestApp,
} from '../../../test/harness/index.ts';
import { openExhibition, register } from '../test/factories.ts';

/** What has changed about a cashier counts from the next bill on. */

let app: TestApp;
let organization: TestOrganization;
let admin: Caller;
let cashier: Caller;
let code: string;
beforeEach(async () => {
  app = await useTestApp();
  organization = await newOrganization(app);
  admin = await organization.as('admin');
  await openExhibition(admin);
  cashier = await organization.as('ops');
  code = (await register(cashier)).code;
  for (const by of [cashier, admin]) expect((await add(by)).status).toBe(201);
});

const add = (by: Caller) => by.post(`/exhibition/customers/${code}/bills`, { amount: '10' });
const bills = async () =>
  (await organization.ctx.db.selectFrom('exhibition_bill').select('created_by_name').execute()).length;
const set = (values: object) =>
  app.boot.database.system.updateTable('membership').set(values).where('user_id', '=', cashier.userId).execute();

test('a session that has ended adds nothing, also beside those of others', async () => {
  await app.boot.database.system.deleteFrom('auth_session').where('user_id', '=', cashier.userId).execute();
  const all = await Promise.all(Array.from({ length: 8 }, (_, i) => add(i % 2 ? cashier : admin)));
  expect(all.map(({ status }) => status)).toEqual([201, 401, 201, 401, 201, 401, 201, 401]);
  expect(await bills()).toBe(2 + 4);
  const customer = (await admin.get(`/exhibition/customers/${code}`)).body.data;
  expect(customer).toMatchObject({ bill_count: 6, total: '60.00' });
  expect((await add(cashier)).body.error.code).toBe('http.unauthenticated');
});

test('a session that has ended or expired learns nothing from a wrong bill either', async () => {
  const wrong = (by: Caller) => by.post('/exhibition/customers/ZZZZZZZZ/bills', { amount: '10' });
  expect((await wrong(cashier)).body.error.code).toBe('exhibition.customer.not_found');
  await app.boot.database.system.deleteFrom('auth_session').where('user_id', '=', cashier.userId).execute();
  expect((await wrong(cashier)).status).toBe(401);
  app.clock.advance(2 * 3_600_000);
  onTestFinished(() => app.clock.reset());
  expect((await add(admin)).status).toBe(401);
});

test('a new role, a new name and a module that is switched off or on count at once', async () => {
  await set({ role: 'viewer' });
  expect((await add(cashier)).body.error.code).toBe('http.forbidden');
  await set({ role: 'ops' });
  expect((await add(cashier)).status).toBe(201);
  await app.boot.database.system
    .updateTable('auth_user')
    .set({ name: 'Asha' })
    .where('id', '=', cashier.userId)
    .execute();
  expect((await add(cashier)).body.data.bill).toMatchObject({ created_by: 'Asha' });
  const modules = (names: string[]) =>
    app.boot.database.system
      .updateTable('organization')
      .set({ modules: names })
      .where('id', '=', organization.id)
      .execute();
  await modules(['mess']);
  expect((await add(cashier)).body.error.code).toBe('http.module_off');
  await modules(['exhibition']);
  expect((await add(cashier)).status).toBe(201);
  await app.boot.database.system.deleteFrom('membership').where('user_id', '=', cashier.userId).execute();
  expect((await add(cashier)).status).toBe(403);
  expect(await bills()).toBe(2 + 3);
});
