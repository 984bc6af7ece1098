import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { asha, openExhibition, register } from './factories.ts';

async function desk(over = {}) {
  const app = await useTestApp();
  const organization = await newOrganization(app, over);
  const admin = await organization.as('admin');
  const exhibition = await openExhibition(admin);
  return { app, organization, admin, ops: await organization.as('ops'), exhibition, db: organization.ctx.db };
}

test('registering answers the ID and the QR at once, and leaves row, credential, audit entry and e-mail', async () => {
  const { ops, db, exhibition, organization } = await desk();
  const made = await ops.post('/exhibition/customers', { ...asha, exhibition_id: exhibition.id });
  expect(made.status).toBe(201);
  const { data } = made.body;
  expect(data.code).toMatch(/^[2-9A-HJKMNP-Z]{8}$/);
  expect(data).toMatchObject({
    name: 'Asha Verma',
    phone: '+919876543210',
    total: '0.00',
    email_state: 'kept',
    currency: 'INR',
  });
  expect(data.qr).toContain('/c/');
  const row = await db.selectFrom('exhibition_customer').selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({
    id: data.id,
    code: data.code,
    email: 'asha@example.org',
    organization_id: organization.id,
  });
  expect(await db.selectFrom('credential').select('subject_id').executeTakeFirstOrThrow()).toEqual({
    subject_id: data.id,
  });
  const mail = await db.selectFrom('message').selectAll().executeTakeFirstOrThrow();
  expect(mail).toMatchObject({ to_address: 'asha@example.org', template: 'exhibition.welcome', subject_id: data.id });
  const entry = await db
    .selectFrom('audit_entry')
    .selectAll()
    .where('action', '=', 'exhibition.customer.registered')
    .executeTakeFirstOrThrow();
  expect(entry).toMatchObject({
    actor_id: ops.userId,
    subject_id: data.id,
    after: { code: data.code, name: 'Asha Verma' },
  });
});

test('a customer is found by uuid, by ID in any writing, and by the scanned QR', async () => {
  const { ops } = await desk();
  const { id, code, qr } = await register(ops);
  for (const name of [id, code, code.toLowerCase(), `${code.slice(0, 4)}-${code.slice(4)}`]) {
    expect((await ops.get(`/exhibition/customers/${name}`)).body.data.id).toBe(id);
  }
  expect((await ops.get(`/exhibition/customers/${id}/qr.svg?v=2026-11-22T12%3A11%3A01.323Z`)).status).toBe(200);
  for (const text of [qr, ` ${code} `, qr.split('/c/')[1] as string]) {
    expect((await ops.get(`/exhibition/scan?text=${encodeURIComponent(text)}`)).body.data.id).toBe(id);
  }
  expect((await ops.get('/exhibition/customers/22222222')).body.error.code).toBe('exhibition.customer.not_found');
  expect((await ops.get('/exhibition/customers/nonsense!')).status).toBe(404);
});

test('adding a bill by ID answers the bill and the running total; the audit has it', async () => {
  const { ops, db } = await desk();
  const { id, code } = await register(ops);
  const first = await ops.post(`/exhibition/customers/${code}/bills`, { amount: '12.50', description: 'Two mugs' });
  expect(first.status).toBe(201);
  expect(first.body.data).toMatchObject({
    bill: {
      amount: '12.50',
      amount_minor: 1250,
      description: 'Two mugs',
      customer: { id, code },
      created_by: 'Test ops',
    },
    customer: { bill_count: 1, total: '12.50' },
  });
  const second = await ops.post(`/exhibition/customers/${id}/bills`, { amount: '0.01' });
  expect(second.body.data.customer).toMatchObject({ bill_count: 2, total: '12.51', total_minor: 1251 });
  expect(
    await db.selectFrom('audit_entry').select('action').where('action', '=', 'exhibition.bill.added').execute(),
  ).toHaveLength(2);
});

test.each([
  ['-1', 'exhibition.bill.amount_malformed'],
  ['0', 'exhibition.bill.amount_zero'],
  ['1.234', 'exhibition.bill.amount_decimals'],
  ['100000000', 'exhibition.bill.amount_too_large'],
  ['twelve', 'exhibition.bill.amount_malformed'],
])('a bill of %s is refused with a message at its field, and nothing is written', async (amount, code) => {
  const { ops, db } = await desk();
  const customer = await register(ops);
  const refused = await ops.post(`/exhibition/customers/${customer.code}/bills`, { amount });
  expect(refused.status).toBe(400);
  expect(refused.body.ok).toBe(false);
  expect(refused.body.error.code).toBe(code);
  expect(refused.body.error.fields.amount).toMatch(/\w{3}/);
  expect(refused.body.error.fields.amount).not.toContain('errors.');
  expect(await db.selectFrom('exhibition_bill').select('id').execute()).toEqual([]);
});

