import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkDigit } from '../../modules/electricity/number.rule.ts';
import { RWANDA } from '../../modules/electricity/test/factories.ts';
import { until } from './support/browser.ts';
import { type Killable, killable } from './support/killed.ts';

/** Lists, while whose import the process is killed: each row is written once. */

/** Every fiftieth row is one that stands above it. */
const NTH = 50;
const BAD = 3;

type Report = {
  id: string;
  total: number;
  good: number;
  bad: number;
  duplicates: number;
  written: number;
  state: string;
};
type Task = { state: string };

const kindOf = (n: number) => (n < BAD ? 'castle' : 'household');
const meterNumber = (n: number) => {
  const digits = String(1_450_000_000 + n);
  return digits + checkDigit(digits);
};

const LISTS = [
  {
    importer: 'electricity.customers',
    total: 5_000,
    headings: 'Name,Type',
    row: (n: number) => `Family ${n},${kindOf(n)}`,
    // Somebody of the same name may be another: a person decides.
    twice: 'duplicates' as const,
    counted: `select count(*)::int as written, count(distinct name)::int as names,
      (select count(*)::int from audit_entry where action = 'electricity.customer.added') as audits
      from electricity_customer where name like 'Family %'`,
    wanted: (written: number) => ({ written, names: written, audits: written }),
  },
  {
    // Each with its holder, its opening balance and the entry of that: some twenty statements a row.
    importer: 'electricity.meters',
    total: 1_000,
    headings: 'Meter number,Customer,Customer type,Tariff,Balance (kWh)',
    row: (n: number) => `${meterNumber(n)},Holder ${n},${kindOf(n)},residential,1.5`,
    // A number is one meter's.
    twice: 'bad' as const,
    counted: `select count(*)::int as written, count(distinct m.customer_id)::int as holders,
      (select sum(b.balance_wh)::int from electricity_balance b) as wh,
      (select count(*)::int from electricity_entry) as entries
      from electricity_meter m`,
    wanted: (written: number) => ({ written, holders: written, wh: written * 1_500, entries: written }),
  },
];

let lab: Killable;
beforeAll(async () => {
  const rwanda = { country: 'RW', time_zone: 'Africa/Kigali', currency: 'RWF' };
  lab = await killable({}, ['electricity'], rwanda);
  await lab.call('POST', '/electricity/tariffs', RWANDA);
});
afterAll(() => lab?.stop());

test.each(LISTS)(
  '$total rows of $importer: dry run, duplicates, progress, killed in the middle, and each written once',
  async ({ importer, total, headings, row, twice, counted, wanted }) => {
    const rows = Array.from({ length: total }, (_, n) => row(n % NTH === NTH - 1 ? n - 1 : n));
    const expected = { good: total - BAD, bad: BAD, duplicates: 0 };
    expected[twice] += total / NTH;
    if (twice === 'bad') expected.good -= total / NTH;
    const written = total - BAD - total / NTH;
    const form = new FormData();
    form.set('file', new File([[headings, ...rows].join('\n')], 'list.csv', { type: 'text/csv' }));
    const report = await lab.call<Report>('POST', `/imports/${importer}`, form);
    expect(report).toMatchObject({ total, ...expected });
    const at = `/imports/${report.id}`;
    const { task_id } = await lab.call<{ task_id: string }>('POST', `${at}/run`, {
      skip_bad: true,
      duplicates: 'skip',
    });
    const begun = await until(async () => {
      const now = await lab.call<Report>('GET', at);
      return now.written > 0 ? now : undefined;
    });
    expect(begun.written).toBeLessThan(written);
    await lab.kill();
    await lab.restart();
    const left = await lab.call<Report>('GET', at);
    expect(left).toMatchObject({ state: 'running' });
    expect(left.written).toBeLessThan(written);
    // As if the time were over after which a worker that says nothing counts as dead.
    const client = await lab.connect();
    await client.query(`update pgboss.job set heartbeat_on = now() - interval '1 minute'
      where name = 'imports.run' and state = 'active'`);
    await client.end();
    const done = await until(async () => {
      const now = await lab.call<Report>('GET', at);
      return now.state === 'done' ? now : undefined;
    });
    expect(done.written).toBe(written);
    // The task ends a moment after its import.
    await until(async () => (await lab.call<Task>('GET', `/tasks/${task_id}`)).state === 'done');
    const database = await lab.connect();
    const { rows: found } = await database.query(counted);
    await database.end();
    expect(found).toEqual([wanted(written)]);
  },
);
