import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { endNote } from '../notes/end-note.action.ts';

async function desk() {
  const app = await useTestApp();
  const organization = await newOrganization(app);
  return { app, organization, db: organization.ctx.db, ops: await organization.as('ops') };
}

test('a note is stored with its audit entry, and with the job that closes it', async () => {
  const { app, organization, db, ops } = await desk();
  const added = await ops.post('/sample/notes', { text: '  The tap  drips ' });
  expect([added.status, added.body.data]).toMatchObject([201, { text: 'The tap drips', state: 'open' }]);
  const { id } = added.body.data;
  expect(await db.selectFrom('sample_note').select(['id', 'state']).execute()).toEqual([{ id, state: 'open' }]);
  const entries = await db.selectFrom('audit_entry').select('action').where('subject_id', '=', id).execute();
  expect(entries).toEqual([{ action: 'sample.note.added' }]);
  const { rows } = await sql<{ waits: boolean }>`
    select start_after > now() + interval '29 days' as waits from pgboss.job
    where name = 'sample.close-note' and data::text like ${`%${id}%`}`.execute(app.boot.database.system);
  expect(rows).toEqual([{ waits: true }]);
  const closed = await endNote(organization.ctx, id, 'closed');
  expect(closed).toMatchObject({ ok: true, data: { state: 'closed' } });
});

test('it is done once, also when two people do it at the same moment', async () => {
  const { db, ops } = await desk();
  const { id } = (await ops.post('/sample/notes', { text: 'The lamp is out' })).body.data;
  const both = await Promise.all([ops.post(`/sample/notes/${id}/done`), ops.post(`/sample/notes/${id}/done`)]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(
    await db.selectFrom('audit_entry').where('action', '=', 'sample.note.ended').select('id').execute(),
  ).toHaveLength(1);
});

test('the list has pages, and contains no other organization’s notes', async () => {
  const { ops } = await desk();
  const other = await desk();
  for (const text of ['one', 'two', 'three']) await ops.post('/sample/notes', { text });
  await other.ops.post('/sample/notes', { text: 'elsewhere' });
  const first = (await ops.get('/sample/notes?limit=2')).body;
  expect(first.data.map(({ text }: { text: string }) => text)).toEqual(['three', 'two']);
  const second = (await ops.get(`/sample/notes?limit=2&after=${first.page.next}`)).body;
  expect([second.data.length, second.data[0].text, second.page.next]).toEqual([1, 'one', null]);
});

test('a wrong note is refused with a message, and nothing is written', async () => {
  const { db, ops } = await desk();
  const refused = await ops.post('/sample/notes', { text: ' ' });
  expect([refused.status, refused.body.error.code]).toEqual([400, 'sample.note.blank']);
  expect(await db.selectFrom('sample_note').select('id').execute()).toEqual([]);
});