test('bad contact details are refused at their fields, all at once, in the asked language', async () => {
  const { ops, db } = await desk();
  const refused = await ops.post(
    '/exhibition/customers',
    { name: ' ', email: 'asha@', phone: '12' },
    { 'accept-language': 'hi' },
  );
  expect(refused.status).toBe(400);
  expect(Object.keys(refused.body.error.fields).sort()).toEqual(['email', 'name', 'phone']);
  expect(refused.body.error.fields.email).toMatch(/[ऀ-ॿ]/);

  expect(await db.selectFrom('message').select('id').execute()).toEqual([]);
});

test('the same Idempotency-Key gives the first answer and one bill, racing or repeated', async () => {
  const { ops, db } = await desk();
  const { code } = await register(ops);
  const send = (amount: string) =>
    ops.post(`/exhibition/customers/${code}/bills`, { amount }, { 'idempotency-key': 'till-1-77' });
  const answers = await Promise.all(Array.from({ length: 8 }, () => send('5.00')));
  expect(new Set(answers.map((a) => a.status))).toEqual(new Set([201]));
  expect(new Set(answers.map((a) => a.body.data.bill.id)).size).toBe(1);
  expect((await send('5.00')).body).toEqual(answers[0]?.body);
  expect((await send('6.00')).body.error.code).toBe('http.idempotency_mismatch');
  expect(await db.selectFrom('exhibition_bill').select('id').execute()).toHaveLength(1);
  const customer = await ops.get(`/exhibition/customers/${code}`);
  expect(customer.body.data).toMatchObject({ bill_count: 1, total: '5.00' });
});

test('bills of one moment are answered each with the total after it, whoever else is refused meanwhile', async () => {
  const { ops, db } = await desk();
  const [first, second] = [await register(ops), await register(ops, { phone: '+919845011111' })];
  const names = [first.code, first.id, second.code, '22222222'];
  const sent = Array.from({ length: 40 }, (_, n) => ({ name: names[n % 4] as string, amount: `${n + 1}.00` }));
  const answers = await Promise.all(
    sent.map(async ({ name, amount }) => {
      const { status, body } = await ops.post(`/exhibition/customers/${name}/bills`, { amount });
      return { status, name, minor: Number.parseInt(amount, 10) * 100, data: body.data };
    }),
  );
  expect(answers.map(({ status }) => status)).toEqual(sent.map(({ name }) => (name === '22222222' ? 404 : 201)));
  for (const { id } of [first, second]) {
    const own = answers.filter(({ data }) => data?.customer.id === id);
    own.sort((a, b) => a.data.customer.bill_count - b.data.customer.bill_count);
    // In the order of their counts each total is the one before and the bill: as if they came one after the other.
    let total = 0;
    for (const [n, { minor, data }] of own.entries()) {
      total += minor;
      expect(data.bill.amount_minor).toBe(minor);
      expect(data.customer).toMatchObject({ bill_count: n + 1, total_minor: total });
    }
    const row = await db
      .selectFrom('exhibition_customer')
      .select(['bill_count', 'total_minor'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ bill_count: own.length, total_minor: total });
    const bills = await db.selectFrom('exhibition_bill').select('id').where('customer_id', '=', id).execute();
    expect(bills.map((bill) => bill.id).sort()).toEqual(own.map(({ data }) => data.bill.id).sort());
  }
  const audited = await db
    .selectFrom('audit_entry')
    .select('subject_id')
    .where('action', '=', 'exhibition.bill.added')
    .execute();
  expect(audited).toHaveLength(30);
});

test('customers registered at one moment are each answered with their own ID, in their own exhibition', async () => {
  const { ops, admin, db, exhibition } = await desk();
  const other = await openExhibition(admin, { name: 'Other', prefix: 'OTH' });
  const nowhere = '01900000-0000-7000-8000-000000000000';
  const halls = [exhibition.id, other.id, nowhere];
  const answers = await Promise.all(
    Array.from({ length: 24 }, (_, n) =>
      ops.post('/exhibition/customers', { ...asha, name: `Asha "${n}" \\ {a,b}`, exhibition_id: halls[n % 3] }),
    ),
  );
  for (const [n, { status, body }] of answers.entries()) {
    if (n % 3 === 2) expect([status, body.error.code]).toEqual([404, 'exhibition.not_found']);
    else
      expect(body.data).toMatchObject({
        name: `Asha "${n}" \\ {a,b}`,
        exhibition_id: halls[n % 3],
        exhibition_name: n % 3 === 1 ? 'Other' : 'Kochi Craft Fair',
      });
  }
  const made = answers.flatMap(({ body }) => (body.ok ? [[body.data.id, body.data.code, body.data.name]] : []));
  const rows = await db.selectFrom('exhibition_customer').select(['id', 'code', 'name']).execute();
  expect(rows.map(({ id, code, name }) => [id, code, name]).sort()).toEqual(made.sort());
  for (const table of ['credential', 'message'] as const)
    expect(
      await db.selectFrom(table).select('subject_id').where('subject_type', '=', 'exhibition.customer').execute(),
    ).toHaveLength(16);
});

