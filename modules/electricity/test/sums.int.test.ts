import { beforeEach, expect, test } from 'vitest';
import { useTestApp } from '../../../test/harness/index.ts';
import type { Dashboard } from '../dashboard/contract.ts';
import type { Meter } from '../meters/contract.ts';
import { newMeter, newTariff, newVouchers, type Supplier, sound, supplier } from './factories.ts';

let desk: Supplier;
beforeEach(async () => {
  const { clock } = await useTestApp();
  clock.set('2031-02-25T09:00:00Z');
  desk = await supplier();
  await newTariff(desk.admin, { vat_percent: '18', fee: '25' });
});
const days = async (count: number) => {
  desk.app.clock.advance(count * 86_400_000);
  [desk.ops, desk.admin] = [await desk.organization.as('ops'), await desk.organization.as('admin')];
};
async function done(answer: Promise<{ status: number; body: { data: never } }>) {
  const { status, body } = await answer;
  if (status > 299) throw new Error(JSON.stringify(body));
  return body.data as { id: string; payment: { id: string } };
}
const buy = (meter: Meter, amount: string) =>
  done(desk.ops.post(`/electricity/meters/${meter.id}/purchases`, { amount, cash: true }));
const refund = (payment: { id: string }, amount?: string) =>
  done(desk.admin.post(`/payments/${payment.id}/refund`, { reason: 'too much', ...(amount && { amount }) }));
const redeem = (meter: Meter, code: string | undefined) =>
  done(desk.ops.post('/electricity/vouchers/redeem', { code, meter: meter.number }));
const on = (batch: { id: string }, what: string, from: number, to: number, over: object = {}) =>
  done(desk.admin.post(`/electricity/voucher-batches/${batch.id}/${what}`, { from, to, ...over }));

test('dashboard and reports count purchases, vouchers and refunds, and equal a scan of both ledgers', async () => {
  const [home, mill] = [await newMeter(desk.ops), await newMeter(desk.ops, { tariff_class: 'non_residential' })];
  const money = await newVouchers(desk.admin, { count: 4, amount: '1780' });
  const units = await newVouchers(desk.admin, { count: 3, kwh: 12.5, price: '3000' });
  const agent = await done(desk.admin.post('/electricity/agents', { name: 'Kiosk', limit: '100000' }));
  const bought = await buy(home, '5000');
  await on(money, 'sales', 1, 3);
  await redeem(home, money.digits[0]);
  await days(3);
  await refund(bought.payment, '333');
  await on(units, 'sales', 1, 2, { agent_id: agent.id });
  await redeem(mill, units.digits[0]);
  await redeem(mill, units.digits[1]);
  await days(3);
  // It is March.
  await redeem(mill, money.digits[1]);
  await on(money, 'cancel', 3, 4, { reason: 'lost' });
  await refund(bought.payment);
  await buy(home, '1000');

  const org = desk.organization.id;
  const entries = await desk.db
    .selectFrom('electricity_entry')
    .select(['meter_id', 'wh', 'created_at'])
    .where('organization_id', '=', org)
    .where('kind', 'in', ['purchase', 'voucher', 'refund'])
    .execute();
  const income = await desk.db
    .selectFrom('ledger_line as l')
    .innerJoin('ledger_entry as e', (join) =>
      join.onRef('e.organization_id', '=', 'l.organization_id').onRef('e.id', '=', 'l.entry_id'),
    )
    .select(['l.amount_minor', 'e.at'])
    .where('l.organization_id', '=', org)
    .where('l.account', '=', 'income:electricity')
    .execute();
  const dayOf = (at: Date) => at.toLocaleDateString('sv', { timeZone: 'Africa/Kigali' });
  const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
  const data = (await desk.ops.get('/electricity/dashboard')).body.data as Dashboard;
  const spans = [
    ...data.by_day.map((span) => ({ ...span, prefix: span.day })),
    ...data.by_month.map((span) => ({ ...span, prefix: span.month.slice(0, 7) })),
  ];
  for (const { prefix, net_minor, sold_wh } of spans) {
    const within = ({ at }: { at: Date }) => dayOf(at).startsWith(prefix);
    const lines = income.filter(within).map((line) => -line.amount_minor);
    const moved = entries.filter((entry) => within({ at: entry.created_at })).map(({ wh }) => wh);
    expect([net_minor, sold_wh], prefix).toEqual([sum(lines), sum(moved)]);
  }
  // Three vouchers of 1,780 and two of 3,000 were sold, and 333 given back; then 1,000 came, and the rest went back.
  expect(data.by_month.slice(-2).map(({ net_minor }) => net_minor)).toEqual([
    5000 + 3 * 1780 + 2 * 3000 - 333,
    1000 - 1780 - 4667,
  ]);
  expect(sum(data.by_method.map(({ net_minor }) => net_minor))).toBe(data.month.net_minor);

  const cost = {
    home: { '2031-02': 5000 - 333 + 1780, '2031-03': 1000 - 4667 },
    mill: { '2031-02': 6000, '2031-03': 1780 },
  };
  for (const [name, meter] of Object.entries({ home, mill })) {
    for (const month of ['2031-02', '2031-03'] as const) {
      const report = await desk.ops.get(`/reports/monthly?kind=meter&id=${meter.id}&month=${month}`);
      const moved = entries.filter((entry) => entry.meter_id === meter.id && dayOf(entry.created_at).startsWith(month));
      const { bought_wh, paid_minor } = report.body.data.total;
      expect(bought_wh, `${name} ${month}`).toBe(sum(moved.map(({ wh }) => wh)));
      expect(paid_minor, `${name} ${month}`).toBe(cost[name as 'home'][month]);
    }
  }
  await sound(desk);
});
