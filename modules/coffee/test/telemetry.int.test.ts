import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { newId } from '../../../kernel/lib/ids.ts';
import { endOfHours, organizationsWithHours, rollUpHours } from '../status/roll-up-status.action.ts';
import { newMachine, newMerchant, type Operator, operator } from './factories.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let fleet: Operator;
afterEach(() => fleet.app.clock.reset());

type Row = { at: number; machine: string; merchant: string; temperature: number | null; status: string };

async function store(rows: Row[]): Promise<void> {
  await fleet.db
    .insertInto('coffee_status')
    .values(
      rows.map(({ at, machine, merchant, temperature, status }) => ({
        organization_id: fleet.organization.id,
        id: newId(at),
        machine_id: machine,
        merchant_id: merchant,
        said_at: null,
        status,
        temperature_dc: temperature,
        errors: status === 'fault' ? ['pump_pressure'] : [],
      })),
    )
    .execute();
}

/** As the job does it, for this organization. */
async function rollUp(): Promise<number> {
  const until = endOfHours(fleet.app.clock.now());
  if (!(await organizationsWithHours(fleet.ctx, until)).includes(fleet.organization.id)) return 0;
  let steps = 1;
  while (await rollUpHours(fleet.ctx, until)) steps++;
  return steps;
}

/** The hours, and those that a scan of the reports gives for the same time. */
async function hours() {
  const id = fleet.organization.id;
  const kept = await sql<object>`
    select machine_id, merchant_id, hour_at, reports, faults, measured, temperature_sum_dc, lowest_dc, highest_dc, status
    from coffee_status_hour where organization_id = ${id} order by machine_id, hour_at, merchant_id`.execute(fleet.db);
  const at = sql`to_timestamp((('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000)::float8)`;
  const scan = await sql<object>`
    select machine_id, merchant_id, date_trunc('hour', ${at}, 'UTC') as hour_at, count(*)::int as reports,
      count(*) filter (where errors <> '{}')::int as faults, count(temperature_dc)::int as measured,
      coalesce(sum(temperature_dc), 0)::bigint as temperature_sum_dc, min(temperature_dc) as lowest_dc,
      max(temperature_dc) as highest_dc, (array_agg(status order by id desc))[1] as status
    from coffee_status where organization_id = ${id} and ${at} < ${endOfHours(fleet.app.clock.now())}
    group by 1, 2, 3 order by 1, 3, 2`.execute(fleet.db);
  return { kept: kept.rows, scan: scan.rows };
}

test('the hours of what machines reported equal a scan, also of a late row, and outlast the reports', async () => {
  fleet = await operator();
  const other = await newMerchant(fleet.admin, 'Stations');
  const machines = [await newMachine(fleet), await newMachine(fleet)];
  for (const machine of machines) await machine.post(`/devices/${machine.id}/status`, { temperature: 90 });
  const now = fleet.app.clock.now().getTime();
  const rows = machines.flatMap(({ id: machine }, k) =>
    Array.from({ length: 300 }, (_, n) => {
      const random = (n * 7919 + k * 104_729) % 1000;
      return {
        at: Math.floor(now - 9 * DAY + (n + random / 1000) * 0.7 * HOUR),
        machine,
        // The first one moved to another merchant in the middle of an hour.
        merchant: k === 0 && n > 130 ? other.id : fleet.merchant.id,
        temperature: random % 11 === 0 ? null : 850 + (random % 150),
        status: random % 17 === 0 ? 'fault' : 'ready',
      };
    }),
  );
  await store(rows);
  expect(await rollUp()).toBeGreaterThan(20);
  const first = await hours();
  expect(first.kept.length).toBeGreaterThan(350);
  expect(first.kept).toEqual(first.scan);
  // Nothing to do any more, until an hour has passed; then a row that was written late is there, too.
  expect(await rollUp()).toBe(0);
  await store([{ ...(rows[0] as Row), at: endOfHours(new Date(now)).getTime() - HOUR, temperature: 1200 }]);
  fleet.app.clock.advance(HOUR);
  expect(await rollUp()).toBe(1);
  const second = await hours();
  expect(second.kept).toEqual(second.scan);

  // The page's chart reads the hours, and the reports since.
  const chart = async () => {
    // Sessions end when the clock moves.
    const admin = await fleet.organization.as('admin');
    const answer = await admin.get(`/coffee/machines/${machines[1]?.id}/temperatures?hours=240`);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body.data;
  };
  const points = await chart();
  const own = rows.filter(({ machine, temperature }) => machine === machines[1]?.id && temperature !== null);
  const temperatures = own.map(({ temperature }) => Number(temperature) / 10);
  const of = (name: string) => points.map((point: Record<string, number | null>) => point[name]).filter(Boolean);
  expect(points.length).toBeLessThan(290);
  expect(Math.min(...of('lowest'))).toBe(Math.min(...temperatures));
  expect(Math.max(...of('highest'))).toBe(Math.max(...temperatures));
  expect(points.at(-1)).toMatchObject({ temperature: 90 });
  // Whoever is limited sees the hours of their merchant only.
  const [viewer, owner] = [await fleet.organization.as('viewer'), await fleet.organization.as('owner')];
  await owner.patch(`/members/${viewer.userId}`, { limit: { kind: 'coffee.merchant', id: other.id } });
  expect((await viewer.get(`/coffee/machines/${machines[1]?.id}/temperatures?hours=240`)).status).toBe(404);

  // A clock that is put back makes the newest hours again, and none is lost.
  fleet.app.clock.advance(-3 * HOUR);
  expect(await rollUp()).toBe(1);
  fleet.app.clock.reset();
  await rollUp();
  const third = await hours();
  expect(third.kept.length).toBe(second.kept.length);

  // Months of reports are dropped; their hours stay.
  const before = await chart();
  const later = new Date(now + 40 * DAY).toISOString().slice(0, 10);
  await sql`select drop_months('coffee_status', ${later}::date)`.execute(fleet.app.boot.database.system);
  fleet.app.clock.advance(HOUR);
  await rollUp();
  expect((await hours()).scan).toEqual([]);
  expect((await hours()).kept.length).toBeGreaterThanOrEqual(third.kept.length);
  fleet.app.clock.reset();
  expect((await chart()).slice(0, 200)).toEqual(before.slice(0, 200));
});
