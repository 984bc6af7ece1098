import { CompiledQuery, sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { newOrganization, type TestApp, useTestApp } from '../../test/harness/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { ok, refuse } from '../lib/result.ts';
import { afterCommit, transaction, writeTogether } from './index.ts';

let app: TestApp;
beforeAll(async () => {
  app = await useTestApp();
});

const insert = (ctx: Ctx, key: string) =>
  CompiledQuery.raw(
    `insert into idempotency_key (organization_id, actor_id, key, request_hash, answer) values ($1, 'a', $2, 'h', '{}')`,
    [ctx.organization?.id, key],
  );
const refusal = CompiledQuery.raw(`select coalesce(null, app_refuse('http.busy'))`);
/** The connection ends, as when the database is shut down. */
const breaking = ['set local role none', 'select pg_terminate_backend(pg_backend_pid())'].map((text) =>
  CompiledQuery.raw(text),
);
const keys = async (ctx: Ctx) =>
  (await ctx.db.selectFrom('idempotency_key').select('key').orderBy('key').execute()).map((row) => row.key);

describe('writes together', () => {
  it('are one commit, and answer in their order', async () => {
    const { ctx } = await newOrganization(app);
    const written = await writeTogether(ctx, [
      insert(ctx, 'one'),
      CompiledQuery.raw('select count(*) as n, $1::int[] as list from idempotency_key', [[1, 2]]),
    ]);
    expect(written).toMatchObject({ data: [{ numAffectedRows: 1n }, { rows: [{ n: 1, list: [1, 2] }] }] });
    expect(await keys(ctx)).toEqual(['one']);
  });

  it('leave nothing when one of them fails, and take nobody else along', async () => {
    const { ctx } = await newOrganization(app);
    const results = await Promise.allSettled(
      Array.from({ length: 60 }, (_, i) =>
        writeTogether(ctx, [insert(ctx, `key ${i}`), insert(ctx, i % 3 === 0 ? `key ${i}` : `other ${i}`)]),
      ),
    );
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(20);
    expect(await keys(ctx)).toHaveLength(80);
    // A statement that is new, of which the first use fails, is there for the next.
    for (let i = 0; i < 20; i++) {
      const odd = CompiledQuery.raw('select 1 / $1::int as n', [i % 2]);
      const asked = writeTogether(ctx, [odd]);
      if (i % 2 === 0) await expect(asked).rejects.toThrow('division by zero');
      else expect(await asked).toMatchObject({ data: [{ rows: [{ n: 1 }] }] });
    }
  });

  it('say what is wrong with a statement each time', async () => {
    const { ctx } = await newOrganization(app);
    for (let i = 0; i < 20; i++) {
      await expect(writeTogether(ctx, [CompiledQuery.raw('select * from no_such_table')])).rejects.toThrow(
        'no_such_table',
      );
    }
  });

  it('may refuse by themselves, and leave nothing then', async () => {
    const { ctx } = await newOrganization(app);
    expect(await writeTogether(ctx, [insert(ctx, 'one'), refusal])).toEqual({ ok: false, code: 'http.busy' });
    expect(await keys(ctx)).toEqual([]);
  });

  it('see their own organization only, whoever used the connection before', async () => {
    const [mine, other] = [(await newOrganization(app)).ctx, (await newOrganization(app)).ctx];
    const who = CompiledQuery.raw('select app_organization_id() as id');
    const asked = Array.from({ length: 100 }, (_, i) => (i % 2 ? mine : other));
    const answers = await Promise.all(asked.map((ctx) => writeTogether(ctx, [who])));
    expect(answers.map((answer) => answer.ok && answer.data[0]?.rows)).toEqual(
      asked.map((ctx) => [{ id: ctx.organization?.id }]),
    );
    await expect(writeTogether(mine, [insert(other, 'stolen')])).rejects.toThrow('row-level security');
  });

  it('call back after their commit only', async () => {
    const { ctx } = await newOrganization(app);
    const calls: string[] = [];
    const calling = (key: string) => ({ ...insert(ctx, key), afterCommit: () => calls.push(key) });
    await writeTogether(ctx, [calling('one'), refusal]);
    expect(calls).toEqual([]);
    await writeTogether(ctx, [calling('two')]);
    expect(calls).toEqual(['two']);
    await transaction(ctx, async (tx) => {
      await writeTogether(tx, [{ ...insert(tx, 'three'), afterCommit: () => calls.push('three') }]);
      afterCommit(tx, () => calls.push('outer'));
      expect(calls).toEqual(['two']);
      return ok(null);
    });
    expect(calls).toEqual(['two', 'three', 'outer']);
  });
});

describe('writes together, inside a transaction', () => {
  it('are committed or undone with it', async () => {
    const { ctx } = await newOrganization(app);
    await transaction(ctx, async (tx) => {
      await writeTogether(tx, [insert(tx, 'undone')]);
      return refuse('http.busy');
    });
    expect(await keys(ctx)).toEqual([]);
    await transaction(ctx, (tx) => writeTogether(tx, [insert(tx, 'done')]));
    expect(await keys(ctx)).toEqual(['done']);
  });

  it('leave it usable when they are refused or fail', async () => {
    const { ctx } = await newOrganization(app);
    const result = await transaction(ctx, async (tx) => {
      await writeTogether(tx, [insert(tx, 'before')]);
      expect(await writeTogether(tx, [insert(tx, 'tried'), refusal])).toEqual({ ok: false, code: 'http.busy' });
      await expect(writeTogether(tx, [insert(tx, 'failed'), insert(tx, 'before')])).rejects.toThrow('duplicate key');
      return writeTogether(tx, [insert(tx, 'behind')]);
    });
    expect(result.ok).toBe(true);
    expect(await keys(ctx)).toEqual(['before', 'behind']);
  });
});

// Only ours has them; see test/harness/plain-dialect.ts.
describe.skipIf(process.env.PLAIN_DIALECT)('the connections that writes share', () => {
  it('are not held up by one that meets a lock: it waits elsewhere', async () => {
    const { ctx } = await newOrganization(app);
    await writeTogether(ctx, [insert(ctx, 'locked')]);
    const update = CompiledQuery.raw(
      `update idempotency_key set request_hash = 'mine' where organization_id = $1 and key = 'locked'`,
      [ctx.organization?.id],
    );
    let waiting: Promise<unknown>[] = [];
    await transaction(ctx, async (tx) => {
      await sql`update idempotency_key set request_hash = 'theirs' where key = 'locked'`.execute(tx.db);
      let done = 0;
      waiting = [1, 2, 3].map(() => writeTogether(ctx, [update]).finally(() => done++));
      await Promise.all(Array.from({ length: 60 }, (_, i) => writeTogether(ctx, [insert(ctx, `free ${i}`)])));
      expect(done).toBe(0);
      return ok(null);
    });
    expect(await Promise.all(waiting)).toMatchObject([{ ok: true }, { ok: true }, { ok: true }]);
    const { rows } = await sql`select request_hash from idempotency_key where key = 'locked'`.execute(ctx.db);
    expect(rows).toEqual([{ request_hash: 'mine' }]);
  });

  it('share transactions when they are asked for at the same moment, each with its own answers', async () => {
    const { ctx } = await newOrganization(app);
    const which = CompiledQuery.raw('select $1::int as n, pg_current_xact_id()::text as transaction', [0]);
    const asked = Array.from({ length: 40 }, (_, n) =>
      writeTogether(ctx, [{ ...which, parameters: [n] }, insert(ctx, `key ${n}`)]),
    );
    const answers = await Promise.all(asked);
    const rows = answers.flatMap((one) => (one.ok ? (one.data[0]?.rows as { n: number; transaction: string }[]) : []));
    expect(rows.map((row) => row.n)).toEqual(Array.from({ length: 40 }, (_, n) => n));
    expect(new Set(rows.map((row) => row.transaction)).size).toBeLessThan(20);
    expect(await keys(ctx)).toHaveLength(40);
  });

  it('don’t repeat what was under way when they break: it may have been committed', async () => {
    const { ctx } = await newOrganization(app);
    const { database } = app.boot;
    await sql`create sequence if not exists tried`.execute(database.system);
    await sql`grant usage on sequence tried to counterfoil_app`.execute(database.system);
    const count = CompiledQuery.raw(`select nextval('tried')`);
    const asked = [1, 2, 3].map((n) =>
      writeTogether(ctx, [count, insert(ctx, `key ${n}`), ...(n === 3 ? breaking : [])]),
    );
    const outcomes = await Promise.allSettled(asked);
    const { rows } = await sql<{ n: number }>`select nextval('tried') as n`.execute(database.system);
    await sql`drop sequence tried`.execute(database.system);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(rows).toEqual([{ n: 4 }]);
    expect(await keys(ctx)).toEqual([]);
  });

  it('are opened anew when they break', async () => {
    const { ctx } = await newOrganization(app);
    await expect(writeTogether(ctx, [insert(ctx, 'lost'), ...breaking])).rejects.toThrow('terminating');
    await Promise.all(Array.from({ length: 20 }, (_, i) => writeTogether(ctx, [insert(ctx, `key ${i}`)])));
    expect(await keys(ctx)).toHaveLength(20);
  });
});
