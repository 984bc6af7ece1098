/** Transactions, receipts, refunds of a part, and the sums of the dashboard, over HTTP. */
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { verifyLedger } from '../../../kernel/ledger/index.ts';
import { type Caller, useTestApp } from '../../../test/harness/index.ts';
import { claim, newMachine, newMeter, newTariff, type Supplier, supplier } from './factories.ts';

let desk: Supplier;
beforeEach(async () => {
  (await useTestApp()).clock.reset();
  desk = await supplier();
});

async function sound() {
  const { organization, app } = desk;
  const report = await verifyLedger(app.boot.database.system, organization, app.boot.services.ledgerChecks);
  expect(report.faults).toEqual([]);
}
async function home(over: object = {}) {
  await newTariff(desk.admin, over);
  const person = await desk.join();
  const meter = await newMeter(desk.ops);
  await claim(desk.ops, person, meter);
  return { person, meter, at: `/electricity/my/meters/${meter.number}` };
}
const buy = async (person: Caller, at: string, amount: string) => {
  const bought = await person.post(`${at}/purchases`, { amount });
  if (bought.status !== 201) throw new Error(JSON.stringify(bought.body));
  return bought.body.data;
};
const sell = async (id: string, amount: string) => {
  const sold = await desk.ops.post(`/electricity/meters/${id}/purchases`, { amount, cash: true });
  if (sold.body.data?.state !== 'credited') throw new Error(JSON.stringify(sold.body));
  return sold.body.data;
};
const refund = (payment: { id: string }, amount?: string, reason = 'too much') =>
  desk.admin.post(`/payments/${payment.id}/refund`, { reason, ...(amount && { amount }) });
const left = async (id: string) => (await desk.ops.get(`/electricity/meters/${id}`)).body.data.balance_wh;
const list = async (filter: object, caller: Caller = desk.ops, own = '') => {
  const answer = await caller.get(`/electricity${own}/transactions?filter=${JSON.stringify(filter)}`);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body.data as Record<string, unknown>[];
};

describe('transactions', () => {
  test('are one list of purchases, adjustments and refunds with how each stands, also page by page', async () => {
    const { person, meter, at } = await home();
    const first = await sell(meter.id, '1780');
    await desk.admin.post(`/electricity/meters/${meter.id}/adjustments`, { wh: 500, reason: 'after a fault' });
    await refund(first.payment);
    const open = await buy(person, at, '890');
    const other = await newMeter(desk.ops);
    await sell(other.id, '890');
    const all = (await desk.ops.get('/transactions')).body.data;
    const seen = (rows: Record<string, unknown>[]) =>
      rows.map(({ kind, status, amount, wh }) => [kind, status, amount, wh]);
    expect(seen(all)).toEqual([
      ['purchase', 'success', '890', 10_000],
      ['purchase', 'pending', '890', 10_000],
      ['refund', 'success', '-1780', -20_000],
      ['adjustment', 'success', null, 500],
      ['purchase', 'success', '1780', 20_000],
    ]);
    expect(all[1].pay_link).toBe(open.pay_link);
    expect(all[0]).toMatchObject({ via: 'cash', receipt_link: expect.stringContaining('/receipt/') });
    const page = await desk.ops.get('/electricity/transactions?limit=2');
    const next = await desk.ops.get(`/electricity/transactions?limit=2&after=${page.body.page.next}`);
    expect(seen([...page.body.data, ...next.body.data])).toEqual(seen(all).slice(0, 4));
    expect(seen(await list({ meter: other.number }))).toHaveLength(1);
    expect(seen(await list({ status: 'pending' }))).toHaveLength(1);
    expect(seen(await list({ kind: 'refund', status: 'success' }))).toHaveLength(1);
    expect(seen(await list({ status: 'failed' }))).toEqual([]);
    expect(seen(await list({ to: '2020-01-01' }))).toEqual([]);
    expect(seen(await list({ from: '2020-01-01' }))).toHaveLength(5);
    // The holder sees their own meters only.
    expect(seen(await list({}, person, '/my'))).toEqual(seen(all).slice(1));
    const stranger = await desk.join();
    expect(await list({}, stranger, '/my')).toEqual([]);
    const tried = await stranger.get(`/electricity/my/transactions?filter={"meter":"${meter.number}"}`);
    expect(tried.body.error.code).toBe('electricity.meter.not_found');
  });

  test('say failed when a proof was denied or time ran out, and download as they are filtered', async () => {
    const { person, meter, at } = await home();
    const denied = await buy(person, at, '890');
    await desk.ops.post(`/payments/${denied.payment.id}/proofs`, { transaction_reference: 'MP2611239001' });
    expect(await list({ status: 'pending' })).toHaveLength(1);
    await desk.ops.post(`/payments/${denied.payment.id}/deny`, { reason: 'not_received' });
    expect(await list({ status: 'failed' })).toMatchObject([{ id: denied.id, via: null }]);
    await buy(person, at, '1780');
    expect(await list({ status: 'failed' })).toMatchObject([{ id: denied.id }]);
    await sell(meter.id, '300');
    const file = await desk.ops.get('/electricity/transactions/export.csv?bom=false&filter={"status":"success"}');
    const [head, line, ...more] = file.raw.toString().trim().split('\r\n');
    expect(head).toContain('Meter');
    expect(line).toContain(`purchase,success,${meter.number}`);
    expect(more).toEqual([]);
    const sheet = await desk.ops.get('/transactions/export.xlsx');
    expect([sheet.status, String(sheet.headers['content-type'])]).toEqual([
      200,
      expect.stringContaining('spreadsheetml'),
    ]);
  });
});

