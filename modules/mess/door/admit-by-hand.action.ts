import { audit } from '../../../kernel/audit/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import type { AdmitInput, ScanAnswer } from './contract.ts';
import { judge } from './judge.ts';
import { slotNow } from './meals.ts';
import { answer } from './scan.ts';
import type { Scanner } from './scanner.ts';
import { findScanner } from './scanners.query.ts';
import { SCAN, writeScan } from './write-scan.action.ts';

/**
 * A supervisor admits a student whom the rule refuses, or whose phone is at home, and gives a reason. Two refusals
 * stay: no meal is on, and the student was already served. Such an attempt is stored as a refusal.
 *
 * Refusals: `mess.scanner.by_hand` (the office doesn't allow this scanner to), `mess.student.not_found`,
 * `mess.scan.nonce_used`.
 */
export async function admitByHand(ctx: Ctx, scanner: Scanner, input: AdmitInput): Promise<Result<ScanAnswer>> {
  const known = await findScanner(ctx, scanner.id);
  if (!known?.by_hand) return refuse('mess.scanner.by_hand');
  const now = ctx.clock.now();
  const slot = await slotNow(ctx, now, input.meal);
  const mealId = slot.meal?.id ?? null;
  const reason = input.reason.trim();
  const id = newId(now.getTime());
  const made = {
    id,
    nonce: input.nonce,
    codeHash: null,
    deviceId: scanner.id,
    deviceName: scanner.name,
    now,
    studentId: input.student_id,
    version: null,
    keyId: null,
    changes: null,
    serviceOn: slot.serviceOn,
    mealId,
    byHandReason: reason,
  };
  const written = await writeScan(ctx, made, {
    judge(student) {
      if (!student) return refuse('mess.student.not_found');
      return ok(student.served ? 'already_served' : mealId ? null : 'no_meal_now');
    },
    async also(tx, { student, scan: { allowed } }) {
      if (!allowed) return;
      const against = judge(student, slot, now, null);
      await audit(tx, 'mess.scan.admitted', {
        subject: { type: SCAN, id },
        after: { student: student?.roll_number ?? null, meal: slot.meal?.code ?? null, against },
        note: reason,
      });
    },
  });
  if (!written.ok) return written;
  const { student, scan: stored } = written.data;
  // The nonce belongs to another scan.
  if (stored.student_id !== input.student_id || stored.by_hand_reason === null) {
    return refuse('mess.scan.nonce_used');
  }
  return ok(await answer(ctx, { student, scan: stored }, stored.id === id));
}
