import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { newOrganization, openTestApp, type TestApp, useTestApp } from '../../test/harness/index.ts';
import { transaction } from '../db/index.ts';
import { ok } from '../lib/result.ts';
import { open, submitted, till } from '../payments/test/factories.ts';
import { post, reverse } from './index.ts';

const LINES = [
  { account: 'assets:bank', amountMinor: 500, currency: 'INR' },
  { account: 'income:test', amountMinor: -500, currency: 'INR' },
];

async function books() {
  const app = await useTestApp();
  const organization = await newOrganization(app);
  const posted = (lines = LINES) =>
    transaction(organization.ctx, async (tx) => ok(await post(tx, { kind: 'test.sale', memo: 'a sale', lines })));
  const back = (id: string, reason = 'wrong') => transaction(organization.ctx, (tx) => reverse(tx, id, reason));
  return { app, organization, posted, back, admin: await organization.as('admin'), db: organization.ctx.db };
}

test('an entry is stored with its lines and listed; balances follow', async () => {
  const { posted, admin, db } = await books();
  const entry = await posted();
  expect(entry.ok).toBe(true);
  await posted([
    { account: 'assets:bank', amountMinor: 100, currency: 'INR' },
    { account: 'assets:bank', amountMinor: 7, currency: 'USD' },
    { account: 'income:test', amountMinor: -100, currency: 'INR' },
    { account: 'equity:opening', amountMinor: -7, currency: 'USD' },
  ]);
  const { data } = (await admin.get('/ledger/accounts')).body;
  expect(data[0]).toMatchObject({
    code: 'assets:bank',
    balances: [
      { currency: 'INR', debit: '6.00', credit: '0.00', balance: '6.00', lines: 2 },
      { currency: 'USD', balance: '0.07' },
    ],
  });
  const entries = await admin.get('/ledger/entries?filter={"account":"equity:opening"}');
  expect(entries.body.data).toMatchObject([{ kind: 'test.sale', reversed_by: null, lines: { length: 4 } }]);
  expect((await admin.get('/ledger/entries?limit=1')).body.page.next).toEqual(expect.any(String));
  const audit = await db.selectFrom('audit_entry').select('action').where('action', '=', 'ledger.posted').execute();
  expect(audit).toHaveLength(2);
});

test('an entry is reversed once, a reversal never', async () => {
  const { posted, back, admin } = await books();
  const entry = await posted();
  if (!entry.ok) throw new Error();
  const tries = await Promise.all([back(entry.data.id), back(entry.data.id), back(entry.data.id)]);
  expect(tries.map((r) => (r.ok ? 'done' : r.code)).sort()).toEqual([
    'done',
    'ledger.already_reversed',
    'ledger.already_reversed',
  ]);
  const done = tries.find((r) => r.ok);
  if (!done?.ok) throw new Error();
  expect(await back(done.data.id)).toMatchObject({ code: 'ledger.is_reversal' });
  expect(await back(entry.data.id, ' ')).toMatchObject({ code: 'ledger.reason_blank' });
  const { data } = (await admin.get(`/ledger/entries/${entry.data.id}`)).body;
  expect(data.reversed_by).toBe(done.data.id);
  expect((await admin.get('/ledger/verification')).body.data).toMatchObject({ ok: true, entries: 2 });
});

test('an entry that does not balance throws, and the database refuses it as well', async () => {
  const { organization, posted, db } = await books();
  const uneven = [LINES[0], { ...LINES[1], amountMinor: -499 }] as typeof LINES;
  await expect(posted(uneven)).rejects.toThrow(/balance/);
  await expect(posted([{ ...LINES[0], account: 'pocket' }, LINES[1]] as typeof LINES)).rejects.toThrow(/called pocket/);
  await expect(post(organization.ctx, { kind: 'x', lines: LINES })).rejects.toThrow(/transaction/);
  const entry = await posted();
  if (!entry.ok) throw new Error();
  await expect(
    sql`insert into ledger_line values (${organization.id}, ${entry.data.id}, 3, 'assets:bank', 5, 'INR')`.execute(db),
  ).rejects.toThrow(/written at once/);
});

test('only an admin reads the ledger, and only their own', async () => {
  const { posted, organization } = await books();
  const entry = await posted();
  if (!entry.ok) throw new Error();
  expect((await (await organization.as('ops')).get('/ledger/accounts')).status).toBe(403);
  const other = await books();
  expect((await other.admin.get(`/ledger/entries/${entry.data.id}`)).status).toBe(404);
  expect((await other.admin.get('/ledger/accounts')).body.data).toEqual([]);
});

/**
 * A separate application: these tests change rows behind the triggers, as a person with access to the database could.
 */
let opened: Promise<TestApp> | undefined;
afterAll(async () => (await opened)?.close());

