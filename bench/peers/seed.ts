/**
 * Fills a data folder with the data set that the outside driver knows by its formulas, and writes `seed.json` with what
 * a driver needs: session, device token, codes, raffles. Our own measurements are seeded by it too (`../stage.ts`).
 * Environment: DATA (the folder), CUSTOMERS, BILLS, SCANS, FOLD (how many students stand for one of the data set), ROWS:
 * `none` makes an organization with empty lists; `only` adds the rows to it, also while its server runs, and leaves
 * them unanalyzed as on a first day.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { cookieOf, found, generatePassword } from '../../kernel/auth/index.ts';
import { readConfig } from '../../kernel/config/index.ts';
import { tokenFor } from '../../kernel/credentials/index.ts';
import type { Ctx } from '../../kernel/ctx/index.ts';
import { addDevice, setUpDevice } from '../../kernel/devices/index.ts';
import { findRunningPostgres, startEmbeddedPostgres } from '../../kernel/embedded-postgres/index.ts';
import { newId } from '../../kernel/lib/ids.ts';
import type { Result } from '../../kernel/lib/result.ts';
import { addDays, dayIn } from '../../kernel/lib/time.ts';
import { createLogger } from '../../kernel/observability/index.ts';
import { createExhibition } from '../../modules/exhibition/exhibitions/save-exhibition.action.ts';
import { createCycle } from '../../modules/mess/cycles/save-cycle.action.ts';
import { saveMeals } from '../../modules/mess/meals/save-meals.action.ts';
import { registerStudent } from '../../modules/mess/students/register-student.action.ts';
import { createRaffle } from '../../modules/raffle/raffles/save-raffle.action.ts';
import { openApp } from '../../server/app.ts';
import { fill, type Size, superuser } from './rows.ts';

/** What `seed.json` has. */
export type Seed = Awaited<ReturnType<typeof layGround>> & Awaited<ReturnType<typeof codesOf>>;

const dataDir = process.env.DATA ?? '';
if (!dataDir) throw new Error('DATA names the folder to fill');
const { ROWS = 'all', CUSTOMERS = 1000, BILLS = 3000, SCANS = 100_000, FOLD = 30 } = process.env;
const size: Size = {
  customers: Number(CUSTOMERS),
  bills: Number(BILLS),
  students: 5000,
  fold: Number(FOLD),
  scans: Number(SCANS),
};
/** Forty raffles of 10,000 numbers, and one of 500 that is sold out. */
const RAFFLES = 41;
const DAY_MS = 8.64e7;

// Makes the key of a new folder; beside a database none is made any more.
readConfig({ DATA_DIR: dataDir });
const postgres = findRunningPostgres(dataDir) ?? (await startEmbeddedPostgres({ dataDir }));
const config = readConfig({ DATA_DIR: dataDir, DATABASE_URL: postgres.connectionString });
const app = await openApp({ config, log: createLogger('warn'), role: 'web' });
const file = join(dataDir, 'seed.json');
const ground: Awaited<ReturnType<typeof layGround>> =
  ROWS === 'only' ? JSON.parse(readFileSync(file, 'utf8')) : await layGround();
let codes: Awaited<ReturnType<typeof codesOf>> = { codes: [], old: [] };
if (ROWS !== 'none') {
  const { organization: organizationId, exhibition: exhibitionId, cycle: cycleId, today } = ground;
  const admin = await superuser(postgres);
  await fill(admin, { organizationId, exhibitionId, cycleId, today, size }, ROWS === 'all');
  codes = await codesOf(admin);
  await admin.end();
}
writeFileSync(file, JSON.stringify({ ...ground, ...codes } satisfies Seed));
await app.close();
await postgres.stop();

async function layGround() {
  const owner = { name: 'Bench', email: 'bench@example.org', password: generatePassword() };
  const founded = must(
    await found(app.ctxFor(null, 'seed'), {
      owner,
      organization: {
        name: 'Bench',
        country: 'IN',
        timeZone: process.env.ZONE ?? 'Asia/Kolkata',
        currency: 'INR',
        language: 'en',
        modules: ['exhibition', 'raffle', 'mess'],
      },
    }),
  );
  const { organization } = founded;
  const actor = { kind: 'user', ...founded.owner, role: 'owner' } as const;
  const ctx: Ctx = { ...app.ctxFor(organization, 'seed'), actor };
  const today = dayIn(organization.timeZone, new Date());
  const session = {
    id: newId(),
    token: newId(),
    userId: founded.owner.id,
    expiresAt: new Date(Date.now() + 7 * DAY_MS),
  };
  await app.boot.database.system
    .insertInto('auth_session')
    .values({
      id: session.id,
      user_id: session.userId,
      token: session.token,
      active_organization_id: organization.id,
      expires_at: session.expiresAt,
    })
    .execute();
  const dates = { starts_on: addDays(today, -10), ends_on: addDays(today, 20) };
  const exhibition = must(
    await createExhibition(ctx, { name: 'Bench', prefix: 'B', starts_on: today, ends_on: today }),
  );
  must(await saveMeals(ctx, [{ code: 'lunch', name: 'Lunch', starts: '00:00', ends: '23:59', active: true }]));
  const cycle = must(await createCycle(ctx, { name: 'Bench', ...dates, price: '55' }));
  // One device that keeps a token, for requests, and one that waits for a phone.
  const gate = must(await addDevice(ctx, { kind: 'mess.supervisor', name: 'Gate 1' }));
  const { token } = must(await setUpDevice(ctx, gate.device.id, { code: gate.code }));
  const { code: phoneCode } = must(await addDevice(ctx, { kind: 'mess.supervisor', name: 'Gate 2' }));
  // Who has not paid, for the first scans of an empty mess.
  const pupil = must(await registerStudent(ctx, { name: 'Student 0', roll_number: 'Z', approve: true }));
  const raffles: string[] = [];
  for (let n = 1; n <= RAFFLES; n++) {
    const last_number = n === RAFFLES ? 500 : 10_000;
    const raffle = must(
      await createRaffle(ctx, { title: `Raffle ${n}`, ticket_price: '2.50', last_number, active: true, pay_to: 'UPI' }),
    );
    raffles.push(raffle.id);
  }
  return {
    organization: organization.id,
    tenant: organization,
    actor,
    today,
    exhibition: exhibition.id,
    cycle: cycle.id,
    cookie: cookieOf(app.boot.services.auth, session),
    owner,
    gate: { id: gate.device.id, name: gate.device.name },
    secret: token as string,
    phoneCode,
    unpaid: pupil.qr as string,
    raffles,
  };
}

/** The codes of all students, and earlier ones of the data set's. */
async function codesOf(admin: pg.Client): Promise<{ codes: string[]; old: string[] }> {
  const ctx = app.ctxFor(ground.tenant, 'seed');
  const { rows: students } = await admin.query<{ id: string; version: number }>(
    `select s.id, c.version from mess_student s
       join credential c on c.organization_id = s.organization_id and c.subject_id = s.id
     where s.roll_number like 'R%' order by s.roll_number`,
  );
  const codeOf = (subjectId: string, version: number) =>
    tokenFor(ctx, { subjectType: 'mess.student', subjectId, version });
  const codes: string[] = [];
  const old: string[] = [];
  for (const [index, { id, version }] of students.entries()) {
    codes.push(await codeOf(id, version));
    if (index < size.students) old.push(await codeOf(id, version - 1));
  }
  return { codes, old };
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.code} ${JSON.stringify(result.detail ?? {})}`);
  return result.data;
}
