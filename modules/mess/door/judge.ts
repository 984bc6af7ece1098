import { createHash } from 'node:crypto';
import { checkSignature, subjectKind } from '../../../kernel/credentials/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { formatOf, untilOf } from '../codes/changing-token.rule.ts';
import type { Slot } from '../meals/slot.rule.ts';
import { STUDENT } from '../names.ts';
import { messSettings } from '../settings.ts';
import type { DoorStudent } from './contract.ts';
import { asEatFacts, type StudentFacts, type StudentRow } from './facts.ts';
import { type EatReason, mayEat } from './may-eat.rule.ts';

/** The content of a code whose signature is valid; `until` for a changing one. */
export type Shown = { studentId: string; version: number; keyId: string; until: Date | null };

const KIND = subjectKind(STUDENT);

/** The student of a code, by its signature; null: cut off, forged, another server's, or no student's. */
export async function readCode(ctx: Ctx, qr: string): Promise<Shown | null> {
  const checked = await checkSignature(ctx, qr, formatOf(qr));
  if (!checked.ok || checked.data.kind !== KIND) return null;
  const { subjectId: studentId, version, keyId } = checked.data;
  return { studentId, version, keyId, until: untilOf(checked.data) };
}

/**
 * The `changes` of the facts: whether the code changes, or null when the organization takes only changing codes and
 * this one doesn't.
 */
export async function kindOf(ctx: Ctx, shown: Shown | null): Promise<boolean | null> {
  if (shown?.until) return true;
  return (await getSettings(ctx, messSettings)).changing_codes ? null : false;
}

/** The stored hash of a scanned text: enough to recognize the same picture, and useless to a reader of the table. */
export const codeHash = (qr: string) => createHash('sha256').update(qr.trim()).digest();

/** Applies the rule to the facts of the database: why the student may not eat; null: they may. */
export function judge(facts: StudentFacts | null, slot: Slot, now: Date, codeUntil: Date | null): EatReason | null {
  const verdict = mayEat(asEatFacts(facts, slot.serviceOn, codeUntil), slot, now);
  return verdict.ok ? null : verdict.reason;
}

/** A student as the scanner shows them. */
export function doorStudent(row: Omit<StudentRow, 'notify_meals'>): DoorStudent {
  return {
    id: row.student_id,
    name: row.name,
    roll_number: row.roll_number,
    room: row.room,
    photo_url: row.photo_file_id ? `/api/v1/mess/scanner/students/${row.student_id}/photo` : null,
  };
}
