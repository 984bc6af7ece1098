import { createHash } from 'node:crypto';
import { checkSignature, subjectKind } from '../../../kernel/credentials/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import type { Slot } from '../meals/slot.rule.ts';
import { STUDENT } from '../names.ts';
import { messSettings } from '../settings.ts';
import type { DoorStudent } from './contract.ts';
import { type FactsRow, type FactsText, readFacts } from './facts.ts';
import { type EatReason, mayEat } from './may-eat.rule.ts';

/** What a code says, once its signature holds; `until` of one that changes. */
export type Shown = { studentId: string; version: number; keyId: string; until: Date | null };

const KIND = subjectKind(STUDENT);

/** Whom a code that was read means, by its signature; null: cut off, forged, another server's, or no student's. */
export async function readCode(ctx: Ctx, qr: string): Promise<Shown | null> {
  const checked = await checkSignature(ctx, qr);
  if (!checked.ok || checked.data.kind !== KIND) return null;
  const { subjectId: studentId, version, keyId, until } = checked.data;
  return { studentId, version, keyId, until: until === undefined ? null : new Date(until) };
}

/** What the facts ask of a code's kind: whether it changes, or null when the organization takes no other and this one doesn't. */
export async function kindOf(ctx: Ctx, shown: Shown | null): Promise<boolean | null> {
  if (shown?.until) return true;
  return (await getSettings(ctx, messSettings)).changing_codes ? null : false;
}

/** What is kept of whatever was read: enough to see the same picture again, and of no use to whoever reads the table. */
export const codeHash = (qr: string) => createHash('sha256').update(qr.trim()).digest();

export type Verdict = { allowed: boolean; reason: EatReason | null };

/** The server's one rule over the facts as the database has them. */
export function judge(facts: FactsText, slot: Slot, now: Date, codeUntil: Date | null): Verdict {
  const verdict = mayEat(readFacts(facts, slot.serviceOn, codeUntil), slot, now);
  return verdict.ok ? { allowed: true, reason: null } : { allowed: false, reason: verdict.reason };
}

/** A student as the door shows them. */
export function doorStudent(row: Omit<FactsRow, 'place' | 'print' | 'notify_meals'>): DoorStudent {
  return {
    id: row.student_id,
    name: row.name,
    roll_number: row.roll_number,
    room: row.room,
    photo_url: row.photo_file_id ? `/api/v1/mess/scanner/students/${row.student_id}/photo` : null,
  };
}
