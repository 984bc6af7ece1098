import { beforeAll, expect, test } from 'vitest';
import { recordReaders } from '../kernel/webhooks/events.ts';
import { openTestApp, type TestApp } from './harness/index.ts';
import { type Populated, populate } from './harness/populated.ts';

/** Which events go out with the record that they are about. */
let app: TestApp;
let there: Populated;
beforeAll(async () => {
  app = await openTestApp({});
  there = await populate(app);
});

/**
 * Subjects whose events have none. Most have no record of their own in the API; `till.session` has sums that only
 * supervisors see; files, keys, invitations and accounts are nobody's business outside.
 */
const WITHOUT = [
  'auth.user',
  'document_block',
  'exhibition.credit',
  'exhibition.form',
  'exhibition.waiting',
  'file',
  'import',
  'ledger.entry',
  'portal.account',
  'settings',
  'tenancy.api_key',
  'tenancy.invitation',
  'till.session',
];

test('an event has the record that it is about, unless the API answers none', async () => {
  const { id, ctx } = there.organization;
  const entries = await app.boot.database.system
    .selectFrom('audit_entry')
    .select(['subject_type', 'subject_id'])
    .distinctOn('subject_type')
    .where('organization_id', '=', id)
    .orderBy('subject_type')
    .orderBy('id')
    .execute();
  const readers = recordReaders(app.boot.manifests);
  const found = await Promise.all(
    entries.map(async ({ subject_type, subject_id }) => {
      const read = await readers.get(subject_type)?.(ctx, subject_id);
      return [subject_type, read?.ok ?? false] as const;
    }),
  );
  expect(found.flatMap(([type, has]) => (has ? [] : [type]))).toEqual(WITHOUT);
  expect(found.flatMap(([type, has]) => (has ? [type] : []))).toEqual(
    expect.arrayContaining(['coffee.batch', 'electricity.meter', 'electricity.purchase', 'payment', 'raffle.order']),
  );
});
