import { beforeEach, describe, expect, test } from 'vitest';
import { formOf } from '../../../test/harness/form.ts';
import { newMachine, type Operator, operator, order } from './factories.ts';

let fleet: Operator;
beforeEach(async () => {
  fleet = await operator();
});
const beans = () => fleet.admin.post('/coffee/materials', { code: 'beans', name: 'Beans', unit: 'g', cost: '14.50' });
const body = { cup_ml: 40, temperature: 93, ingredients: [{ material: 'beans', quantity: 7.5 }] };

describe('recipes', () => {
  test('are versions that never change; the next one says what differs', async () => {
    const { admin, db } = fleet;
    await beans();
    const made = await admin.post('/coffee/recipes', { code: 'espresso', name: 'Espresso', body });
    const { id } = made.body.data;
    const next = { ...body, ingredients: [{ material: 'beans', quantity: 8 }] };
    const version = { based_on: 1, body: next, note: 'stronger' };
    expect((await admin.post(`/coffee/recipes/${id}/versions`, version)).body.data).toMatchObject({
      newest: 2,
      body: next,
    });
    const late = await admin.post(`/coffee/recipes/${id}/versions`, version);
    expect([late.status, late.body.error.code]).toEqual([409, 'coffee.recipe.newer']);
    const same = await admin.post(`/coffee/recipes/${id}/versions`, { ...version, based_on: 2 });
    expect(same.body.error.code).toBe('coffee.recipe.same');
    expect((await admin.get(`/coffee/recipes/${id}/diff?from=1&to=2`)).body.data.changes).toEqual([
      { path: 'ingredients[beans].quantity', before: 7.5, after: 8 },
    ]);
    expect((await admin.get(`/coffee/recipes/${id}/versions`)).body.data).toMatchObject([
      { version: 2, note: 'stronger' },
      { version: 1, body },
    ]);
    await expect(db.updateTable('coffee_recipe_version').set({ note: 'other' }).execute()).rejects.toThrow();
  });

  test.each([
    ['an unknown material', { ...body, ingredients: [{ material: 'sand', quantity: 1 }] }, 404],
    ['a text for a number', { ...body, temperature: 'hot' }, 400],
    ['an unknown field', { ...body, sugar: true }, 400],
    ['no ingredients', { ...body, ingredients: [] }, 400],
  ])('with %s are refused', async (_, wrong, status) => {
    await beans();
    const made = await fleet.admin.post('/coffee/recipes', { code: 'espresso', name: 'Espresso', body: wrong });
    expect(made.status).toBe(status);
  });
});

test('a package holds versions, has the next number, and a machine gets it by its own token', async () => {
  const { admin, db, ops } = fleet;
  await beans();
  await admin.post('/coffee/recipes', { code: 'espresso', name: 'Espresso', body });
  expect((await ops.post('/coffee/packages', { name: 'First' })).status).toBe(403);
  const [first, second] = await Promise.all(
    [1, 2].map((n) => admin.post('/coffee/packages', { name: `Package ${n}` })),
  );
  expect([first?.body.data.number, second?.body.data.number].sort()).toEqual([1, 2]);
  expect(first?.body.data.digest).toBe(second?.body.data.digest);
  const machine = await newMachine(fleet);
  expect((await machine.get(`/devices/${machine.id}/package`)).status).toBe(404);
  const wanted = { wanted_package_id: first?.body.data.id };
  await db.updateTable('coffee_machine').set(wanted).where('id', '=', machine.id).execute();
  const status = await machine.post(`/devices/${machine.id}/status`, {});
  expect(status.body.data.wanted_package).toBe(first?.body.data.number);
  expect((await machine.get(`/devices/${machine.id}/package`)).body.data).toMatchObject({
    digest: first?.body.data.digest,
    recipes: [{ code: 'espresso', version: 1, body }],
  });
  await machine.post(`/devices/${machine.id}/status`, { package: first?.body.data.number });
  expect((await admin.get(`/coffee/packages/${first?.body.data.id}`)).body.data.machines).toBe(1);
});

test('materials come from a CSV after a dry run; a known code is changed when somebody says so', async () => {
  const { admin } = fleet;
  await beans();
  const csv = 'Code;Name;Unit;Cost\nbeans;House blend;g;15.00\nmilk;Milk powder;g;9.80\nBad code;X;g;1\n';
  const form = await formOf({}, { name: 'materials.csv', bytes: csv });
  const report = (await admin.post('/imports/coffee.materials', form.body, form.headers)).body.data;
  expect(report).toMatchObject({ total: 3, bad: 1, state: 'checked' });
  expect((await admin.get('/coffee/materials')).body.data).toHaveLength(1);
});

test('the lists of devices and of machines share an address: whoever asks with a machine’s parameter gets machines', async () => {
  const { admin, merchant } = fleet;
  const machine = await newMachine(fleet, { model: 'Duo' });
  await machine.post(`/devices/${machine.id}/status`, { temperature: 90 });
  const kernel = (await admin.get('/devices')).body.data;
  expect(kernel).toMatchObject([{ kind: 'coffee.machine', name: machine.serial }]);
  for (const query of [
    `merchant_id=${merchant.id}`,
    'model=Duo',
    `query=${machine.serial}`,
    'status=online',
    'page=1',
  ]) {
    expect((await admin.get(`/devices?${query}`)).body.data).toMatchObject([{ id: machine.id, model: 'Duo' }]);
  }
  expect((await admin.get('/devices?status=offline')).body.data).toEqual([]);
  // The raffle's orders are at /api/orders, the machines' at /api/v1/orders.
  await machine.post(`/devices/${machine.id}/orders/create`, order('1'));
  expect((await admin.get('/orders')).body.data).toMatchObject([{ number: '1' }]);
  expect((await admin.get('/api/orders')).body.data).toEqual([]);
});

test('orders are exported as a file, by the same filter', async () => {
  const machine = await newMachine(fleet);
  await machine.post(`/devices/${machine.id}/orders/create`, {
    orders: [order('A1'), order('B2', { payment_method: 'card' })],
  });
  const csv = await fleet.admin.get('/orders/export.csv?filter={"payment_method":"card"}');
  expect(csv.status).toBe(200);
  expect(csv.raw.toString()).toContain('B2');
  expect(csv.raw.toString()).not.toContain('A1');
  const xlsx = await fleet.admin.get('/coffee/orders/export.xlsx');
  expect(xlsx.raw.subarray(0, 2).toString()).toBe('PK');
});
