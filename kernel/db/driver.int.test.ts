import { sql } from 'kysely';
import pg from 'pg';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { newOrganization, useTestApp } from '../../test/harness/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { newId } from '../lib/ids.ts';
import { ok, refuse, rolledBack } from '../lib/result.ts';
import { isPipelined } from './driver.ts';
import { endingWith, queueWrites, transaction } from './index.ts';
import { Pipeline } from './pipeline.ts';

const key = (organization_id: string, key: string) => ({
  organization_id,
  actor_id: 'a',
  key,
  request_hash: 'h',
  answer: '{}',
});

test('a statement of one organization sees and writes nothing of another', async () => {
  const app = await useTestApp();
  const [mine, other] = [await newOrganization(app), await newOrganization(app)];
  await mine.ctx.db.insertInto('idempotency_key').values(key(mine.id, 'k')).execute();
  expect(await mine.ctx.db.selectFrom('idempotency_key').selectAll().execute()).toHaveLength(1);
  expect(await other.ctx.db.selectFrom('idempotency_key').selectAll().execute()).toHaveLength(0);
  await expect(other.ctx.db.insertInto('idempotency_key').values(key(mine.id, 'k2')).execute()).rejects.toThrow(
    'row-level security',
  );
});

test('a query without an organization returns nothing', async () => {
  const app = await useTestApp();
  const mine = await newOrganization(app);
  await mine.ctx.db.insertInto('idempotency_key').values(key(mine.id, 'k')).execute();
  expect(await app.boot.database.withoutOrganization.selectFrom('idempotency_key').selectAll().execute()).toEqual([]);
  expect(await app.boot.database.withoutOrganization.selectFrom('organization').selectAll().execute()).toEqual([]);
});

test('an error in the middle of pipelined statements leaves nothing behind and the connection usable', async () => {
  const app = await useTestApp();
  const { ctx, id } = await newOrganization(app);
  const failing = transaction(ctx, async (tx) => {
    await Promise.all([
      tx.db.insertInto('idempotency_key').values(key(id, 'one')).execute(),
      sql`select 1/0`.execute(tx.db),
      tx.db.insertInto('idempotency_key').values(key(id, 'two')).execute(),
    ]);
    return ok(null);
  });
  await expect(failing).rejects.toThrow('division by zero');
  const many = await Promise.all(
    Array.from({ length: 40 }, () => ctx.db.selectFrom('idempotency_key').selectAll().execute()),
  );
  expect(many.flat()).toEqual([]);
});

test('an error that the code ignored does not look like a commit', async () => {
  const app = await useTestApp();
  const { ctx, id } = await newOrganization(app);
  const swallowed = transaction(ctx, async (tx) => {
    await tx.db.insertInto('idempotency_key').values(key(id, 'one')).execute();
    await sql`select 1/0`.execute(tx.db).catch(() => {});
    return ok(null);
  });
  await expect(swallowed).rejects.toThrow('rolled back');
});

test('a refusal rolls the transaction back, also from inside a joined transaction', async () => {
  const app = await useTestApp();
  const { ctx, id } = await newOrganization(app);
  const result = await transaction(ctx, async (tx) => {
    await tx.db.insertInto('idempotency_key').values(key(id, 'one')).execute();
    return transaction(tx, async () => refuse('http.busy'));
  });
  expect(result).toEqual({ ok: false, code: 'http.busy' });
  expect(await ctx.db.selectFrom('idempotency_key').selectAll().execute()).toEqual([]);
});

test('work may undo itself without a refusal, also from inside a joined transaction', async () => {
  const app = await useTestApp();
  const { ctx, id } = await newOrganization(app);
  const result = await transaction(ctx, async (tx) => {
    await tx.db.insertInto('idempotency_key').values(key(id, 'one')).execute();
    return transaction(tx, async () => rolledBack('done by another'));
  });
  expect(result).toEqual({ ok: true, data: 'done by another' });
  expect(await ctx.db.selectFrom('idempotency_key').selectAll().execute()).toEqual([]);
});

/** The batches of this organization's next transaction, each with the first words of its statements. */
function watchBatches(organizationId: string): string[][] {
  const batches: string[][] = [];
  const mine = new WeakSet<pg.Client>();
  const { query } = pg.Client.prototype;
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
    this: pg.Client,
    ...given: unknown[]
  ) {
    const [sent] = given;
    if (sent instanceof Pipeline) {
      // The connection is its own from the begin to the commit.
      if (sent.statements.some(({ values }) => values.includes(organizationId))) mine.add(this);
      const words = sent.statements.map(({ text }) => text.split(' ', 2).join(' '));
      if (mine.has(this) && batches.at(-1)?.at(-1) !== 'commit') batches.push(words);
    }
    return query.apply(this, given as never) as never;
  });
  onTestFinished(() => spy.mockRestore());
  return batches;
}

