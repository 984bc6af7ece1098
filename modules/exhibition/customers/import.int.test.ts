import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { formOf } from '../../../test/harness/form.ts';
import {
  type Caller,
  eventually,
  newOrganization,
  type TestOrganization,
  useTestApp,
} from '../../../test/harness/index.ts';
import { asha, openExhibition, register } from '../test/factories.ts';

let organization: TestOrganization;
let admin: Caller;
beforeEach(async () => {
  organization = await newOrganization(await useTestApp());
  admin = await organization.as('admin');
  await openExhibition(admin);
});

const check = async (csv: string | Uint8Array) => {
  const form = await formOf({}, { name: 'customers.csv', bytes: csv });
  return (await admin.post('/imports/exhibition.customers', form.body, form.headers)).body.data;
};
const run = async (id: string, body: object) => {
  const started = await admin.post(`/imports/${id}/run`, body);
  expect([started.status, started.body.error?.code]).toEqual([202, undefined]);
  return eventually(
    async () => {
      const { data } = (await admin.get(`/imports/${id}`)).body;
      return data.state === 'done' && data;
    },
    'the import to be done',
    120_000,
  );
};
const names = async () =>
  (await organization.ctx.db.selectFrom('exhibition_customer').select('name').orderBy('name').execute()).map(
    ({ name }) => name,
  );
const mails = async () =>
  (await organization.ctx.db.selectFrom('message').select('to_address').orderBy('to_address').execute()).map(
    (one) => one.to_address,
  );
const head = 'Name,E-mail,Phone\n';

describe('rows that are there already, or twice in the file', () => {
  const csv = `${head}Asha V,ASHA@Example.org,98111 11111
Ravi,ravi@example.org,98222 22222
Ravi again,ravi2@example.org,+91 98222 22222
Meena,meena@example.org,98765-43210
New,new@example.org,98333 33333
`;

  test('are shown row by row with the existing customer, and nothing is written until a person decides', async () => {
    const there = await register(admin, asha);
    const report = await check(csv);
    expect(report).toMatchObject({ total: 5, good: 5, bad: 0, duplicates: 3, sends: true });
    const { data } = (await admin.get(`/imports/${report.id}/duplicates`)).body;
    expect(
      data.map(({ row, column, first_row, existing }: Record<string, unknown>) => ({
        row,
        column,
        first_row,
        existing,
      })),
    ).toEqual([
      { row: 2, column: 'email', first_row: null, existing: { id: there.id, code: there.code, name: 'Asha Verma' } },
      { row: 4, column: 'phone', first_row: 3, existing: null },
      { row: 5, column: 'phone', first_row: null, existing: { id: there.id, code: there.code, name: 'Asha Verma' } },
    ]);
    const refused = await admin.post(`/imports/${report.id}/run`, { send: 'never' });
    expect([refused.status, refused.body.error.code]).toEqual([409, 'imports.has_duplicates']);
    expect(refused.body.error.message).toContain('3');
    expect(await names()).toEqual(['Asha Verma']);
  });

  test('go by what is chosen for all, and single ones by their own choice', async () => {
    const there = await register(admin, asha);
    const before = (await mails()).length;
    const report = await check(csv);
    await admin.post(`/imports/${report.id}/choices`, {
      rows: [
        { row: 2, choice: 'update' },
        { row: 5, choice: 'add' },
      ],
    });
    expect(await run(report.id, { duplicates: 'skip', send: 'now' })).toMatchObject({
      written: 3,
      updated: 1,
      skipped: 1,
      refused: 0,
    });
    expect(await names()).toEqual(['Asha V', 'Meena', 'New', 'Ravi']);
    expect((await admin.get(`/exhibition/customers/${there.id}`)).body.data).toMatchObject({
      name: 'Asha V',
      phone: '+919811111111',
      code: there.code,
    });
    expect((await mails()).slice().sort()).toEqual([
      'asha@example.org',
      'meena@example.org',
      'new@example.org',
      'ravi@example.org',
    ]);
    expect(await mails()).toHaveLength(before + 3);
    const changed = await organization.ctx.db
      .selectFrom('audit_entry')
      .selectAll()
      .where('action', '=', 'exhibition.customer.changed')
      .execute();
    expect(changed).toMatchObject([{ subject_id: there.id, after: { name: 'Asha V' } }]);
    // A choice after the run comes too late.
    const late = await admin.post(`/imports/${report.id}/choices`, { rows: [{ row: 4, choice: 'add' }] });
    expect(late.body.error.code).toBe('imports.already_run');
  });

  test('of the file change what an earlier row of it made', async () => {
    const report = await check(csv);
    expect(await run(report.id, { duplicates: 'update', send: 'never' })).toMatchObject({
      written: 4,
      updated: 1,
      skipped: 0,
    });
    expect(await names()).toEqual(['Asha V', 'Meena', 'New', 'Ravi again']);
    expect(await mails()).toEqual([]);
  });
});