describe('a receipt', () => {
  test('shows the working to whoever has its link, as page and PDF; a changed link is nothing', async () => {
    const { meter } = await home({ vat_percent: '18', fee: '100' });
    const sold = await sell(meter.id, '20000');
    const path = new URL(sold.receipt_link).pathname;
    const page = await desk.app.http.inject({ url: path, headers: { 'accept-language': 'en' } });
    expect(page.statusCode).toBe(200);
    const text = page.body.replace(/<[^>]+>/g, ' ');
    for (const words of [sold.code, '20 kWh × 89', '30 kWh × 310', 'VAT 18 %', 'RURA 2025', sold.payment.reference])
      expect(text).toContain(words);
    const pdf = await desk.app.http.inject({ url: `${path}.pdf` });
    expect(pdf.headers['content-type']).toBe('application/pdf');
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    const wrong = path.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'));
    expect((await desk.app.http.inject({ url: wrong })).statusCode).toBe(404);
    expect((await desk.app.http.inject({ url: path.replace('/receipt/', '/pay/') })).statusCode).toBe(404);
    await refund(sold.payment, '5000');
    const after = await desk.app.http.inject({ url: path, headers: { 'accept-language': 'en' } });
    expect(after.body).toContain('Given back');
  });

  test('does not exist before the units are credited', async () => {
    const { person, at } = await home();
    const open = await buy(person, at, '890');
    expect(open.receipt_link).toBeNull();
  });
});

describe('a refund of a part', () => {
  test('leaves what the rest buys, used or not, and gives the blocks back', async () => {
    const { person, meter, at } = await home();
    const machine = await newMachine(desk, meter);
    const bought = await buy(person, at, '4880');
    expect(bought.wh).toBe(30_000);
    await desk.ops.post(`/payments/${bought.payment.id}/verify`);
    await machine.report([1_000, '-3h'], [29_000, '-1h']);
    // 4,880 buys 20 kWh for 1,780 and 10 kWh for 3,100; without 3,100 the 10 kWh go, though they are used.
    expect((await refund(bought.payment, '3100')).status).toBe(200);
    expect(await left(meter.id)).toBe(-8_000);
    expect(await list({ kind: 'refund' })).toMatchObject([{ amount: '-3100', wh: -10_000 }]);
    const again = await buy(person, at, '3100');
    expect(again).toMatchObject({ wh: 10_000, quote: { bought_wh: 20_000, blocks: [{ price: '310' }] } });
    expect((await refund(bought.payment)).status).toBe(200);
    expect((await desk.ops.get(`/electricity/purchases/${bought.id}`)).body.data.state).toBe('refunded');
    expect(await left(meter.id)).toBe(-28_000);
    await sound();
  });

  test('in any parts leaves as much as buying the rest at once', async () => {
    await newTariff(desk.admin, { fee: '70', vat_percent: '18' });
    const amount = 9_000;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4_000 }), { minLength: 1, maxLength: 4 }), async (parts) => {
        const [meter, fresh] = [await newMeter(desk.ops), await newMeter(desk.ops)];
        const sold = await sell(meter.id, String(amount));
        let rest = amount;
        for (const [at, part] of parts.entries()) {
          const taken = Math.min(part, rest - 100);
          if (taken <= 0) continue;
          // The same amount for the same reason within a minute would be a repetition.
          expect((await refund(sold.payment, String(taken), `part ${at + 1}`)).status).toBe(200);
          rest -= taken;
        }
        expect(await left(meter.id)).toBe((await sell(fresh.id, String(rest))).wh);
      }),
      { numRuns: 8 },
    );
    await sound();
  });
});

