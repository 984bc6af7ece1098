import { expect, test } from 'vitest';
import { visitor } from '../../../test/harness/people.ts';
import { desk, openRaffle, reserveNumbers } from './factories.ts';

/** The addresses and behaviour of the earlier program's API, as its clients still use them. */

test('?is_active=true and false', async () => {
  const { ops, admin } = await desk();
  const on = await openRaffle(admin, { title: 'On sale' });
  const off = await openRaffle(admin, { title: 'Not yet', active: false });
  const ids = async (query: string) =>
    (await ops.get(`/api/raffles/${query}`)).body.data.map((raffle: { id: string }) => raffle.id);
  expect(await ids('?is_active=true')).toEqual([on.id]);
  expect(await ids('?is_active=false')).toEqual([off.id]);
  expect(await ids('')).toEqual([off.id, on.id]);
  expect((await ops.get('/api/raffles/?is_active=perhaps')).status).toBe(400);
});

test('Authorization: Token … opens what Bearer … does, and a wrong key nothing', async () => {
  const { app, admin } = await desk();
  await openRaffle(admin);
  const { data } = (await admin.post('/api-keys', { name: 'the old program', role: 'ops' })).body;
  for (const scheme of ['Bearer', 'Token', 'token']) {
    const program = visitor(app, { authorization: `${scheme} ${data.key}` });
    expect((await program.get('/api/raffles/')).status, scheme).toBe(200);
    const made = await program.post('/raffle/raffles', { title: 'No', ticket_price: '1', last_number: 5 });
    expect(made.status, scheme).toBe(403);
  }
  const wrong = visitor(app, { authorization: `Token ${data.key.slice(0, -4)}AAAA` });
  expect((await wrong.get('/api/raffles/')).status).toBe(401);
  expect((await visitor(app, { authorization: `Digest ${data.key}` }).get('/api/raffles/')).status).toBe(401);
});

test.each([['wamid.HBgMOTE5ODc2NTQzMjEw'], [90210], ['https://media.example/proofs/7.jpg']])(
  'payment_proof_media_id %j is kept with the proof',
  async (media) => {
    const { ops, admin, db } = await desk();
    const raffle = await openRaffle(admin);
    const order = await reserveNumbers(ops, raffle, [7], { confirm: true });
    const paid = await ops.post(`/api/orders/${order.id}/confirm-payment/`, {
      payment_proof_media_id: media,
      note: 'at the counter',
    });
    expect(paid.body.data).toMatchObject({ state: 'paid' });
    const proof = await db.selectFrom('payment_proof').selectAll().executeTakeFirstOrThrow();
    expect(proof).toMatchObject({ file_id: null, caption: `${media} · at the counter` });
    const entry = await db
      .selectFrom('audit_entry')
      .select('after')
      .where('action', '=', 'raffle.order.payment_confirmed')
      .executeTakeFirstOrThrow();
    expect(entry.after).toMatchObject({ file: String(media) });
  },
);

test('a uuid that is no file of ours is refused, and an empty one is none', async () => {
  const { ops, admin } = await desk();
  const raffle = await openRaffle(admin);
  const order = await reserveNumbers(ops, raffle, [7], { confirm: true });
  const confirm = (media: unknown) =>
    ops.post(`/api/orders/${order.id}/confirm-payment/`, { payment_proof_media_id: media });
  expect((await confirm('01234567-89ab-7000-8000-000000000000')).status).toBe(404);
  expect((await confirm('')).body.data).toMatchObject({ state: 'paid' });
});
