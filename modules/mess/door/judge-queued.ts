import { verify } from 'node:crypto';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import type { Slot } from '../meals/slot.rule.ts';
import type { QueuedScan, SettleReason } from './contract.ts';
import { type FactsRow, type FactsText, NOBODY, withServed } from './facts.ts';
import { judge, kindOf, readCode, type Shown } from './judge.ts';
import { doorMeals, slotNow } from './meals.ts';
import { openSealed } from './queue-key.ts';
import {
  isTimeUnknown,
  signedText,
  type TimeFault,
  timeFault,
  trueTime,
  type UploadTimes,
} from './queued-scan.rule.ts';

/** A queued scan with what can be known of it without the database. */
export type Understood = {
  scan: QueuedScan;
  at: Date;
  slot: Slot;
  /** the meal that it counts for: the one that was on, else the one the device took it for */
  mealId: string | null;
  /** what was read, where it can be known */
  code: string | null;
  shown: Shown | null;
  /** see FACTS */
  changes: boolean | null;
  signed: boolean;
  fault: TimeFault | null;
};

/** A device as far as its queue is judged. */
export type QueueDevice = {
  id: string;
  /** null: it has none, so that nothing that it hands in is signed */
  key: Parameters<typeof verify>[2] | null;
  /** may let people in by hand */
  byHand: boolean;
};

/**
 * Places a queued scan in time and reads its code and signature. One whose moment can't be known is kept under that of its arrival, where the
 * office finds it, and belongs to no meal.
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
  const [now, meals, shown] = await Promise.all([slotNow(ctx, at), doorMeals(ctx), code ? readCode(ctx, code) : null]);
  const slot = unknown ? { ...now, meal: null } : now;
  const named = scan.meal ? meals.find((meal) => meal.code === scan.meal?.toLowerCase()) : undefined;
  const signature = Buffer.from(scan.signature, 'base64url');
  const text = Buffer.from(signedText(device.id, scan));
  const signed = device.key !== null && verify('sha256', text, device.key, signature);
  const changes = await kindOf(ctx, shown);
  const mealId = unknown ? null : (slot.meal?.id ?? named?.id ?? null);
  return { scan, at, slot, mealId, code, shown, changes, signed, fault };
}

/** Whether a code was shown, be it one that can't be read. */
const hasCode = ({ qr, sealed }: QueuedScan) => (sealed ?? qr ?? '') !== '';

/** Who a queued scan is about: by its code, or chosen by hand by a supervisor. */
export function studentOf({ scan, shown }: Understood): string | null {
  return shown?.studentId ?? (hasCode(scan) ? null : (scan.student_id ?? null));
}

export type Judged = { settle: SettleReason | null; serve: boolean };

/**
 * What the server says of a scan that was allowed at the door without it. Whoever ate has eaten: the service counts unless there is one
 * already or nobody can be named, and the desk looks at what the rule would have refused. Nobody is served, until a person says so, by what
 * a device did not sign, by a time at which it could not have scanned or that is too long ago, and by hand on a device that may not do that.
 */
export function judgeQueued(
  device: Pick<QueueDevice, 'byHand'>,
  scan: Understood,
  facts: FactsRow | undefined,
  served: boolean,
): Judged {
  const { allowed, by_hand_reason } = scan.scan;
  if (!allowed) return { settle: null, serve: false };
  if (!scan.signed) return { settle: 'bad_signature', serve: false };
  if (scan.fault) return { settle: scan.fault, serve: false };
  const byHand = device.byHand && by_hand_reason !== undefined;
  if (!hasCode(scan.scan) && !byHand) return { settle: 'by_hand', serve: false };
  const text: FactsText = facts ? (served ? withServed(facts.print) : facts.print) : NOBODY;
  if (text.endsWith('t')) return { settle: 'already_served', serve: false };
  const { reason } = judge(text, scan.slot, scan.at, scan.shown?.until ?? null);
  return { settle: byHand && facts ? null : reason, serve: facts !== undefined && scan.mealId !== null };
}
