import { generateKeyPairSync } from 'node:crypto';
import { type Ctx, orgOf } from '../../kernel/ctx/index.ts';
import { insertOnce } from '../../kernel/db/index.ts';
import { addDevice, revokeDevice, setUpDevice } from '../../kernel/devices/index.ts';
import { newId } from '../../kernel/lib/ids.ts';
import type { Result } from '../../kernel/lib/result.ts';
import { type DayRange, holds, minuteOf, plusDays } from './calendar/days.rule.ts';
import { weekdayOf } from './cook-count/cook-count.rule.ts';
import { keepCounts } from './cook-count/keep-counts.action.ts';
import { changeScanner } from './door/change-scanner.action.ts';
import type { EatReason } from './door/may-eat.rule.ts';
import { noteRoster } from './door/note-roster.action.ts';
import { SCANNER, SUPERVISOR } from './door/scanner-kinds.rule.ts';
import { settleScan } from './door/settle-scan.action.ts';
import type { Meal } from './meals/contract.ts';

/** A student's data for the demo's scans. */
export type DemoEater = { id: string; paid: DayRange[]; cuts: DayRange[] };
type Demo = { services: Ctx; today: string; meals: Meal[]; eaters: DemoEater[]; closed: string[]; charge: string };
type Door = { id: string; name: string };

/** Four weeks: enough for shares by weekday, and for a month of the cook count's error. */
const DAYS = 28;
/** How many of those who may eat come, on a working day and on a Sunday. */
const HABITS: Record<string, [number, number]> = {
  breakfast: [0.66, 0.4],
  lunch: [0.9, 0.72],
  snacks: [0.58, 0.5],
  dinner: [0.84, 0.7],
};

/**
 * Four weeks of scanning: scanners, scans of every kind, offline evenings with their settlement, and each evening's
 * count.
 */
export async function seedDoor(demo: Demo): Promise<void> {
  const { services, today } = demo;
  const [gate1, gate2, warden] = await openDoors(demo);
  const lines = demoScans(demo, gate1, gate2, warden);
  await write(services, lines);
  const open = lines.filter(({ settle }) => settle);
  const decided = (days: number) => clocked(services, plusDays(today, -days), 11 * 60);
  const [first, second] = open;
  const note = 'Both doors were without a network, and the plates were small';
  if (first) must(await settleScan(decided(6), first.id, { decision: 'waived', note }));
  if (second) must(await settleScan(decided(6), second.id, { decision: 'charged', amount: demo.charge }));
  // After the cut-off, as the job does each evening.
  for (let back = DAYS; back >= 1; back--)
    must(await keepCounts(clocked(services, plusDays(today, -back), 23 * 60 + 5)));
}

/** The server's context at a minute of a day in local time, or now if that is still to come. */
export function clocked(services: Ctx, day: string, minute: number): Ctx {
  const now = services.clock.now();
  const at = instant(services, day, minute);
  return { ...services, clock: { now: () => (at < now ? at : now) } };
}

function instant(services: Ctx, day: string, minute: number): Date {
  const midnight = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: orgOf(services).timeZone });
  return new Date(midnight.add({ minutes: minute }).epochMilliseconds);
}

async function openDoors({ services, today }: Demo): Promise<[Door, Door, Door]> {
  const began = clocked(services, plusDays(today, -DAYS - 1), 9 * 60);
  const valid_until = instant(services, plusDays(today, 60), 0).toISOString();
  const open = async (name: string, kind: string): Promise<Door> => {
    const { device, code } = must(await addDevice(began, { kind, name, valid_until }));
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const public_key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64url');
    must(await setUpDevice(began, device.id, { code, public_key }));
    return { id: device.id, name };
  };
  const gate1 = await open('Gate 1', SCANNER);
  const gate2 = await open('Gate 2', SCANNER);
  const warden = await open('Warden’s phone', SUPERVISOR);
  const lost = await open('Evening helper', SCANNER);
  must(await revokeDevice(clocked(services, plusDays(today, -5), 18 * 60), lost.id));
  // The garden gate has had no network since yesterday, so that the demo shows an old roster.
  const now = services.clock.now().getTime();
  for (const [{ id }, minutes] of [
    [gate1, 4],
    [gate2, 19 * 60],
    [warden, 35],
  ] as const)
    await noteRoster(
      { ...services, clock: { now: () => new Date(now - minutes * 60_000) } },
      { id, by_hand: id === warden.id },
    );
  must(await changeScanner(began, gate2.id, { stale_policy: 'supervisor', stale_minutes: 720 }));
  return [gate1, gate2, warden];
}

type Line = ReturnType<typeof lineOf>;
type What = {
  student: string | null;
  meal: Meal | null;
  day: string;
  at: Date;
  reason?: EatReason;
  byHand?: string;
  offline?: { seq: number; handedIn: Date; settle?: EatReason };
};

