/**
 * Databases side by side (docs/scale.md): an organization's rows move to another database as they are, beside
 * organizations that live there, and everything about them still proves itself. The files and waiting jobs don't move
 * here.
 */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealAudit, signingKey, verifyAudit } from '../kernel/audit/index.ts';
import { SHARED_TABLES } from '../kernel/db/index.ts';
import { drainJobs } from '../kernel/jobs/index.ts';
import { verifyLedger } from '../kernel/ledger/index.ts';
import { openExhibition, register } from '../modules/exhibition/test/factories.ts';
import {
  caller,
  newOrganization,
  openTestApp,
  SECRET_KEY,
  type TestApp,
  type TestOrganization,
} from './harness/index.ts';
import { type Populated, populate } from './harness/populated.ts';
import { signInAs } from './harness/sign-in.ts';

let one: TestApp;
let two: TestApp;
let moving: Populated;
let staying: TestOrganization;
let living: Populated;
beforeAll(async () => {
  [one, two] = [await openTestApp({}), await openTestApp({})];
  [moving, staying, living] = [await populate(one), await newOrganization(one), await populate(two)];
  await drainJobs(one.boot, one.boot.services.jobs);
  for (let ran = false; !ran; )
    ran = (await sealAudit(one.boot.database.system, one.clock, signingKey(SECRET_KEY))).ran;
});
afterAll(async () => {
  await one?.close();
  await two?.close();
});

type Table = { name: string; columns: string[] };
const on = async <T>({ adminUrl }: TestApp, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  return work(client).finally(() => client.end());
};
/** Every table whose rows belong to organizations; generated columns are made anew. */
const tables = (app: TestApp) =>
  on(app, async (client) => {
    const { rows } = await client.query<Table>(
      `select c.relname as name, array_agg(quote_ident(a.attname) order by a.attnum) as columns
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
         and c.relname <> all($1) group by 1 order by 1`,
      [Object.keys(SHARED_TABLES)],
    );
    return rows;
  });
const BOOKS = [
  'exhibition_bill',
  'ledger_entry',
  'ledger_line',
  'payment',
  'mess_scan',
  'coffee_order',
  'electricity_entry',
];
/** Each table's rows as one digest, whole as they are. */
const booksOf = (app: TestApp, id: string) =>
  on(app, async (client) => {
    const digests: Record<string, string> = {};
    for (const name of BOOKS) {
      const { rows } = await client.query<{ digest: string }>(
        `select count(*) || ' ' || md5(string_agg(t::text, ' ' order by t::text)) as digest from ${name} t
         where organization_id = $1`,
        [id],
      );
      digests[name] = rows[0]?.digest ?? '';
    }
    return digests;
  });

/**
 * The rows of one organization, and of the shared tables those that name it; nothing is renumbered. Returns how many of
 * each table were read and written.
 */
async function move(id: string): Promise<Record<string, { read: number; written: number }>> {
  const own = (await tables(one)).map((table) => ({ ...table, where: 'organization_id = $1' }));
  const people = 'select user_id from membership where organization_id = $1';
  const shared = [
    { name: 'organization', where: 'id = $1' },
    { name: 'public_code', where: 'organization_id = $1' },
    { name: 'auth_user', where: `id in (${people})` },
    { name: 'auth_account', where: `user_id in (${people})` },
  ];
  const moved: Record<string, { read: number; written: number }> = {};
  await on(one, (from) =>
    on(two, async (to) => {
      await to.query(`begin; set local session_replication_role = replica`);
      for (const { name, where, ...rest } of [...shared, ...own]) {
        const columns = 'columns' in rest ? (rest.columns as string[]).join(', ') : '*';
        const { rows } = await from.query(
          `select count(*)::int as read, coalesce(jsonb_agg(to_jsonb(t)), '[]')::text as all from ${name} t where ${where}`,
          [id],
        );
        const into = columns === '*' ? name : `${name} (${columns})`;
        const written = await to.query(
          `insert into ${into} overriding system value select ${columns} from jsonb_populate_recordset(null::${name}, $1::jsonb)`,
          [rows[0].all],
        );
        moved[name] = { read: rows[0].read, written: written.rowCount ?? 0 };
      }
      await to.query('commit');
    }),
  );
  return moved;
}

test('an organization moves to another database, and nothing of it is renumbered, lost or mixed', async () => {
  const { id, name } = moving.organization;
  const neighbour = await booksOf(two, living.organization.id);
  const moved = await move(id);
  expect(Object.values(moved).filter(({ written }) => written > 0).length).toBeGreaterThan(60);
  for (const [table, { read, written }] of Object.entries(moved)) expect(written, table).toBe(read);

  // Workers are busy in both databases, so only what is written for good is compared.
  expect(await booksOf(two, id)).toEqual(await booksOf(one, id));
  expect(await booksOf(two, living.organization.id)).toEqual(neighbour);
  const { system } = two.boot.database;
  const ledger = await verifyLedger(system, { id, name }, two.boot.services.ledgerChecks);
  expect(ledger).toMatchObject({ ok: true });
  expect(ledger.entries).toBeGreaterThan(0);
  // Both databases were signed with one key.
  const audit = await verifyAudit(system, { keys: [signingKey(SECRET_KEY)] });
  expect(audit.ok).toBe(true);
  expect(audit.chains.find(({ organizationId }) => organizationId === id)?.entries).toBeGreaterThan(50);
});

test('there it goes on: lists, new bills and sums are as ever, and its neighbours see nothing of it', async () => {
  const owner = caller(two, await signInAs(two, moving.organization, 'owner'));
  for (const list of [
    '/exhibition/customers',
    '/raffle/orders',
    '/mess/students',
    '/people',
    '/payments',
    '/coffee/orders',
  ]) {
    const there = await owner.get(list);
    expect(there.status, list).toBe(200);
    expect(there.body.data, list).toEqual((await moving.owner.get(list)).body.data);
    expect(there.body.data.length, list).toBeGreaterThan(0);
    const ids = new Set(there.body.data.map(({ id }: { id: string }) => id));
    const neighbours = (await living.owner.get(list)).body.data as { id: string }[];
    expect(neighbours.filter((row) => ids.has(row.id))).toEqual([]);
  }
  const customer = await register(owner, { exhibition_id: (await openExhibition(owner)).id, email: 'new@example.org' });
  expect((await owner.post(`/exhibition/customers/${customer.code}/bills`, { amount: '1' })).status).toBe(201);
  const ledger = await verifyLedger(two.boot.database.system, moving.organization, two.boot.services.ledgerChecks);
  expect(ledger.ok).toBe(true);
  expect((await (await staying.as('owner')).get('/exhibition/customers')).body.data).toEqual([]);
});
