import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../../../test/harness/index.ts';
import { drainJobs } from '../../jobs/index.ts';
import { newId } from '../../lib/ids.ts';
import { open, purchase, receipt, sendProof, till as tillIn } from '../../payments/test/factories.ts';
import { submitProof } from '../index.ts';

let app: TestApp;
// A separate application: reading pictures takes seconds, and other tests' jobs must not wait for it.
beforeAll(async () => {
  app = await openTestApp({});
});
afterAll(() => app.close());
const till = () => tillIn({ app });

type Place = Awaited<ReturnType<typeof till>>;

async function prove({ organization, ops }: Place, picture: Uint8Array | null, more: object = {}) {
  const payment = await open(organization);
  await sendProof(ops, payment.id, picture, more);
  return payment;
}

async function signalsOf({ ops }: Place, id: string) {
  const { data } = (await ops.get(`/payments/${id}`)).body;
  type Signal = { kind: string; here: { payment_id: string; distance: number | null }[]; elsewhere: number };
  return (data.signals as Signal[]).map((s) => ({
    kind: s.kind,
    here: s.here.map((h) => h.payment_id),
    elsewhere: s.elsewhere,
  }));
}

test('another receipt of the same app and amount gives no warning once it is read', async () => {
  const place = await till();
  const bought = purchase();
  const first = await prove(place, await receipt(bought));
  const another = () => receipt({ ...purchase(), amount: bought.amount });
  const second = await prove(place, await another());
  expect((await signalsOf(place, second.id)).map((s) => s.kind)).not.toContain('same_picture');
  await prove(place, await another());
  await drainJobs(app.boot, app.boot.services.jobs);
  expect(await signalsOf(place, first.id)).toEqual([]);
  expect(await signalsOf(place, second.id)).toEqual([]);
});

test('the same file twice is shown on both payments, each naming the other', async () => {
  const place = await till();
  const picture = await receipt();
  const [first, second] = [await prove(place, picture), await prove(place, picture)];
  expect(await signalsOf(place, second.id)).toEqual([{ kind: 'same_bytes', here: [first.id], elsewhere: 0 }]);
  expect(await signalsOf(place, first.id)).toEqual([{ kind: 'same_bytes', here: [second.id], elsewhere: 0 }]);
  const { data } = (await place.ops.get('/payments/queue')).body;
  expect(data[1].signals[0].here[0]).toMatchObject({
    reference: first.reference,
    state: 'submitted',
    payer_name: 'Asha Verma',
  });
});

test.each([
  ['recompressed', (p: Buffer) => sharp(p).jpeg({ quality: 55 }).toBuffer()],
  ['scaled to half', (p: Buffer) => sharp(p).resize(540).jpeg({ quality: 75 }).toBuffer()],
  [
    'forwarded twice',
    async (p: Buffer) =>
      sharp(await sharp(p).resize(738).jpeg({ quality: 60 }).toBuffer())
        .resize(600)
        .jpeg({ quality: 50 })
        .toBuffer(),
  ],
])('a picture that was %s is known again', async (_, change) => {
  const place = await till();
  const picture = await receipt();
  const [first, second] = [await prove(place, picture), await prove(place, await change(picture))];
  // The kind depends on how much the change has blurred the picture.
  const kind = expect.stringMatching(/^(same|similar)_picture$/);
  expect(await signalsOf(place, second.id)).toEqual([{ kind, here: [first.id], elsewhere: 0 }]);
});

test('a picture with its edge cut off is similar', async () => {
  const place = await till();
  const picture = await receipt();
  const cut = await sharp(picture)
    .extract({ left: 0, top: 20, width: 1080, height: 2320 })
    .jpeg({ quality: 80 })
    .toBuffer();
  const [first, second] = [await prove(place, picture), await prove(place, cut)];
  expect(await signalsOf(place, second.id)).toEqual([{ kind: 'similar_picture', here: [first.id], elsewhere: 0 }]);
});

