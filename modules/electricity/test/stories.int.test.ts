import { beforeEach, describe, expect, test } from 'vitest';
import { verifyLedger } from '../../../kernel/ledger/index.ts';
import { type Caller, useTestApp } from '../../../test/harness/index.ts';
import { endDue } from '../purchases/end-purchase.action.ts';
import { seed } from '../seed.ts';
import { claim, newMachine, newMeter, newTariff, RWANDA, type Supplier, supplier } from './factories.ts';

let desk: Supplier;
beforeEach(async () => {
  (await useTestApp()).clock.reset();
  desk = await supplier();
});

/** Time goes by, longer than a session lasts: the clerk signs in again. */
async function later(hours: number) {
  desk.app.clock.advance(hours * 3_600_000);
  desk.ops = await desk.organization.as('ops');
}
/** Everything adds up: money, energy, readings, consumption. */
async function sound() {
  const { organization, app } = desk;
  const report = await verifyLedger(app.boot.database.system, organization, app.boot.services.ledgerChecks);
  expect(report.faults).toEqual([]);
}
/** Somebody with a meter, on the tariff of 2025-10-01 without VAT. */
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
const confirm = (payment: { id: string }) => desk.ops.post(`/payments/${payment.id}/verify`);
const left = async (id: string) => (await desk.ops.get(`/electricity/meters/${id}`)).body.data.balance_wh;

describe('the tariff', () => {
  test('says what an amount buys, block by block, and from which day', async () => {
    await newTariff(desk.admin);
    const asked = await desk.ops.get('/tariffs/quote?amount=20000&class=residential');
    expect(asked.body.data).toMatchObject({
      wh: 74_173,
      tariff: { starts_on: '2025-10-01' },
      blocks: [
        { price: '89', wh: 20_000, amount: '1780' },
        { price: '310', wh: 30_000, amount: '9300' },
        { price: '369', wh: 24_173, amount: '8920' },
      ],
    });
    const unknown = await desk.ops.get('/electricity/tariffs/quote?amount=20000&class=palace');
    expect(unknown.body.error.code).toBe('electricity.tariff.class_unknown');
    const wrong = {
      ...RWANDA,
      starts_on: '2099-01-01',
      classes: [{ code: 'x', name: 'X', blocks: [{ up_to_kwh: 5, price: '1' }] }],
    };
    const refused = await desk.admin.post('/electricity/tariffs', wrong);
    expect(Object.keys(refused.body.error.fields)).toEqual(['classes.0.blocks.0.up_to_kwh']);
  });

  test('of the future can be changed and compared; what has begun stands', async () => {
    const now = await newTariff(desk.admin);
    await newMeter(desk.ops);
    const next = await newTariff(desk.admin, { starts_on: '2099-01-01', name: 'Next', vat_percent: '18' });
    const path = `/electricity/tariffs/${next.id}`;
    await desk.admin.patch(path, { fee: '100' });
    expect((await desk.ops.get(`${path}/diff`)).body.data).toEqual([
      { field: 'starts_on', before: '2025-10-01', after: '2099-01-01' },
      { field: 'name', before: 'RURA 2025', after: 'Next' },
      { field: 'vat_percent', before: '0', after: '18' },
      { field: 'fee', before: '0', after: '100' },
    ]);
    const without = await desk.admin.patch(path, { classes: RWANDA.classes.slice(1) });
    expect(without.body.error.code).toBe('electricity.tariff.class_used');
    const begun = await desk.admin.patch(`/electricity/tariffs/${now.id}`, { fee: '1' });
    expect([begun.status, begun.body.error.code]).toEqual([409, 'electricity.tariff.begun']);
    expect((await desk.ops.patch(path, { fee: '1' })).status).toBe(403);
  });
});

