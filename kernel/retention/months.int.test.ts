import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  eventually,
  newOrganization,
  type TestApp,
  type TestOrganization,
  useTestApp,
} from '../../test/harness/index.ts';
import { audit } from '../audit/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { endingWith, insertNew, insertOnce, transaction } from '../db/index.ts';
import { type FileStore, StoreError } from '../files/index.ts';
import { firstIdAt, newId } from '../lib/ids.ts';
import { ok } from '../lib/result.ts';
import { archiveMonth } from './archive-month.ts';
import { applyRetention, type Retention } from './index.ts';
import { dropMonths, makeMonths } from './months.ts';

let app: TestApp;
let nobody: Ctx;
let owner: pg.Client;
beforeAll(async () => {
  app = await useTestApp();
  nobody = app.ctxFor(null, 'test');
  owner = new pg.Client({ connectionString: app.config.DATABASE_URL });
  await owner.connect();
});
afterEach(() => app.clock.reset());
afterAll(() => owner.end());

const DAY = 86_400_000;
const ago = (days: number) => new Date(app.clock.now().getTime() - days * DAY);

describe('a table by month', () => {
  // Made here, so no type knows it.
  const reading = { table: 'scratch_reading' as 'mess_scan', by: 'partition', days: 1 } as const;
  const MONTHS = `select i.inhrelid::regclass::text as name from pg_inherits i where i.inhparent = 'scratch_reading'::regclass order by 1`;
  const months = async () => (await owner.query(MONTHS)).rows.map(({ name }) => name.replace('scratch_reading_', ''));
  const month = (offset: number) => {
    const now = app.clock.now();
    return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1))
      .toISOString()
      .slice(0, 7)
      .replace('-', '_');
  };
  const add = ({ ctx, id }: TestOrganization, at: Date, value = 1) =>
    sql`insert into scratch_reading (organization_id, id, value) values (${id}, ${newId(at.getTime())}, ${value})`.execute(
      ctx.db,
    );

  beforeAll(async () => {
    await owner.query(`
      create table scratch_reading (organization_id uuid not null references organization (id), id uuid not null, value int not null,
        primary key (organization_id, id)) partition by range (id);
      create trigger append_only before update or delete or truncate on scratch_reading for each statement execute function refuse_change();
      select partitioned_table('scratch_reading');`);
  });
  afterAll(() => owner.query('drop table scratch_reading'));

  it('has this month and the next two from the beginning, and gets more as time passes', async () => {
    expect(await months()).toEqual([month(0), month(1), month(2), 'after', 'before']);
    app.clock.advance(93 * DAY);
    await makeMonths(nobody);
    await makeMonths(nobody);
    app.clock.reset();
    expect((await months()).slice(0, 5)).toEqual([0, 1, 2, 3, 4].map(month));
  });

  it('takes rows of any time, and shows each organization its own', async () => {
    const [mine, other] = [await newOrganization(app), await newOrganization(app)];
    await add(mine, app.clock.now());
    await add(mine, new Date('2001-01-01'));
    await add(mine, new Date('2090-01-01'));
    await add(other, app.clock.now());
    const { rows } = await sql<{ part: string }>`select tableoid::regclass::text as part from scratch_reading
      where organization_id in (${mine.id}, ${other.id}) order by id`.execute(mine.ctx.db);
    const parts = ['scratch_reading_before', `scratch_reading_${month(0)}`, 'scratch_reading_after'];
    expect(rows.map(({ part }) => part)).toEqual(parts);
    await expect(
      sql`insert into scratch_reading values (${other.id}, ${newId()}, 1)`.execute(mine.ctx.db),
    ).rejects.toThrow('row-level security');
  });

  it('moves rows that came early into their month when it is made', async () => {
    const organization = await newOrganization(app);
    const early = new Date(app.clock.now().getTime() + 200 * DAY);
    await add(organization, early);
    await owner.query(`select make_months('scratch_reading', $1)`, [early]);
    const { rows } = await sql<{ part: string }>`select tableoid::regclass::text as part from scratch_reading
      where organization_id = ${organization.id}`.execute(organization.ctx.db);
    const of = early.toISOString().slice(0, 7).replace('-', '_');
    expect(rows).toEqual([{ part: `scratch_reading_${of}` }]);
    await expect(owner.query('delete from scratch_reading_after')).rejects.toThrow('append-only');
  });

  it('allows requests no direct access to a partition, where the table’s refusals hold too', async () => {
    const { ctx } = await newOrganization(app);
    const part = sql.table(`scratch_reading_${month(0)}`);
    await expect(sql`select * from ${part}`.execute(ctx.db)).rejects.toThrow('permission denied');
    await expect(owner.query(`delete from scratch_reading_${month(0)}`)).rejects.toThrow('append-only');
    await expect(owner.query(`truncate scratch_reading_${month(1)}`)).rejects.toThrow('append-only');
  });

  it('has foreign keys and a key that hold in every month', async () => {
    const { ctx, id } = await newOrganization(app);
    const reading = newId();
    await sql`insert into scratch_reading values (${id}, ${reading}, 1)`.execute(ctx.db);
    await expect(sql`insert into scratch_reading values (${id}, ${reading}, 2)`.execute(ctx.db)).rejects.toThrow(
      'duplicate key',
    );
    await expect(owner.query(`insert into scratch_reading values ($1, $2, 1)`, [newId(), newId()])).rejects.toThrow(
      'foreign key',
    );
  });

  it('loses the months that ended long enough ago and everything older, and nothing else', async () => {
    const organization = await newOrganization(app);
    await add(organization, new Date('2001-01-01'));
    await add(organization, app.clock.now());
    app.clock.set(new Date(`${month(2).replace('_', '-')}-02T00:00:00Z`));
    expect(await dropMonths(nobody, reading)).toBe(2);
    expect(await dropMonths(nobody, reading)).toBe(0);
    app.clock.reset();
    expect(await months()).toEqual(expect.arrayContaining([month(2), 'before', 'after']));
    expect(await months()).not.toContain(month(1));
    const left = await sql`select value from scratch_reading where organization_id = ${organization.id}`.execute(
      organization.ctx.db,
    );
    expect(left.rows).toEqual([]);
    await add(organization, new Date('2001-01-01'));
  });

  it('gets its months while another transaction goes through the same tables in another order', async () => {
    app.clock.advance(400 * DAY);
    const { rows } = await owner.query(
      `select oid::regclass::text as name from pg_class where relkind = 'p' order by 1`,
    );
    const tables = rows.map(({ name }) => name as string);
    await owner.query('begin');
    await owner.query(`lock table ${tables.at(-1)} in row exclusive mode`);
    const making = makeMonths(nobody);
    const waits = `select from pg_locks where not granted and relation = '${tables.at(-1)}'::regclass`;
    await eventually(async () => (await owner.query(waits)).rowCount === 1, 'it to wait');
    await owner.query(`lock table ${tables.join(', ')} in row exclusive mode`);
    await owner.query('commit');
    expect(await making).toBeGreaterThan(0);
  });
});

