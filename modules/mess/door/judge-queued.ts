import { verify } from 'node:crypto';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { signedText, trueTime } from '../domain/queued-scan.ts';
import type { Slot } from '../domain/slot.ts';
import type { QueuedScan, SettleReason } from '../door-contract.ts';
import type { DoorToken } from './enter-door.ts';
import { type FactsRow, type FactsText, NOBODY, withServed } from './facts.ts';
import { judge, kindOf, readCode, type Shown } from './judge.ts';
import { doorMeals, slotNow } from './meals.ts';

/** A queued scan with what can be known of it without the database. */
export type Understood = {
  scan: QueuedScan;
  at: Date;
  slot: Slot;
  /** the meal that it counts for: the one that was on, else the one the device took it for */
  mealId: string | null;
  shown: Shown | null;
  /** see FACTS */
  changes: boolean | null;
  signed: boolean;
};

/** Places a queued scan in time and reads its code and signature. `skewMs`: how slow the device's clock is now. */
export async function understand(
  ctx: Ctx,
  device: { id: string; key: Parameters<typeof verify>[2] },
  scan: QueuedScan,
  skewMs: number,
): Promise<Understood> {
  const at = trueTime(new Date(scan.device_at), skewMs, ctx.clock.now());
  const [slot, meals, shown] = await Promise.all([
    slotNow(ctx, at),
    doorMeals(ctx),
    scan.qr ? readCode(ctx, scan.qr) : null,
  ]);
  const named = scan.meal ? meals.find((meal) => meal.code === scan.meal?.toLowerCase()) : undefined;
  const signature = Buffer.from(scan.signature, 'base64url');
  const signed = verify('sha256', Buffer.from(signedText(device.id, scan)), device.key, signature);
  const changes = await kindOf(ctx, shown);
  return { scan, at, slot, mealId: slot.meal?.id ?? named?.id ?? null, shown, changes, signed };
}

/** Who a queued scan is about: by its code, or chosen by hand by a supervisor. */
export function studentOf({ scan, shown }: Understood): string | null {
  return shown?.studentId ?? (scan.qr ? null : (scan.student_id ?? null));
}

export type Judged = { settle: SettleReason | null; serve: boolean };

/**
 * What the house says of a scan that was allowed at the door without it. Whoever ate has eaten: the service counts unless there is one
 * already or nobody can be named, and the desk looks at what the rule would have refused. What a device sends that it did not sign, or
 * scanned after its token had ended, serves nobody.
 */
export function judgeQueued(token: DoorToken, scan: Understood, facts: FactsRow | undefined, served: boolean): Judged {
  if (!scan.scan.allowed) return { settle: null, serve: false };
  if (!scan.signed) return { settle: 'bad_signature', serve: false };
  const ended = token.revoked_at && token.revoked_at < token.valid_until ? token.revoked_at : token.valid_until;
  if (scan.at >= ended) return { settle: 'after_revocation', serve: false };
  const text: FactsText = facts ? (served ? withServed(facts.print) : facts.print) : NOBODY;
  if (text.endsWith('t')) return { settle: 'already_served', serve: false };
  const { reason } = judge(text, scan.slot, scan.at, scan.shown?.until ?? null);
  const byHand = token.role === 'supervisor' && scan.scan.by_hand_reason !== undefined;
  return { settle: byHand && facts ? null : reason, serve: facts !== undefined && scan.mealId !== null };
}
