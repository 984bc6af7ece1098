/** The blocks of a month count what was paid, in the order in which it was paid, whatever else is under way. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { attemptIs, choose, listeningApp, press } from '../../../kernel/payment-providers/test/payer.ts';
import type { TestApp } from '../../../test/harness/index.ts';
import { endDue } from '../purchases/end-purchase.action.ts';
import type { QuoteView } from '../tariffs/contract.ts';
import { quote } from '../tariffs/quote.rule.ts';
import { newMeter, newTariff, newVouchers, RWANDA, type Supplier, sound, supplier } from './factories.ts';

let app: TestApp;
let desk: Supplier;
beforeAll(async () => {
  app = await listeningApp({ PAYMENT_SANDBOX: 'true' });
});
afterAll(() => app?.close());
beforeEach(async () => {
  app.clock.reset();
  desk = await supplier(app);
  await newTariff(desk.admin, { vat_percent: '18' });
  expect((await desk.owner.patch('/settings/sandbox', { enabled: true })).status).toBe(200);
});

const blocks = (RWANDA.classes[0]?.blocks ?? []).map(({ up_to_kwh, price }) => ({
  upToWh: up_to_kwh && up_to_kwh * 1000,
  price: Number(price) * 1000,
}));
/** The tariff applied to money, behind what was bought before. */
const tariff = (amountMinor: number, boughtWh: number) => {
  const quoted = quote(amountMinor, { blocks, vat: 1800, levy: 0, fee: 0 }, boughtWh);
  return quoted.ok ? quoted.data.wh : 0;
};

type Meter = { id: string; number: string };
const open = async (meter: Meter, amount: number) => {
  const path = `/electricity/meters/${meter.id}/purchases`;
  const opened = await desk.ops.post(path, { amount: String(amount), cash: false });
  if (opened.status !== 201) throw new Error(JSON.stringify(opened.body));
  return opened.body.data as { id: string; wh: number; quote: QuoteView; payment: { id: string; reference: string } };
};
const ask = ({ payment }: { payment: { id: string } }) => choose(desk.organization, payment.id, 'sandbox');
const quoted = async (meter: Meter, amount: number) => {
  const answer = await desk.ops.get(`/electricity/tariffs/quote?amount=${amount}&meter=${meter.number}`);
  return answer.body.data as QuoteView;
};
const purchase = async (id: string) => (await desk.ops.get(`/electricity/purchases/${id}`)).body.data;
const receipt = async (link: string) =>
  (await app.http.inject({ url: new URL(link).pathname, headers: { 'accept-language': 'en' } })).body;

test('a purchase that waits or was declined uses up no block: quote, purchase, desk, voucher and receipt agree', async () => {
  const meter = await newMeter(desk.ops);
  const batch = await newVouchers(desk.admin, { amount: '3000' });
  await desk.ops.post(`/electricity/voucher-batches/${batch.id}/sales`, { from: 1, to: 3 });
  const fresh = tariff(3000, 0);
  expect(fresh).toBe(22_459);

  const waiting = await open(meter, 2000);
  const page = await ask(waiting);
  // The quote says that the money decides, and what comes of it when the other money is first.
  const behind = tariff(3000, tariff(2000, 0));
  const underWay = { purchases: 1, amount: '2000', wh: behind };
  expect(await quoted(meter, 3000)).toMatchObject({ wh: fresh, bought_wh: 0, final: false, under_way: underWay });
  const second = await open(meter, 3000);
  expect(second).toMatchObject({ wh: fresh, quote: { bought_wh: 0, under_way: underWay } });

  await press(page, 'decline');
  await attemptIs(desk.organization, waiting.payment.id, 'failed');
  expect(await quoted(meter, 3000)).toMatchObject({ wh: fresh, bought_wh: 0 });
  expect((await desk.ops.post(`/payments/${second.payment.id}/verify`)).status).toBe(200);
  const paid = await purchase(second.id);
  expect(paid).toMatchObject({ state: 'credited', wh: fresh, quote: { bought_wh: 0, final: true, under_way: null } });
  const facts = (await receipt(paid.receipt_link)).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  expect(facts).toContain('Bought before in the month 0 kWh');

  // The declined one is paid after all: behind what was paid meanwhile.
  await desk.ops.post(`/payments/${waiting.payment.id}/proofs`, { transaction_reference: 'MP2611234711' });
  await desk.ops.post(`/payments/${waiting.payment.id}/verify`);
  const late = tariff(2000, fresh);
  expect(await purchase(waiting.id)).toMatchObject({ state: 'credited', wh: late, quote: { bought_wh: fresh } });

  const third = await open(meter, 500);
  await ask(third);
  const redeemed = await desk.ops.post('/electricity/vouchers/redeem', { code: batch.digits[0], meter: meter.number });
  const byVoucher = tariff(3000, fresh + late);
  expect(redeemed.body.data).toMatchObject({ wh: byVoucher, quote: { bought_wh: fresh + late, final: true } });
  const sold = await desk.ops.post(`/electricity/meters/${meter.id}/purchases`, { amount: '700', cash: true });
  const bought = fresh + late + byVoucher;
  expect(sold.body.data).toMatchObject({ wh: tariff(700, bought), quote: { bought_wh: bought, final: true } });
  await sound(desk);
});

