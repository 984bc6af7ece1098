import { beforeAll, expect, test } from 'vitest';
import { newOrganization, type TestApp, useTestApp } from '../../../test/harness/index.ts';
import { PASSWORD, person, signIn, visitor } from '../../../test/harness/people.ts';
import { newId } from '../../lib/ids.ts';
import { hashPassword, verifyPassword } from '../passwords.ts';
import { accountCounters } from '../throttle.ts';

/** Hashing passwords costs a processor, and strangers can ask for it. */

let app: TestApp;
beforeAll(async () => {
  app = await useTestApp();
});

test('a bounded number of passwords wait their turn, and none is hashed before the proof is checked', async () => {
  const organization = await newOrganization(app);
  const { email } = await person(app, organization, 'viewer');
  const owner = await organization.as('owner');
  expect((await owner.patch('/settings/portal', { open: true })).status).toBe(200);
  const hash = await hashPassword('x');
  const all = Promise.allSettled(Array.from({ length: 140 }, () => verifyPassword({ hash, password: 'y' })));

  const busy = await signIn(app, { email, password: PASSWORD });
  expect([busy.answer.status, busy.answer.body.error.code]).toEqual([503, 'http.busy']);
  expect(Number(busy.answer.headers['retry-after'])).toBeGreaterThan(0);
  const keys = accountCounters(organization.ctx, 'sign-in', email).map(({ key }) => key);
  const counted = app.boot.database.system.selectFrom('auth_throttle').select('failures').where('key', 'in', keys);
  expect(await counted.execute(), 'an attempt that was not looked at').toEqual([]);

  // A hash now would be refused as busy, so these were refused without one.
  const wrong = { email: `${newId()}@people.example`, code: '000000', new_password: PASSWORD };
  const code = await visitor(app).post(`/portal/${organization.slug}/sign-in`, wrong);
  expect([code.status, code.body.error.code]).toEqual([401, 'portal.wrong_credentials']);
  for (const path of ['/auth/reset-password', '/auth/accept-invitation']) {
    const link = await visitor(app).post(path, { token: 'x'.repeat(43), password: PASSWORD });
    expect(link.body.error.code, path).toBe('auth.link_expired');
  }

  const refused = (await all).filter(({ status }) => status === 'rejected');
  expect(refused.length).toBeGreaterThan(20);
  expect(refused.length).toBeLessThan(60);
  expect((await signIn(app, { email, password: PASSWORD })).answer.status).toBe(200);
});
