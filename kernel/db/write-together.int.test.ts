import { CompiledQuery, sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { newOrganization, type TestApp, useTestApp } from '../../test/harness/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { ok, refuse } from '../lib/result.ts';
import { afterCommit, rowWrite, transaction, writeTogether } from './index.ts';

let app: TestApp;
beforeAll(async () => {
  app = await useTestApp();
});

const insert = (ctx: Ctx, key: string) =>
  CompiledQuery.raw(
    `insert into idempotency_key (organization_id, actor_id, key, request_hash, answer) values ($1, 'a', $2, 'h', '{}')`,
    [ctx.organization?.id, key],
  );
const rowInsert = (ctx: Ctx, key: string) =>
  rowWrite(
    `insert into idempotency_key (organization_id, actor_id, key, request_hash, answer)
    select organization_id, 'a', key, coalesce(hash, app_refuse('http.busy')), '{}'
    from unnest($1::uuid[], $2::text[], $3::text[]) as a (organization_id, key, hash)
    returning key, request_hash`,
    [ctx.organization?.id, key, key.startsWith('refused') ? null : 'h'],
  );
const refusal = CompiledQuery.raw(`select coalesce(null, app_refuse('http.busy'))`);
/** Statements that end the connection, as a shutdown of the database does. */
const breaking = ['set local role none', 'select pg_terminate_backend(pg_backend_pid())'].map((text) =>
  CompiledQuery.raw(text),
);
const keys = async (ctx: Ctx) =>
  (await ctx.db.selectFrom('idempotency_key').select('key').orderBy('key').execute()).map((row) => row.key);

describe('writeTogether', () => {
  it('commits all writes at once and returns their answers in order', async () => {
    const { ctx } = await newOrganization(app);
    const written = await writeTogether(ctx, [
      insert(ctx, 'one'),
      CompiledQuery.raw('select count(*) as n, $1::int[] as list from idempotency_key', [[1, 2]]),
    ]);
    expect(written).toMatchObject({ data: [{ numAffectedRows: 1n }, { rows: [{ n: 1, list: [1, 2] }] }] });
    expect(await keys(ctx)).toEqual(['one']);
  });

  it('writes nothing when one write fails, and does not affect other callers', async () => {
    const { ctx } = await newOrganization(app);
    const results = await Promise.allSettled(
      Array.from({ length: 60 }, (_, i) =>
        writeTogether(ctx, [insert(ctx, `key ${i}`), insert(ctx, i % 3 === 0 ? `key ${i}` : `other ${i}`)]),
      ),
    );
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(20);
    expect(await keys(ctx)).toHaveLength(80);
    // A new statement whose first use fails can be used again.
    for (let i = 0; i < 20; i++) {
      const odd = CompiledQuery.raw('select 1 / $1::int as n', [i % 2]);
      const asked = writeTogether(ctx, [odd]);
      if (i % 2 === 0) await expect(asked).rejects.toThrow('division by zero');
      else expect(await asked).toMatchObject({ data: [{ rows: [{ n: 1 }] }] });
    }
  });

  it('throws the error of a faulty statement each time', async () => {
    const { ctx } = await newOrganization(app);
    for (let i = 0; i < 20; i++) {
      await expect(writeTogether(ctx, [CompiledQuery.raw('select * from no_such_table')])).rejects.toThrow(
        'no_such_table',
      );
    }
  });

  it('returns the refusal of a statement, and then writes nothing', async () => {
    const { ctx } = await newOrganization(app);
    expect(await writeTogether(ctx, [insert(ctx, 'one'), refusal])).toEqual({ ok: false, code: 'http.busy' });
    expect(await keys(ctx)).toEqual([]);
  });

  it('sends gathered writes behind one another on one connection, each a transaction of its own', async () => {
    const { ctx } = await newOrganization(app);
    const who = CompiledQuery.raw('select pg_backend_pid() as pid, pg_current_xact_id()::text as tx');
    const sent = ['one', 'refused', 'two'].map((key) =>
      writeTogether(ctx, [insert(ctx, key), key === 'refused' ? refusal : who], [ctx]),
    );
    const [one, refused, two] = await Promise.all(sent);
    expect(refused).toEqual({ ok: false, code: 'http.busy' });
    const [first, second] = [one, two].map((done) => (done as { data: { rows: unknown[] }[] }).data[1]?.rows[0]);
    const { pid, tx } = first as { pid: number; tx: string };
    expect(second).toMatchObject({ pid });
    expect(second).not.toMatchObject({ tx });
    expect(await keys(ctx)).toEqual(['one', 'two']);
  });

  it('sees only its own organization, on a connection that others used before', async () => {
    const [mine, other] = [(await newOrganization(app)).ctx, (await newOrganization(app)).ctx];
    const who = CompiledQuery.raw('select app_organization_id() as id');
    const asked = Array.from({ length: 100 }, (_, i) => (i % 2 ? mine : other));
    const answers = await Promise.all(asked.map((ctx) => writeTogether(ctx, [who])));
    expect(answers.map((answer) => answer.ok && answer.data[0]?.rows)).toEqual(
      asked.map((ctx) => [{ id: ctx.organization?.id }]),
    );
    await expect(writeTogether(mine, [insert(other, 'stolen')])).rejects.toThrow('row-level security');
  });

  it('calls afterCommit only after the commit', async () => {
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

describe('writeTogether inside a transaction', () => {
  it('is committed or rolled back with it', async () => {
    const { ctx } = await newOrganization(app);
    await transaction(ctx, async (tx) => {
      await writeTogether(tx, [insert(tx, 'undone')]);
      return refuse('http.busy');
    });
    expect(await keys(ctx)).toEqual([]);
    await transaction(ctx, (tx) => writeTogether(tx, [insert(tx, 'done')]));
    expect(await keys(ctx)).toEqual(['done']);
  });

  it('leaves it usable after a refusal or an error', async () => {
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

// Only our dialect shares connections; see test/harness/plain-dialect.ts.
describe.skipIf(process.env.PLAIN_DIALECT)('shared connections', () => {
  it('are not delayed by a write that waits for a lock: it moves to another connection', async () => {
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

  it('put simultaneous writes into one transaction, and return each caller its own answers', async () => {
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

  it('make one statement of simultaneous row writes, and return each caller its own row', async () => {
    const { ctx } = await newOrganization(app);
    // Each answers how many rows its statement has.
    const count = (n: number) =>
      rowWrite(
        `with a as materialized (
          select * from unnest($1::int[], $2::text[], $3::timestamptz[]) with ordinality as a (n, text, at, place))
        select n, text, at, (select count(*) from a) as together from a order by place`,
        [n, n % 2 ? `"{${n}},\\\\ NULL` : null, new Date(n)],
      );
    const asked = Array.from({ length: 40 }, (_, n) => writeTogether(ctx, [count(n), insert(ctx, `key ${n}`)]));
    const rows = (await Promise.all(asked)).map((one) => (one.ok ? one.data[0]?.rows : []));
    expect(rows.map((own) => own?.length)).toEqual(Array(40).fill(1));
    expect(rows.flat()).toMatchObject(
      Array.from({ length: 40 }, (_, n) => ({ n, text: n % 2 ? `"{${n}},\\\\ NULL` : null, at: new Date(n) })),
    );
    expect(Math.max(...rows.flat().map((row) => (row as { together: number }).together))).toBe(16);
    expect(await keys(ctx)).toHaveLength(40);
  });

  it('repeat row writes one by one when one of them is refused or fails', async () => {
    const { ctx } = await newOrganization(app);
    const keysOf = Array.from({ length: 30 }, (_, n) => (n % 10 === 3 ? `refused ${n}` : `key ${n % 29}`));
    const outcomes = await Promise.allSettled(keysOf.map((key) => writeTogether(ctx, [rowInsert(ctx, key)])));
    expect(
      outcomes.flatMap(({ status }, n) => (status === 'rejected' ? [n] : [])),
      'the second of key 0',
    ).toEqual([29]);
    const answers = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(answers.filter((answer) => !answer.ok)).toEqual(Array(3).fill({ ok: false, code: 'http.busy' }));
    expect(answers.flatMap((answer) => (answer.ok ? answer.data[0]?.rows : []))).toMatchObject(
      keysOf.slice(0, 29).flatMap((key) => (key.startsWith('key') ? [{ key }] : [])),
    );
    expect(await keys(ctx)).toHaveLength(26);
  });

  it('do not repeat writes that were under way when they break: they may have been committed', async () => {
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

  it('are opened again after they break', async () => {
    const { ctx } = await newOrganization(app);
    await expect(writeTogether(ctx, [insert(ctx, 'lost'), ...breaking])).rejects.toThrow('terminating');
    await Promise.all(Array.from({ length: 20 }, (_, i) => writeTogether(ctx, [insert(ctx, `key ${i}`)])));
    expect(await keys(ctx)).toHaveLength(20);
  });
});
