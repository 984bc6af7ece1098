import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { formOf } from '../../test/harness/form.ts';
import {
  type Caller,
  eventually,
  newOrganization,
  type TestApp,
  type TestOrganization,
  useTestApp,
} from '../../test/harness/index.ts';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { newId } from '../lib/ids.ts';
import { ok, refuse } from '../lib/result.ts';
import { defineImport } from './index.ts';
import { runImport } from './run-import.ts';

type Person = { name: string; email: string };

/** Called with the rows of each batch before they are written; tests make it fail. */
let beforeWrite: (rows: Person[]) => void = () => {};

const people = defineImport<Person, { group: string }>({
  name: 'test.people',
  permission: 'tasks.write',
  columns: [
    { key: 'name', titles: ['Name'], required: true, example: '=Asha' },
    { key: 'email', titles: ['E-mail'], required: true, example: 'asha@example.com' },
  ],
  prepare: async (_ctx, { group }) =>
    group ? ok({ group }) : refuse('http.invalid', undefined, { group: 'required' }),
  parseRow: (_ctx, { name = '', email = '' }) =>
    email.includes('@') ? ok({ name, email }) : refuse('http.invalid', undefined, { email: 'imports.row_refused' }),
  unique: [{ column: 'email', of: (row) => row.email }],
  async checkRows(ctx, rows) {
    const { rows: there } = await sql<{
      email: string;
    }>`select email from test_person where email = any(${rows.map((row) => row.email)})`.execute(ctx.db);
    const taken = new Set(there.map((row) => row.email));
    return rows.map((row) =>
      taken.has(row.email) ? refuse('x', undefined, { email: 'imports.already_there' }) : null,
    );
  },
  async writeRows(tx, rows, { group }) {
    beforeWrite(rows);
    if (rows.some((row) => row.name === 'refused by a rule')) return refuse('http.forbidden');
    for (const row of rows) {
      await sql`insert into test_person values (${orgOf(tx).id}, ${newId()}, ${row.name}, ${row.email}, ${group})`.execute(
        tx.db,
      );
    }
  },
  batch: 10,
});

let app: TestApp;
let organization: TestOrganization;
let ops: Caller;

beforeAll(async () => {
  app = await useTestApp();
  await sql`create table if not exists test_person (organization_id uuid, id uuid, name text check (name <> 'forbidden'), email text,
    team text, primary key (organization_id, id), unique (organization_id, email))`.execute(app.boot.database.system);
  await sql`do $$ begin if not (select relrowsecurity from pg_class where oid = 'test_person'::regclass)
    then perform tenant_table('test_person'); end if; end $$`.execute(app.boot.database.system);
  app.boot.services.imports = new Map([...app.boot.services.imports, [people.name, people]]);
});
beforeEach(async () => {
  beforeWrite = () => {};
  organization = await newOrganization(app);
  ops = await organization.as('ops');
});

const send = async (
  csv: string | Uint8Array,
  { who = ops, fields = { group: 'A' } as Record<string, string>, name = 'test.people' } = {},
) => {
  const form = await formOf(fields, { name: 'people.csv', bytes: csv });
  return who.post(`/imports/${name}`, form.body, form.headers);
};
const written = async (ctx: Ctx = organization.ctx) =>
  (await sql<{ name: string }>`select name from test_person order by name`.execute(ctx.db)).rows.map((row) => row.name);
const csvOf = (count: number, line = (n: number) => `P${n},p${n}@example.com`) =>
  `Name,E-mail\n${Array.from({ length: count }, (_, n) => line(n)).join('\n')}\n`;
const done = (id: string) =>
  eventually(async () => {
    const { body } = await ops.get(`/imports/${id}`);
    return body.data.state === 'done' && body.data;
  }, 'the import to be done');

