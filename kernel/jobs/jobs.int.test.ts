import { sql } from 'kysely';
import { pino } from 'pino';
import { Type } from 'typebox';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openApp } from '../../server/app.ts';
import { modules } from '../../server/modules.ts';
import {
  cloneDatabase,
  eventually,
  newOrganization,
  openTestApp,
  type TestApp,
  type TestOrganization,
} from '../../test/harness/index.ts';
import { transaction } from '../db/index.ts';
import { ok, refuse } from '../lib/result.ts';
import { definePackage } from '../module/index.ts';
import { comeBackFromFuture } from './after-set-back.ts';
import { defineJob, drainJobs, enqueue, startTask, TaskCancelled } from './index.ts';

const ran: { data: string; organization: string | undefined; actor: string; request: string }[] = [];
let broken = false;

const note = defineJob({
  name: 'test.note',
  schema: Type.Object({ text: Type.String() }),
  retry: { limit: 1, firstSeconds: 1 },
  async run(ctx, { text }) {
    if (broken) throw new Error('the printer is on fire');
    if (text === 'refused') return refuse('test.refused');
    ran.push({ data: text, organization: ctx.organization?.id, actor: ctx.actor.name, request: ctx.requestId });
    return ok({ text });
  },
});
const rare = defineJob({
  name: 'test.rare',
  schema: Type.Object({}),
  pollSeconds: 600,
  async run(ctx) {
    ran.push({ data: 'rare', organization: ctx.organization?.id, actor: ctx.actor.name, request: ctx.requestId });
  },
});
let napping = false;
const nap = defineJob({
  name: 'test.nap',
  schema: Type.Object({}),
  async run() {
    napping = true;
    await new Promise((resolve) => setTimeout(resolve, 700));
  },
});
let release: () => void = () => {};
const held = () =>
  new Promise<void>((resolve) => {
    release = resolve;
  });
let hold: Promise<void> = Promise.resolve();
const count = defineJob({
  name: 'test.count',
  schema: Type.Object({ to: Type.Integer() }),
  retry: { limit: 0 },
  async run(_ctx, { to }, progress) {
    for (let i = 1; i <= to; i++) {
      progress(i, to);
      if (i === 2) await hold;
    }
    await new Promise((resolve) => setTimeout(resolve, 450));
    progress(to, to);
    return ok({ counted: to });
  },
});

const testPackage = definePackage({ name: 'test-jobs', jobs: [note, rare, count, nap] });

let app: TestApp;
let organization: TestOrganization;

beforeAll(async () => {
  modules.push(testPackage);
  app = await openTestApp({});
  modules.splice(modules.indexOf(testPackage), 1);
});
afterAll(() => app?.close());

const jobsOf = (id: string) =>
  sql<{ name: string; state: string; retry_count: number }>`
    select name, state::text, retry_count from pgboss.job_common where group_id = ${id} order by created_on`
    .execute(app.boot.database.system)
    .then((r) => r.rows);

