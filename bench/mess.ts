/**
 * How fast scans at the mess's door are answered: `node bench/mess.ts [--students=5000] [--scans=1000000]
 * [--clients=16] [--rounds=5] [--rate=300] [--role=web]`.
 *
 * First the decisions of a phone by its roster without a network. Then scans at a fixed rate, whatever the answers
 * take; then at full speed, over HTTP and bare: the scan's own statement, and the several statements that one would
 * write without it, both through the plain driver. Each round serves every student once.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { orgOf } from '../kernel/ctx/index.ts';
import { newId } from '../kernel/lib/ids.ts';
import type { Student } from '../modules/mess/contract.ts';
import { scan } from '../modules/mess/door/scan.ts';
import { judgeOffline } from '../modules/mess/door/scanner/engine/judge.ts';
import { OpenRoster, unpack } from '../modules/mess/door/scanner/engine/roster.ts';
import { openConnections, record, repeater, send } from './bare.ts';
import { median, tell } from './load.ts';
import { openHostel } from './mess-ground.ts';
import { openStage } from './stage.ts';

const { values } = parseArgs({
  options: {
    students: { type: 'string', default: '5000' },
    scans: { type: 'string', default: '1000000' },
    clients: { type: 'string', default: '16' },
    rounds: { type: 'string', default: '5' },
    rate: { type: 'string', default: '300' },
    role: { type: 'string', default: 'web' },
  },
});
const [clients, rounds, rate] = [Number(values.clients), Number(values.rounds), Number(values.rate)];

/** Rounds: compiling and filling the caches takes about two. */
const WARM_UP = 2;

type Once = (client: number, student: Student) => Promise<unknown>;

const stage = await openStage(values.role === 'all' ? 'all' : 'web');
const { ctx } = stage;
const organizationId = orgOf(ctx).id;
const hostel = await openHostel(ctx, stage.adminUrl, Number(values.students), Number(values.scans));
const headers = { authorization: `Bearer ${hostel.token}` };
try {
  await roster();
  const lines = await stage.lines(64, headers);
  const over: Once = (client, { qr }) =>
    (lines[client] as (typeof lines)[number]).post('/api/v1/scanner/scan', JSON.stringify({ qr, nonce: newId() }));
  await flatOut('over HTTP', over);
  await atRate(over, lines.length);
  for (const line of lines) line.close();
  const connections = await openConnections(stage.databaseUrl, clients);
  // Their current_date is in the hostel's zone, as for the scan.
  await Promise.all(connections.map((one) => one.query(`set time zone '${orgOf(ctx).timeZone}'`)));
  const connection = (client: number) => connections[client] as pg.Client;
  const bare = await bareStatement();
  await flatOut('bare, its statement', (client, student) => send(connection(client), bare(student), 'write'));
  await flatOut('bare, several statements', (client, student) => severally(connection(client), student));
  await Promise.all(connections.map((one) => one.end()));
} finally {
  await hostel.close();
  await stage.close();
}
process.exit(0);

async function roster(): Promise<void> {
  const [line] = await stage.lines(1, headers);
  if (!line) return;
  const times: number[] = [];
  let answer = '';
  for (let i = 0; i < 5; i++) {
    const from = performance.now();
    answer = await line.get('/api/v1/scanner/roster');
    times.push(performance.now() - from);
  }
  const roster = new OpenRoster(unpack(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)).data, '"bench"'));
  const decisions: number[] = [];
  for (const { qr } of hostel.pupils) {
    const from = performance.now();
    const { allowed } = await judgeOffline(qr as string, roster, 'steward', new Date(), async () => false);
    decisions.push(performance.now() - from);
    if (!allowed) throw new Error('a measurement of refusals would be none');
  }
  tell('offline decision, by that roster', decisions, `${decisions.length} codes`);
  tell(`roster of ${values.students}`, times, `${(answer.length / 1000).toFixed(0)} kB as it is sent`);
  line.close();
}

/** Every student once, `clients` at a time, in each round. */
async function flatOut(what: string, once: Once): Promise<void> {
  const rates: number[] = [];
  const times: number[] = [];
  const cpu: { server: number; database: number }[] = [];
  for (let round = -WARM_UP; round < rounds; round++) {
    await hostel.clear();
    const took: number[] = [];
    const before = stage.cpu();
    const began = performance.now();
    let at = 0;
    const client = async (which: number) => {
      for (let student = hostel.pupils[at++]; student; student = hostel.pupils[at++]) {
        const from = performance.now();
        await once(which, student);
        took.push(performance.now() - from);
      }
    };
    await Promise.all(Array.from({ length: clients }, (_, which) => client(which)));
    const seconds = (performance.now() - began) / 1000;
    const after = stage.cpu();
    await everybodyServed();
    if (round < 0) continue;
    rates.push(took.length / seconds);
    times.push(...took);
    cpu.push({
      server: (after.server - before.server) / took.length,
      database: (after.database - before.database) / took.length,
    });
  }
  const each = (kind: 'server' | 'database') => median(cpu.map((one) => one[kind])).toFixed(3);
  const processor = `processor ${each('server')} + ${each('database')} ms`;
  tell(`${clients} clients, ${what}`, times, `${median(rates).toFixed(0)} scans a second, ${processor}`);
}

