import { beforeEach, expect, test } from 'vitest';
import { useTestApp } from '../../../test/harness/index.ts';
import { visitor } from '../../../test/harness/people.ts';
import { sendReports } from '../reports/send-reports.action.ts';
import { claim, newMachine, newMeter, newTariff, type Supplier, supplier } from './factories.ts';

let desk: Supplier;
beforeEach(async () => {
  const { clock } = await useTestApp();
  clock.reset();
  // The last evening of March in Kigali.
  clock.advance(Date.parse('2031-03-31T20:00:00Z') - clock.now().getTime());
  desk = await supplier();
  await newTariff(desk.admin);
});
const open = (url: string) => desk.app.http.inject({ url: new URL(url).pathname });
const hours = (count: number) => desk.app.clock.advance(count * 3_600_000);

test('a month of an institution: its meters, what they cost, as JSON, PDF and XLSX; nobody else’s', async () => {
  const manager = await desk.join();
  const [theatre, wards] = [await newMeter(desk.ops, { name: 'Theatre' }), await newMeter(desk.ops, { name: 'Wards' })];
  const { id } = await claim(desk.ops, manager, theatre, { kind: 'institution', name: 'Hospital' });
  await claim(desk.ops, manager, wards, { customer_id: id, kind: undefined, name: undefined });
  const place = (await manager.post(`/electricity/my/customers/${id}/buildings`, { name: 'East wing' })).body.data;
  const [building] = place.buildings;
  await manager.patch(`/electricity/my/meters/${theatre.id}`, { building_id: building.id });
  for (const { id: meter } of [theatre, wards])
    await desk.ops.post(`/electricity/meters/${meter}/purchases`, { amount: '1780', cash: true });
  await (await newMachine(desk, theatre)).report([1_000, '-900h'], [9_000, '-740h'], [15_000, '-1h']);
  await (await newMachine(desk, wards)).report([500, '-20h'], [2_500, '-1h']);
  const at = '/electricity/my/reports/monthly';
  const whole = (await manager.get(`${at}?kind=customer&id=${id}&month=2031-03`)).body.data;
  expect(whole).toMatchObject({
    title: 'Hospital',
    month: '2031-03-01',
    meters: [{ name: expect.any(String) }, { name: expect.any(String) }],
    total: { paid_minor: 3_560, bought_wh: 40_000, year_ago_wh: 0 },
  });
  const { used_wh, before_wh, cost_minor } = whole.total;
  // 8 kWh were used around the turn of the month, 6 and 2 in March alone.
  expect(used_wh + before_wh).toBe(16_000);
  expect(used_wh).toBeGreaterThanOrEqual(8_000);
  // At 1,780 francs for 20 kWh.
  expect(cost_minor).toBeCloseTo(used_wh * 0.089, -1);
  expect(whole.days).toHaveLength(31);
  expect(whole.days.reduce((sum: number, { wh }: { wh: number }) => sum + wh, 0)).toBe(used_wh);
  expect(whole.months.at(-1)).toEqual({ at: '2031-03-01', wh: used_wh });
  const east = (await manager.get(`${at}?kind=building&id=${building.id}&month=2031-03`)).body.data;
  expect(east).toMatchObject({ title: 'East wing', holder: 'Hospital', meters: [{ name: 'Theatre' }] });
  const stranger = await desk.join();
  const refused = await Promise.all(
    [`kind=customer&id=${id}`, `kind=building&id=${building.id}`, `kind=meter&id=${theatre.number}`].map((query) =>
      stranger.get(`${at}?${query}`),
    ),
  );
  expect(refused.map(({ status }) => status)).toEqual([404, 404, 404]);
  const staff = await desk.ops.get(`/reports/monthly?kind=meter&id=${theatre.number}&month=2031-03`);
  expect(staff.body.data.meters).toHaveLength(1);
  const fetched = async (url: string) => {
    const { statusCode, rawPayload } = await open(url);
    return [statusCode, rawPayload.subarray(0, 4).toString('latin1')];
  };
  expect(await fetched(whole.files.pdf)).toEqual([200, '%PDF']);
  expect(await fetched(whole.files.xlsx)).toEqual([200, 'PK\u0003\u0004']);
  expect((await fetched(whole.files.pdf.replace(/\/files\/./, '/files/x')))[0]).toBe(404);
  hours(1.1);
  expect((await fetched(whole.files.pdf))[0]).toBe(404);
});

test('goes out by itself on the first, in the organization’s zone, once to each member', async () => {
  const person = await desk.join();
  const meter = await newMeter(desk.ops);
  await claim(desk.ops, person, meter);
  await (await newMachine(desk, meter)).report([1_000, '-30h'], [4_000, '-1h']);
  const sent = async () =>
    desk.db
      .selectFrom('message')
      .select('params')
      .where('organization_id', '=', desk.organization.id)
      .where('template', '=', 'electricity.report')
      .execute();
  await sendReports(desk.ctx);
  // It is April in Kigali, but still night.
  hours(3);
  await sendReports(desk.ctx);
  expect(await sent()).toEqual([]);
  hours(7);
  await Promise.all([sendReports(desk.ctx), sendReports(desk.ctx)]);
  await sendReports(desk.ctx);
  expect(await sent()).toMatchObject([{ params: { month: '2031-03-01' } }]);
  // The mail carries the paper.
  const { id } = await desk.db
    .selectFrom('message')
    .select('id')
    .where('organization_id', '=', desk.organization.id)
    .where('template', '=', 'electricity.report')
    .executeTakeFirstOrThrow();
  desk.admin = await desk.organization.as('admin');
  const shown = (await desk.admin.get(`/messages/${id}`)).body.data;
  expect(JSON.stringify(shown)).toContain('electricity-2031-03.pdf');
});

test('one’s transactions as a file: by a link that is good for an hour, and what the account may see then', async () => {
  const person = await desk.join();
  const [mine, other] = [await newMeter(desk.ops), await newMeter(desk.ops)];
  await claim(desk.ops, person, mine);
  for (const { id } of [mine, other])
    await desk.ops.post(`/electricity/meters/${id}/purchases`, { amount: '1780', cash: true });
  const files = '/electricity/my/transactions/files';
  const { csv, xlsx } = (await person.get(files)).body.data;
  const { statusCode, body } = await open(csv);
  expect(statusCode).toBe(200);
  expect(body).toContain(mine.number);
  expect(body).toContain('Purchase');
  expect(body).not.toContain(other.number);
  expect((await open(xlsx)).rawPayload.subarray(0, 2).toString()).toBe('PK');
  const tried = await person.get(`${files}?filter=${JSON.stringify({ meter: other.number })}`);
  expect(tried.body.error.code).toBe('electricity.meter.not_found');
  expect((await open(csv.replace('/transactions/files/', '/reports/files/'))).statusCode).toBe(404);
  await desk.ops.post(`/electricity/meters/${mine.id}/release`, { reason: 'moved out' });
  expect((await open(csv)).body).not.toContain(mine.number);
  hours(1.1);
  expect((await open(csv)).statusCode).toBe(404);
});

test('the account page offers a language for customers only where a module speaks it', async () => {
  const languages = async ({ organization, app }: Supplier) =>
    (await visitor(app).get(`/portal/${organization.slug}/about`)).body.data.languages;
  expect(await languages(desk)).toEqual(['en', 'es', 'fr', 'hi', 'rw']);
  expect(await languages(await supplier(desk.app, { modules: ['exhibition'] }))).toEqual(['en', 'es', 'hi']);
});