describe('buying', () => {
  test('credits the units once, and the next purchase of the month begins in the block where it ended', async () => {
    const { person, meter, at } = await home();
    const first = await buy(person, at, '1780');
    expect(first).toMatchObject({ state: 'open', wh: 20_000, payment: { state: 'awaiting' } });
    expect(first.pay_link).toContain('/pay/');
    const both = await Promise.all([confirm(first.payment), confirm(first.payment)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await left(meter.id)).toBe(20_000);
    const second = await buy(person, at, '3100');
    expect(second).toMatchObject({ wh: 10_000, quote: { bought_wh: 20_000, blocks: [{ price: '310' }] } });
    await confirm(second.payment);
    expect((await person.get(`${at}/entries`)).body.data).toMatchObject([
      { kind: 'purchase', wh: 10_000 },
      { kind: 'purchase', wh: 20_000 },
    ]);
    expect((await person.get(`${at}/balance`)).body.data).toMatchObject({ balance_wh: 30_000, worth: '9300' });
    await sound();
  });

  test('begun again gets the same blocks; late money for the first is priced when it comes, so a split gains nothing', async () => {
    const { person, meter, at } = await home();
    const first = await buy(person, at, '1780');
    const second = await buy(person, at, '1780');
    expect([first.wh, second.wh]).toEqual([20_000, 20_000]);
    await confirm(second.payment);
    const late = await desk.ops.post(`/payments/${first.payment.id}/proofs`, { transaction_reference: 'MP2611230001' });
    expect(late.status).toBeLessThan(300);
    await confirm(first.payment);
    expect((await person.get(`/electricity/my/purchases/${first.id}`)).body.data).toMatchObject({
      state: 'credited',
      wh: 5_741,
      quote: { bought_wh: 20_000 },
    });
    expect(await left(meter.id)).toBe(25_741);
    await sound();
  });

  test('by two at the same moment never sells the cheap block twice', async () => {
    const { person, meter, at } = await home();
    const opened = await Promise.all([buy(person, at, '1780'), buy(person, at, '1780')]);
    await Promise.all(
      opened.map(async ({ payment }) => {
        await desk.ops.post(`/payments/${payment.id}/proofs`, { transaction_reference: `MP${payment.reference}77` });
        await confirm(payment);
      }),
    );
    expect(await left(meter.id)).toBe(25_741);
    await sound();
  });

  test('is priced by the tariff and the month in which its money comes, also across midnight', async () => {
    desk.app.clock.set('2027-03-31T21:59:30Z');
    desk = await supplier();
    const { person, meter, at } = await home();
    await newTariff(desk.admin, { starts_on: '2027-04-01', name: 'April', fee: '500' });
    const before = await buy(person, at, '1780');
    expect(before).toMatchObject({ wh: 20_000, quote: { month: '2027-03', final: false } });
    desk.app.clock.set('2027-03-31T22:00:30Z');
    await confirm(before.payment);
    expect((await person.get(`/electricity/my/purchases/${before.id}`)).body.data).toMatchObject({
      wh: 14_382,
      quote: { month: '2027-04', tariff: { name: 'April' }, fee: '500', bought_wh: 0, final: true },
    });
    expect(await left(meter.id)).toBe(14_382);
  });

  test('unpaid ends by time; a proof keeps it open', async () => {
    const { person, meter, at } = await home();
    const unpaid = await buy(person, at, '1000');
    await later(2);
    await endDue(desk.ctx, meter.id);
    expect((await desk.ops.get(`/electricity/purchases/${unpaid.id}`)).body.data).toMatchObject({
      state: 'ended',
      payment: { state: 'expired' },
      pay_link: null,
    });
    const sold = await desk.ops.post(`/electricity/meters/${meter.id}/purchases`, { amount: '1000', cash: false });
    const { id, payment } = sold.body.data;
    await desk.ops.post(`/payments/${payment.id}/proofs`, { transaction_reference: 'MP2611230002' });
    await later(12);
    await endDue(desk.ctx, meter.id);
    expect((await desk.ops.get(`/electricity/purchases/${id}`)).body.data.state).toBe('open');
  });

  test('with cash at the desk is done in one step, and money for a meter that is gone is owed', async () => {
    const { person, meter, at } = await home();
    const path = `/electricity/meters/${meter.number}`;
    const sold = await desk.ops.post(`${path}/purchases`, { amount: '1780', cash: true });
    expect(sold.body.data).toMatchObject({ state: 'credited', wh: 20_000, payment: { state: 'verified' } });
    const opened = await buy(person, at, '3100');
    await desk.ops.post(`${path}/state`, { action: 'deactivate', reason: 'house is gone' });
    expect((await person.post(`${at}/purchases`, { amount: '10' })).body.error.code).toBe(
      'electricity.meter.state_not_allowed',
    );
    expect((await confirm(opened.payment)).body.data).toMatchObject({ state: 'verified', owed: true });
    expect(await left(meter.id)).toBe(20_000);
    await sound();
  });

  test('for a meter of somebody else is refused as not found', async () => {
    const { at } = await home();
    const stranger = await desk.join();
    const tried = await stranger.post(`${at}/purchases`, { amount: '1000' });
    expect([tried.status, tried.body.error.code]).toEqual([404, 'electricity.meter.not_found']);
  });

  test('refunded after the units were used leaves a debt, and gives the blocks back', async () => {
    const { person, meter, at } = await home();
    const bought = await buy(person, at, '1780');
    await confirm(bought.payment);
    const machine = await newMachine(desk, meter);
    await machine.report([5_000, '-2h'], [20_000, '-1h']);
    const refunded = await desk.admin.post(`/payments/${bought.payment.id}/refund`, { reason: 'paid twice' });
    expect(refunded.status).toBe(200);
    expect(await left(meter.id)).toBe(-15_000);
    const again = await buy(person, at, '1780');
    expect(again.wh).toBe(20_000);
    await sound();
  });
});

describe('a meter that reports', () => {
  test('counts each reading once, in any order; a purchase in between stays', async () => {
    const { person, meter, at } = await home();
    const machine = await newMachine(desk, meter);
    await machine.report([1_000, '-10h']);
    const bought = await buy(person, at, '1780');
    await confirm(bought.payment);
    const first = await machine.report([4_000, '-7h'], [2_500, '-9h'], [4_000, '-7h']);
    expect(first.results.map(({ state }) => state)).toEqual(['counted', 'counted', 'repeated']);
    const late = await machine.report([2_600, '-8h'], [4_000, '-7h'], [2_500, '-9h']);
    expect(late.results.map(({ state }) => state)).toEqual(['repeated', 'late', 'repeated']);
    expect(late.balance_wh).toBe(17_000);
    const twice = await Promise.all([machine.report([6_000, '-1h']), machine.report([6_000, '-1h'])]);
    expect(twice.flatMap(({ results }) => results.map(({ state }) => state)).sort()).toEqual(['counted', 'repeated']);
    expect(await left(meter.id)).toBe(15_000);
    await sound();
  });

  test('cannot report the past away, the future, another meter, or what can’t be', async () => {
    const { meter } = await home();
    const machine = await newMachine(desk, meter);
    const { results } = await machine.report(
      [50_000, '-5h'],
      [49_000, '-4h'],
      [51_000, '-3h'],
      [999_000_000, '-2h'],
      [52_000, '+1h'],
    );
    expect(results.map(({ state, flag, code }) => flag ?? code ?? state)).toEqual([
      'counted',
      'rollback',
      'counted',
      'jump',
      'electricity.reading.future',
    ]);
    const contradicting = await machine.report([50_001, '-5h']);
    expect(contradicting.results[0]?.code).toBe('electricity.reading.contradicts');
    const other = await newMeter(desk.ops);
    const elsewhere = await machine.post(`/meters/${other.number}/readings`, {
      readings: [{ taken_at: new Date().toISOString(), register_wh: 1 }],
    });
    expect([elsewhere.status, elsewhere.body.error.code]).toEqual([403, 'electricity.meter.not_yours']);
    const flagged = (await desk.ops.get('/electricity/readings?filter={"state":"flagged"}')).body.data;
    expect(flagged.map(({ flag }: { flag: string }) => flag)).toEqual(['jump', 'rollback']);
    const review = (id: string, accept: boolean) => desk.ops.post(`/electricity/readings/${id}/review`, { accept });
    expect((await review(flagged[1].id, true)).body.error.code).toBe('electricity.reading.overtaken');
    expect((await review(flagged[1].id, false)).body.data.state).toBe('dismissed');
    expect((await review(flagged[0].id, true)).body.data).toMatchObject({ state: 'counted', used_wh: 998_949_000 });
    expect((await review(flagged[0].id, true)).body.error.code).toBe('electricity.reading.decided');
    await sound();
  });

  test('at the same moment as many others: each counts on its own meter, and a wrong one harms nobody', async () => {
    const { meter } = await home();
    const meters = [meter, ...(await Promise.all(Array.from({ length: 11 }, () => newMeter(desk.ops))))];
    const machines = await Promise.all(meters.map((one) => newMachine(desk, one)));
    const taken_at = new Date(desk.app.clock.now().getTime() - 3_600_000).toISOString();
    await Promise.all(machines.map((machine) => machine.report([1000, '-2h'])));
    const gone = { action: 'deactivate', reason: 'house is gone' };
    expect((await desk.ops.post(`/electricity/meters/${meters[3]?.id}/state`, gone)).status).toBe(200);
    const send = (by: number, to: number, register_wh: number) =>
      machines[by]?.post(`/meters/${meters[to]?.number}/readings`, { readings: [{ taken_at, register_wh }] });
    const sent = await Promise.all([
      ...machines.map((_, i) => send(i, i, 2000 + i)),
      // Again, another value for the same time, somebody else's meter, no meter at all.
      send(0, 0, 2000),
      send(1, 1, 9000),
      send(4, 5, 7000),
      machines[6]?.post('/meters/04040404040/readings', { readings: [{ taken_at, register_wh: 1 }] }),
      desk.ops.post(`/meters/${meter.number}/readings`, { readings: [{ taken_at, register_wh: 1 }] }),
    ]);
    const said = sent.map((one) => one?.body.error?.code ?? one?.body.data.results[0].code ?? 'ok');
    expect(said[3]).toBe('electricity.meter.state_not_allowed');
    expect(said.slice(12, 16)).toEqual([
      'ok',
      expect.stringMatching(/contradicts|ok/),
      'electricity.meter.not_yours',
      'electricity.meter.not_found',
    ]);
    expect(said[16]).toBe('http.forbidden');
    const left = await desk.db
      .selectFrom('electricity_balance')
      .select(['meter_id', 'register_wh', 'balance_wh'])
      .where('organization_id', '=', desk.organization.id)
      .execute();
    for (const [i, { id }] of meters.entries()) {
      const { register_wh, balance_wh } = left.find(({ meter_id }) => meter_id === id) ?? {};
      const expected = i === 3 ? 1000 : 2000 + i;
      if (i === 1) expect([2001, 9000]).toContain(register_wh);
      else expect([i, register_wh, balance_wh]).toEqual([i, expected, 1000 - expected]);
    }
    await sound();
  });

  test('is replaced: the new counter begins lower, and nothing is lost', async () => {
    const { meter } = await home();
    const machine = await newMachine(desk, meter);
    await machine.report([80_000, '-6h'], [81_000, '-5h']);
    const path = `/electricity/meters/${meter.id}`;
    await desk.admin.post(`${path}/replacement`, { register_wh: 10, reason: 'burnt' });
    await later(1);
    const by = await desk.ops.post(`${path}/manual-readings`, { register_wh: 510 });
    expect(by.body).toMatchObject({ data: { state: 'counted', used_wh: 500, source: 'hand' } });
    expect(await left(meter.id)).toBe(-1_500);
    const used = await desk.ops.get(`/meters/${meter.number}/consumption?by=month&from=2026-01-01&to=2030-12-31`);
    expect(used.body.data.reduce((sum: number, { wh }: { wh: number }) => sum + wh, 0)).toBe(1_500);
    await sound();
  });

  test('gets each credit once, in order, and its whole balance when it is new', async () => {
    const { person, meter, at } = await home();
    const early = await buy(person, at, '890');
    await confirm(early.payment);
    const machine = await newMachine(desk, meter);
    const bought = await buy(person, at, '890');
    await confirm(bought.payment);
    await desk.admin.post(`/electricity/meters/${meter.id}/adjustments`, { wh: -500, reason: 'test of the line' });
    const path = `/electricity/meters/${meter.number}/credits`;
    const waiting = (await machine.get(path)).body.data;
    expect(waiting.map(({ number, wh }: { number: number; wh: number }) => [number, wh])).toEqual([
      [1, 10_000],
      [2, 10_000],
      [3, -500],
    ]);
    const add = (i: number) => machine.post(`${path}/${waiting[i].id}/acknowledge`);
    expect((await add(1)).body.error.code).toBe('electricity.credit.order');
    const both = await Promise.all([add(0), add(0)]);
    expect(both.map(({ body }) => body.data.length)).toEqual([2, 2]);
    expect((await add(1)).body.data).toMatchObject([{ number: 3 }]);
    const acknowledged = await desk.db
      .selectFrom('audit_entry')
      .select('id')
      .where('action', '=', 'electricity.credit.acknowledged')
      .where('subject_id', '=', meter.id)
      .execute();
    expect(acknowledged).toHaveLength(2);
    await sound();
  });
});

test('the demo is a village of twelve whose books are right, with one household nearly empty', async () => {
  await seed(desk.ctx);
  const meters = (await desk.ops.get('/electricity/meters')).body.data as { id: string; balance_wh: number }[];
  expect(meters).toHaveLength(12);
  const lasts = await Promise.all(
    meters.map(async ({ id }) => {
      const { empty_at } = (await desk.ops.get(`/electricity/meters/${id}/balance`)).body.data;
      return (Date.parse(empty_at) - desk.app.clock.now().getTime()) / 86_400_000;
    }),
  );
  expect(lasts.filter((days) => days < 2)).toHaveLength(1);
  expect(lasts.filter((days) => days > 2)).toHaveLength(11);
  const alerts = (await desk.ops.get('/electricity/alerts')).body.data;
  expect(alerts).toMatchObject([{ notices: [{ state: 'waiting' }] }]);
  await sound();
});