describe('what is unique over all months of a table', () => {
  // Made here, so no type knows it; it has the columns that are used here.
  const scratch = 'scratch_line' as 'conversation_message';
  const lines = (days: number): Retention => ({ table: scratch, by: 'partition', days });
  const write = ({ ctx, id }: TestOrganization, given: { word: string | null; at?: Date; body?: unknown }[]) =>
    insertOnce(
      ctx.db,
      scratch,
      ['word'] as never[],
      given.map(({ word, at = app.clock.now(), body = null }) => ({
        organization_id: id,
        id: newId(at.getTime()),
        word,
        body,
      })) as never[],
    );
  const count = async ({ id }: TestOrganization, table: string) => {
    const { rows } = await owner.query(`select count(*)::int as n from ${table} where organization_id = $1`, [id]);
    return rows[0].n as number;
  };
  const both = async (organization: TestOrganization) => [
    await count(organization, 'scratch_line'),
    await count(organization, 'scratch_line_key'),
  ];

  beforeAll(() =>
    owner.query(`
      create table scratch_line (organization_id uuid not null, id uuid not null, word text, body bytea,
        primary key (organization_id, id)) partition by range (id);
      select unique_over_months('scratch_line', 'word');
      select partitioned_table('scratch_line');`),
  );
  afterAll(() => owner.query('drop table scratch_line, scratch_line_key'));

  it('is written once, however often and in whatever month it comes, and separately in each organization', async () => {
    const [mine, other] = [await newOrganization(app), await newOrganization(app)];
    const bytes = Buffer.from([0, 255, 92]);
    expect(await write(mine, [{ word: 'one', body: bytes }, { word: 'two' }, { word: 'two' }])).toHaveProperty(
      'size',
      2,
    );
    expect(await write(mine, [{ word: 'one', at: ago(40) }, { word: 'three' }])).toHaveProperty('size', 1);
    expect(await write(other, [{ word: 'one' }])).toHaveProperty('size', 1);
    expect(await both(mine)).toEqual([3, 3]);
    const { rows } = await owner.query(`select body from scratch_line where organization_id = $1 and word = 'one'`, [
      mine.id,
    ]);
    expect(rows).toEqual([{ body: bytes }]);
  });

  it('undoes a transaction that ends with it, where its key is known after all', async () => {
    const organization = await newOrganization(app);
    const ending = (words: string[]) =>
      transaction(organization.ctx, async (tx) => {
        const line = (word: string) => ({ organization_id: organization.id, id: newId(), word });
        return endingWith(null, insertNew(tx.db, scratch, ['word'] as never[], words.map(line) as never[]));
      });
    expect(await ending(['new', 'newer'])).toEqual(ok(null));
    await expect(ending(['newest', 'new'])).rejects.toThrow('duplicate key');
    expect(await ending([])).toEqual(ok(null));
    expect(await both(organization)).toEqual([2, 2]);
  });

  it('is one row when many connections write it at the same moment', async () => {
    const organization = await newOrganization(app);
    const written = await Promise.all(
      Array.from({ length: 8 }, (_, i) => write(organization, [{ word: 'b', at: ago(i * 20) }, { word: `a${i}` }])),
    );
    expect(written.map((ids) => ids.size).sort()).toEqual([1, 1, 1, 1, 1, 1, 1, 2]);
    expect(await both(organization)).toEqual([9, 9]);
  });

  it('is free again when its row is deleted', async () => {
    const organization = await newOrganization(app);
    await write(organization, [{ word: 'one' }, { word: 'two' }]);
    await owner.query(`delete from scratch_line where organization_id = $1 and word = 'one'`, [organization.id]);
    expect(await both(organization)).toEqual([1, 1]);
    expect(await write(organization, [{ word: 'one' }, { word: 'two' }])).toHaveProperty('size', 1);
  });

  it('goes with its month', async () => {
    const organization = await newOrganization(app);
    await write(organization, [{ word: 'ancient', at: new Date('2001-01-01') }, { word: 'old' }]);
    app.clock.advance(62 * DAY);
    await write(organization, [{ word: 'young' }]);
    await dropMonths(nobody, lines(3) as never);
    expect(await both(organization)).toEqual([1, 1]);
    expect(await write(organization, [{ word: 'young' }, { word: 'old' }])).toHaveProperty('size', 1);
  });

  it('goes row by row, and a month that is left empty is dropped, but none behind a row that stays', async () => {
    const organization = await newOrganization(app);
    await owner.query(`truncate scratch_line, scratch_line_key`);
    app.clock.advance(200 * DAY);
    await makeMonths(nobody);
    const months = async () =>
      (await owner.query(`select month from months_of('scratch_line')`)).rows.map(({ month }) => month as string);
    const before = await months();
    const [first, second] = before as [string, string];
    const middleOf = (month: string) => new Date(Date.parse(month) + 14 * DAY);
    await write(organization, [
      { word: 'done', at: middleOf(first) },
      { word: 'waits', at: middleOf(second) },
    ]);
    const services = {
      ...nobody.services,
      retention: [{ table: scratch, by: 'batch', age: 'id', days: 30, only: `word = 'done'` } as Retention],
    };
    expect(await applyRetention({ ...nobody, services })).toEqual({ scratch_line: 1 });
    expect(await both(organization)).toEqual([1, 1]);
    expect(await months()).toEqual(before.slice(1));
  });
});

