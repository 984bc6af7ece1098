import { beforeAll, describe, expect, it } from 'vitest';
import { runBulk } from '../kernel/bulk/run-bulk.action.ts';
import { findText } from '../kernel/i18n/index.ts';
import { drainJobs, type Progress } from '../kernel/jobs/index.ts';
import { newId } from '../kernel/lib/ids.ts';
import { refuse } from '../kernel/lib/result.ts';
import { hostel, newStudent } from '../modules/mess/test/factories.ts';
import { type Caller, eventually, type TestApp, useTestApp } from './harness/index.ts';

let app: TestApp;
beforeAll(async () => {
  app = await useTestApp();
});

const PENDING = JSON.stringify({ state: 'pending' });
const of = (filter: string, search = '') =>
  `/bulk/mess.students?filter=${encodeURIComponent(filter)}${search && `&search=${search}`}`;

/** A hostel with so many who ask to be let in, of whom every second lives in block C. */
async function waitingHostel(many: number) {
  const made = await hostel();
  for (let i = 0; i < many; i++) {
    await newStudent(made.ops, { approve: false, room: `${i % 2 ? 'C' : 'B'}-${i}`, roll_number: `R${i}` });
  }
  const states = async () =>
    (await made.db.selectFrom('mess_student').select(['room', 'state']).orderBy('id').execute()).map(
      ({ room, state }) => `${room} ${state}`,
    );
  return { ...made, states };
}
/** The task when it is done, by this process or by the running server. */
const finished = (who: Caller, id: string) =>
  eventually(async () => {
    await drainJobs(app.boot, app.boot.services.jobs);
    const task = (await who.get(`/tasks/${id}`)).body.data;
    return task.state === 'done' && task;
  }, 'the task to be done');