describe.runIf(isPipelined())('in a transaction', () => {
  const insert = ({ db }: Ctx, id: string, name: string) => db.insertInto('idempotency_key').values(key(id, name));
  const keys = async ({ db }: Ctx) =>
    (await db.selectFrom('idempotency_key').select('key').execute()).map((r) => r.key);

  test('statements that are started together are one batch, and the last ones go with the commit', async () => {
    const app = await useTestApp();
    const { ctx, id } = await newOrganization(app);
    const batches = watchBatches(id);
    const done = await transaction(ctx, async (tx) => {
      await Promise.all([sql`select 1`.execute(tx.db), insert(tx, id, 'one').execute(), sql`select 2`.execute(tx.db)]);
      await sql`select 3`.execute(tx.db);
      return endingWith('done', [insert(tx, id, 'two').compile(), insert(tx, id, 'three').compile()]);
    });
    expect(done).toEqual(ok('done'));
    expect(batches).toEqual([
      ['begin', `select set_config('app.organization_id',`, 'select 1', 'insert into', 'select 2'],
      ['select 3'],
      ['insert into', 'insert into', 'commit'],
    ]);
    expect(await keys(ctx)).toEqual(['one', 'two', 'three']);
  });

  test('writes that wait go with the next statement, which reads them, and fail it', async () => {
    const app = await useTestApp();
    const { ctx, id } = await newOrganization(app);
    const batches = watchBatches(id);
    const twice = async (name: string) =>
      transaction(ctx, async (tx) => {
        await sql`select 1`.execute(tx.db);
        await queueWrites(tx, [insert(tx, id, name).compile()]);
        await queueWrites(tx, [insert(tx, id, 'two').compile()]);
        return ok(await keys(tx));
      });
    expect(await twice('one')).toEqual(ok(['one', 'two']));
    expect(batches).toEqual([
      ['begin', `select set_config('app.organization_id',`, 'select 1'],
      ['insert into', 'insert into', 'select "key"'],
      ['commit'],
    ]);
    await expect(twice('another')).rejects.toMatchObject({ constraint: 'idempotency_key_pkey' });
    expect(await keys(ctx)).toEqual(['one', 'two']);
    await queueWrites(ctx, [insert(ctx, id, 'outside').compile()]);
    expect(await keys(ctx)).toEqual(['one', 'two', 'outside']);
  });

  test('nothing is written when one of the last statements fails, and the connection stays usable', async () => {
    const app = await useTestApp();
    const { ctx, id } = await newOrganization(app);
    const failing = transaction(ctx, async (tx) => {
      await insert(tx, id, 'one').execute();
      return endingWith(null, [insert(tx, id, 'two').compile(), insert(tx, id, 'two').compile()]);
    });
    await expect(failing).rejects.toMatchObject({ constraint: 'idempotency_key_pkey' });
    expect((await Promise.all(Array.from({ length: 40 }, () => keys(ctx)))).flat()).toEqual([]);
  });

  test('inside another transaction the last statements wait for its commit', async () => {
    const app = await useTestApp();
    const { ctx, id } = await newOrganization(app);
    const outer = (end: 'commit' | 'refuse') =>
      transaction(ctx, async (tx) => {
        const inner = await transaction(tx, async (same) => endingWith(null, [insert(same, id, end).compile()]));
        expect(inner).toEqual(ok(null));
        expect(await keys(tx)).toEqual([end]);
        return end === 'commit' ? inner : refuse('http.busy');
      });
    expect(await outer('refuse')).toMatchObject({ ok: false });
    expect(await keys(ctx)).toEqual([]);
    expect(await outer('commit')).toEqual(ok(null));
    expect(await keys(ctx)).toEqual(['commit']);
  });

  test('inside another transaction they are one batch with its commit, and fail with it', async () => {
    const app = await useTestApp();
    const { ctx, id } = await newOrganization(app);
    const batches = watchBatches(id);
    const outer = (name: string) =>
      transaction(ctx, async (tx) => {
        const inner = await transaction(tx, async (same) => endingWith(null, [insert(same, id, name).compile()]));
        return endingWith(inner, [insert(tx, id, 'outer').compile()]);
      });
    await outer('inner');
    expect(batches).toEqual([
      ['begin', `select set_config('app.organization_id',`, 'insert into', 'insert into', 'commit'],
    ]);
    await expect(outer('another')).rejects.toMatchObject({ constraint: 'idempotency_key_pkey' });
    expect(await keys(ctx)).toEqual(['inner', 'outer']);
  });

  test('what one part of the work still wanted to write when another failed is not written', async () => {
    const app = await useTestApp();
    const { ctx, id } = await newOrganization(app);
    let late: Promise<unknown> = Promise.resolve();
    const failing = transaction(ctx, async (tx) => {
      const bad = sql`select 1 / 0`.execute(tx.db);
      late = bad.catch(async () => {
        // By now the roll-back is on its way.
        await new Promise<void>((resolve) => process.nextTick(resolve));
        await insert(tx, id, 'late').execute();
      });
      late.catch(() => {});
      await bad;
      return ok(null);
    });
    await expect(failing).rejects.toThrow('division by zero');
    await expect(late).rejects.toThrow('after the end');
    expect(await keys(ctx)).toEqual([]);
  });

  test('a statement that comes after its end is refused', async () => {
    const app = await useTestApp();
    const { ctx } = await newOrganization(app);
    let left: Ctx | undefined;
    await transaction(ctx, async (tx) => {
      left = tx;
      return ok(null);
    });
    await expect(keys(left as Ctx)).rejects.toThrow('after the end');
  });
});

