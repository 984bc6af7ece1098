import { sql } from 'kysely';
import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import type { Existing } from '../../../kernel/imports/index.ts';

type Row = { roll_number: string; phone: string | null; email: string | null };

/**
 * For each row the existing student: by the roll number, else by the telephone number, else by the e-mail address; the
 * newest of several.
 */
export async function sameStudents(ctx: Ctx, rows: Row[]): Promise<(Existing | null)[]> {
  const phones = rows.flatMap(({ phone }) => phone ?? []);
  const emails = rows.flatMap(({ email }) => email?.toLowerCase() ?? []);
  const [byRoll, byPhone, byEmail] = await Promise.all([
    students(ctx)
      .where(
        's.roll_number',
        'in',
        rows.map(({ roll_number }) => roll_number),
      )
      .execute(),
    phones.length === 0 ? [] : students(ctx).where('p.phone', 'in', phones).execute(),
    emails.length === 0 ? [] : students(ctx).where(sql<string>`lower(p.email)`, 'in', emails).execute(),
  ]);
  const rolls = newest(byRoll, ({ roll_number }) => roll_number);
  const numbers = newest(byPhone, ({ phone }) => phone);
  const addresses = newest(byEmail, ({ email }) => email?.toLowerCase() ?? null);
  return rows.map(
    ({ roll_number, phone, email }) =>
      existing('roll_number', rolls.get(roll_number)) ??
      existing('phone', numbers.get(phone ?? '')) ??
      existing('email', addresses.get(email?.toLowerCase() ?? '')),
  );
}

type Found = { id: string; roll_number: string; name: string; phone: string | null; email: string | null };

function students(ctx: Ctx) {
  return ctx.db
    .selectFrom('mess_student as s')
    .innerJoin('person as p', onOrg('p.id', 's.person_id'))
    .select(['s.id', 's.roll_number', 'p.name', 'p.phone', 'p.email'])
    .where(inOrg(ctx, 's'))
    .orderBy('s.id');
}

const newest = (found: Found[], key: (one: Found) => string | null) =>
  new Map(found.flatMap((one) => (key(one) === null ? [] : [[key(one), one] as const])));

const existing = (column: string, found: Found | undefined): Existing | null =>
  found ? { id: found.id, code: found.roll_number, name: found.name, column } : null;
