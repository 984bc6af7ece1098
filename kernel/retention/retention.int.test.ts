import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newOrganization, type TestApp, type TestOrganization, useTestApp } from '../../test/harness/index.ts';
import { audit } from '../audit/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { sweep } from '../db/index.ts';
import { firstIdAt, newId } from '../lib/ids.ts';
import { deleteRows } from './delete-rows.ts';
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
afterAll(() => owner.end());

const DAY = 86_400_000;
const ago = (days: number) => new Date(app.clock.now().getTime() - days * DAY);

describe('a sweep', () => {
  const turns = async (pieces: Map<string, number>, failing = '') => {
    const seen: string[] = [];
    const swept = sweep(nobody, {
      due: async () => [...pieces.keys()],
      step: async ({ organization }) => {
        const id = organization?.id as string;
        seen.push(id);
        if (id === failing) throw new Error('this one fails');
        pieces.set(id, (pieces.get(id) as number) - 1);
        return (pieces.get(id) as number) > 0;
      },
    });
    return { seen, swept };
  };

  it('takes turns, so that a large organization doesn’t delay others', async () => {
    const [large, small] = [await newOrganization(app), await newOrganization(app)];
    const { seen, swept } = await turns(
      new Map([
        [large.id, 3],
        [small.id, 1],
      ]),
    );
    await swept;
    expect(seen).toEqual([large.id, small.id, large.id, large.id]);
  });

  it('continues when one organization fails, and reports it at the end', async () => {
    const [bad, good] = [await newOrganization(app), await newOrganization(app)];
    const { seen, swept } = await turns(
      new Map([
        [bad.id, 1],
        [good.id, 2],
      ]),
      bad.id,
    );
    await expect(swept).rejects.toThrow('this one fails');
    expect(seen).toEqual([bad.id, good.id, good.id]);
  });

  it('skips an organization that was removed meanwhile', async () => {
    const { seen, swept } = await turns(new Map([[newId(), 1]]));
    await swept;
    expect(seen).toEqual([]);
  });
});

describe('rows that are kept for some days', () => {
  const keys = async ({ ctx, id }: TestOrganization) =>
    (
      await ctx.db
        .selectFrom('idempotency_key')
        .select('key')
        .where('organization_id', '=', id)
        .orderBy('key')
        .execute()
    ).map(({ key }) => key);
  const write = ({ ctx, id }: TestOrganization, prefix: string, created_at: Date, count = 1) =>
    sql`insert into idempotency_key (organization_id, actor_id, key, request_hash, answer, created_at)
      select ${id}, 'a', ${prefix} || n, 'h', '{}', ${created_at} from generate_series(1, ${count}) n`.execute(ctx.db);
  const kept = (over: object = {}): Extract<Retention, { by: 'batch' }> => ({
    table: 'idempotency_key',
    by: 'batch',
    age: 'created_at',
    days: 7,
    ...over,
  });

  it('are deleted in every organization, also more than a batch of them', async () => {
    const [one, other] = [await newOrganization(app), await newOrganization(app)];
    await write(one, 'old', ago(8), 5001);
    await write(one, 'new', ago(6));
    await write(other, 'old', ago(8));
    expect(await deleteRows(nobody, kept())).toBeGreaterThanOrEqual(5002);
    expect(await keys(one)).toEqual(['new1']);
    expect(await keys(other)).toEqual([]);
  });

  it('stay when `only` excludes them, or where the organization keeps them longer', async () => {
    const organization = await newOrganization(app);
    await write(organization, 'waits', ago(20));
    await write(organization, 'done', ago(20));
    await deleteRows(nobody, kept({ only: `key like 'done%'`, days: async () => 30 }));
    expect(await keys(organization)).toEqual(['done1', 'waits1']);
    await deleteRows(nobody, kept({ only: `key like 'done%'`, days: async () => 10 }));
    expect(await keys(organization)).toEqual(['waits1']);
  });

  it('of a table that can not be swept don’t stop other tables', async () => {
    const organization = await newOrganization(app);
    await write(organization, 'old', ago(8));
    const wrong = kept({ table: 'task', age: 'no_such_column' });
    const ctx = { ...nobody, services: { ...nobody.services, retention: [wrong, kept()] } };
    await expect(applyRetention(ctx)).rejects.toThrow('no_such_column');
    expect(await keys(organization)).toEqual([]);
  });

  it('are declared for existing tables and columns only', async () => {
    for (const retention of app.boot.services.retention) {
      if (retention.by === 'batch') expect(await deleteRows(nobody, retention)).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('a table by month', () => {
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
    expect(await dropMonths(nobody, 'scratch_reading', 1)).toBe(2);
    expect(await dropMonths(nobody, 'scratch_reading', 1)).toBe(0);
    app.clock.reset();
    expect(await months()).toEqual(expect.arrayContaining([month(2), 'before', 'after']));
    expect(await months()).not.toContain(month(1));
    const left = await sql`select value from scratch_reading where organization_id = ${organization.id}`.execute(
      organization.ctx.db,
    );
    expect(left.rows).toEqual([]);
    await add(organization, new Date('2001-01-01'));
  });
});

type Plan = { 'Node Type': string; 'Relation Name'?: string; Plans?: Plan[] };
const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

describe('lists of tables by month', () => {
  const plan = async (query: string): Promise<Plan[]> => {
    const { rows } = await owner.query(`explain (format json) ${query}`);
    return nodes(rows[0]['QUERY PLAN'][0].Plan);
  };

  it.each(['audit_entry', 'payment_event'])('of %s read by id, newest month first, without sorting', async (table) => {
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
  });

  it('of one record read its month only', async () => {
    const { id, ctx } = await newOrganization(app);
    await audit(ctx, 'settings.changed', { subject: { type: 'settings', id: 'x' } });
    const found = await plan(`select * from audit_entry where organization_id = '${id}' and id = '${newId()}'`);
    expect(new Set(found.flatMap((node) => node['Relation Name'] ?? [])).size).toBe(1);
  });
});
