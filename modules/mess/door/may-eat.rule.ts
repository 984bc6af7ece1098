import { type ClosedDays, type DayRange, holds } from '../calendar/days.rule.ts';
import { isShownNow } from '../codes/changing-code.rule.ts';
import type { Slot } from '../meals/slot.rule.ts';
import type { StudentState } from '../students/student-states.rule.ts';

/**
 * Why a student may not eat, in rank order: the first that applies is given. Reasons about the code or the person come
 * before "already used".
 */
export const EAT_REASONS = [
  'bad_code',
  'revoked',
  'not_approved',
  'not_paid',
  'on_cut',
  'closed',
  'no_meal_now',
  'already_served',
] as const;
export type EatReason = (typeof EAT_REASONS)[number];

export type EatVerdict = { ok: true } | { ok: false; reason: EatReason };

/** Everything the rule needs about the student who shows a code. Days are service days. */
export type EatFacts = {
  /** signature, organization, kind and version are right, and there is such a student */
  codeGood: boolean;
  /** the end of a changing code, which is invalid from then on and before its own time; null: it doesn't change */
  codeUntil: Date | null;
  /** the code was revoked: lost, copied, the student left */
  codeRevoked: boolean;
  state: StudentState | null;
  /** the cycle that is paid for, or the days of grace */
  paidDays: readonly DayRange[];
  cutDays: readonly DayRange[];
  closedDays: readonly ClosedDays[];
  /** this meal of this service day was served already */
  served: boolean;
};

/**
 * Whether a student may eat now: the one rule of the door, on the server and in the scanner without a network.
 * @param slot what `slotAt` says of `now`; with no meal on, its day is today
 */
export function mayEat(facts: EatFacts, slot: Slot, now: Date): EatVerdict {
  const no = (reason: EatReason): EatVerdict => ({ ok: false, reason });
  const today = (days: DayRange) => holds(days, slot.serviceOn);
  const meal = slot.meal?.id ?? null;
  if (!facts.codeGood || (facts.codeUntil && !isShownNow(facts.codeUntil, now))) return no('bad_code');
  if (facts.codeRevoked) return no('revoked');
  if (facts.state !== 'approved') return no('not_approved');
  if (!facts.paidDays.some(today)) return no('not_paid');
  if (facts.cutDays.some(today)) return no('on_cut');
  if (facts.closedDays.some((days) => today(days) && (days.mealId === null || days.mealId === meal)))
    return no('closed');
  if (!slot.meal) return no('no_meal_now');
  return facts.served ? no('already_served') : { ok: true };
}