describe('the dry run', () => {
  test('shows each row’s fault and writes nothing but the dry run itself', async () => {
    const first = await send('Name,E-mail\nTaken,taken@example.com\n');
    await ops.post(`/imports/${first.body.data.id}/run`);
    await done(first.body.data.id);
    const answer = await send(
      'name;E-Mail;Shoe\nAda;ada@example.com;3\nBob;nowhere;4\nCy;taken@example.com;\nDi;ada@example.com;\n',
    );
    expect(answer.status).toBe(201);
    expect(answer.body.data).toMatchObject({
      state: 'checked',
      total: 4,
      good: 1,
      bad: 3,
      ignored: ['Shoe'],
      written: 0,
    });
    expect(answer.body.data.sample).toEqual([{ row: 2, name: 'Ada', email: 'ada@example.com' }]);
    expect(
      answer.body.data.faults.map(({ row, column, title, value, code }: Record<string, unknown>) => [
        row,
        column,
        title,
        value,
        code,
      ]),
      'each with the heading as the file has it',
    ).toEqual([
      [3, 'email', 'E-Mail', 'nowhere', 'imports.row_refused'],
      [4, 'email', 'E-Mail', 'taken@example.com', 'imports.already_there'],
      [5, 'email', 'E-Mail', 'ada@example.com', 'imports.twice_in_file'],
    ]);
    expect(answer.body.data.faults[2].message).toContain('row 2');
    expect(await written()).toEqual(['Taken']);
  });

  test.each([
    ['a broken spreadsheet', Buffer.from('PK\x03\x04\x14\0\0\0\0\0'), 415, 'imports.not_csv'],
    ['a page', '<html><script>alert(1)</script>', 415, 'imports.not_csv'],
    ['other headings', 'What,Ever\n1,2\n', 422, 'imports.missing_columns'],
    ['an empty file', ' ', 422, 'imports.empty'],
  ])('refuses %s and keeps nothing of it', async (_what, bytes, status, code) => {
    const answer = await send(bytes);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    expect(await organization.ctx.db.selectFrom('file').selectAll().execute()).toEqual([]);
    expect(await organization.ctx.db.selectFrom('file_upload').selectAll().execute()).toEqual([]);
  });

  test('asks for its permission and for the fields it needs, and hides other organizations’ imports', async () => {
    const viewer = await organization.as('viewer');
    expect((await send('x', { who: viewer })).body.error.code).toBe('http.forbidden');
    expect((await send('x', { name: 'test.nobody' })).body.error.code).toBe('imports.unknown');
    expect((await send('x', { fields: {} })).body.error.fields).toHaveProperty('group');
    const { body } = await send(csvOf(1));
    expect((await viewer.get(`/imports/${body.data.id}`)).status).toBe(403);
    const stranger = await (await newOrganization(app)).as('owner');
    expect((await stranger.get(`/imports/${body.data.id}`)).status).toBe(404);
    expect((await stranger.post(`/imports/${body.data.id}/run`)).status).toBe(404);
  });

  test('says from which row a file can’t be read, and does not let it run', async () => {
    const { body } = await send('Name,E-mail\nA,a@example.com\n"B,b@example.com\nC,c@example.com\n');
    expect(body.data).toMatchObject({
      total: 1,
      good: 1,
      broken_row: 3,
      faults: [{ row: 3, code: 'imports.quote_not_closed' }],
    });
    const run = await ops.post(`/imports/${body.data.id}/run`, { skip_bad: true });
    expect([run.status, run.body.error.code]).toEqual([409, 'imports.broken_file']);
  });
});

