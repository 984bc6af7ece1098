/** What is queued and what is shown of a scan, put together. */

import type { ScanAnswer } from '../../contract.ts';
import type { SignedScan } from '../../queued-scan.rule.ts';
import { type SealedFor, sealCode } from '../../sealed-code.rule.ts';
import { shownReason } from '../../shown-reason.rule.ts';
import { type Judged, rosterSlot } from './judge.ts';
import type { OpenRoster } from './roster.ts';
import type { Role, Verdict } from './types.ts';

/** What the server said. `nonce`: of this reading of a code, or of this admission. */
export function answeredVerdict(answer: ScanAnswer, nonce: string): Verdict {
  return {
    nonce,
    allowed: answer.allowed,
    reason: answer.reason,
    student: answer.student,
    studentId: answer.student?.id ?? null,
    meal: answer.meal?.name ?? null,
    served: answer.meal ? answer.served_today : null,
    offline: false,
    byHand: answer.by_hand,
  };
}

/** What this phone said by itself. Without any roster it can say nothing but that. */
export function ownVerdict(
  judged: Judged | null,
  nonce: string,
  role: Role,
  meal: string | null,
  served: number | null,
  byHand: boolean,
): Verdict {
  return {
    nonce,
    allowed: judged?.allowed ?? false,
    reason: shownReason(judged ? judged.reason : 'stale_roster', role),
    student: null,
    studentId: judged?.studentId ?? null,
    meal,
    served,
    offline: true,
    byHand,
  };
}

/** What was before the scanner: a code that was read, or somebody whom a supervisor let in. */
export type Shown = { code?: string; student_id?: string; by_hand_reason?: string };

/**
 * A verdict of this phone as it goes into the queue, before its signature: with the code sealed, so that the queue
 * prints nothing.
 */
export async function scanToQueue(
  judged: Judged | null,
  place: SealedFor,
  { code, ...byHand }: Shown,
  roster: OpenRoster | null,
): Promise<SignedScan> {
  const { device: _, ...where } = place;
  const reason = judged ? judged.reason : 'stale_roster';
  // Without a roster there is no key, and nobody was let in: that alone is kept.
  const sealed = code && roster ? await sealCode(code, roster.kept.roster.seal_key, place) : undefined;
  return {
    ...where,
    ...(judged?.slot.meal && { meal: judged.slot.meal.code }),
    allowed: judged?.allowed ?? false,
    // That this browser can't check is no reason of the wire's: without one, the server reads that there was no roster
    // to judge by.
    ...(reason && reason !== 'cannot_check' && { reason }),
    ...byHand,
    ...(sealed && { sealed }),
  };
}

/** Two things a hand can't change, here as on the server: there is a meal on, and nobody is served it twice. */
export async function judgeByHand(
  roster: OpenRoster | null,
  at: Date,
  studentId: string,
  servedHere: (key: string) => Promise<boolean>,
): Promise<Judged | null> {
  if (!roster) return null;
  const slot = rosterSlot(roster, at);
  if (!slot.meal) return { allowed: false, reason: 'no_meal_now', studentId, slot };
  const again = await servedHere(`${slot.serviceOn} ${slot.meal.id} ${studentId}`);
  return { allowed: !again, reason: again ? 'already_served' : null, studentId, slot };
}
