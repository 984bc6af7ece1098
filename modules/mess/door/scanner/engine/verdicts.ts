/** Builds what is queued and what is shown of a scan. */

import { signText } from '../../../../../kernel/scanner/public/engine.ts';
import type { QueuedScan, ScanAnswer } from '../../contract.ts';
import { type SignedScan, signedText } from '../../queued-scan.rule.ts';
import { type SealedFor, sealCode } from '../../sealed-code.rule.ts';
import { shownReason } from '../../shown-reason.rule.ts';
import { type Judged, rosterSlot } from './judge.ts';
import type { OpenRoster } from './roster.ts';
import type { Role, Verdict } from './types.ts';

/** The server's verdict. `nonce`: of this reading of a code, or of this admission. */
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

/** This phone's own verdict. Without a roster, its only verdict is that it has none. */
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

/** The subject of a scan: a code that was read, or a student whom a supervisor admitted. */
export type Shown = { code?: string; student_id?: string; by_hand_reason?: string };

/**
 * This phone's verdict as a queue entry, before its signature, with the code encrypted so that the queue reveals none.
 */
export async function scanToQueue(
  judged: Judged | null,
  place: SealedFor,
  { code, ...byHand }: Shown,
  roster: OpenRoster | null,
): Promise<SignedScan> {
  const { device: _, ...where } = place;
  const reason = judged ? judged.reason : 'stale_roster';
  // Without a roster there is no key to encrypt with, and nobody was admitted, so the code is not stored.
  const sealed = code && roster ? await sealCode(code, roster.kept.roster.seal_key, place) : undefined;
  return {
    ...where,
    ...(judged?.slot.meal && { meal: judged.slot.meal.code }),
    allowed: judged?.allowed ?? false,
    // `cannot_check` is not in the API. Without a reason, the server understands that there was no roster to judge by.
    ...(reason && reason !== 'cannot_check' && { reason }),
    ...byHand,
    ...(sealed && { sealed }),
  };
}

/**
 * Two refusals that admitting by hand can't override, as on the server: no meal is on, or the student was already
 * served.
 */
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

/** The scan with this phone's signature, as the queue stores it. */
export async function sign(keys: CryptoKeyPair, deviceId: string, scan: SignedScan): Promise<QueuedScan> {
  const signature = await signText(keys, signedText(deviceId, scan));
  return { ...(scan as Omit<QueuedScan, 'signature'>), signature };
}
