import pg from 'pg';
import { expect, test } from 'vitest';
import { exhibitionRows, messRows } from '../bench/peers/rows.ts';
import { watchStatements } from '../kernel/db/pipeline.ts';
import { PLANNED_ONCE } from '../kernel/db/plan-once.ts';
import { newId } from '../kernel/lib/ids.ts';
import { dayIn } from '../kernel/lib/time.ts';
import { type Hostel, hostel, LUNCH, pupil, scan, scannerAt } from '../modules/mess/test/door.ts';
import { openRaffle } from '../modules/raffle/test/factories.ts';
import { type Caller, openTestApp } from './harness/index.ts';
import { populate } from './harness/populated.ts';

/**
 * The database makes a plan once for each prepared statement and connection, on the first day with tables that are
 * empty. It keeps that plan until the tables are analyzed, while rows come by the thousand. Here every statement of a
 * fresh installation is planned like that, the tables are filled, and each statement is run by its old plan and by a
 * new one: what they read from memory or disk may not differ much. Nothing else analyzes a table of the tests.
 */

/** Pages of 8 kB; below it a plan harms nobody. */
const HARMLESS = 200;
const TIMES = 4;

/** Statements that may have another plan on the first day → why. */
const MAY: [RegExp, string][] = [
  // Reads are not bound to one plan: PostgreSQL plans the first five of a connection anew.
  [/exhibition_(find|few)_(customers|bills)/, 'a search looks through the newest thousands by any plan'],
  [/"s"\."changing_code" as "changing"/, "a scanner's roster reads every student, by the index three pages for each"],
  [/exhibition_same_customers/, 'an import looks up five hundred rows at once'],
  [/from "raffle_number" where .* and \(number < \$3 or number > \$4\)/, 'whoever changes the range of a raffle, once'],
  [
    /"b"\."stall_id".* where "b"\."organization_id" = \$1 order by "b"\."id" desc limit/,
    'the policy of stalls makes one bill of any number in an empty table; the first analyze, after fifty bills, ends that plan',
  ],
  [/from "mess_student" as "s".*exists \(select from conversation/s, 'everybody whom a broadcast reaches, once'],
];

type Seen = { text: string; values: unknown[] };
type Plan = { 'Node Type': string; 'Shared Hit Blocks': number; 'Shared Read Blocks': number; Plans?: Plan[] };

// Only our driver names its statements, so that the database keeps their plans.
test.skipIf(process.env.PLAIN_DIALECT)(
  'a plan that was made on the first day, with empty tables, does not read thousands of rows later',
  async () => {
    const app = await openTestApp({});
    const since = Date.now();
    const seen = new Map<string, Seen>();
    const end = watchStatements((text, values) => seen.set(text, { text, values }));
    app.clock.set(LUNCH);
    const hall = await hostel(app);
    await eat(hall);
    app.clock.reset();
    const { organization, owner } = await populate(app);
    await look(owner);
    const raffle = await openRaffle(owner, { last_number: 20 });
    const reserve = { reserve: { numbers: [3, 4] }, random: { count: 3 } };
    for (const [how, input] of Object.entries(reserve))
      expect((await owner.post(`/raffle/raffles/${raffle.id}/${how}`, input)).status, how).toBe(201);
    end();
    const superuser = new pg.Client({ connectionString: app.adminUrl });
    await superuser.connect();
    // As statements of groups are planned, but for foreign keys: rows made up below have none.
    const settings = Object.entries({ ...PLANNED_ONCE, session_replication_role: 'replica' });
    const options = settings.map(([name, value]) => `-c ${name}=${value}`).join(' ');
    const client = new pg.Client({ connectionString: app.adminUrl, options });
    await client.connect();
    const statements = [...seen.values()].filter(({ text }) => /^\s*(select|insert|update|delete|with)\b/i.test(text));
    const of = (values: unknown[]) =>
      String(values).includes(hall.organization.id) ? hall.organization.id : organization.id;
    const planned: (Seen & { name: string })[] = [];
    for (const { text, values } of statements) {
      const name = `s${planned.length}`;
      const one = { name, text, values };
      await inside(client, of(values), async () => {
        await client.query(`prepare ${name} as ${text}`);
        await client.query(`explain execute ${name}${list(values)}`);
      });
      planned.push(one);
    }

    const { rows: ids } = await superuser.query<{ exhibition: string; cycle: string }>(
      `select (select id from exhibition where organization_id = $1) as exhibition,
       (select id from mess_cycle where organization_id = $2) as cycle`,
      [organization.id, hall.organization.id],
    );
    await superuser.query('set session_replication_role = replica');
    const ground = {
      organizationId: organization.id,
      exhibitionId: ids[0]?.exhibition ?? '',
      cycleId: ids[0]?.cycle ?? '',
      today: dayIn(organization.timeZone, app.clock.now()),
      size: { customers: 20_000, bills: 40_000, students: 5000, fold: 4, scans: 40_000 },
    };
    const rows = [...exhibitionRows(ground), ...messRows({ ...ground, organizationId: hall.organization.id })];
    for (const statement of rows) await superuser.query(statement);
    // A large raffle whose numbers are all free, and its orders forgotten, so that they can be reserved once more.
    await superuser.query(
      `insert into raffle_number (organization_id, raffle_id, number)
      select organization_id, id, n from raffle, generate_series(last_number + 1, 40000) n where organization_id = $1`,
      [organization.id],
    );
    await superuser.query(`update raffle_number set state = 'available', order_id = null, reserved_until = null`);
    await superuser.query('delete from raffle_order where raffle_id = $1', [raffle.id]);
    await superuser.query(`delete from audit_entry where action = 'raffle.order.reserved'`);
    // Everybody has eaten on the last three days.
    await superuser.query(
      `insert into mess_service (organization_id, student_id, service_on, meal_id, scan_id, at, notify)
      select s.organization_id, s.id, $2::date - day, m.id, uuidv7(), now(), false
      from mess_student s, generate_series(1, 3) day, mess_meal m
      where s.organization_id = $1 and m.organization_id = $1 on conflict do nothing`,
      [hall.organization.id, ground.today],
    );

    const read = async ({ name, values }: Seen & { name: string }) => {
      for (const again of [values, values.map((value) => renewed(value, since, of(values)))]) {
        const pages = await inside(client, of(values), async () => {
          const { rows } = await client.query(
            `explain (analyze, buffers, timing off, summary off, format json) execute ${name}${list(again)}`,
          );
          return pagesOf(rows[0]['QUERY PLAN'][0].Plan);
        });
        if (pages !== null) return pages;
      }
      return null;
    };
    const old = new Map<string, number | null>();
    for (const one of planned) old.set(one.name, await read(one));
    await superuser.query('analyze');
    const slow: string[] = [];
    let compared = 0;
    for (const one of planned) {
      const [before, after] = [old.get(one.name) ?? null, await read(one)];
      if (before === null || after === null) continue;
      compared += 1;
      if (before <= HARMLESS || before <= TIMES * after || MAY.some(([pattern]) => pattern.test(one.text))) continue;
      slow.push(`${before} pages instead of ${after}: ${one.text.slice(0, 1500)}`);
    }
    await Promise.all([client.end(), superuser.end()]);
    expect(slow.join('\n\n')).toBe('');
    expect(compared).toBeGreaterThan(120);
  },
  300_000,
);

/** A morning at the door: students with and without a right, by code and by hand, the list and the reports. */
async function eat(hall: Hostel): Promise<void> {
  const gate = await scannerAt(hall);
  const [asha, ravi] = [await pupil(hall, { notify_meals: true }), await pupil(hall, { pay: false })];
  for (const { qr } of [asha, asha, ravi]) await scan(gate, qr);
  for (const path of ['roster', 'students?search=as'])
    expect((await gate.scanner.get(`/mess/scanner/${path}`)).status, path).toBe(200);
  for (const path of ['students?search=as', 'scans', 'cuts', 'payments', 'cycles/current'])
    expect((await hall.admin.get(`/mess/${path}`)).status, path).toBe(200);
}

/** The lists that people keep open. */
async function look(owner: Caller): Promise<void> {
  const search = encodeURIComponent('asha');
  const paths = ['/exhibition/customers', '/exhibition/bills', '/raffle/orders', '/raffle/contacts', '/payments'];
  for (const path of [...paths, '/people', '/messages', '/audit-entries'])
    for (const query of ['', `?search=${search}`]) {
      const { status } = await owner.get(`${path}${query}`);
      if (query === '') expect(status, path).toBe(200);
    }
}

/** Runs `work` in a transaction for the organization and undoes it; null when the database refuses. */
async function inside<T>(
  client: pg.Client,
  organizationId: string,
  work: () => Promise<T>,
  owner = false,
): Promise<T | null> {
  await client.query('begin');
  try {
    await client.query(`select set_config('app.organization_id', $1, true)`, [organizationId]);
    if (!owner) await client.query('set local role counterfoil_app');
    return await work();
  } catch (error) {
    // What the server does for all organizations, such as looking up a session, it does as the tables' owner.
    if (error instanceof pg.DatabaseError && error.code === '42501' && !owner) {
      await client.query('rollback');
      return inside(client, organizationId, work, true);
    }
    if (!(error instanceof pg.DatabaseError)) throw error;
    return null;
  } finally {
    await client.query('rollback');
  }
}

/** With those of the writes in a `with`, which run after the rest and are not counted in it. */
function pagesOf(plan: Plan): number {
  const writes = (plan.Plans ?? []).filter((part) => part['Node Type'] === 'ModifyTable');
  return [plan, ...writes].reduce((sum, part) => sum + part['Shared Hit Blocks'] + part['Shared Read Blocks'], 0);
}

const list = (values: unknown[]) => (values.length === 0 ? '' : `(${values.map(literal).join(', ')})`);

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Buffer.isBuffer(value)) return `'\\x${value.toString('hex')}'`;
  return pg.escapeLiteral(String(value));
}

/** With new ids for those that were made since, so that a row that is there already can be written once more. */
function renewed(value: unknown, since: number, organizationId: string): unknown {
  if (typeof value !== 'string') return value;
  return value.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
    const made = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
    return made >= since && id !== organizationId ? newId() : id;
  });
}
