import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { balances, openTill } from '../../../kernel/till/test/factories.ts';
import { stalls } from '../test/stalls.ts';

const codes = (answer: { body: { data: { code?: string; name?: string }[] } }) =>
  answer.body.data.map(({ name }) => name);

test('a stall has a code of its own at its fair, a commission, and perhaps a drawer', async () => {
  const { owner, exhibition, clay, box, organization } = await stalls();
  const again = await owner.post('/exhibition/stalls', { exhibition_id: exhibition.id, code: 'A1', name: 'Other' });
  expect([again.status, again.body.error.fields]).toEqual([409, { code: expect.any(String) }]);
  const much = await owner.patch(`/exhibition/stalls/${clay.id}`, { commission_percent: '100.01' });
  expect([much.status, much.body.error.code]).toEqual([400, 'exhibition.stall.commission_malformed']);
  const blank = await owner.patch(`/exhibition/stalls/${clay.id}`, { name: ' ' });
  expect([blank.status, blank.body.error.code]).toEqual([400, 'exhibition.stall.name_blank']);
  const two = { exhibition_id: exhibition.id, code: 'C3', name: 'Third', drawer_id: box.id };
  const taken = await owner.post('/exhibition/stalls', two);
  expect([taken.status, taken.body.error.code]).toEqual([409, 'exhibition.stall.drawer_taken']);
  const [ops, viewer] = [await organization.as('ops'), await organization.as('viewer')];
  expect((await ops.patch(`/exhibition/stalls/${clay.id}`, { name: 'Mine' })).status).toBe(403);
  expect((await viewer.get('/exhibition/stalls')).body.data).toMatchObject([{ code: 'A1' }, { code: 'B2' }]);
  const account = `liabilities:stall:${exhibition.prefix}_a1`.toLowerCase();
  expect((await owner.get(`/exhibition/stalls/${clay.id}`)).body.data).toMatchObject({
    account,
    commission_percent: '10',
    drawer_id: box.id,
  });
  expect((await owner.get(`/till/drawers/${box.id}`)).body.data.owner_account).toBe(account);
  // Not while somebody answers for what is in it.
  await openTill(ops, box.id, '50');
  const busy = await owner.patch(`/exhibition/stalls/${clay.id}`, { drawer_id: null });
  expect([busy.status, busy.body.error.code]).toEqual([409, 'till.drawer_in_use']);
  const actions = await organization.ctx.db
    .selectFrom('audit_entry')
    .select('action')
    .where('action', 'like', 'exhibition.stall.%')
    .orderBy('id')
    .execute();
  expect(actions.map(({ action }) => action)).toEqual([
    'exhibition.stall.added',
    'exhibition.stall.changed',
    'exhibition.stall.added',
  ]);
});

test('a desk sells what is of its stall, and the house what is its own', async () => {
  const { owner, exhibition, clay, bowl, scarf, tea, wool } = await stalls();
  const sell = (body: object) => owner.post('/exhibition/bills', { exhibition_id: exhibition.id, ...body });
  const refused = async (body: object) => (await sell(body)).body.error.code;
  expect(await refused({ lines: [{ item_id: bowl.id }] })).toBe('exhibition.bill.other_stall');
  expect(await refused({ stall_id: clay.id, lines: [{ item_id: scarf.id }] })).toBe('exhibition.bill.other_stall');
  expect(await refused({ stall_id: clay.id, lines: [{ item_id: tea.id }] })).toBe('exhibition.bill.other_stall');
  const sold = await sell({ stall_id: clay.id, lines: [{ item_id: bowl.id }] });
  expect(sold.body.data.bill).toMatchObject({ stall_id: clay.id, amount: '100.00' });
  expect((await sell({ lines: [{ item_id: tea.id }] })).body.data.bill.stall_id).toBe(null);
  await owner.patch(`/exhibition/stalls/${wool.id}`, { archived: true });
  expect(await refused({ stall_id: wool.id, amount: '5' })).toBe('exhibition.stall.not_found');
  // Each has its own first key.
  await owner.post('/exhibition/quick-keys', {
    exhibition_id: exhibition.id,
    stall_id: clay.id,
    keys: [{ item_id: bowl.id, quick_key: 1 }],
  });
  await owner.post('/exhibition/quick-keys', {
    exhibition_id: exhibition.id,
    keys: [{ item_id: tea.id, quick_key: 1 }],
  });
  const items = (await owner.get('/exhibition/items')).body.data as { name: string; quick_key: number | null }[];
  expect(items.map(({ name, quick_key }) => [name, quick_key])).toEqual([
    ['Bowl', 1],
    ['Scarf', null],
    ['Tea', 1],
  ]);
});