describe('a job', () => {
  it('exists when its transaction commits, and runs for the organization and the person who enqueued it', async () => {
    organization = await newOrganization(app);
    const ctx = {
      ...organization.ctx,
      actor: { kind: 'user', id: 'u1', name: 'Asha', email: 'a@x', role: 'ops' } as const,
    };
    await transaction(ctx, async (tx) => {
      await enqueue(tx, note, { text: 'never' });
      return refuse('test.refused');
    });
    expect(await jobsOf(organization.id)).toEqual([]);
    await transaction(ctx, async (tx) => {
      await enqueue(tx, note, { text: 'hello' });
      return ok(null);
    });
    const mine = await eventually(async () => ran.find((r) => r.data === 'hello'));
    expect(mine).toEqual({ data: 'hello', organization: organization.id, actor: 'Asha', request: ctx.requestId });
    expect(ran.some((r) => r.data === 'never')).toBe(false);
  });

  it('is noticed at once by a worker of the same process', async () => {
    organization = await newOrganization(app);
    // Its worker polls only every ten minutes.
    await enqueue(organization.ctx, rare, {});
    await eventually(async () => ran.find((r) => r.data === 'rare'));
  });

  it('is noticed when its time has come, though its worker asks every ten minutes only', async () => {
    organization = await newOrganization(app);
    await enqueue(organization.ctx, note, { text: 'in a second' }, { after: 1 });
    await eventually(async () => ran.find((r) => r.data === 'in a second'));
  });

  it('is made once for a key: while another one waits, or ever', async () => {
    organization = await newOrganization(app);
    const later = { after: new Date(Date.now() + 3_600_000) };
    expect(await enqueue(organization.ctx, note, { text: 'a' }, { ...later, singletonKey: 'k' })).toBeTruthy();
    expect(await enqueue(organization.ctx, note, { text: 'b' }, { ...later, singletonKey: 'k' })).toBeNull();
    const other = await newOrganization(app);
    expect(await enqueue(other.ctx, note, { text: 'c' }, { ...later, singletonKey: 'k' })).toBeTruthy();
    const made = await Promise.all(
      [1, 2, 3].map(() => enqueue(organization.ctx, note, { text: 'o' }, { once: '2026-11-21' })),
    );
    expect(made.filter(Boolean)).toHaveLength(1);
    await eventually(async () => ran.find((r) => r.data === 'o'));
    expect(await enqueue(organization.ctx, note, { text: 'o' }, { once: '2026-11-21' })).toBeNull();
  });

  it('refuses data that the schema does not allow', async () => {
    organization = await newOrganization(app);
    await expect(enqueue(organization.ctx, note, { text: 7 } as never)).rejects.toThrow('schema');
  });

  it('is visible only to its own organization', async () => {
    organization = await newOrganization(app);
    await enqueue(organization.ctx, note, { text: 'mine' }, { after: 3600 });
    const other = await newOrganization(app);
    const seen = (ctx = organization.ctx) =>
      sql`select id from pgboss.job where state = 'created'`.execute(ctx.db).then((r) => r.rows.length);
    expect(await seen()).toBe(1);
    expect(await seen(other.ctx)).toBe(0);
    // nor can an organization enqueue in another's name
    const forged = { ...other.ctx, organization: organization.ctx.organization };
    await expect(enqueue(forged, note, { text: 'x' })).rejects.toThrow('row-level security');
  });
});

