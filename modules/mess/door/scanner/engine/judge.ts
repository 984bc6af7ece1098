import { subjectKind, verifyToken } from '../../../../../kernel/credentials/contract.ts';
import { formatOf, parseCode, untilOf } from '../../../codes/changing-token.rule.ts';
import { type MealCode, type Slot, slotAt } from '../../../meals/slot.rule.ts';
import { STUDENT } from '../../../names.ts';
import { type EatReason, mayEat } from '../../may-eat.rule.ts';
import type { OpenRoster } from './roster.ts';
import type { DoorState, Role, Session } from './types.ts';

/** A verdict without a network. `slot`: the key under which the phone remembers who was served. */
export type Judged = {
  allowed: boolean;
  reason: EatReason | 'stale_roster' | 'cannot_check' | null;
  studentId: string | null;
  slot: Slot;
};

/** The meal and day at an instant, by the roster's meals and zone. */
export function rosterSlot({ kept: { roster } }: OpenRoster, at: Date): Slot {
  const meals = roster.meals.map((meal) => ({ ...meal, code: meal.code as MealCode, active: true }));
  return slotAt(meals, roster.time_zone, at);
}

/** The roster's age by the server's clock, and whether it is past what the office allows this device. */
export function rosterAge({ kept }: OpenRoster, now: number): { minutes: number; stale: boolean } {
  const minutes = Math.max(0, Math.floor((now - kept.madeAt) / 60_000));
  return { minutes, stale: minutes >= kept.roster.stale_minutes };
}

/**
 * What a page shows about the roster: its age, whether the office lets this phone admit by hand, the current meal, and
 * how many it served.
 */
export async function rosterShown(
  roster: OpenRoster | null,
  session: Session,
  now: number,
  countOf: (slot: string) => Promise<number>,
): Promise<Pick<DoorState, 'roster' | 'byHand' | 'meal'>> {
  if (!roster) return { roster: null, byHand: session.entered.scanner.role === 'supervisor', meal: null };
  const { madeAt, roster: kept } = roster.kept;
  const slot = rosterSlot(roster, new Date(now));
  const found = kept.meals.find(({ id }) => id === slot.meal?.id);
  const served = found ? await countOf(`${slot.serviceOn} ${found.id}`) : 0;
  return {
    byHand: kept.by_hand,
    roster: { madeAt, count: kept.count, stale: rosterAge(roster, now).stale, policy: kept.stale_policy },
    meal: found ? { name: found.name, starts: found.starts, ends: found.ends, served } : null,
  };
}

/** What the phone knows beside the roster: who was served since. */
export type ServedHere = (studentId: string, slot: Slot) => Promise<boolean>;

/**
 * May the student with this code eat: `mayEat` over the roster, as the server does it over its tables. A code that the
 * roster doesn't hold (an older one, a revoked one, a student approved since) is a bad code. `cannot_check`: this
 * browser can't check signatures, or only the server can check this server's codes; there is no verdict.
 */
export async function judgeOffline(
  qr: string,
  roster: OpenRoster,
  role: Role,
  now: Date,
  servedHere: ServedHere,
): Promise<Judged> {
  const { kept } = roster;
  const slot = rosterSlot(roster, now);
  const refused = (reason: Judged['reason'], studentId: string | null = null): Judged => ({
    allowed: false,
    reason,
    studentId,
    slot,
  });
  if (roster.keys.length === 0) return refused('cannot_check');
  let checked: Awaited<ReturnType<typeof verifyToken>>;
  try {
    checked = await verifyToken(qr, roster.keys, formatOf(qr));
  } catch {
    // Browsers without Ed25519 throw here; the code may be good.
    return refused('cannot_check');
  }
  const claims = checked.ok && checked.data.kind === kept.roster.subject_kind ? checked.data : null;
  const codeUntil = claims && untilOf(claims);
  const entry = claims && (await roster.find(claims.subjectId, claims.version));
  const day = kept.roster.days.indexOf(slot.serviceOn);
  const facts = entry?.days[day];
  // Days outside the roster are unknown.
  if (claims && entry && !facts) return refused('stale_roster', claims.subjectId);
  const today = [{ from: slot.serviceOn, to: slot.serviceOn }];
  const meal = kept.roster.meals.findIndex(({ id }) => id === slot.meal?.id);
  const verdict = mayEat(
    {
      // A fixed code is worthless for a student with a changing code.
      codeGood: entry !== null && (!entry.changing || codeUntil !== null),
      codeUntil,
      codeRevoked: false,
      state: entry?.state ?? null,
      paidDays: facts?.paid ? today : [],
      cutDays: facts?.cut ? today : [],
      closedDays: kept.roster.closures.map(({ on, meal_id }) => ({ from: on, to: on, mealId: meal_id })),
      served:
        (facts?.served.includes(meal) ?? false) || (claims !== null && (await servedHere(claims.subjectId, slot))),
    },
    slot,
    now,
  );
  if (!verdict.ok) return refused(verdict.reason, claims?.subjectId ?? null);
  const policy = kept.roster.stale_policy;
  const forbidden = policy === 'refuse' || (policy === 'supervisor' && role !== 'supervisor');
  if (forbidden && rosterAge(roster, now.getTime()).stale) return refused('stale_roster', claims?.subjectId ?? null);
  return { allowed: true, reason: null, studentId: claims?.subjectId ?? null, slot };
}

const KIND = subjectKind(STUDENT);

/**
 * Whether a text can be a complete student's code, by its length, alphabet and type bytes: not the end of one, and no
 * poster's code. Whether the code is good is checked later.
 */
export function isStudentCode(text: string): boolean {
  return parseCode(text)?.kind === KIND;
}

/** The student of a code, as far as it can be read without checking it. */
export function subjectOf(qr: string): string | null {
  return parseCode(qr)?.subjectId ?? null;
}
