import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../../kernel/lib/ids.ts';
import { type TestApp, useTestApp } from '../../../test/harness/index.ts';
import { type Hostel, hostel, LUNCH, phone, pupil, scan } from '../test/door.ts';
import { notifyServed } from './notify-served.action.ts';
import { organizationsToNotify } from './served.query.ts';

let app: TestApp;
let at: Hostel;
beforeAll(async () => {
  app = await useTestApp();
  app.clock.set(LUNCH);
  at = await hostel(app);
});
afterAll(() => app.clock.reset());

it('students who want it get one message per meal; others, and students who never wrote, get none', async () => {
  const gate2 = await phone(at, 'steward', 'Gate 2');
  const [asha, silent, quiet] = [
    await pupil(at, { notify_meals: true }),
    await pupil(at, { notify_meals: true }),
    await pupil(at),
  ];
  for (const { person_id } of [asha, quiet]) {
    const now = app.clock.now();
    const conversation = { organization_id: at.organization.id, id: newId(), person_id, language: 'en' };
    await at.db
      .insertInto('conversation')
      .values({
        ...conversation,
        channel: 'web',
        account: 'web',
        address: newId(),
        last_message_at: now,
        created_at: now,
      })
      .execute();
  }
  for (const { qr } of [asha, silent, quiet]) await scan(gate2, qr);
  // What the sweep would find if this process had died right after the scans.
  expect(await organizationsToNotify({ ...at.ctx, db: app.boot.database.system })).toContain(at.organization.id);
  await Promise.all([notifyServed(at.ctx), notifyServed(at.ctx)]);
  await notifyServed(at.ctx);
  const lines = await at.db.selectFrom('conversation_message').select(['body', 'author']).execute();
  expect(lines).toEqual([{ body: expect.stringMatching(/^Lunch, 12:30\s?(pm)?, Gate 2$/i), author: 'system' }]);
  const services = await at.db.selectFrom('mess_service').select(['student_id', 'notify', 'notified_at']).execute();
  expect(
    services
      .filter(({ notified_at }) => notified_at !== null)
      .map(({ student_id }) => student_id)
      .sort(),
  ).toEqual([asha.id, silent.id].sort());
});