describe('a month that is archived before it is dropped', () => {
  const archived = { table: 'scratch_note' as 'mess_scan', by: 'partition', days: 1, archive: true } as const;
  const add = ({ ctx, id }: TestOrganization, at: Date, note: string) =>
    sql`insert into scratch_note (organization_id, id, note) values (${id}, ${newId(at.getTime())}, ${note})`.execute(
      ctx.db,
    );
  const notes = async () =>
    (await owner.query('select note from scratch_note order by id')).rows.map(({ note }) => note as string);
  /** The rows of an archive, read back as its README says. */
  const readBack = async (store: FileStore, month: Date) => {
    const name = month.toISOString().slice(0, 7).replace('-', '_');
    const bytes = await buffer(await store.get(`archive/scratch_note/${name}.jsonl.gz`));
    const { rows } = await owner.query(
      `select r.note from unnest(string_to_array(rtrim($1, chr(10)), chr(10))) line,
        jsonb_populate_record(null::scratch_note, line::jsonb) r order by r.id`,
      [gunzipSync(bytes).toString()],
    );
    return rows.map(({ note }) => note as string);
  };

  beforeAll(() =>
    owner.query(`create table scratch_note (organization_id uuid not null, id uuid not null, note text not null,
        primary key (organization_id, id)) partition by range (id);
      select partitioned_table('scratch_note');`),
  );
  afterAll(() => owner.query('drop table scratch_note'));

  it('is a file with all of its rows; when the file can’t be written nothing is dropped, and the next night does it', async () => {
    const [one, other] = [await newOrganization(app), await newOrganization(app)];
    const first = app.clock.now();
    const second = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 9));
    await add(one, new Date('2001-01-01'), 'ancient');
    await add(one, first, 'a "note"\nof two lines, ünïcode');
    await add(other, new Date(first.getTime() + 1), 'another’s');
    await add(other, second, 'of the second month');
    app.clock.set(new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 2, 9)));
    await add(one, app.clock.now(), 'of this month');

    const { current } = app.boot.services.files;
    const full: FileStore = {
      ...current,
      put: async (key, bytes) => {
        await buffer(bytes as Readable);
        throw new StoreError('full', `no space for ${key}`);
      },
    };
    const files = { ...app.boot.services.files, current: full };
    const failing = { ...nobody, services: { ...nobody.services, files } };
    await expect(dropMonths(failing, archived)).rejects.toThrow('no space');
    expect(await notes()).toHaveLength(5);

    expect(await dropMonths(nobody, archived)).toBe(2);
    expect(await notes()).toEqual(['of this month']);
    expect(await readBack(current, first)).toEqual(['ancient', 'a "note"\nof two lines, ünïcode', 'another’s']);
    expect(await readBack(current, second)).toEqual(['of the second month']);
    expect(await dropMonths(nobody, archived)).toBe(0);
  });

  it('is stored again when the program ended after the file and before the drop', async () => {
    const organization = await newOrganization(app);
    await owner.query('truncate scratch_note');
    app.clock.advance(100 * DAY);
    await makeMonths(nobody);
    const month = new Date(
      (await owner.query(`select min(month) as month from months_of('scratch_note')`)).rows[0].month,
    );
    await add(organization, new Date(month.getTime() + 5 * DAY), 'kept');
    app.clock.set(new Date(month.getTime() + 40 * DAY));
    const { current } = app.boot.services.files;
    await nobody.system
      .transaction()
      .execute(async (db) => {
        await archiveMonth(nobody, db, 'scratch_note', app.clock.now().toISOString().slice(0, 10));
        throw new Error('the program ended');
      })
      .catch(() => {});
    await add(organization, new Date(month.getTime() + 6 * DAY), 'came late');
    expect(await dropMonths(nobody, archived)).toBe(1);
    expect(await readBack(current, month)).toEqual(['kept', 'came late']);
  });
});

