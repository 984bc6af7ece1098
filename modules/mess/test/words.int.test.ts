import { afterEach, expect, test } from 'vitest';
import { drainJobs } from '../../../kernel/jobs/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import type { TestApp } from '../../../test/harness/index.ts';
import { hostel, newStudent } from './factories.ts';

let app: TestApp | undefined;
afterEach(() => app?.clock.reset());

async function withChats() {
  const all = await hostel();
  app = all.app;
  app.clock.set('2026-11-10T06:30:00Z');
  /** A student who wrote once, in a language. */
  const writer = async (language: string, over: object = {}) => {
    const student = await newStudent(all.ops, over);
    const now = all.app.clock.now();
    await all.db
      .insertInto('conversation')
      .values({
        organization_id: all.organization.id,
        id: newId(),
        person_id: student.person_id,
        language,
        channel: 'web',
        account: 'web',
        address: newId(),
        last_message_at: now,
        created_at: now,
      })
      .execute();
    return student;
  };
  const texts = async () =>
    (await all.db.selectFrom('conversation_message').select('body').orderBy('body').execute()).map(({ body }) => body);
  return { ...all, writer, texts };
}

test('a student gets a decision in their chat, in its language', async () => {
  const { ops, writer, texts } = await withChats();
  const [asha, ravi] = [await writer('en', { approve: false }), await writer('es', { approve: false })];
  await ops.post(`/mess/students/${asha.id}/approve`);
  await ops.post(`/mess/students/${ravi.id}/deny`, { reason: 'otra residencia' });
  expect(await texts()).toEqual([
    expect.stringMatching(/^Su inscripción no fue aceptada: otra residencia\./),
    expect.stringMatching(/^You are approved/),
  ]);
});

test('a student whose code begins or stops to change is notified; other changes send nothing', async () => {
  const { ops, writer, texts } = await withChats();
  const asha = await writer('en');
  const change = (patch: object) => ops.patch(`/mess/students/${asha.id}`, patch);
  await change({ room: 'C-3' });
  await change({ changing_code: true });
  await change({ changing_code: true });
  expect(await texts()).toEqual([expect.stringMatching(/^From now on your code changes every half minute/)]);
  await change({ changing_code: false });
  expect((await texts()).length).toBe(2);
});

test('a closure is sent once to every affected student: not to those who are away, pending, or never wrote', async () => {
  const { ops, admin, writer, texts, app: opened } = await withChats();
  const away = await writer('en');
  await writer('en');
  await writer('hi');
  await writer('en', { approve: false });
  await newStudent(ops);
  await ops.post('/mess/cuts', { student_id: away.id, from: '2026-11-11', to: '2026-11-16' });
  const made = await admin.post('/mess/closures', { from: '2026-11-13', to: '2026-11-14', reason: 'Festival' });
  expect(made.body.data.notified).toBe(2);
  const drain = () => drainJobs(opened.boot, opened.boot.services.jobs);
  await drain();
  await drain();
  expect(await texts()).toEqual([
    expect.stringMatching(/^13 .* 14 .*मेस बंद रहेगा: Festival$/),
    expect.stringMatching(/^The mess is closed from .*13.* to .*14.*: Festival$/),
  ]);
  const shorter = await admin.post(`/mess/closures/${made.body.data.id}/shorten`, { to: '2026-11-13' });
  expect(shorter.body.data.notified).toBe(2);
  await drain();
  await drain();
  expect((await texts()).filter((text) => /^The mess is open on .*14.* after all\.$/.test(text)).length).toBe(1);
  await admin.post(`/mess/closures/${made.body.data.id}/cancel`);
  await drain();
  await drain();
  expect((await texts()).length).toBe(6);
});