function lineOf(gate: Door, { student, meal, day, at, reason, byHand, offline }: What) {
  const id = newId(at.getTime());
  return {
    id,
    nonce: `demo-${id}`,
    device_id: gate.id,
    device_name: gate.name,
    at,
    device_at: offline ? at : null,
    received_at: offline?.handedIn ?? at,
    seq: offline?.seq ?? null,
    offline: offline !== undefined,
    student_id: student,
    meal_id: meal?.id ?? null,
    service_on: day,
    allowed: reason === undefined,
    reason: reason ?? null,
    by_hand_reason: byHand ?? null,
    settle: offline?.settle ?? null,
  };
}

/**
 * A number between 0 and 1 that depends only on the text, so the demo is the same at each first start while meals
 * differ.
 */
function chance(...words: (string | number)[]): number {
  let hash = 2_166_136_261;
  for (const sign of words.join(' ')) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

function demoScans({ services, today, meals, eaters, closed }: Demo, gate1: Door, gate2: Door, warden: Door): Line[] {
  const now = services.clock.now();
  const lines: Line[] = [];
  for (let back = DAYS; back >= 0; back--) {
    const day = plusDays(today, -back);
    if (closed.includes(day)) continue;
    for (const meal of meals) {
      const starts = minuteOf(meal.starts);
      const length = Math.min((minuteOf(meal.ends) - starts + 1440) % 1440, 170);
      const cutOffNet = meal.code === 'dinner' && back % 7 === 3;
      const opens = instant(services, day, starts).getTime();
      const handedIn = instant(services, day, starts + length + 45);
      const share = HABITS[meal.code]?.[weekdayOf(day) === 0 ? 1 : 0] ?? 0.7;
      // Some days are better than others: a feast, rain, an examination.
      const mood = 0.94 + 0.12 * chance('mood', day, meal.code);
      let seq = back * 100;
      for (const [i, eater] of eaters.entries()) {
        const odds = chance(i, day, meal.code);
        const early = (chance('early', i, day) + chance('when', i, meal.code, day)) / 2;
        const at = new Date(opens + Math.round((2 + early * (length - 6)) * 60) * 1000);
        if (at > now) continue;
        const gate = i % 3 === 0 ? gate2 : gate1;
        const who = { student: eater.id, meal, day, at };
        if (!eater.paid.some((days) => holds(days, day))) {
          if (odds < 0.05) lines.push(lineOf(gate, { ...who, reason: 'not_paid' }));
        } else if (eater.cuts.some((days) => holds(days, day))) {
          if (odds < 0.03) lines.push(lineOf(gate, { ...who, reason: 'on_cut' }));
        } else if (odds < share * mood) {
          if (odds < 0.004) lines.push(lineOf(warden, { ...who, byHand: 'Phone was empty; known to me' }));
          else if (!(cutOffNet && gate === gate2)) lines.push(lineOf(gate, who));
          else lines.push(lineOf(gate, { ...who, offline: { seq: ++seq, handedIn } }));
          const later = new Date(at.getTime() + (6 + odds * 20) * 60_000);
          if (cutOffNet && gate === gate1 && odds < 0.09 && later < now)
            lines.push(
              lineOf(gate2, { ...who, at: later, offline: { seq: ++seq, handedIn, settle: 'already_served' } }),
            );
          else if (odds > 0.45 && odds < 0.458 && later < now)
            lines.push(lineOf(gate, { ...who, at: later, reason: 'already_served' }));
        }
      }
      const stray = instant(services, day, starts + Math.floor(length / 2));
      if (chance('stray', day, meal.code) < 0.12 && stray < now)
        lines.push(lineOf(gate1, { student: null, meal, day, at: stray, reason: 'bad_code' }));
    }
  }
  return lines.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Below the database's 65,535 parameters of a statement. */
const CHUNK = 1000;

/** Writes straight into the tables: the API would need some five thousand requests. */
async function write(services: Ctx, lines: Line[]): Promise<void> {
  const organization_id = orgOf(services).id;
  for (let from = 0; from < lines.length; from += CHUNK) {
    const chunk = lines.slice(from, from + CHUNK);
    const scans = chunk.map((line) => ({ organization_id, ...line }));
    await insertOnce(services.db, 'mess_scan', ['nonce'], scans);
    const served = chunk.flatMap(({ id, at, student_id, meal_id, service_on, allowed, settle }) =>
      allowed && settle !== 'already_served' && student_id && meal_id
        ? [{ organization_id, student_id, meal_id, service_on, scan_id: id, at, notify: false }]
        : [],
    );
    if (served.length > 0) await services.db.insertInto('mess_service').values(served).execute();
  }
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`the demo's door: ${result.code} ${JSON.stringify(result.detail ?? {})}`);
  return result.data;
}
