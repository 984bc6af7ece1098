import type { Ctx } from '../../../kernel/ctx/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { notifySoon } from '../served/notify-served.job.ts';
import type { ScanAnswer, ScanInput } from './contract.ts';
import { codeHash, doorStudent, judge, kindOf, readCode } from './judge.ts';
import { mealShown, slotNow } from './meals.ts';
import { type Scanner, scannerOf } from './scanner.ts';
import { servedCount } from './served-count.query.ts';
import { shownReason } from './shown-reason.rule.ts';
import { type ScanKnown, writeScan } from './write-scan.action.ts';

/**
 * A code was shown at the door: may the student eat? Every scan is stored, refusals too. The same nonce is the same scan
 * and gets the same answer.
 *
 * Refuses with `mess.scan.nonce_used` (the nonce came with another code). That a student may not eat is an answer.
 */
export async function scan(ctx: Ctx, scanner: Scanner, input: ScanInput): Promise<Result<ScanAnswer>> {
  const now = ctx.clock.now();
  const [shown, slot] = await Promise.all([readCode(ctx, input.qr), slotNow(ctx, now, input.meal)]);
  const changes = await kindOf(ctx, shown);
  const seen = codeHash(input.qr);
  const id = newId(now.getTime());
  const made = {
    id,
    nonce: input.nonce,
    codeHash: seen,
    deviceId: scanner.id,
    deviceName: scanner.name,
    now,
    studentId: shown?.studentId ?? null,
    version: shown?.version ?? null,
    keyId: shown?.keyId ?? null,
    changes,
    serviceOn: slot.serviceOn,
    mealId: slot.meal?.id ?? null,
    byHandReason: null,
  };
  const written = await writeScan(ctx, made, {
    judge: (student) => ok(judge(student, slot, now, shown?.until ?? null)),
  });
  if (!written.ok) return written;
  const stored = written.data.scan;
  if (!stored.code_hash?.equals(seen)) return refuse('mess.scan.nonce_used');
  return ok(await answer(ctx, written.data, stored.id === id));
}

/** The stored scan, written just now (`fresh`) or earlier, with what the scanner shows about the student. */
export async function answer(ctx: Ctx, { student, scan }: ScanKnown, fresh: boolean): Promise<ScanAnswer> {
  const { allowed, service_on, meal_id } = scan;
  const [meal, served] = await Promise.all([
    mealShown(ctx, meal_id),
    servedCount(ctx, service_on, meal_id, allowed && fresh),
  ]);
  if (allowed && fresh && student?.notify_meals) notifySoon(ctx);
  return {
    scan_id: scan.id,
    allowed,
    reason: shownReason(scan.reason, scannerOf(ctx).role),
    student: student && student.student_id === scan.student_id ? doorStudent(student) : null,
    meal,
    service_on,
    at: scan.at.toISOString(),
    by_hand: scan.by_hand_reason !== null,
    served_today: served,
  };
}