test('a single statement that fails leaves its connection clean', async () => {
  const app = await useTestApp();
  const { ctx } = await newOrganization(app);
  for (let i = 0; i < 20; i++)
    await expect(sql`select * from no_such_table`.execute(ctx.db)).rejects.toThrow('no_such_table');
  const { rows } = await sql<{ org: string }>`select app_organization_id() as org`.execute(ctx.db);
  expect(rows[0]?.org).toBe(ctx.organization?.id);
  expect(newId() < newId(Date.now() + 5)).toBe(true);
});

test('a value that cannot be sent or read fails only its statement, and the connection stays usable', async () => {
  const app = await useTestApp();
  const { ctx, id } = await newOrganization(app);
  const circular: { self?: unknown } = {};
  circular.self = circular;
  const failing = transaction(ctx, async (tx) => {
    await Promise.all([
      tx.db.insertInto('idempotency_key').values(key(id, 'one')).execute(),
      sql`select ${circular}::jsonb`.execute(tx.db),
    ]);
    return ok(null);
  });
  await expect(failing).rejects.toThrow('circular');
  for (let i = 0; i < 20; i++) {
    await expect(sql`select 9007199254740993::bigint as n`.execute(ctx.db)).rejects.toThrow('too large');
  }
  expect(await ctx.db.selectFrom('idempotency_key').selectAll().execute()).toEqual([]);
});

test('a connection lost during a transaction fails only that transaction', async () => {
  const app = await useTestApp();
  const { ctx, id } = await newOrganization(app);
  const uncaught: unknown[] = [];
  const note = (error: unknown) => void uncaught.push(error);
  process.on('uncaughtExceptionMonitor', note);
  let gone = false;
  const lost = transaction(ctx, async (tx) => {
    await tx.db.insertInto('idempotency_key').values(key(id, 'lost')).execute();
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx.db);
    // While the connection is idle: no query can fail.
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(ctx.db);
    await new Promise((resolve) => setTimeout(resolve, 200));
    gone = true;
    await tx.db.insertInto('idempotency_key').values(key(id, 'later')).execute();
    return ok(null);
  });
  await expect(lost).rejects.toThrow('not queryable');
  process.off('uncaughtExceptionMonitor', note);
  expect([gone, uncaught]).toEqual([true, []]);
  expect(await ctx.db.selectFrom('idempotency_key').selectAll().execute()).toEqual([]);
});

test('values of every type are read as they were written, from the first use of a statement', async () => {
  const app = await useTestApp();
  const { ctx } = await newOrganization(app);
  const at = new Date('2026-11-21T08:00:00.123Z');
  const values = {
    text: 'ü "{}\\',
    list: ['a', null, 'b,c'],
    at,
    yes: true,
    bytes: Buffer.from([0, 255]),
    json: { a: [1] },
  };
  for (let i = 0; i < 4; i++) {
    const { rows } =
      await sql`select ${values.text}::text as text, ${values.list}::text[] as list, ${at}::timestamptz as at,
      ${true}::bool as yes, ${values.bytes}::bytea as bytes, ${JSON.stringify(values.json)}::jsonb as json, null as nothing`.execute(
        ctx.db,
      );
    expect(rows).toEqual([{ ...values, nothing: null }]);
  }
});

test('two transactions in a deadlock both succeed, one of them at a later attempt', async () => {
  const app = await useTestApp();
  const { ctx, id } = await newOrganization(app);
  await ctx.db
    .insertInto('idempotency_key')
    .values([key(id, 'a'), key(id, 'b')])
    .execute();
  let attempts = 0;
  const hold = (which: string) =>
    sql`update idempotency_key set request_hash = request_hash || '+' where organization_id = ${id} and key = ${which}`;
  const both = (first: string, then: string) =>
    transaction(ctx, async (tx) => {
      attempts++;
      await hold(first).execute(tx.db);
      await sql`select pg_sleep(0.2)`.execute(tx.db);
      await hold(then).execute(tx.db);
      return ok(null);
    });
  expect(await Promise.all([both('a', 'b'), both('b', 'a')])).toEqual([ok(null), ok(null)]);
  // On a busy machine the repeated one may be sooner than the other that was waiting, and they meet again.
  expect(attempts).toBeGreaterThanOrEqual(3);
  // Each is counted once, also the one that was repeated.
  const rows = await ctx.db.selectFrom('idempotency_key').select('request_hash').execute();
  expect(rows.map((row) => row.request_hash)).toEqual(['h++', 'h++']);
});