test('an export comes back without doubling anybody or mailing them again, in either language', async () => {
  for (const name of ['Asha Verma', '=1+1', 'ज़ोया'])
    await register(admin, { name, email: `${name.length}@example.org`, phone: `98765 4321${name.length % 10}` });
  const before = [await names(), await mails()];
  for (const language of ['en', 'hi', 'es']) {
    const csv = (await admin.get('/exhibition/customers/export.csv', { 'accept-language': language })).raw;
    const report = await check(csv);
    expect(report).toMatchObject({ total: 3, good: 3, duplicates: 3 });
    const { data } = (await admin.get(`/imports/${report.id}/duplicates`)).body;
    expect(data.map(({ column }: { column: string }) => column)).toEqual(['code', 'code', 'code']);
    expect(await run(report.id, { duplicates: 'update', send: 'now' })).toMatchObject({ written: 0, updated: 3 });
    expect([await names(), await mails()]).toEqual(before);
  }
  // Nothing differed, so nobody was changed.
  const changed = organization.ctx.db
    .selectFrom('audit_entry')
    .select('id')
    .where('action', '=', 'exhibition.customer.changed');
  expect(await changed.execute()).toEqual([]);
});

test('postponed messages wait, and are sent once', async () => {
  const report = await check(`${head}A,a@example.org,98111 11111\nB,b@example.org,98222 22222\n`);
  expect(await run(report.id, { send: 'later' })).toMatchObject({ written: 2, waiting: 2, send: 'later' });
  expect(await mails()).toEqual([]);
  const both = await Promise.all([admin.post(`/imports/${report.id}/send`), admin.post(`/imports/${report.id}/send`)]);
  expect(both.map(({ status }) => status).sort()).toEqual([202, 409]);
  await eventually(async () => (await mails()).length === 2, 'two mails');
  expect((await admin.get(`/imports/${report.id}`)).body.data.waiting).toBe(0);
  expect((await admin.post(`/imports/${report.id}/send`)).body.error.code).toBe('imports.nothing_to_send');
  expect(await mails()).toEqual(['a@example.org', 'b@example.org']);
});

test('ten thousand rows, most of them duplicates, are sorted out and written, with their progress', async () => {
  const { id: org, ctx } = organization;
  // As an import before this one would have left them.
  await sql`insert into exhibition_customer (organization_id, id, exhibition_id, currency, code, name, email, phone, created_at, updated_at)
    select ${org}::uuid, gen_random_uuid(), e.id, e.currency, translate(lpad(n::text, 8, '0'), '01', 'AB'), 'Person ' || n,
      'P' || n || '@example.com', '+9198' || (10000000 + n), now(), now()
    from generate_series(0, 9499) n, exhibition e where e.organization_id = ${org}::uuid`.execute(ctx.db);
  // Autovacuum would have counted them meanwhile; without that each look-up reads all of them.
  await sql`analyze exhibition_customer`.execute(ctx.system);
  const lines = Array.from({ length: 10_000 }, (_, n) => `Person ${n},p${n}@example.com,+9198${10_000_000 + n}`);
  const report = await check(`${head}${lines.join('\n')}\n`);
  expect(report).toMatchObject({ total: 10_000, good: 10_000, duplicates: 9500 });
  const done = await run(report.id, { duplicates: 'skip', send: 'later' });
  expect(done).toMatchObject({ written: 500, skipped: 9500, waiting: 500 });
  const task = await ctx.db
    .selectFrom('task')
    .select(['done', 'total'])
    .where('id', '=', done.task_id)
    .executeTakeFirstOrThrow();
  expect(task).toMatchObject({ done: 10_000, total: 10_000 });
  expect(await names()).toHaveLength(10_000);
  expect(await mails()).toEqual([]);
}, 300_000);
