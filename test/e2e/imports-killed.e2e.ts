import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from './support/browser.ts';
import { type Killable, killable } from './support/killed.ts';

/** A list of 5,000 rows, while whose import the process is killed: each row is written once. */

const ROWS = 5_000;
/** Every fiftieth row is one that stands above it. */
const TWICE = ROWS / 50;
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

let lab: Killable;
beforeAll(async () => {
  const rwanda = { country: 'RW', time_zone: 'Africa/Kigali', currency: 'RWF' };
  lab = await killable({}, ['electricity'], rwanda);
});
afterAll(() => lab?.stop());

function list(): string {
  const rows = Array.from({ length: ROWS }, (_, n) =>
    n % 50 === 49 ? `Family ${n - 1},household` : n < BAD ? `Family ${n},castle` : `Family ${n},household`,
  );
  return ['Name,Type', ...rows].join('\n');
}

function check(): Promise<Report> {
  const form = new FormData();
  form.set('file', new File([list()], 'families.csv', { type: 'text/csv' }));
  return lab.call('POST', '/imports/electricity.customers', form);
}

test('5,000 rows: dry run, duplicates, progress, killed in the middle, and each written once', async () => {
  const report = await check();
  expect(report).toMatchObject({ total: ROWS, good: ROWS - BAD, bad: BAD, duplicates: TWICE });
  const at = `/imports/${report.id}`;
  const { task_id } = await lab.call<{ task_id: string }>('POST', `${at}/run`, { skip_bad: true, duplicates: 'skip' });
  const begun = await until(async () => {
    const now = await lab.call<Report>('GET', at);
    return now.written > 0 ? now : undefined;
  });
  expect(begun.written).toBeLessThan(ROWS - BAD - TWICE);
  await lab.kill();
  await lab.restart();
  const left = await lab.call<Report>('GET', at);
  expect(left).toMatchObject({ state: 'running' });
  expect(left.written).toBeLessThan(ROWS - BAD - TWICE);
  // As if the time were over after which a worker that says nothing counts as dead.
  const client = await lab.connect();
  await client.query(`update pgboss.job set heartbeat_on = now() - interval '1 minute'
    where name = 'imports.run' and state = 'active'`);
  await client.end();
  const done = await until(async () => {
    const now = await lab.call<Report>('GET', at);
    return now.state === 'done' ? now : undefined;
  });
  expect(done.written).toBe(ROWS - BAD - TWICE);
  // The task ends a moment after its import.
  await until(async () => (await lab.call<Task>('GET', `/tasks/${task_id}`)).state === 'done');
  const rows = await lab.connect();
  const { rows: counted } = await rows.query<{ all: number; names: number; audits: number }>(`
    select count(*)::int as all, count(distinct name)::int as names,
      (select count(*)::int from audit_entry where action = 'electricity.customer.added') as audits
    from electricity_customer`);
  await rows.end();
  const each = ROWS - BAD - TWICE;
  expect(counted).toEqual([{ all: each, names: each, audits: each }]);
});