/** A fixed rate a second, whatever the answers take: a slow answer delays no other scan. */
async function atRate(once: Once, places: number): Promise<void> {
  await hostel.clear();
  const times: number[] = [];
  const free = Array.from({ length: places }, (_, i) => i);
  const pending: Promise<void>[] = [];
  const from = performance.now();
  for (const [n, student] of hostel.pupils.entries()) {
    const due = from + (n * 1000) / rate;
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    while (free.length === 0) await sleep(1);
    const place = free.pop() as number;
    pending.push(
      once(place, student).then(() => {
        times.push(performance.now() - due);
        free.push(place);
      }),
    );
  }
  await Promise.all(pending);
  await everybodyServed();
  tell(`${rate} a second, over HTTP`, times, `${times.length} scans`);
}

/** A measurement of refusals would be worthless. */
async function everybodyServed(): Promise<void> {
  const { n } = await ctx.db
    .selectFrom('mess_service')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('told_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (values.role === 'web' && Number(n) !== hostel.pupils.length) throw new Error(`${n} were served`);
}

/** The statement that a scan sends, recorded, for another student. */
async function bareStatement(): Promise<(student: Student) => (string | object)[]> {
  await hostel.clear();
  const since = Date.now();
  let recorded = hostel.pupils[0] as Student;
  let n = 0;
  const { id, name } = hostel.scanner;
  const asScanner = { ...ctx, actor: { kind: 'device', id, name, sort: 'mess.supervisor', permissions: [] } as const };
  const statements = await record(async () => {
    recorded = hostel.pupils[n++] as Student;
    const made = await scan(asScanner, hostel.scanner, { qr: recorded.qr as string, nonce: newId() });
    if (!made.ok || !made.data.allowed) throw new Error(JSON.stringify(made));
  });
  let current = recorded.id;
  const replay = repeater(statements, since, [[recorded.id, () => current]]);
  return (student) => {
    current = student.id;
    return replay();
  };
}

/** Scanner, student, payment, days off, earlier service, then the scan and the service, as separate statements. */
async function severally(client: pg.Client, student: Student): Promise<void> {
  const org = organizationId;
  const id = newId();
  const ask = (name: string, text: string, parameters: unknown[]) => client.query({ name, text, values: parameters });
  await client.query(`begin; set local app.organization_id = '${org}'`);
  const [devices, , , , , served] = await Promise.all([
    ask('device', 'select id, name from device where organization_id = $1 and revoked_at is null limit 1', [org]),
    ask(
      'student',
      `select s.*, p.name, c.version, c.revoked_at from mess_student s join person p on p.organization_id = $1 and p.id = s.person_id
       join credential c on c.organization_id = $1 and c.subject_type = 'mess.student' and c.subject_id = s.id
       where s.organization_id = $1 and s.id = $2`,
      [org, student.id],
    ),
    ask(
      'paid',
      `select state from mess_cycle_payment m join mess_cycle y on y.organization_id = $1 and y.id = m.cycle_id
       where m.organization_id = $1 and m.student_id = $2 and current_date between y.starts_on and y.ends_on`,
      [org, student.id],
    ),
    ask(
      'cut',
      `select 1 from mess_cut where organization_id = $1 and student_id = $2 and state = 'active' and current_date between from_on and to_on`,
      [org, student.id],
    ),
    ask(
      'closure',
      `select 1 from mess_closure where organization_id = $1 and cancelled_at is null and current_date between from_on and to_on`,
      [org],
    ),
    ask(
      'service',
      `insert into mess_service (organization_id, student_id, service_on, meal_id, scan_id, at, tell)
       select $1, $2, current_date, id, $3, now(), true from mess_meal where organization_id = $1 on conflict do nothing returning meal_id`,
      [org, student.id, id],
    ),
  ]);
  const [device, meal] = [devices?.rows[0], served?.rows[0]];
  await ask(
    'scan',
    `insert into mess_scan (organization_id, id, nonce, code_hash, device_id, device_name, at, received_at, offline, student_id, meal_id, service_on, allowed)
     values ($1, $2, $3, $4, $5, $6, now(), now(), false, $7, $8, current_date, true)`,
    [org, id, newId(), createHash('sha256').update(id).digest(), device.id, device.name, student.id, meal.meal_id],
  );
  await client.query('commit');
}
