import { expect, test } from 'vitest';
import { newId } from '../../../kernel/lib/ids.ts';
import { STATES } from '../../../kernel/messages/index.ts';
import { newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { EMAIL_STATES } from '../customers/contract.ts';
import { openExhibition, register } from './factories.ts';

async function fair() {
  const app = await useTestApp();
  const organization = await newOrganization(app);
  const admin = await organization.as('admin');
  const exhibition = await openExhibition(admin);
  const list = async (query: Record<string, string | number>) => {
    const reply = await admin.get(`/exhibition/customers?${new URLSearchParams(query as Record<string, string>)}`);
    return { ...reply, names: reply.body.data?.map((c: { name: string }) => c.name) };
  };
  return { app, organization, admin, exhibition, list, db: organization.ctx.db };
}

test('pages follow one another without a gap or a double, newest first', async () => {
  const { admin, list } = await fair();
  for (let i = 1; i <= 7; i++) await register(admin, { name: `Guest ${i}` });
  const first = await list({ limit: 3 });
  const second = await list({ limit: 3, after: first.body.page.next });
  const third = await list({ limit: 3, after: second.body.page.next });
  expect([...first.names, ...second.names, ...third.names]).toEqual([7, 6, 5, 4, 3, 2, 1].map((i) => `Guest ${i}`));
  expect(third.body.page.next).toBeNull();
  const byName = await list({ limit: 3, sort: 'name' });
  const rest = await list({ limit: 5, sort: 'name', after: byName.body.page.next });
  expect([...byName.names, ...rest.names]).toEqual([1, 2, 3, 4, 5, 6, 7].map((i) => `Guest ${i}`));
  expect((await list({ after: 'nonsense' })).body.error.code).toBe('http.bad_cursor');
});

test('search finds parts of name, ID, e-mail and phone; wildcards are ordinary characters', async () => {
  const { admin, list } = await fair();
  const asha = await register(admin, { name: 'Asha Verma', email: 'asha@crafts.lol', phone: '98765 43210' });
  await register(admin, { name: 'Ravi Menon', email: 'ravi@example.org', phone: '98765 11111' });
  await register(admin, { name: 'मीना कुमारी', email: 'm@example.org', phone: '98765 22222' });
  for (const text of [
    'sha ver',
    'VERMA',
    'verma asha',
    'crafts',
    '43210',
    asha.code.toLowerCase(),
    asha.code.slice(2, 6),
  ]) {
    expect((await list({ search: text })).names, text).toEqual(['Asha Verma']);
  }
  expect((await list({ search: 'मीना' })).names).toEqual(['मीना कुमारी']);
  expect((await list({ search: '98765' })).names).toHaveLength(3);
  // Letters that no ID has, since these are by chance.
  expect((await list({ search: 'lo' })).names).toEqual(['Asha Verma']);
  for (const text of ['%', '_', '\\', "'; drop table exhibition_customer; --"])
    expect((await list({ search: text })).names).toEqual([]);
  const page = await list({ search: '98765', limit: 2 });
  expect((await list({ search: '98765', limit: 2, after: page.body.page.next })).names).toEqual(['Asha Verma']);
  // What is searched comes newest first, whatever the sort; its pages follow one another all the same.
  const filter = JSON.stringify({ phone: '98765' });
  const sorted = await list({ filter, sort: 'name', limit: 2 });
  expect((await list({ filter, sort: 'name', limit: 2, after: sorted.body.page.next })).names).toEqual(['Asha Verma']);
});

test('filters narrow by exhibition, by day in the organization’s zone, and by each field', async () => {
  const { app, admin, exhibition, list } = await fair();
  const other = await openExhibition(admin);
  await register(admin, { name: 'Here', exhibition_id: exhibition.id, email: 'here@example.org' });
  await register(admin, { name: 'There', exhibition_id: other.id });
  expect((await list({ filter: JSON.stringify({ exhibition_id: other.id }) })).names).toEqual(['There']);
  expect((await list({ filter: JSON.stringify({ email: 'here@' }) })).names).toEqual(['Here']);
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Kolkata' }).format(app.clock.now());
  expect((await list({ filter: JSON.stringify({ from: day, to: day }) })).names).toHaveLength(2);
  expect((await list({ filter: JSON.stringify({ to: '2020-01-01' }) })).names).toEqual([]);
  expect((await list({ filter: '{"nope":1}' })).body.error.code).toBe('http.invalid');
  expect((await list({ filter: 'not json' })).status).toBe(400);
});

test('rows carry bill count, total and the state of the latest e-mail', async () => {
  const { admin, list } = await fair();
  const { code } = await register(admin);
  await admin.post(`/exhibition/customers/${code}/bills`, { amount: '7.25' });
  const [row] = (await list({})).body.data;
  expect(row).toMatchObject({ bill_count: 1, total: '7.25', exhibition_name: 'Kochi Craft Fair' });
  expect(['queued', 'kept']).toContain(row.email_state);
});

test('a filter finds the customers by the state of their latest e-mail, alone and together with a search', async () => {
  const { admin, organization, db, list } = await fair();
  const [asha, ravi] = [await register(admin, { name: 'Asha' }), await register(admin, { name: 'Ravi' })];
  const meena = await register(admin, { name: 'Meena' });
  const put = (customer: { id: string }, state: string) =>
    db
      .insertInto('message')
      .values({
        organization_id: organization.id,
        id: newId(Date.now() + 60_000),
        channel: 'email',
        to_address: 'x@example.org',
        template: 'exhibition.welcome',
        language: 'en',
        state,
        subject_type: 'exhibition.customer',
        subject_id: customer.id,
      })
      .execute();
  await put(asha, 'failed');
  await put(ravi, 'failed');
  await put(ravi, 'cancelled'); // the later one counts
  await db.deleteFrom('message').where('subject_id', '=', meena.id).execute();
  const inState = async (email_state: string, more = {}) =>
    (await list({ filter: JSON.stringify({ email_state }), ...more })).names;
  expect(await inState('failed')).toEqual(['Asha']);
  expect(await inState('failed', { sort: 'name' })).toEqual(['Asha']);
  expect(await inState('cancelled')).toEqual(['Ravi']);
  expect(await inState('none')).toEqual(['Meena']);
  expect(await inState('sent')).toEqual([]);
  expect(await inState('failed', { search: 'as' })).toEqual(['Asha']);
  expect(await inState('failed', { search: 'ravi' })).toEqual([]);
  expect((await list({ filter: '{"email_state":"lost"}' })).body.error.code).toBe('http.invalid');
  // Only chat messages are held or left with a text.
  const ofChatsOnly = ['held', 'opted_out'];
  expect([...EMAIL_STATES].sort()).toEqual([...STATES.filter((state) => !ofChatsOnly.includes(state)), 'none'].sort());
});

test('bills are found by description and by customer, with sums of the standing ones', async () => {
  const { admin } = await fair();
  const { code } = await register(admin, { name: 'Asha Verma' });
  const other = await register(admin, { name: 'Ravi Menon' });
  const first = await admin.post(`/exhibition/customers/${code}/bills`, { amount: '10', description: 'Brass lamp' });
  await admin.post(`/exhibition/customers/${code}/bills`, { amount: '2.50', description: 'Postcards' });
  await admin.post(`/exhibition/customers/${other.code}/bills`, { amount: '99', description: 'Brass bell' });
  const search = async (text: string) =>
    (await admin.get(`/exhibition/bills?search=${text}`)).body.data.map((b: { amount: string }) => b.amount);
  expect(await search('brass')).toEqual(['99.00', '10.00']);
  expect(await search('verma')).toEqual(['2.50', '10.00']);
  await admin.post(`/exhibition/bills/${first.body.data.bill.id}/void`, { reason: 'typo' });
  expect((await admin.get('/exhibition/bills/sums')).body.data).toEqual([
    { currency: 'INR', count: 2, voided: 1, total: '101.50', paid: '0.00', refunded: '0.00', due: '101.50' },
  ]);
  expect((await admin.get('/exhibition/bills?filter={"standing":false}')).body.data).toHaveLength(1);
});

test('the dashboard counts today by the organization’s own day', async () => {
  const { admin } = await fair();
  const { code } = await register(admin);
  await admin.post(`/exhibition/customers/${code}/bills`, { amount: '10' });
  await admin.post(`/exhibition/customers/${code}/bills`, { amount: '5.50' });
  const { data } = (await admin.get('/exhibition/dashboard')).body;
  expect(data.today).toMatchObject({ registrations: 1, bills: 2, sales: [{ currency: 'INR', total: '15.50' }] });
  expect(data.by_day).toHaveLength(14);
  expect(data.top_customers).toMatchObject([{ code, total: '15.50', bill_count: 2 }]);
  expect(data.by_exhibition).toMatchObject([{ registrations: 1, bills: 2, total: '15.50' }]);
});

test('the export holds the filtered list, and a formula in a name stays text', async () => {
  const { admin } = await fair();
  await register(admin, { name: '=HYPERLINK("http://x")' });
  await register(admin, { name: 'Ravi' });
  const csv = await admin.get('/exhibition/customers/export.csv?search=hyperlink');
  expect(csv.status).toBe(200);
  const lines = csv.raw.toString('utf8').trim().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain("'=HYPERLINK");
  const xlsx = await admin.get('/exhibition/bills/export.xlsx');
  expect(xlsx.raw.subarray(0, 2).toString()).toBe('PK');
});