test('money that no longer buys anything is owed, and the purchase ends', async () => {
  const meter = await newMeter(desk.ops);
  app.clock.set('2027-03-31T21:59:30Z');
  desk.ops = await desk.organization.as('ops');
  desk.admin = await desk.organization.as('admin');
  await newTariff(desk.admin, { starts_on: '2027-04-01', fee: '500' });
  const opened = await open(meter, 400);
  app.clock.set('2027-03-31T22:00:30Z');
  expect((await desk.ops.post(`/payments/${opened.payment.id}/verify`)).body.data).toMatchObject({ owed: true });
  expect(await purchase(opened.id)).toMatchObject({ state: 'ended' });
  await sound(desk);
});

/** The last two digits from 01 to 19 make the sandbox behave oddly. */
const amount = fc.integer({ min: 100, max: 6_000 }).filter((minor) => minor % 100 >= 20);
const which = fc.nat(5);
/** What can happen at a meter; `which` names one of the purchases that were opened. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ what: fc.constant('open'), amount }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('ask'), which }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constantFrom('pay', 'decline', 'deny', 'proof', 'confirm'), which }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('cash'), amount }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constantFrom('voucher', 'time', 'all at once') }) },
);
type Step = { what: string; amount?: number; which?: number };

/** Whatever was credited, in the order in which the blocks count it. */
async function credits(meter: Meter) {
  const rows = await desk.db
    .selectFrom('electricity_purchase')
    .select(['id', 'wh', 'amount_minor', 'working'])
    .where('organization_id', '=', desk.organization.id)
    .where('meter_id', '=', meter.id)
    .where('state', '=', 'credited')
    .execute();
  const vouchers = await desk.db
    .selectFrom('electricity_redemption')
    .select(['id', 'wh', 'amount_minor', 'working'])
    .where('organization_id', '=', desk.organization.id)
    .where('meter_id', '=', meter.id)
    .execute();
  return [...rows, ...vouchers].map(({ working, ...row }) => ({
    ...row,
    before: (working as unknown as QuoteView).bought_wh,
  }));
}

test('whatever comes first, units of a month are the tariff applied to the money in the order in which it was paid', async () => {
  const batch = await newVouchers(desk.admin, { amount: '890', count: 100 });
  await desk.ops.post(`/electricity/voucher-batches/${batch.id}/sales`, { from: 1, to: 100 });
  let vouchers = 0;
  let proofs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      app.clock.reset();
      desk.ops = await desk.organization.as('ops');
      const meter = await newMeter(desk.ops);
      const opened: { id: string; payment: { id: string }; page?: string }[] = [];
      const confirm = (one: { payment: { id: string } }) => desk.ops.post(`/payments/${one.payment.id}/verify`);
      const take = async ({ what, amount = 0, which = 0 }: Step) => {
        const one = opened[which % Math.max(1, opened.length)];
        if (what === 'open') opened.push(await open(meter, amount));
        else if (what === 'cash')
          await desk.ops.post(`/electricity/meters/${meter.id}/purchases`, { amount: String(amount), cash: true });
        else if (what === 'voucher')
          await desk.ops.post('/electricity/vouchers/redeem', { code: batch.digits[vouchers++], meter: meter.number });
        else if (what === 'time') {
          app.clock.advance(2 * 3_600_000);
          desk.ops = await desk.organization.as('ops');
          await endDue(desk.ctx, meter.id);
        } else if (what === 'all at once') await Promise.all(opened.map(confirm));
        else if (!one) return;
        else if (what === 'ask') one.page = await ask(one).catch(() => undefined);
        else if (what === 'proof') {
          const transaction_reference = `MP26112${String(++proofs).padStart(5, '0')}`;
          await desk.ops.post(`/payments/${one.payment.id}/proofs`, { transaction_reference });
        } else if (what === 'deny') await desk.ops.post(`/payments/${one.payment.id}/deny`, { reason: 'not_received' });
        else if (what === 'confirm') await confirm(one);
        else if (one.page?.includes('/sandbox/')) {
          // A page is open for half an hour, and answers once.
          const answered = await press(one.page, what === 'pay' ? 'pay' : 'decline').catch(() => 'closed');
          if (answered !== 'closed') await attemptIs(desk.organization, one.payment.id, 'succeeded', 'failed');
        }
      };
      const known = new Set<string>();
      let bought = 0;
      for (const one of steps) {
        await take(one);
        const fresh = (await credits(meter)).filter(({ id }) => !known.has(id)).sort((a, b) => a.before - b.before);
        for (const { id, wh, amount_minor, before } of fresh) {
          known.add(id);
          expect([before, wh], JSON.stringify(steps)).toEqual([bought, tariff(amount_minor ?? 0, bought)]);
          bought += wh;
        }
      }
      expect((await desk.ops.get(`/electricity/meters/${meter.id}`)).body.data.balance_wh).toBe(bought);
      // The next quote begins there, whatever still waits.
      expect(await quoted(meter, 3000)).toMatchObject({ bought_wh: bought, wh: tariff(3000, bought) });
    }),
    { numRuns: 12 },
  );
  await sound(desk);
});