describe('a job that fails', () => {
  it('is tried again later, then waits as a dead letter to be retried or discarded', async () => {
    organization = await newOrganization(app);
    const admin = await organization.as('admin');
    broken = true;
    await enqueue(organization.ctx, note, { text: 'fire' });
    const retried = await eventually(async () => (await jobsOf(organization.id)).find((j) => j.state === 'retry'));
    expect(retried.name).toBe('test.note');
    const { body: waiting } = await admin.get('/jobs?filter={"state":"retrying"}');
    expect(new Date(waiting.data[0].due_at).getTime()).toBeGreaterThan(Date.now());
    const dead = await eventually(
      async () => (await admin.get('/jobs?state=dead')).body.data[0],
      'a dead letter',
      12_000,
    );
    expect(dead).toMatchObject({
      name: 'test.note',
      state: 'dead',
      attempts: 2,
      error: { message: 'the printer is on fire' },
    });

    broken = false;
    const again = await admin.post(`/jobs/${dead.id}/retry`);
    expect(again.status).toBe(200);
    await eventually(async () => ran.find((r) => r.data === 'fire'));
    expect((await admin.get('/jobs?state=dead')).body.data).toEqual([]);
    const trail = await admin.get('/audit-entries?filter={"action":"jobs.retried"}');
    expect(trail.body.data[0].text).toContain('test.note');
  });

  it('is final at once when it returned a refusal', async () => {
    organization = await newOrganization(app);
    const admin = await organization.as('admin');
    await enqueue(organization.ctx, note, { text: 'refused' });
    const dead = await eventually(async () => (await admin.get('/jobs?state=dead')).body.data[0]);
    expect(dead).toMatchObject({ attempts: 1, error: { code: 'test.refused' } });
    const stranger = await (await newOrganization(app)).as('admin');
    expect((await stranger.post(`/jobs/${dead.id}/discard`)).status).toBe(404);
    expect((await (await organization.as('ops')).post(`/jobs/${dead.id}/discard`)).status).toBe(403);
    expect((await admin.post(`/jobs/${dead.id}/discard`)).status).toBe(200);
    expect((await admin.get('/jobs?state=dead')).body.data).toEqual([]);
    expect((await admin.post(`/jobs/${dead.id}/retry`)).status).toBe(404);
  });

  it('starts again when its worker was killed', async () => {
    organization = await newOrganization(app);
    const id = await enqueue(organization.ctx, note, { text: 'orphan' }, { after: 3600 });
    const { system } = app.boot.database;
    // the state that a worker leaves when it was killed a minute ago
    await sql`update pgboss.job_common set state = 'active', started_on = now() - interval '1 minute',
      heartbeat_on = now() - interval '1 minute' where id = ${id}`.execute(system);
    await sql`update pgboss.queue set monitor_on = null, monitor_claim_on = null`.execute(system);
    await app.boot.services.jobs.boss.supervise('test.note');
    await eventually(async () => ran.find((r) => r.data === 'orphan'), 'the second attempt');
  });
});

describe('a task', () => {
  it('shows its progress and its result', async () => {
    organization = await newOrganization(app);
    const ops = await organization.as('ops');
    hold = held();
    const started = await transaction(organization.ctx, async (tx) => ok(await startTask(tx, count, { to: 5 })));
    const id = (started as { data: string }).data;
    const running = await eventually(async () => {
      const { body } = await ops.get(`/tasks/${id}`);
      return body.data.done > 0 && body.data;
    });
    expect(running).toMatchObject({ state: 'running', done: 1, total: 5 });
    expect((await ops.get('/tasks?filter={"state":"open"}')).body.data.map((t: { id: string }) => t.id)).toEqual([id]);
    release();
    const done = await eventually(async () => {
      const { body } = await ops.get(`/tasks/${id}`);
      return body.data.state === 'done' && body.data;
    });
    expect(done).toMatchObject({ done: 5, total: 5, result: { counted: 5 } });
  });

  it('stops when a person cancels it', async () => {
    organization = await newOrganization(app);
    const ops = await organization.as('ops');
    hold = held();
    const id = await startTask(organization.ctx, count, { to: 5 });
    await eventually(async () => (await ops.get(`/tasks/${id}`)).body.data.done > 0);
    expect((await ops.post(`/tasks/${id}/cancel`)).body.data.state).toBe('cancelled');
    release();
    await eventually(async () => (await jobsOf(organization.id)).every((j) => j.state === 'completed'));
    expect((await ops.get(`/tasks/${id}`)).body.data.state).toBe('cancelled');
    expect((await ops.post(`/tasks/${id}/cancel`)).status).toBe(409);
    expect(new TaskCancelled()).toBeInstanceOf(Error);
  });

  it('is ended by the sweep when its job is gone', async () => {
    organization = await newOrganization(app);
    const ops = await organization.as('ops');
    const id = await startTask(organization.ctx, count, { to: 2 });
    await sql`update task set job_id = gen_random_uuid() where id = ${id}`.execute(app.boot.database.system);
    await enqueue(
      { ...app.ctxFor(null, 'test'), db: app.boot.database.system },
      app.boot.services.jobs.definitions.get('tasks.sweep') as never,
      {},
    );
    const ended = await eventually(async () => {
      const { body } = await ops.get(`/tasks/${id}`);
      return body.data.state === 'failed' && body.data;
    });
    expect(ended.error_message).not.toBe('tasks.crashed');
  });
});

