import { expect, test } from 'vitest';
import { type Caller, useTestApp } from '../../../test/harness/index.ts';
import { sendNotices } from '../alerts/send-notices.action.ts';
import { watchMeters } from '../alerts/watch-meters.action.ts';
import { claim, newMeter, newTariff, supplier } from './factories.ts';

/** Somebody moves out, somebody else moves in: the meter stays, with what it has left. */

test('a new holder sees nothing of the one before, and staff see all', async () => {
  const { clock } = await useTestApp();
  const at = (time: string) => clock.advance(Date.parse(time) - clock.now().getTime());
  clock.reset();
  // 10:00 in Kigali.
  at('2031-03-12T08:00:00Z');
  const desk = await supplier();
  await newTariff(desk.admin);
  const meter = await newMeter(desk.ops);
  await desk.admin.post(`/electricity/meters/${meter.id}/keypad`, { kind: 'openpaygo', unit_wh: 1000 });
  const my = `/electricity/my/meters/${meter.id}`;
  const read = (register_wh: number, taken_at: string) =>
    desk.ops.post(`/electricity/meters/${meter.id}/manual-readings`, { register_wh, taken_at });
  const buy = async (person: Caller, amount: string) => {
    const { data } = (await person.post(`${my}/purchases`, { amount })).body;
    expect((await desk.ops.post(`/payments/${data.payment.id}/verify`)).status).toBe(200);
    return data.id as string;
  };
  const look = async () => {
    while (await watchMeters(desk.ctx));
    while (await sendNotices(desk.ctx));
  };
  const month = '/electricity/my/reports/monthly?month=2031-03';

  const aline = await desk.join();
  await claim(desk.ops, aline, meter);
  const hers = await buy(aline, '1780');
  await read(0, '2031-03-10T08:00:00Z');
  await read(17_000, '2031-03-12T08:00:00Z');
  await look();
  expect((await aline.get('/electricity/my/alerts')).body.data.map(({ kind }: { kind: string }) => kind)).toContain(
    'low_balance',
  );
  const files = (await aline.get(`${month}&kind=meter&id=${meter.id}`)).body.data.files;
  clock.advance(1_800_000);
  await desk.ops.post(`/electricity/meters/${meter.id}/release`, { reason: 'moved out' });
  clock.advance(600_000);
  // A link that was made for her doesn't lead to what others use from now on.
  const fetched = await desk.app.http.inject({ url: new URL(files.pdf).pathname });
  expect(fetched.statusCode).toBe(404);

  at('2031-03-14T08:00:00Z');
  desk.ops = await desk.organization.as('ops');
  const bosco = await desk.join();
  const { id: customer } = await claim(desk.ops, bosco, meter);
  const his = await buy(bosco, '20000');
  await read(65_000, '2031-03-14T08:00:00Z');
  await look();

  const seen = async (path: string) => (await bosco.get(path)).body.data;
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
  expect(ids(await seen(`${my}/purchases`))).toEqual([his]);
  expect((await bosco.get(`/electricity/my/purchases/${hers}`)).status).toBe(404);
  expect((await seen(`/electricity/my/purchases/${his}`)).receipt_link).toContain('http');
  expect(ids(await seen('/electricity/my/transactions'))).toEqual([his]);
  const filter = encodeURIComponent(JSON.stringify({ meter: meter.number }));
  expect(ids(await seen(`/electricity/my/transactions?filter=${filter}`))).toEqual([his]);
  const kinds = (rows: { kind: string }[]) => rows.map(({ kind }) => kind);
  expect(kinds(await seen(`${my}/entries`))).toEqual(['consumption', 'purchase']);
  expect(kinds(await seen('/electricity/my/alerts'))).not.toContain('low_balance');
  expect((await seen(`${my}/tokens`)).map(({ wh }: { wh: number }) => wh)).toEqual([expect.any(Number)]);
  // 1 kWh an hour since the last reading. Whole hours and days from the release on, at 10:30 in the morning.
  const used = (from: string, to: string, by: string) => `consumption?by=${by}&from=${from}&to=${to}`;
  const march = (by: string) => used('2031-03-01', '2031-03-31', by);
  const sum = (rows: { wh: number }[]) => rows.reduce((all, { wh }) => all + wh, 0);
  expect(sum(await seen(`${my}/${march('hour')}`))).toBe(47_000);
  expect(await seen(`${my}/${march('day')}`)).toEqual([
    { at: '2031-03-13', wh: 24_000 },
    { at: '2031-03-14', wh: 10_000 },
  ]);
  expect(await seen(`${my}/${march('month')}`)).toEqual([{ at: '2031-03-01', wh: 34_000 }]);
  const balance = await seen(`${my}/balance`);
  expect(balance).toMatchObject({
    usual_wh: (await seen(`/electricity/my/purchases/${his}`)).wh,
    used_a_day_wh: 24_000,
  });
  for (const about of [`kind=meter&id=${meter.id}`, `kind=customer&id=${customer}`]) {
    const report = await seen(`${month}&${about}`);
    expect(report.total).toMatchObject({ used_wh: 34_000, paid_minor: 20_000 });
    expect(sum(report.days)).toBe(34_000);
    expect(report.months.at(-1)).toEqual({ at: '2031-03-01', wh: 34_000 });
  }

  const staff = async (path: string) => (await desk.ops.get(path)).body.data;
  const all = encodeURIComponent(JSON.stringify({ meter_id: meter.id }));
  expect(ids(await staff(`/electricity/purchases?filter=${all}`))).toEqual([his, hers]);
  expect(ids(await staff(`/electricity/transactions?filter=${filter}`))).toEqual([his, hers]);
  expect(kinds(await staff(`/electricity/alerts?filter=${all}`))).toContain('low_balance');
  expect(await staff(`/electricity/meters/${meter.id}/tokens`)).toHaveLength(2);
  expect(await staff(`/electricity/meters/${meter.id}/${march('month')}`)).toEqual([{ at: '2031-03-01', wh: 65_000 }]);
  const whole = await staff(`/electricity/reports/monthly?month=2031-03&kind=meter&id=${meter.id}`);
  expect(whole.total).toMatchObject({ used_wh: 65_000, paid_minor: 21_780 });
  clock.reset();
});
