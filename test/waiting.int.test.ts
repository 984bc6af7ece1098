import { beforeAll, describe, expect, it } from 'vitest';
import { findText } from '../kernel/i18n/index.ts';
import { digestJob } from '../kernel/waiting/digest.job.ts';
import { type Caller, openTestApp, type TestApp } from './harness/index.ts';
import { type Populated, populate } from './harness/populated.ts';

let app: TestApp;
let filled: Populated;
type Waiting = { kind: string; count: number; to: string };
const waitingFor = async (who: Caller): Promise<Waiting[]> => (await who.get('/waiting')).body.data;
const kindsFor = async (who: Caller) => (await waitingFor(who)).map(({ kind }) => kind);
beforeAll(async () => {
  app = await openTestApp({});
  filled = await populate(app);
  return () => app.close();
});

describe('what waits', () => {
  it('is what each member may do something about', async () => {
    expect(await waitingFor(filled.owner)).toEqual(
      expect.arrayContaining([
        { kind: 'electricity.claims', count: 1, to: '/electricity/claims' },
        expect.objectContaining({ kind: 'coffee.alarms' }),
      ]),
    );
    const viewer = await filled.organization.as('viewer');
    expect(await waitingFor(viewer)).toEqual([]);
    const technician = await filled.organization.as('viewer');
    await filled.owner.patch(`/members/${technician.userId}`, { staff_role: 'coffee.technician' });
    expect(await kindsFor(technician)).toEqual(['coffee.alarms']);
  });

  it('is gone when it is done', async () => {
    const rows = filled.organization.ctx.db
      .updateTable('mess_student')
      .where('organization_id', '=', filled.organization.id);
    await rows.set({ state: 'pending' }).execute();
    expect(await waitingFor(filled.owner)).toContainEqual({
      kind: 'mess.students',
      count: 1,
      to: '/mess/students?filter={"state":"pending"}',
    });
    const [student] = (await filled.owner.get('/mess/students')).body.data;
    const approved = await filled.owner.post(`/mess/students/${student.id}/approve`);
    expect(approved.status, JSON.stringify(approved.body)).toBe(200);
    expect(await kindsFor(filled.owner)).not.toContain('mess.students');
  });

  it('has words for every kind, in every language', () => {
    const missing = ['en', 'hi', 'es'].flatMap((locale) =>
      app.boot.services.waiting
        .flatMap(({ kind }) => [`console.waiting.${kind}_one`, `console.waiting.${kind}_other`])
        .filter((key) => !findText({ ...filled.organization.ctx, locale }, key)),
    );
    expect(missing).toEqual([]);
  });
});

describe('the daily mail', () => {
  const mails = () =>
    filled.organization.ctx.db
      .selectFrom('message')
      .select(['to_address', 'params'])
      .where('organization_id', '=', filled.organization.id)
      .where('template', '=', 'waiting.digest')
      .execute();
  const run = () => digestJob.run(app.ctxFor(null, 'test'), {}, {} as never);

  it('goes to who chose it, in the morning of the organization, once a day', async () => {
    const chosen = await filled.owner.post('/waiting/digest', { daily: true });
    expect(chosen.body.data).toEqual({ daily: true });
    expect((await filled.owner.get('/waiting/digest')).body.data).toEqual({ daily: true });
    // 06:45 and 07:15 in Kolkata.
    app.clock.set('2027-03-02T01:15:00Z');
    await run();
    expect(await mails()).toEqual([]);
    app.clock.set('2027-03-02T01:45:00Z');
    await Promise.all([run(), run()]);
    await run();
    const sent = await mails();
    expect(sent).toHaveLength(1);
    expect(sent[0]?.params).toMatchObject({
      items: expect.arrayContaining([{ kind: 'electricity.claims', count: 1, to: '/electricity/claims' }]),
    });
    app.clock.set('2027-03-03T04:00:00Z');
    await run();
    expect(await mails()).toHaveLength(2);
    const { action } = await filled.organization.ctx.db
      .selectFrom('audit_entry')
      .select('action')
      .where('organization_id', '=', filled.organization.id)
      .where('action', 'like', 'waiting.digest.%')
      .executeTakeFirstOrThrow();
    expect(action).toBe('waiting.digest.on');
  });

  it('is not sent to who has nothing to do, nor to who turned it off', async () => {
    // Sessions end as time goes on.
    app.clock.reset();
    const viewer = await filled.organization.as('viewer');
    await viewer.post('/waiting/digest', { daily: true });
    await filled.owner.post('/waiting/digest', { daily: false });
    app.clock.set('2027-03-04T04:00:00Z');
    const before = (await mails()).length;
    await run();
    expect((await mails()).length).toBe(before);
  });
});