describe('a process', () => {
  const open = async (role: 'web' | 'worker', url: string) => {
    modules.push(testPackage);
    const config = { ...app.config, DATABASE_URL: url };
    return openApp({ config, log: pino({ level: 'silent' }), role, migrate: false }).finally(() => {
      modules.splice(modules.indexOf(testPackage), 1);
    });
  };

  it('for the web enqueues, a worker runs the job; a stopped worker finishes the running job', async () => {
    const url = await cloneDatabase(inject('postgresUrl'));
    const web = await open('web', url);
    const state = async () => {
      const { rows } = await sql<{
        state: string;
      }>`select state::text from pgboss.job_common where name = 'test.nap'`.execute(web.boot.database.system);
      return rows[0]?.state;
    };
    try {
      const home = await newOrganization({ ...web, clock: app.clock, config: app.config, adminUrl: '' });
      await enqueue(home.ctx, nap, {});
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(await state()).toBe('created');
      const worker = await open('worker', url);
      await eventually(async () => napping, 'the nap to begin');
      await worker.close();
      expect(await state()).toBe('completed');
    } finally {
      await web.close();
    }
  });
});

describe('the queue', () => {
  it('matches the schema that pg-boss expects', async () => {
    const { boss } = app.boot.services.jobs;
    const drift = await boss.detectSchemaDrift();
    // Our own index is allowed; anything missing or different is not.
    expect({ ...drift, extraIndexes: [], columnDrift: [] }).toMatchObject({ ok: true });
  });

  it('has one schedule for each recurring job, and starts an occurrence once with any number of workers', async () => {
    const { boss } = app.boot.services.jobs;
    const schedules = await boss.getSchedules();
    expect(schedules.map((s) => s.name)).toContain('tasks.sweep');
    const slots = await sql<{ n: number }>`
      select count(*)::int as n from pgboss.job_common where name = '__pgboss__send-it' group by singleton_key, singleton_on`.execute(
      app.boot.database.system,
    );
    expect(slots.rows.every((r) => r.n === 1)).toBe(true);
  });

  it('goes on at once when a clock that was an hour ahead is set right', async () => {
    organization = await newOrganization(app);
    const { system } = app.boot.database;
    const id = await enqueue(organization.ctx, note, { text: 'at once' }, { after: 3600 });
    const later = await enqueue(organization.ctx, note, { text: 'tomorrow' }, { after: 86_400 });
    await sql`update pgboss.version set cron_on = now() + interval '1 hour'`.execute(system);
    await sql`update pgboss.queue set monitor_claim_on = now() + interval '1 hour' where name = 'test.note'`.execute(
      system,
    );
    // As a process whose clock is an hour ahead enqueues them.
    await sql`update pgboss.job_common set created_on = now() + interval '1 hour',
      start_after = start_after + case when id = ${id} then interval '0' else interval '1 hour' end
      where id in (${id}, ${later})`.execute(system);
    await sql`update pgboss.job_common set start_after = created_on where id = ${id}`.execute(system);

    await comeBackFromFuture(app.boot.services.jobs);
    const { rows } = await sql`select cron_on <= now() + interval '1 minute' as fine from pgboss.version
      union all select monitor_claim_on is null from pgboss.queue where name = 'test.note'`.execute(system);
    expect(rows).toEqual([{ fine: null }, { fine: true }]);
    await eventually(async () => ran.find((r) => r.data === 'at once'), 'the job of the future');
    expect(await jobsOf(organization.id)).toContainEqual({ name: 'test.note', state: 'created', retry_count: 0 });
  });

  it('can be drained by hand', async () => {
    organization = await newOrganization(app);
    await enqueue(organization.ctx, note, { text: 'drained' });
    await drainJobs(app.boot, app.boot.services.jobs);
    expect(ran.some((r) => r.data === 'drained')).toBe(true);
  });
});
