import { beforeEach, expect, test } from 'vitest';
import { type Caller, newOrganization, type TestOrganization, useTestApp } from '../../../test/harness/index.ts';
import { openExhibition, register } from '../test/factories.ts';

let organization: TestOrganization;
let admin: Caller;
let cashier: Caller;
let here: string;
let elsewhere: string;
let guest: { id: string; code: string };
beforeEach(async () => {
  organization = await newOrganization(await useTestApp());
  admin = await organization.as('admin');
  cashier = await organization.as('ops');
  here = (await openExhibition(admin, { name: 'Winter Fair' })).id;
  elsewhere = (await openExhibition(admin, { name: 'Book Fair' })).id;
  guest = await register(cashier, { exhibition_id: elsewhere });
});

const add = (body: object, headers = {}) =>
  cashier.post(`/exhibition/customers/${guest.code}/bills`, { amount: '12.50', ...body }, headers);
const written = async () => ({
  bills: (await organization.ctx.db.selectFrom('exhibition_bill').select('id').execute()).length,
  audit: await organization.ctx.db
    .selectFrom('audit_entry')
    .select('after')
    .where('action', '=', 'exhibition.bill.added')
    .execute(),
});
const set = (value: string) => admin.patch('/settings/exhibition', { other_exhibition: value });

test('a desk that scans a customer of another exhibition is asked, and nothing is written without an answer', async () => {
  const asked = await add({ exhibition_id: here });
  expect([asked.status, asked.body.error.code]).toEqual([409, 'exhibition.bill.other_exhibition']);
  expect(asked.body.error.message).toContain('Book Fair');
  expect(asked.body.error.fields.confirmed_exhibition_id).toContain('Book Fair');
  // An answer about another exhibition is none.
  expect((await add({ exhibition_id: here, confirmed_exhibition_id: here })).status).toBe(409);
  expect(await written()).toEqual({ bills: 0, audit: [] });
  const agreed = await add({ exhibition_id: here, confirmed_exhibition_id: elsewhere });
  expect(agreed.status).toBe(201);
  const { bills, audit } = await written();
  expect([bills, audit[0]?.after]).toEqual([1, expect.objectContaining({ other_exhibition: 'Book Fair' })]);
});

test('at its own exhibition nobody is asked, and the audit entry says nothing of another one', async () => {
  expect((await add({ exhibition_id: elsewhere, confirmed_exhibition_id: elsewhere })).status).toBe(201);
  expect((await written()).audit[0]?.after).not.toHaveProperty('other_exhibition');
});

test('the question and its answer are one request with one key: one bill', async () => {
  const key = { 'idempotency-key': 'desk-1' };
  expect((await add({ exhibition_id: here }, key)).status).toBe(409);
  const agreed = { exhibition_id: here, confirmed_exhibition_id: elsewhere };
  expect((await add(agreed, key)).status).toBe(201);
  expect((await add(agreed, key)).status).toBe(201);
  expect((await written()).bills).toBe(1);
});

test('an organization refuses such bills by its setting, also when somebody agreed; the desk learns the setting', async () => {
  expect((await cashier.get('/exhibition/desk-rules')).body.data).toMatchObject({ other_exhibition: 'ask' });
  expect((await set('refuse')).status).toBe(200);
  expect((await cashier.get('/exhibition/desk-rules')).body.data).toMatchObject({ other_exhibition: 'refuse' });
  const refused = await add({ exhibition_id: here, confirmed_exhibition_id: elsewhere });
  expect([refused.status, refused.body.error.code]).toEqual([409, 'exhibition.bill.other_exhibition_refused']);
  expect((await written()).bills).toBe(0);
  expect((await add({ exhibition_id: elsewhere })).status).toBe(201);
});

test("a program that names no desk is asked about last year's customers while another exhibition is open", async () => {
  expect((await add({})).status).toBe(201);
  await admin.patch(`/exhibition/exhibitions/${elsewhere}`, { ends_on: '2020-02-01' });
  expect((await add({})).body.error.code).toBe('exhibition.bill.other_exhibition');
  expect((await add({ confirmed_exhibition_id: elsewhere })).status).toBe(201);
  await admin.patch(`/exhibition/exhibitions/${here}`, { ends_on: '2020-02-01' });
  expect((await add({})).status).toBe(201);
});