type Plan = { 'Node Type': string; 'Relation Name'?: string; Plans?: Plan[] };
const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

describe('lists of tables by month', () => {
  const plan = async (query: string): Promise<Plan[]> => {
    const { rows } = await owner.query(`explain (format json) ${query}`);
    return nodes(rows[0]['QUERY PLAN'][0].Plan);
  };

  it.each(['audit_entry', 'payment_event', 'conversation_message'])(
    'of %s read by id, newest month first, without sorting',
    async (table) => {
      const { id } = await newOrganization(app);
      await owner.query('set enable_seqscan = off');
      await owner.query('set enable_bitmapscan = off');
      const newest = await plan(`select * from ${table} where organization_id = '${id}' order by id desc limit 51`);
      expect(newest.map((node) => node['Node Type'])).not.toContain('Sort');
      expect(newest.map((node) => node['Node Type'])).toContain('Append');
      // The next page, from a time before all months, reads none of them.
      const page = await plan(
        `select * from ${table} where organization_id = '${id}' and id < '${firstIdAt(Date.UTC(2001, 0, 1))}' order by id desc limit 51`,
      );
      expect(page.flatMap((node) => node['Relation Name'] ?? [])).toEqual([`${table}_before`]);
    },
  );

  it('of one record read its month only', async () => {
    const { id, ctx } = await newOrganization(app);
    await audit(ctx, 'settings.changed', { subject: { type: 'settings', id: 'x' } });
    const found = await plan(`select * from audit_entry where organization_id = '${id}' and id = '${newId()}'`);
    expect(new Set(found.flatMap((node) => node['Relation Name'] ?? [])).size).toBe(1);
  });
});