test('the dashboard equals a scan of purchases, refunds and consumption, over days and months', async () => {
  desk.app.clock.set('2027-02-27T09:00:00Z');
  desk = await supplier();
  await newTariff(desk.admin, { vat_percent: '18', fee: '25' });
  const meters = [await newMeter(desk.ops), await newMeter(desk.ops, { tariff_class: 'non_residential' })];
  for (const [step, amount] of ['5000', '777', '12345', '1000', '3333'].entries()) {
    const meter = meters[step % 2] as (typeof meters)[number];
    const sold = await sell(meter.id, amount);
    await desk.ops.post(`/electricity/meters/${meter.id}/manual-readings`, { register_wh: 1000 + step * 700 });
    if (step % 2 === 0) await refund(sold.payment, step === 0 ? undefined : '333');
    desk.app.clock.advance(23 * 3_600_000);
    [desk.ops, desk.admin] = [await desk.organization.as('ops'), await desk.organization.as('admin')];
  }
  const { data } = (await desk.ops.get('/electricity/dashboard')).body;
  const org = desk.organization.id;
  const bought = await desk.db
    .selectFrom('electricity_purchase')
    .selectAll()
    .where('organization_id', '=', org)
    .execute();
  const back = await desk.db.selectFrom('electricity_refund').selectAll().where('organization_id', '=', org).execute();
  const used = await desk.db
    .selectFrom('electricity_entry')
    .select('wh')
    .where('organization_id', '=', org)
    .where('kind', '=', 'consumption')
    .execute();
  const sum = <T>(rows: T[], of: (row: T) => number) => rows.reduce((total, row) => total + of(row), 0);
  const zone = (at: Date | null) => at?.toLocaleDateString('sv', { timeZone: 'Africa/Kigali' }) ?? '';
  for (const day of data.by_day) {
    const [credits, refunds] = [
      bought.filter((row) => zone(row.credited_at) === day.day),
      back.filter((row) => zone(row.created_at) === day.day),
    ];
    expect(day.net_minor, day.day).toBe(sum(credits, (r) => r.amount_minor) - sum(refunds, (r) => r.amount_minor));
    expect(day.sold_wh, day.day).toBe(sum(credits, (r) => r.wh) - sum(refunds, (r) => r.wh));
  }
  type Part = { net_minor: number; used_wh: number; vat: string };
  const total = (rows: Part[]) => sum(rows, (row) => row.net_minor);
  const net = 5000 + 777 + 12345 + 1000 + 3333 - 5000 - 333 - 333;
  expect([total(data.by_day), total(data.by_month)]).toEqual([net, net]);
  expect(total(data.by_class)).toBe(data.month.net_minor);
  expect(total(data.by_method)).toBe(data.month.net_minor);
  expect(sum(data.by_month as Part[], (row) => row.used_wh)).toBe(-sum(used, (row) => row.wh));
  const income = await desk.admin.get('/ledger/accounts');
  const account = income.body.data.find(({ code }: { code: string }) => code === 'income:electricity');
  expect(account.balances[0].balance_minor).toBe(-net);
  // VAT of what stays paid: 18 of 118 parts of each amount without the fee, downwards.
  const vat = bought.map((row) => Math.floor(((row.amount_minor - row.refunded_minor - 25) * 18) / 118));
  expect(sum(data.by_month as Part[], (row) => Number(row.vat))).toBe(sum(vat, (minor) => Math.max(0, minor)));
  await sound();
});

test('the map counts meters by state, empty and silent ones, and lists them', async () => {
  await newTariff(desk.admin);
  const [full, empty, down] = [await newMeter(desk.ops), await newMeter(desk.ops), await newMeter(desk.ops)];
  await sell(full.id, '1780');
  await desk.ops.post(`/electricity/meters/${down.id}/state`, { action: 'deactivate', reason: 'gone' });
  desk.app.clock.advance(26 * 3_600_000);
  desk.ops = await desk.organization.as('ops');
  await desk.ops.post(`/electricity/meters/${full.id}/manual-readings`, { register_wh: 1 });
  const counts = { active: 2, suspended: 0, inactive: 1, unheld: 2, empty: 1, silent: 1, flagged: 0 };
  expect((await desk.ops.get('/electricity/meter-counts')).body.data).toEqual(counts);
  for (const mark of ['empty', 'silent']) {
    const found = await desk.ops.get(`/electricity/meters?filter={"mark":"${mark}"}`);
    expect(found.body.data.map(({ id }: { id: string }) => id)).toEqual([empty.id]);
  }
});

test('one request buys and says how its payment stands; staff and strangers get what is theirs', async () => {
  const { person, meter } = await home();
  const bought = await person.post('/payments', { meter: meter.number, amount: '890' });
  expect([bought.status, bought.body.data?.wh]).toEqual([201, 10_000]);
  const path = `/payments/${bought.body.data.payment.id}`;
  expect((await person.get(path)).body.data).toMatchObject({ state: 'awaiting', amount: '890', attempt: null });
  const stranger = await desk.join();
  expect((await stranger.get(path)).body.error.code).toBe('payments.not_found');
  expect((await stranger.post('/payments', { meter: meter.number, amount: '890' })).status).toBe(404);
  expect((await desk.ops.get(path)).body.data).toMatchObject({ history: expect.any(Array) });
  await desk.ops.post(`${path}/verify`);
  expect((await person.get(path)).body.data).toMatchObject({
    state: 'verified',
    pay_link: null,
    receipt_link: expect.stringContaining('/receipt/'),
  });
  // A provider that is not set up is refused, and nothing stays open.
  const refused = await person.post('/payments', {
    meter: meter.number,
    amount: '890',
    provider: 'mtn',
    phone: '0788123456',
  });
  expect(refused.body.error.code).toBe('payments.no_provider');
  expect(await list({ status: 'pending' })).toEqual([]);
});