describe('the run', () => {
  test('writes in the background, reports its progress, and runs only once', async () => {
    const { body } = await send(csvOf(25));
    const started = await ops.post(`/imports/${body.data.id}/run`);
    expect([started.status, started.body.data.state]).toEqual([202, 'running']);
    const report = await done(body.data.id);
    expect(report).toMatchObject({ written: 25, refused: 0 });
    expect(await written()).toHaveLength(25);
    const task = await eventually(async () => {
      const one = await organization.ctx.db
        .selectFrom('task')
        .selectAll()
        .where('id', '=', report.task_id)
        .executeTakeFirst();
      return one?.state === 'done' && one;
    });
    expect(task).toMatchObject({ kind: 'imports.run', done: 25, total: 25 });
    expect((await ops.post(`/imports/${body.data.id}/run`)).body.error.code).toBe('imports.already_run');
    const actions = await organization.ctx.db
      .selectFrom('audit_entry')
      .select('action')
      .where('subject_id', '=', body.data.id)
      .orderBy('id')
      .execute();
    expect(actions.map((entry) => entry.action)).toEqual(['imports.checked', 'imports.started', 'imports.finished']);
  });

  test('leaves bad rows out only when asked to, and returns them with the reasons', async () => {
    const { body } = await send('Name,E-mail\nAda,ada@example.com\n=Bob,nowhere\nCy,cy@example.com\n');
    const { id } = body.data;
    expect((await ops.post(`/imports/${id}/run`)).body.error.code).toBe('imports.has_bad_rows');
    expect(await written()).toEqual([]);
    await ops.post(`/imports/${id}/run`, { skip_bad: true });
    expect(await done(id)).toMatchObject({ written: 2, refused: 1 });
    expect(await written()).toEqual(['Ada', 'Cy']);
    const refused = await ops.get(`/imports/${id}/refused.csv`);
    expect(refused.headers['content-type']).toContain('text/csv');
    expect(refused.raw.toString()).toBe(
      `\ufeffName,E-mail,Row,Reason\r\n'=Bob,nowhere,3,E-mail: The database does not accept this row.\r\n`,
    );
  });

  test('writes the good rows of a batch when the database or a rule refuses one', async () => {
    const names = ['P0', 'forbidden', 'P2', 'refused by a rule', 'P4'];
    const { body } = await send(csvOf(5, (n) => `${names[n]},p${n}@example.com`));
    expect(body.data.bad).toBe(0);
    await ops.post(`/imports/${body.data.id}/run`);
    expect(await done(body.data.id)).toMatchObject({ written: 3, refused: 2 });
    expect(await written()).toEqual(['P0', 'P2', 'P4']);
    const refused = (await ops.get(`/imports/${body.data.id}/refused.csv`)).raw.toString();
    expect(refused).toContain('forbidden,p1@example.com,3,');
    expect(refused).toContain('refused by a rule,p3@example.com,5,');
  });

  /** An import that is started but left to the test to run, as if the worker had died. */
  const started = async (csv: string) => {
    const { body } = await send(csv);
    await organization.ctx.db.updateTable('import').set({ state: 'running' }).where('id', '=', body.data.id).execute();
    return body.data.id as string;
  };
  const progress = () => Object.assign(() => {}, { signal: new AbortController().signal });

  test('continues after a crash without writing a row twice', async () => {
    const id = await started(csvOf(45));
    let batches = 0;
    beforeWrite = () => {
      batches += 1;
      if (batches === 3) throw new Error('the worker was killed');
    };
    await expect(runImport(organization.ctx, id, progress())).rejects.toThrow('killed');
    expect(await written()).toHaveLength(20);
    const sizes: number[] = [];
    beforeWrite = (rows) => void sizes.push(rows.length);
    expect(await runImport(organization.ctx, id, progress())).toMatchObject(ok({ written: 45, refused: 0 }));
    expect(sizes).toEqual([10, 10, 5]);
    expect(await written()).toHaveLength(45);
    expect(await runImport(organization.ctx, id, progress())).toMatchObject(ok({ written: 45, refused: 0 }));
    expect(await written()).toHaveLength(45);
  });

  test('by two workers at once writes every row once', async () => {
    const id = await started(csvOf(60));
    const both = await Promise.all([
      runImport(organization.ctx, id, progress()),
      runImport(organization.ctx, id, progress()),
    ]);
    expect(both.some((one) => one.ok)).toBe(true);
    expect(await written()).toHaveLength(60);
  });

  test('can be continued after it was cancelled', async () => {
    const id = await started(csvOf(30));
    let calls = 0;
    const cancelled = Object.assign(
      () => {
        calls += 1;
        if (calls === 2) throw new Error('cancelled');
      },
      { signal: new AbortController().signal },
    );
    await expect(runImport(organization.ctx, id, cancelled)).rejects.toThrow('cancelled');
    const task = newId();
    const { db } = organization.ctx;
    const person = { created_by_kind: 'user', created_by_id: null, created_by_name: 'x' };
    const now = new Date();
    await db
      .insertInto('task')
      .values({
        organization_id: organization.id,
        id: task,
        kind: 'imports.run',
        state: 'cancelled',
        finished_at: now,
        ...person,
      })
      .execute();
    await db.updateTable('import').set({ task_id: task }).where('id', '=', id).execute();
    expect((await ops.get(`/imports/${id}`)).body.data).toMatchObject({ state: 'cancelled', written: 10 });
    expect((await ops.post(`/imports/${id}/run`)).status).toBe(202);
    expect(await done(id)).toMatchObject({ written: 30 });
    expect(await written()).toHaveLength(30);
  });
});

test('the template has the headings and a harmless example', async () => {
  const answer = await ops.get('/imports/test.people/template.csv');
  expect(answer.raw.toString()).toBe("\ufeffName,E-mail\r\n'=Asha,asha@example.com\r\n");
  expect((await send(answer.raw)).body.data).toMatchObject({ total: 1, good: 1 });
});

test('the list shows the newest first, page by page', async () => {
  for (const count of [1, 2, 3]) await send(csvOf(count));
  const first = await ops.get('/imports?limit=2');
  expect(first.body.data.map((one: { total: number }) => one.total)).toEqual([3, 2]);
  const second = await ops.get(`/imports?limit=2&name=test.people&after=${first.body.page.next}`);
  expect(second.body.data.map((one: { total: number }) => one.total)).toEqual([1]);
  expect(second.body.page.next).toBeNull();
  expect((await (await organization.as('viewer')).get('/imports')).body.data).toEqual([]);
});
