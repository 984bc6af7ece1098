import { strFromU8, unzipSync } from 'fflate';
import { beforeEach, expect, test } from 'vitest';
import { newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { claim, newMeter, newTariff, type Supplier, signUp, supplier } from './factories.ts';

let desk: Supplier;
beforeEach(async () => {
  (await useTestApp()).clock.reset();
  desk = await supplier();
});

const ID = /portal\.account|:[0-9a-f]{8}-[0-9a-f]{4}-/;

/** A household that bought. */
async function household() {
  await newTariff(desk.admin);
  const person = await desk.join();
  const meter = await newMeter(desk.ops);
  await claim(desk.ops, person, meter);
  const bought = await person.post(`/electricity/my/meters/${meter.number}/purchases`, { amount: '3000' });
  expect(bought.status).toBe(201);
  const { payment } = bought.body.data;
  expect((await desk.ops.post(`/payments/${payment.id}/verify`)).status).toBe(200);
  const account: string = (await person.get('/portal/account')).body.data.id;
  return { person, meter, payment, account, purchase: bought.body.data.id as string };
}

/** Every place where staff and the household read who acted. */
async function everywhere({ person, meter, payment, purchase }: Awaited<ReturnType<typeof household>>) {
  const answers = await Promise.all([
    desk.ops.get('/electricity/transactions'),
    person.get('/electricity/my/transactions'),
    desk.ops.get('/electricity/purchases'),
    desk.ops.get(`/electricity/purchases/${purchase}`),
    desk.ops.get(`/electricity/meters/${meter.id}/entries`),
    desk.ops.get(`/payments/${payment.id}`),
    desk.owner.get('/ledger/entries'),
    desk.owner.get('/audit-entries?filter={"action":"electricity.purchase.opened"}'),
    desk.ops.get('/exports/electricity.transactions.csv'),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  return answers.map((answer) => answer.raw.toString());
}

test('who bought is stored and shown by name, in lists and in the export', async () => {
  const home = await household();
  const row = await desk.db
    .selectFrom('electricity_purchase')
    .select('opened_by_name')
    .where('organization_id', '=', desk.organization.id)
    .executeTakeFirstOrThrow();
  expect(row.opened_by_name).toBe('Aline Uwase');
  const [listed] = (await desk.ops.get('/electricity/transactions')).body.data;
  expect(listed).toMatchObject({ kind: 'purchase', by: 'Aline Uwase' });
  const csv = await desk.ops.get('/exports/electricity.transactions.csv');
  expect(csv.raw.toString()).toContain('Aline Uwase');
  expect(csv.raw.toString()).not.toMatch(ID);
  const sheet = unzipSync((await desk.ops.get('/exports/electricity.transactions.xlsx')).raw);
  const cells = Object.values(sheet)
    .map((part) => strFromU8(part))
    .join(' ');
  expect(cells).toContain('Aline Uwase');
  expect(cells).not.toMatch(ID);
  const seen = await everywhere(home);
  expect(seen[0]).toContain('Aline Uwase');
});

test('rows of before, with the account where the name belongs, are shown by name, and nobody of elsewhere', async () => {
  const home = await household();
  const old = `portal.account:${home.account}`;
  const { system } = desk.app.boot.database;
  const inside = desk.organization.id;
  await system
    .updateTable('electricity_purchase')
    .set({ opened_by_name: old })
    .where('organization_id', '=', inside)
    .execute();
  await system
    .updateTable('payment_event')
    .set({ actor_name: old })
    .where('organization_id', '=', inside)
    .where('what', '=', 'opened')
    .execute();
  const [listed] = (await desk.ops.get('/electricity/transactions')).body.data;
  expect(listed.by).toBe('Aline Uwase');
  const seen = await everywhere(home);
  expect(seen[5]).toContain('"actor":"Aline Uwase"');
  expect(seen[8]).toContain('Aline Uwase');
  for (const text of seen) expect(text.replaceAll('"id":"portal.account:', '')).not.toMatch(/portal\.account:/);

  // Somebody of another organization has no name here.
  const elsewhere = await newOrganization(desk.app);
  await (await elsewhere.as('owner')).patch('/settings/portal', { open: true });
  const stranger = await signUp(desk.app, elsewhere, 'Zed Far');
  const strange: string = (await stranger.get('/portal/account')).body.data.id;
  await system
    .updateTable('electricity_purchase')
    .set({ opened_by_name: `portal.account:${strange}` })
    .where('organization_id', '=', inside)
    .execute();
  const [unknown] = (await desk.ops.get('/electricity/transactions')).body.data;
  expect(unknown.by).toBe('[no longer known]');
});