test('a seller of one stall sells and sees its items and bills alone, on every route', async () => {
  const { app, owner, organization, exhibition, clay, wool, bowl, scarf, seller, customer, collect } = await stalls();
  const other = await collect(scarf);
  const mine = await seller(clay);
  expect(codes(await mine.get('/exhibition/stalls'))).toEqual(['Clay & Co']);
  expect(codes(await mine.get('/exhibition/items'))).toEqual(['Bowl']);
  expect((await mine.get('/exhibition/bills')).body.data).toEqual([]);
  for (const path of [`bills/${other.id}`, `items/${scarf.id}`, `stalls/${wool.id}`])
    expect([path, (await mine.get(`/exhibition/${path}`)).status]).toEqual([path, 404]);
  const tried: [string, object][] = [
    [`bills/${other.id}/payments`, { pay: [{ method: 'cash' }] }],
    [`bills/${other.id}/void`, { reason: 'mine' }],
    [`bills/${other.id}/returns`, { lines: [{ position: 1, quantity: '1' }], reason: 'mine' }],
    [`bills/${other.id}/link`, {}],
    ['bills', { exhibition_id: exhibition.id, stall_id: wool.id, amount: '5' }],
  ];
  for (const [path, body] of tried)
    expect([path, (await mine.post(`/exhibition/${path}`, body)).status]).toEqual([path, 404]);
  const foreign = { lines: [{ item_id: scarf.id }], exhibition_id: exhibition.id };
  expect((await mine.post('/exhibition/bills', foreign)).body.error.code).toBe('exhibition.bill.item_not_sold');
  // Their own: at their stall without naming it, for the fair's customer, who is found by their code.
  expect((await mine.get(`/exhibition/scan?text=${customer.code}`)).body.data.name).toBe(customer.name);
  const sold = await mine.post(`/exhibition/customers/${customer.code}/bills`, { lines: [{ item_id: bowl.id }] });
  expect(sold.body.data.bill.stall_id).toBe(clay.id);
  const bill = sold.body.data.bill.id;
  expect((await mine.post(`/exhibition/bills/${bill}/payments`, { pay: [{ method: 'cash' }] })).status).toBe(201);
  expect((await mine.get('/exhibition/sales')).body.data.totals).toMatchObject([{ bills: 1, total: '100.00' }]);
  expect((await mine.get(`/exhibition/desk/roster?exhibition_id=${exhibition.id}`)).body.data.customers).toEqual([]);
  // Whatever their role, what is the whole fair's is refused.
  const boss = await seller(clay, 'admin');
  const whole = [
    'customers',
    'customers/alike?phone=1',
    'dashboard',
    'sales.xlsx',
    'customers/export.csv',
    'bills/export.csv',
  ];
  for (const path of whole) expect([path, (await boss.get(`/exhibition/${path}`)).status]).toEqual([path, 403]);
  for (const path of ['payments', 'ledger/entries', 'documents', 'members', 'audit-entries'])
    expect([path, (await boss.get(`/${path}`)).status]).toEqual([path, 403]);
  expect((await boss.patch(`/exhibition/stalls/${clay.id}`, { commission_percent: '0' })).status).toBe(403);
  expect((await boss.patch(`/exhibition/items/${bowl.id}`, { price: '1' })).status).toBe(403);
  // Each table of the module that names a stall keeps to it in the database.
  const tables = await sql<{ name: string }>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relname like 'exhibition\_%' and c.relkind = 'r' and a.attname = 'stall_id' and not exists (
      select from pg_policies p where p.tablename = c.relname and p.policyname = 'limited' and p.permissive = 'RESTRICTIVE')
  `.execute(app.boot.database.system);
  expect(tables.rows).toEqual([]);
  expect((await owner.get('/exhibition/bills')).body.data).toHaveLength(2);
  expect(organization.id).toBeTruthy();
});

test('money of a stall’s bill is owed to it, less the commission, and a refund takes it back', async () => {
  const { owner, exhibition, clay, bowl, db, agrees } = await stalls();
  const sell = {
    exhibition_id: exhibition.id,
    stall_id: clay.id,
    lines: [{ item_id: bowl.id }],
    pay: [{ method: 'card' }],
  };
  const { bill } = (await owner.post('/exhibition/bills', sell)).body.data;
  const account = clay.account as string;
  expect(await balances({ db })).toMatchObject({
    'assets:card': 10_000,
    [account]: -9000,
    'income:exhibition_commission': -1000,
  });
  // Another commission is for bills from now on.
  await owner.patch(`/exhibition/stalls/${clay.id}`, { commission_percent: '50' });
  const back = { lines: [{ position: 1, quantity: '1' }], reason: 'chipped' };
  expect((await owner.post(`/exhibition/bills/${bill.id}/returns`, back)).status).toBe(201);
  const after = await balances({ db });
  expect([after[account], after['income:exhibition_commission'], after['income:exhibition']]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  await agrees();
});

test('the cash of a stall’s own drawer is the stall’s: floats, counts and differences too', async () => {
  const { clay, bowl, box, seller, db, agrees, owner } = await stalls();
  const mine = await seller(clay);
  const till = await openTill(mine, box.id, '50');
  const account = clay.account as string;
  expect((await balances({ db }))[account]).toBe(-5000);
  await mine.post('/exhibition/bills', { lines: [{ item_id: bowl.id }], pay: [{ method: 'cash' }] });
  // 50 of the float and 90 of the bowl are owed; 150 are in the drawer.
  expect(await balances({ db })).toMatchObject({ [account]: -14_000, [`assets:cash:${box.code}`]: 15_000 });
  const closed = await mine.post(`/till/sessions/${till.id}/close`, { other: '149' });
  expect(closed.body.data).toMatchObject({ difference: '-1.00' });
  const after = await balances({ db });
  // The stall has its 100 and owes the house ten for it, whatever it counted.
  expect([after[account], after[`assets:cash:${box.code}`], after['expenses:till_differences']]).toEqual([
    1000,
    undefined,
    undefined,
  ]);
  await agrees();
  expect((await owner.get('/till/drawers')).body.data).toHaveLength(2);
});