type Ids = { organization: string; payment: string; other: string };

async function falsified(...statements: ((ids: Ids) => string)[]) {
  opened ??= openTestApp({});
  const app = await opened;
  const place = await till({ app });
  const [payment, other] = [
    await submitted(place.organization, place.ops),
    await submitted(place.organization, place.ops),
  ];
  for (const { id } of [payment, other]) await place.ops.post(`/payments/${id}/verify`);
  await place.admin.post(`/payments/${other.id}/refund`, { reason: 'test', mistaken: true });
  const client = new pg.Client({ connectionString: app.adminUrl });
  await client.connect();
  await client.query('set session_replication_role = replica');
  for (const statement of statements)
    await client.query(statement({ organization: place.organization.id, payment: payment.id, other: other.id }));
  await client.end();
  return { ...place, payment, other };
}

test.each<[string, (ids: Ids) => string, string[]]>([
  ['nothing', () => 'select 1', []],
  [
    'a line’s amount',
    ({ payment }) =>
      `update ledger_line set amount_minor = 1 where line = 1 and entry_id = (select ledger_entry_id from payment where id = '${payment}')`,
    ['unbalanced', 'amount_differs'],
  ],
  [
    'both amounts of an entry',
    ({ payment }) =>
      `update ledger_line set amount_minor = amount_minor / 2 where entry_id = (select ledger_entry_id from payment where id = '${payment}')`,
    ['amount_differs'],
  ],
  [
    'the account',
    ({ payment }) =>
      `update ledger_line set account = 'liabilities:refunds_due' where line = 2 and entry_id = (select ledger_entry_id from payment where id = '${payment}')`,
    ['wrong_account'],
  ],
  [
    'a payment’s state',
    ({ payment }) => `update payment set state = 'denied' where id = '${payment}'`,
    ['entry_of_unpaid', 'entry_without_payment'],
  ],
  [
    'its entry’s name',
    ({ payment }) => `update payment set ledger_entry_id = null where id = '${payment}'`,
    ['payment_without_entry', 'posted_twice'],
  ],
  [
    'a reversal',
    ({ organization }) =>
      `update ledger_line set amount_minor = amount_minor * 2 where entry_id in (select id from ledger_entry where reverses is not null and organization_id = '${organization}')`,
    ['reversal_differs', 'refund_differs'],
  ],
  [
    'the lines of an entry away',
    ({ payment }) =>
      `delete from ledger_line where entry_id = (select ledger_entry_id from payment where id = '${payment}')`,
    ['too_few_lines', 'amount_differs', 'wrong_account'],
  ],
])('verifying names it when somebody changed %s', async (_, statement, expected) => {
  const { admin } = await falsified(statement);
  const { data } = (await admin.get('/ledger/verification')).body;
  expect(new Set(data.faults.map((f: { kind: string }) => f.kind))).toEqual(new Set(expected));
  expect(data.ok).toBe(expected.length === 0);
});

test('counterfoil ledger verify ends with 0 when all is well and with 2 when it is not', async () => {
  const run = async (app: TestApp, ...more: string[]) => {
    const env = {
      ...process.env,
      DATABASE_URL: app.config.DATABASE_URL as string,
      DATA_DIR: app.config.DATA_DIR,
      SECRET_KEY: app.config.SECRET_KEY,
    };
    try {
      const { stdout } = await promisify(execFile)(process.execPath, ['server/main.ts', 'ledger', 'verify', ...more], {
        env,
      });
      return { code: 0, stdout };
    } catch (error) {
      const { code, stdout } = error as { code: number; stdout: string };
      return { code, stdout };
    }
  };
  const { app, organization, payment } = await falsified();
  expect(await run(app, '--organization', organization.slug)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Whole'),
  });
  const broken = await falsified(
    ({ payment }) => `update payment set amount_minor = base_minor + 5 where id = '${payment}'`,
  );
  const report = await run(broken.app, '--organization', broken.organization.slug);
  expect(report).toMatchObject({ code: 2, stdout: expect.stringContaining('FAULT amount differs') });
  expect(report.stdout).toContain(broken.payment.id);
  const all = await run(app, '--json');
  expect(all.code).toBe(2);
  const { ok: whole, ledgers } = JSON.parse(all.stdout) as { ok: boolean; ledgers: { organizationId: string }[] };
  expect(whole).toBe(false);
  expect(ledgers.find((one) => one.organizationId === organization.id)).toMatchObject({ entries: 3, faults: [] });
  expect(payment.id).not.toBe(broken.payment.id);
  expect((await run(app, '--organization', 'nobody')).code).toBe(1);
});

test('opening a payment posts nothing', async () => {
  const { organization, db } = await till();
  await open(organization);
  expect(await db.selectFrom('ledger_entry').select('id').execute()).toEqual([]);
});