test('a different picture gives no warning', async () => {
  const place = await till();
  await prove(place, await receipt());
  const stripes = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"><rect width="800" height="600" fill="#fe8"/>
    ${Array.from({ length: 9 }, (_, i) => `<circle cx="${90 * i}" cy="${(i * i * 37) % 600}" r="${20 + i * 9}" fill="#248"/>`).join('')}</svg>`;
  const second = await prove(place, await sharp(Buffer.from(stripes)).jpeg().toBuffer());
  expect(await signalsOf(place, second.id)).toEqual([]);
});

test('the same transaction reference in any notation, in a proof or typed in at the desk', async () => {
  const place = await till();
  const first = await prove(place, null, { transaction_reference: 'UTR-4637 28190022' });
  const second = await prove(place, null, { transaction_reference: 'utr463728190022' });
  expect(await signalsOf(place, second.id)).toEqual([{ kind: 'same_transaction', here: [first.id], elsewhere: 0 }]);
  const third = await open(place.organization);
  await place.ops.post(`/payments/${third.id}/verify`, { transaction_reference: 'UTR 463728190022' });
  expect((await signalsOf(place, second.id))[0]?.here.sort()).toEqual([first.id, third.id].sort());
  // "123" is too common.
  await prove(place, null, { transaction_reference: '123' });
  const short = await prove(place, null, { transaction_reference: '123' });
  expect(await signalsOf(place, short.id)).toEqual([]);
});

test('another organization that had it is shown as a number, without any details', async () => {
  const [here, there] = [await till(), await till()];
  const picture = await receipt();
  const theirs = await prove(there, picture, { transaction_reference: 'ELSE-7788-9911' });
  const ours = await prove(here, await sharp(picture).jpeg({ quality: 70 }).toBuffer(), {
    transaction_reference: 'else77889911',
  });
  const found = await here.ops.get(`/payments/${ours.id}`);
  expect(found.body.data.signals).toEqual([
    { kind: 'same_picture', here: [], more: 0, elsewhere: 1 },
    { kind: 'same_transaction', here: [], more: 0, elsewhere: 1 },
  ]);
  for (const secret of [theirs.id, theirs.reference, there.organization.id])
    expect(found.raw.toString()).not.toContain(secret);
  const copy = await prove(here, picture);
  expect(await signalsOf(here, copy.id)).toEqual([
    { kind: 'same_bytes', here: [], elsewhere: 1 },
    { kind: 'same_picture', here: [ours.id], elsewhere: 0 },
  ]);
});

test('several proofs may be sent; the same chat message is the same proof, even when repeated', async () => {
  const place = await till();
  const payment = await open(place.organization);
  const eventId = newId();
  const twice = await Promise.all(
    [1, 2].map(() => submitProof(place.organization.ctx, payment.id, { caption: 'paid', eventId })),
  );
  expect(twice.map((r) => r.ok)).toEqual([true, true]);
  await sendProof(place.ops, payment.id, await receipt());
  const { data } = (await place.ops.get(`/payments/${payment.id}`)).body;
  expect(data.proofs).toHaveLength(2);
  expect(data.proofs[0].file).toMatchObject({ content_type: 'image/png', width: 1080 });
  expect((await place.ops.get(data.proofs[0].file.url.slice('/api/v1'.length))).status).toBe(200);
});

test('an empty proof, one with an unknown file, or one for a paid payment is refused', async () => {
  const place = await till();
  const payment = await open(place.organization);
  const send = (body: object) => place.ops.post(`/payments/${payment.id}/proofs`, body);
  expect((await send({})).body.error.code).toBe('payments.proof_empty');
  expect((await send({ file_id: newId() })).body.error.code).toBe('files.not_found');
  await place.ops.post(`/payments/${payment.id}/verify`);
  expect((await send({ caption: 'x' })).body.error.code).toBe('payments.already_verified');
});