test('racing bills and voids leave a total that equals the bills that stand', async () => {
  const { ops, admin, db } = await desk();
  const { id, code } = await register(ops);
  const bills = await Promise.all(
    Array.from({ length: 20 }, (_, i) => ops.post(`/exhibition/customers/${code}/bills`, { amount: `${i + 1}.25` })),
  );
  const voids = bills
    .slice(0, 6)
    .flatMap((b) => [1, 2].map(() => admin.post(`/exhibition/bills/${b.body.data.bill.id}/void`, { reason: 'typo' })));
  const outcomes = (await Promise.all(voids)).map((v) => v.status).sort();
  expect(outcomes).toEqual([...Array(6).fill(200), ...Array(6).fill(409)]);
  const { rows } = await sql<{ sum: number; count: number }>`select sum(amount_minor)::bigint as sum, count(*) as count
    from exhibition_bill where customer_id = ${id} and voided_at is null`.execute(db);
  const customer = await db
    .selectFrom('exhibition_customer')
    .select(['total_minor', 'bill_count'])
    .executeTakeFirstOrThrow();
  expect(customer).toEqual({ total_minor: rows[0]?.sum, bill_count: rows[0]?.count });
  expect(rows[0]?.count).toBe(14);
});

test('a bill is never edited or deleted, even behind the application', async () => {
  const { ops, db } = await desk();
  const { code } = await register(ops);
  await ops.post(`/exhibition/customers/${code}/bills`, { amount: '5' });
  await expect(db.updateTable('exhibition_bill').set({ amount_minor: 1 }).execute()).rejects.toThrow('never edited');
  await expect(db.deleteFrom('exhibition_bill').execute()).rejects.toThrow('never deleted');
});

test('voiding needs a reason and the role; the reason stays with the bill', async () => {
  const { ops, admin, organization } = await desk();
  const { code } = await register(ops);
  const bill = (await ops.post(`/exhibition/customers/${code}/bills`, { amount: '5' })).body.data.bill;
  const colleague = await organization.as('ops');
  expect((await colleague.post(`/exhibition/bills/${bill.id}/void`, { reason: 'wrong' })).status).toBe(403);
  expect((await admin.post(`/exhibition/bills/${bill.id}/void`, { reason: '  ' })).body.error.code).toBe(
    'exhibition.bill.reason_blank',
  );
  const voided = await admin.post(`/exhibition/bills/${bill.id}/void`, { reason: 'wrong customer' });
  expect(voided.body.data).toMatchObject({
    bill: { void_reason: 'wrong customer' },
    customer: { bill_count: 0, total: '0.00' },
  });
  expect((await ops.get('/exhibition/bills')).body.data[0]).toMatchObject({
    void_reason: 'wrong customer',
    amount: '5.00',
  });
});

test('an exhibition in a currency that ISO 4217 doesn’t know is refused', async () => {
  const { admin } = await desk();
  const mine = await openExhibition(admin, { name: 'Kochi' });
  const dates = { starts_on: '2026-11-01', ends_on: '2026-11-30' };
  const made = await admin.post('/exhibition/exhibitions', { name: 'Kigali', prefix: 'KG', currency: 'XYZ', ...dates });
  const changed = await admin.patch(`/exhibition/exhibitions/${mine.id}`, { currency: 'XYZ' });
  for (const refused of [made, changed]) {
    expect([refused.status, refused.body.error.code]).toEqual([400, 'money.unknown_currency']);
  }
});

test('an exhibition in another currency takes amounts of that currency', async () => {
  const { ops, admin } = await desk();
  const rwf = await openExhibition(admin, { currency: 'RWF', name: 'Kigali' });
  const { code } = await register(ops, { exhibition_id: rwf.id });
  expect((await ops.post(`/exhibition/customers/${code}/bills`, { amount: '500.50' })).body.error.code).toBe(
    'exhibition.bill.amount_decimals',
  );
  const added = await ops.post(`/exhibition/customers/${code}/bills`, { amount: '500' });
  expect(added.body.data).toMatchObject({ bill: { amount: '500', currency: 'RWF' }, customer: { total: '500' } });
  expect((await admin.patch(`/exhibition/exhibitions/${rwf.id}`, { currency: 'USD' })).body.error.code).toBe(
    'exhibition.currency_fixed',
  );
});

