import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { transaction } from '../../db/index.ts';
import { newId } from '../../lib/ids.ts';
import { createPerson } from '../../people/index.ts';
import { closePayment, denyPayment } from '../index.ts';
import { open, QUIET, submitted, till } from './factories.ts';

type Place = Awaited<ReturnType<typeof till>>;

async function personOf({ organization }: Place, over: object = {}) {
  const made = await transaction(organization.ctx, (tx) =>
    createPerson(tx, { name: 'Asha Verma', language: 'hi', ...over }),
  );
  if (!made.ok) throw new Error(made.code);
  return made.data.id;
}

/** A visitor of the web chat. */
async function conversationOf({ organization, app }: Place, person_id: string) {
  const now = new Date();
  const row = {
    organization_id: organization.id,
    id: newId(),
    channel: 'web',
    account: 'web',
    address: newId(),
    person_id,
  };
  await app.boot.database.system
    .insertInto('conversation')
    .values({ ...row, language: 'hi', last_inbound_at: now, last_message_at: now, created_at: now })
    .execute();
  return row.id;
}

const notes = async ({ db }: Place, conversationId: string) =>
  (
    await db
      .selectFrom('conversation_message')
      .select(['body', 'author'])
      .where('conversation_id', '=', conversationId)
      .orderBy('id')
      .execute()
  ).map((line) => line.body);
const mails = ({ db }: Place) =>
  db.selectFrom('message').selectAll().where('template', '=', 'payments.notice').execute();

test('the payer is notified in their chat and its language: denied with the reason, then confirmed', async () => {
  const place = await till();
  const personId = await personOf(place, { email: 'asha@example.org' });
  const chat = await conversationOf(place, personId);
  const payment = await submitted(place.organization, place.ops, { personId });
  await place.ops.post(`/payments/${payment.id}/deny`, { reason: 'unreadable' });
  await place.ops.post(`/payments/${payment.id}/proofs`, { caption: 'again' });
  await place.ops.post(`/payments/${payment.id}/verify`);
  const [denied, confirmed, ...more] = await notes(place, chat);
  expect(denied).toContain('तस्वीर पढ़ी नहीं जा रही है।');
  expect(denied).toContain(payment.reference);
  expect(confirmed).toMatch(/₹300\.00.*मिल गया/);
  expect(more).toEqual([]);
  expect(await mails(place)).toEqual([]);
});

test('a payer who never wrote is notified by e-mail, in their language; without either they are not', async () => {
  const place = await till();
  const personId = await personOf(place, { email: 'asha@example.org', language: 'es' });
  const payment = await submitted(place.organization, place.ops, { personId });
  await place.ops.post(`/payments/${payment.id}/deny`, { reason: 'The bank sent it back.' });
  const [mail] = await mails(place);
  expect(mail).toMatchObject({ to_address: 'asha@example.org', language: 'es', subject_id: payment.id });
  expect(JSON.stringify(mail?.params)).toContain('The bank sent it back.');
  const nobody = await submitted(place.organization, place.ops, { personId: await personOf(place) });
  expect((await place.ops.post(`/payments/${nobody.id}/verify`)).status).toBe(200);
  expect(await mails(place)).toHaveLength(1);
});

test('owed money is promised back, and its refund is reported', async () => {
  const place = await till();
  const personId = await personOf(place, { language: 'en' });
  const chat = await conversationOf(place, personId);
  place.calls.answer = { ok: true, data: { owed: true } };
  const payment = await submitted(place.organization, place.ops, { personId });
  await place.ops.post(`/payments/${payment.id}/verify`);
  await place.admin.post(`/payments/${payment.id}/refund`, { reason: 'gone' });
  expect(await notes(place, chat)).toMatchObject([expect.stringMatching(/लौटा देंगे/), expect.stringMatching(/लौटा दिए/)]);
});

test('nothing is sent twice where the module notifies the payer, nor when nothing changed', async () => {
  const place = await till();
  const personId = await personOf(place);
  const chat = await conversationOf(place, personId);
  const quiet = { type: QUIET, id: newId() };
  const payment = await submitted(place.organization, place.ops, { personId, subject: quiet });
  await place.ops.post(`/payments/${payment.id}/verify`);
  expect(await notes(place, chat)).toEqual([]);
  place.calls.answer = { ok: false, code: 'people.not_found' };
  const other = await submitted(place.organization, place.ops, { personId });
  await place.ops.post(`/payments/${other.id}/verify`);
  expect(await notes(place, chat)).toEqual([]);
});

test('a module that closes while the desk decides: both lock in one order, and neither fails', async () => {
  const place = await till();
  const { organization, ops } = place;
  for (let i = 0; i < 8; i++) {
    const payment = await submitted(organization, ops);
    // As a module does: its own row first, then the payment's.
    const closing = transaction(organization.ctx, async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${payment.subject.id}, 0))`.execute(tx.db);
      await sql`select pg_sleep(0.005)`.execute(tx.db);
      return closePayment(tx, payment.id, 'cancelled');
    });
    const [closed, verified] = await Promise.all([closing, ops.post(`/payments/${payment.id}/verify`)]);
    expect([closed.ok, verified.status === 200].filter(Boolean)).toHaveLength(1);
    expect([200, 409]).toContain(verified.status);
  }
});

test('a payment of nobody’s is refused over HTTP and at the desk', async () => {
  const place = await till();
  expect(await denyPayment(place.organization.ctx, newId(), { reason: 'unreadable' })).toMatchObject({
    code: 'payments.not_found',
  });
  await expect(open(place.organization, { subject: { type: 'no.such', id: newId() } })).rejects.toThrow(/no module/);
  await expect(open(place.organization, { amountMinor: 0 })).rejects.toThrow(/payment of 0/);
});
