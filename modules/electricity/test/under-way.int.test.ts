/** Payments that are not settled are shown to whoever may see the meter, until they are. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attemptIs, listeningApp, press } from '../../../kernel/payment-providers/test/payer.ts';
import type { Caller, TestApp } from '../../../test/harness/index.ts';
import { claim, newMeter, newTariff, type Supplier, supplier } from './factories.ts';

let app: TestApp;
let desk: Supplier;
beforeAll(async () => {
  app = await listeningApp({ PAYMENT_SANDBOX: 'true' });
  desk = await supplier(app);
  await newTariff(desk.admin);
  const owner = await desk.organization.as('owner');
  expect((await owner.patch('/settings/sandbox', { enabled: true })).status).toBe(200);
});
afterAll(() => app?.close());

const UNDER_WAY = '/electricity/my/under-way';
const ids = async (person: Caller) => {
  const answer = await person.get(UNDER_WAY);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.data.map(({ id }: { id: string }) => id);
};

test('a purchase is under way from the charge to its outcome, for all who see the meter, and for nobody else', async () => {
  const [person, stranger] = [await desk.join(), await desk.join()];
  const meter = await newMeter(desk.ops);
  await claim(desk.ops, person, meter);
  const open = async (amount: string) => {
    const opened = await person.post(`/electricity/my/meters/${meter.number}/purchases`, { amount });
    return opened.body.data as { id: string; payment: { id: string } };
  };
  const charge = async (id: string) => {
    const asked = await person.post(`/electricity/my/purchases/${id}/charge`, { provider: 'sandbox' });
    expect(asked.status, JSON.stringify(asked.body)).toBe(200);
    return asked.body.data.charge.link as string;
  };
  // Nobody was asked for its money: the next one takes its place.
  const left = await open('890');
  expect(await ids(person)).toEqual([]);
  const first = await open('890');
  const page = await charge(first.id);
  expect((await person.get(UNDER_WAY)).body.data).toMatchObject([
    { id: first.id, amount: '890', meter: { number: meter.number }, charge: { state: 'waiting', provider: 'sandbox' } },
  ]);
  expect(await ids(stranger)).toEqual([]);
  const second = await open('1780');
  const other = await charge(second.id);
  expect(await ids(person)).toEqual([second.id, first.id]);
  await press(other, 'decline');
  await attemptIs(desk.organization, second.payment.id, 'failed');
  expect(await ids(person)).toEqual([first.id]);
  await press(page, 'pay');
  await attemptIs(desk.organization, first.payment.id, 'succeeded');
  expect(await ids(person)).toEqual([]);
  expect((await person.get(`/electricity/my/purchases/${left.id}`)).body.data.state).toBe('ended');

  // A proof that waits for staff is under way, too; whoever moves in afterwards sees nothing of it.
  const third = await open('890');
  await desk.ops.post(`/payments/${third.payment.id}/proofs`, { transaction_reference: 'MP2611234712' });
  expect(await ids(person)).toEqual([third.id]);
  await desk.ops.post(`/electricity/meters/${meter.id}/release`, { reason: 'moved out' });
  app.clock.advance(60_000);
  await claim(desk.ops, stranger, meter);
  expect([await ids(person), await ids(stranger)]).toEqual([[], []]);
  expect((await desk.app.http.inject({ url: `/api/v1${UNDER_WAY}` })).statusCode).toBe(401);
});