test('without an exhibition named, the one open today is meant, and the desk asks when there are two', async () => {
  const { ops, admin } = await desk();
  expect((await ops.post('/exhibition/customers', asha)).status).toBe(201);
  await openExhibition(admin);
  expect((await ops.post('/exhibition/customers', asha)).body.error.code).toBe('exhibition.several_open');
  const unknown = '00000000-0000-7000-8000-000000000000';
  expect((await ops.post('/exhibition/customers', { ...asha, exhibition_id: unknown })).body.error.code).toBe(
    'exhibition.not_found',
  );
});

test('another organization’s data can be neither read nor changed', async () => {
  const [mine, other] = [await desk(), await desk()];
  const { id, code, qr } = await register(mine.ops);
  expect((await other.ops.get(`/exhibition/customers/${id}`)).status).toBe(404);
  expect((await other.ops.get(`/exhibition/customers/${code}`)).status).toBe(404);
  expect((await other.ops.post(`/exhibition/customers/${id}/bills`, { amount: '5' })).status).toBe(404);
  expect((await other.ops.get(`/exhibition/scan?text=${encodeURIComponent(qr)}`)).body.error.code).toBe(
    'credentials.other_organization',
  );
  expect((await other.ops.get('/exhibition/customers')).body.data).toEqual([]);
  expect((await other.ops.post('/exhibition/customers', { ...asha, exhibition_id: mine.exhibition.id })).status).toBe(
    404,
  );
});

test('a viewer reads and writes nothing', async () => {
  const { ops, organization } = await desk();
  const viewer = await organization.as('viewer');
  const { code } = await register(ops);
  expect((await viewer.get('/exhibition/customers')).status).toBe(200);
  expect((await viewer.post('/exhibition/customers', asha)).status).toBe(403);
  expect((await viewer.post(`/exhibition/customers/${code}/bills`, { amount: '5' })).status).toBe(403);
});

test('a customer with bills stays, one without goes, with the code', async () => {
  const { ops, admin } = await desk();
  const [paying, other] = [await register(ops), await register(ops)];
  await ops.post(`/exhibition/customers/${paying.code}/bills`, { amount: '5' });
  expect((await admin.delete(`/exhibition/customers/${paying.code}`)).body.error.code).toBe(
    'exhibition.customer.has_bills',
  );
  expect((await admin.delete(`/exhibition/customers/${other.code}`)).status).toBe(200);
  expect((await ops.get(`/exhibition/scan?text=${encodeURIComponent(other.qr)}`)).body.error.code).toBe(
    'credentials.revoked',
  );
});

test('changing a customer keeps what is not given, and the audit shows before and after', async () => {
  const { ops, db } = await desk();
  const { code } = await register(ops);
  const changed = await ops.patch(`/exhibition/customers/${code}`, { email: 'asha.v@example.org' });
  expect(changed.body.data).toMatchObject({ name: 'Asha Verma', email: 'asha.v@example.org' });
  const entry = await db
    .selectFrom('audit_entry')
    .selectAll()
    .where('action', '=', 'exhibition.customer.changed')
    .executeTakeFirstOrThrow();
  expect([entry.before, entry.after]).toEqual([{ email: 'asha@example.org' }, { email: 'asha.v@example.org' }]);
});

test('an Idempotency-Key gives the result of its request, to its sender only', async () => {
  const { ops, admin, organization } = await desk();
  const other = await desk();
  const made = await ops.post('/exhibition/customers', asha, { 'idempotency-key': 'till-1-78' });
  const asked = (caller: typeof ops, key: string) => caller.get(`/requests/${key}`).then(({ body }) => body.data);
  expect(await asked(ops, 'till-1-78')).toEqual({ state: 'done', answer: made.body.data });
  expect(await asked(ops, 'till-1-79')).toEqual({ state: 'unknown' });
  for (const stranger of [admin, other.ops, await organization.as('ops')]) {
    expect(await asked(stranger, 'till-1-78')).toEqual({ state: 'unknown' });
  }
  // A refusal saved nothing, so that the same key may try again.
  await ops.post('/exhibition/customers', { ...asha, phone: '12' }, { 'idempotency-key': 'till-1-80' });
  expect(await asked(ops, 'till-1-80')).toEqual({ state: 'unknown' });
});

test('of two different racing requests with one key, one is done and the other is refused', async () => {
  const { ops, db } = await desk();
  const { code } = await register(ops);
  const send = (amount: string) =>
    ops.post(`/exhibition/customers/${code}/bills`, { amount }, { 'idempotency-key': 'till-2-1' });
  const answers = await Promise.all(['5.00', '6.00', '7.00', '8.00'].map(send));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422]);
  expect(await db.selectFrom('exhibition_bill').select('id').execute()).toHaveLength(1);
});
