import { beforeEach, expect, test } from 'vitest';
import { drainJobs } from '../../../kernel/jobs/index.ts';
import { useTestApp } from '../../../test/harness/index.ts';
import { sendNotices } from '../alerts/send-notices.action.ts';
import { watchMeters } from '../alerts/watch-meters.action.ts';
import { claim, newMachine, newMeter, newTariff, type Supplier, supplier } from './factories.ts';

let desk: Supplier;
beforeEach(async () => {
  const { clock } = await useTestApp();
  clock.reset();
  // A Monday, 10:00 in Kigali: nobody is quiet.
  clock.advance(Date.parse('2031-03-03T08:00:00Z') - clock.now().getTime());
  desk = await supplier();
  await newTariff(desk.admin);
});

async function home() {
  const person = await desk.join();
  const meter = await newMeter(desk.ops);
  await claim(desk.ops, person, meter);
  const machine = await newMachine(desk, meter);
  return { person, meter, machine };
}
const look = async () => {
  while (await watchMeters(desk.ctx));
  while (await sendNotices(desk.ctx));
};
const mails = async () =>
  (
    await desk.db
      .selectFrom('message')
      .select('params')
      .where('organization_id', '=', desk.organization.id)
      .where('template', '=', 'electricity.alert')
      .orderBy('id')
      .execute()
  ).map(({ params }) => (params as { text: string }).text);
/** Units at the desk; the buyer is nobody, so all members are told. */
const fill = (id: string, amount: string) =>
  desk.ops.post(`/electricity/meters/${id}/purchases`, { amount, cash: true });
/** Time goes by, longer than sessions last. */
async function hours(count: number) {
  desk.app.clock.advance(count * 3_600_000);
  [desk.ops, desk.admin] = [await desk.organization.as('ops'), await desk.organization.as('admin')];
}

test('a low balance is told once an episode: repeated and late readings, and another look, add nothing', async () => {
  const { meter, machine } = await home();
  await fill(meter.id, '890');
  await drainJobs(desk.app.boot, desk.app.boot.services.jobs);
  expect(await mails()).toEqual([expect.stringMatching(/10 kWh are credited to Home, which has 10 kWh now/)]);
  await machine.report([1_000, '-5h'], [7_000, '-1h']);
  await look();
  await machine.report([7_000, '-1h'], [6_000, '-2h'], [7_500, '-0.5h']);
  await hours(2);
  await Promise.all([look(), look()]);
  const told = (await mails()).slice(1);
  expect(told).toEqual([expect.stringMatching(/^Home has 4 kWh left/)]);
  // Above the limit, but not by a quarter: the episode goes on. Then it is over, and a new one begins.
  await desk.admin.post(`/electricity/meters/${meter.id}/adjustments`, { wh: 2_600, reason: 'test' });
  await look();
  const alerts = () => desk.ops.get('/electricity/alerts?filter={"kind":"low_balance"}');
  expect((await alerts()).body.data).toMatchObject([{ cleared_at: null }]);
  await desk.admin.post(`/electricity/meters/${meter.id}/adjustments`, { wh: 2_000, reason: 'test' });
  await look();
  await desk.admin.post(`/electricity/meters/${meter.id}/adjustments`, { wh: -4_000, reason: 'test' });
  await look();
  expect((await alerts()).body.data).toMatchObject([{ cleared_at: null }, { cleared_at: expect.any(String) }]);
  expect((await mails()).slice(2)).toHaveLength(1);
});

test('quiet hours keep it back, and what is no longer true by then is not sent', async () => {
  const one = await home();
  const two = await home();
  // 22:30
  await hours(12.5);
  await look();
  expect(await mails()).toEqual([]);
  await desk.admin.post(`/electricity/meters/${one.meter.id}/adjustments`, { wh: 50_000, reason: 'test' });
  // 7:01: nobody has looked since, and still nothing false is sent.
  await hours(8.52);
  while (await sendNotices(desk.ctx));
  expect(await mails()).toEqual(['Home has nothing left.']);
  const listed = (await desk.ops.get('/alerts/?filter={"kind":"low_balance"}')).body.data;
  const states = Object.fromEntries(
    listed.map((alert: { meter: { id: string }; notices: object[] }) => [alert.meter.id, alert.notices]),
  );
  expect(states[one.meter.id]).toMatchObject([{ state: 'dropped' }]);
  expect(states[two.meter.id]).toMatchObject([{ state: 'sent', ways: ['email'] }]);
});

test('each account chooses what it gets, and its holder the limits; others neither see nor set them', async () => {
  const { person, meter, machine } = await home();
  const at = `/electricity/my/meters/${meter.id}/alert-limits`;
  const put = (who: typeof person, path: string, body: object) =>
    desk.app.http.inject({ method: 'PUT', url: `/api/v1${path}`, headers: who.headers, payload: body });
  expect((await put(person, at, { low_wh: 0, day_wh: 3_000, month_wh: null })).statusCode).toBe(200);
  const stranger = await desk.join();
  expect((await put(stranger, at, { low_wh: null, day_wh: null, month_wh: null })).statusCode).toBe(404);
  const choice = { email: true, chat: true, sms: false, muted: ['low_balance'], quiet_from: null, quiet_to: null };
  expect((await put(person, '/electricity/my/alert-choice', choice)).json().data).toEqual(choice);
  const half = await put(person, '/electricity/my/alert-choice', { ...choice, quiet_from: '22:00' });
  expect(Object.keys(half.json().error.fields)).toEqual(['quiet_to']);
  await machine.report([1_000, '-3h'], [5_000, '-1h']);
  await look();
  expect(await mails()).toEqual([expect.stringMatching(/^Home used 4 kWh on .*limit of 3 kWh a day/)]);
  expect((await person.get('/electricity/my/alerts')).body.data).toHaveLength(2);
  expect((await stranger.get('/electricity/my/alerts')).body.data).toEqual([]);
  // The machine falls silent.
  await hours(50);
  await look();
  expect((await mails()).slice(1)).toEqual([expect.stringMatching(/^Home has not reported for 51 hours/)]);
  expect((await desk.ops.get('/electricity/alerts?filter={"open":true,"kind":"silent"}')).body.data).toHaveLength(1);
});
