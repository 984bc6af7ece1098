import { verify } from 'node:crypto';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import {
  isTimeUnknown,
  type TimeFault,
  timeFault,
  trueTime,
  type UploadTimes,
} from '../../../kernel/scanner/contract.ts';
import { cachedMeals } from '../meals/meals-now.query.ts';
import type { Slot } from '../meals/slot.rule.ts';
import type { QueuedScan, SettleReason } from './contract.ts';
import type { FactsRow } from './facts.query.ts';
import { judge, kindOf, readCode, type Shown } from './judge.ts';
import { slotNow } from './meals.ts';
import { openSealed } from './queue-key.ts';
import { signedText } from './queued-scan.rule.ts';

/** A queued scan with everything that is known without the database. */
export type Understood = {
  scan: QueuedScan;
  at: Date;
  slot: Slot;
  /** the meal that it counts for: the one that was on, otherwise the one that the device named */
  mealId: string | null;
  /** what was read, if it can be known */
  code: string | null;
  shown: Shown | null;
  /** see FACTS */
  changes: boolean | null;
  signed: boolean;
  fault: TimeFault | null;
};

/** The device's data that its queue is judged by. */
export type QueueDevice = {
  id: string;
  /** null: it has no key, so nothing that it uploads is signed */
  key: Parameters<typeof verify>[2] | null;
  /** may admit by hand */
  byHand: boolean;
};

/**
 * Finds the time of a queued scan and reads its code and signature. A scan whose time can't be known is stored at its
 * arrival, where the office finds it, and belongs to no meal.
 */
export async function understand(
  ctx: Ctx,
  device: QueueDevice,
  scan: QueuedScan,
  times: UploadTimes,
): Promise<Understood> {
  const fault = timeFault(new Date(scan.device_at), times);
  const unknown = isTimeUnknown(fault);
  const skewMs = times.now.getTime() - times.sentAt.getTime();
  const at = unknown ? times.now : trueTime(new Date(scan.device_at), skewMs, times.now);
  const { seq, nonce, device_at, sealed } = scan;
  const place = { device: device.id, seq, nonce, device_at };
  const code = sealed === undefined ? (scan.qr ?? null) : await openSealed(ctx, sealed, place);
  const [now, meals, shown] = await Promise.all([
    slotNow(ctx, at),
    cachedMeals(ctx),
    code ? readCode(ctx, code) : null,
  ]);
  const slot = unknown ? { ...now, meal: null } : now;
  const named = scan.meal ? meals.find((meal) => meal.code === scan.meal?.toLowerCase()) : undefined;
  const signature = Buffer.from(scan.signature, 'base64url');
  const text = Buffer.from(signedText(device.id, scan));
  const signed = device.key !== null && verify('sha256', text, device.key, signature);
  const changes = await kindOf(ctx, shown);
  const mealId = unknown ? null : (slot.meal?.id ?? named?.id ?? null);
  return { scan, at, slot, mealId, code, shown, changes, signed, fault };
}

/** Whether a code was shown, even one that can't be read. */
const hasCode = ({ qr, sealed }: QueuedScan) => (sealed ?? qr ?? '') !== '';

/** The student of a queued scan: by the code, or chosen by hand by a supervisor. */
export function studentOf({ scan, shown }: Understood): string | null {
  return shown?.studentId ?? (hasCode(scan) ? null : (scan.student_id ?? null));
}

export type Judged = { settle: SettleReason | null; serve: boolean };

/**
 * Judges a scan that was allowed at the door without the server. The student has eaten, so the service counts unless
 * there is one already or the student is unknown, and the desk checks what the rule would have refused. Until a person
 * decides, these serve nobody: a scan that the device did not sign, a time at which it could not have scanned or that
 * is too long ago, and admitting by hand on a device that may not.
 */
export function judgeQueued(
  device: Pick<QueueDevice, 'byHand'>,
  scan: Understood,
  student: FactsRow | undefined,
  served: boolean,
): Judged {
  const { allowed, by_hand_reason } = scan.scan;
  if (!allowed) return { settle: null, serve: false };
  if (!scan.signed) return { settle: 'bad_signature', serve: false };
  if (scan.fault) return { settle: scan.fault, serve: false };
  const byHand = device.byHand && by_hand_reason !== undefined;
  if (!hasCode(scan.scan) && !byHand) return { settle: 'by_hand', serve: false };
  const facts = student ?? null;
  if (served || facts?.served) return { settle: 'already_served', serve: false };
  const reason = judge(facts, scan.slot, scan.at, scan.shown?.until ?? null);
  return { settle: byHand && facts ? null : reason, serve: facts !== null && scan.mealId !== null };
}