describe('all that match', () => {
  it('are counted and changed by the list’s own filter and search, as a task', async () => {
    const { ops, db, states } = await waitingHostel(4);
    expect((await ops.get(of(PENDING))).body.data).toEqual({ count: 4 });
    expect((await ops.get(of(PENDING, 'C-'))).body.data).toEqual({ count: 2 });
    const started = await ops.post('/bulk/mess.students/approve', { filter: PENDING, search: 'C-', count: 2 });
    expect(started.status, JSON.stringify(started.body)).toBe(202);
    const task = await finished(ops, started.body.data.task_id);
    expect(await states()).toEqual(['B-0 pending', 'C-1 approved', 'B-2 pending', 'C-3 approved']);
    expect(task).toMatchObject({
      title: 'Approve registrations: 2',
      state: 'done',
      done: 2,
      total: 2,
      result: { done: 2, refused: 0, reasons: [] },
    });
    const entries = await db
      .selectFrom('audit_entry')
      .select(['action', 'actor_id'])
      .where('action', 'in', ['bulk.started', 'mess.student.approved'])
      .execute();
    expect(entries.map(({ action }) => action).sort()).toEqual([
      'bulk.started',
      'mess.student.approved',
      'mess.student.approved',
    ]);
    expect(new Set(entries.map(({ actor_id }) => actor_id))).toEqual(new Set([ops.userId]));
  });

  it('are left alone when they are not as many as were confirmed, and a key starts one task', async () => {
    const { ops, db, states } = await waitingHostel(2);
    await newStudent(ops, { approve: false, room: 'C-9' });
    const refused = await ops.post('/bulk/mess.students/approve', { filter: PENDING, count: 2 });
    expect([refused.status, refused.body.error.code]).toEqual([409, 'bulk.changed']);
    expect(refused.body.error.message).toContain('3 match now');
    const key = { 'idempotency-key': newId() };
    const body = { filter: PENDING, count: 3, reason: 'The hostel is full.' };
    const answers = await Promise.all([1, 2].map(() => ops.post('/bulk/mess.students/deny', body, key)));
    const again = await ops.post('/bulk/mess.students/deny', body, key);
    expect(again.status).toBe(202);
    expect(answers.some(({ status }) => status === 202)).toBe(true);
    expect(await db.selectFrom('task').select('id').where('kind', '=', 'bulk.run').execute()).toHaveLength(1);
    await finished(ops, again.body.data.task_id);
    expect((await states()).map((one) => one.split(' ')[1])).toEqual(['denied', 'denied', 'denied']);
    const without = await ops.post('/bulk/mess.students/deny', { filter: PENDING, count: 1 });
    expect([without.status, without.body.error.code]).toEqual([400, 'bulk.reason_blank']);
  });

  it('say why some were left out, and nothing that begins to match later is touched', async () => {
    const { ops, db } = await waitingHostel(1);
    const eater = await newStudent(ops, { room: 'C-9' });
    const started = await ops.post('/bulk/mess.students/renew', { count: 2 });
    const late = await newStudent(ops, { room: 'C-10' });
    const task = await finished(ops, started.body.data.task_id);
    const codes = await db.selectFrom('credential').select(['subject_id', 'version']).orderBy('version').execute();
    expect(codes).toContainEqual({ subject_id: eater.id, version: 2 });
    expect(codes.filter(({ subject_id }) => subject_id === late.id)).toEqual([{ subject_id: late.id, version: 1 }]);
    expect(task).toMatchObject({ state: 'done', done: 2, result: { done: 1, refused: 1 } });
    expect(task.result.reasons).toEqual([expect.stringContaining('approved')]);
  });

  it('are gone through once, though a worker dies in the middle', async () => {
    const { ops, organization, db } = await waitingHostel(0);
    // Without a job, which the running server would take at once.
    const task = newId();
    const by = { created_by_kind: 'user', created_by_name: 'Test' };
    await db
      .insertInto('task')
      .values({ organization_id: organization.id, id: task, kind: 'bulk.run', state: 'running', ...by })
      .execute();
    const acted: string[] = [];
    let dies = true;
    const act = async (_: unknown, id: string) => {
      acted.push(id);
      if (id === 'b') return refuse('mess.student.already_approved');
      if (id === 'c' && dies) throw new Error('the process died');
      return { ok: true as const, data: null };
    };
    const bulk = new Map([
      [
        'things',
        {
          name: 'things',
          page: async () => ({ rows: [], next: null }),
          actions: { act: { permission: 'mess.read', act } },
        },
      ],
    ]);
    const ctx = { ...organization.ctx, services: { ...organization.ctx.services, bulk } };
    const run = { task, list: 'things', action: 'act', ids: ['a', 'b', 'c'] };
    const progress = Object.assign(() => {}, { signal: new AbortController().signal }) as Progress;
    await expect(runBulk(ctx, run, progress)).rejects.toThrow('died');
    dies = false;
    expect(await runBulk(ctx, run, progress)).toMatchObject({ ok: true, data: { done: 2, refused: 1 } });
    expect(acted).toEqual(['a', 'b', 'c', 'c']);
    // A cancelled task changes nothing more.
    await ops.post(`/tasks/${task}/cancel`);
    await expect(runBulk(ctx, { ...run, ids: ['a', 'b', 'c', 'd'] }, progress)).rejects.toThrow('cancelled');
  });

  it('are for whoever may do it to one of them, and each action has its words', async () => {
    const { organization } = await waitingHostel(1);
    const viewer = await organization.as('viewer');
    expect((await viewer.get(of(PENDING))).status).toBe(403);
    expect((await viewer.post('/bulk/mess.students/approve', { filter: PENDING, count: 1 })).status).toBe(403);
    const owner = await organization.as('owner');
    expect((await owner.get('/bulk/nothing')).status).toBe(404);
    expect((await owner.post('/bulk/mess.students/toString', { count: 1 })).status).toBe(404);
    const wrong = await owner.get(of('{"standing":1}'));
    expect([wrong.status, wrong.body.error.code]).toEqual([400, 'http.invalid']);
    const missing = ['en', 'hi', 'es'].flatMap((locale) =>
      [...app.boot.services.bulk.values()]
        .flatMap(({ name, actions }) => Object.keys(actions).map((action) => `console.bulk.${name}.${action}`))
        .filter((key) => !findText({ ...organization.ctx, locale }, key)),
    );
    expect(missing).toEqual([]);
  });
});
