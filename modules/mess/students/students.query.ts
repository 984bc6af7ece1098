import { sql } from 'kysely';
import { type CodeHolder, credentialUrl, tokensOf } from '../../../kernel/credentials/index.ts';
import { type Ctx, inOrg, onOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery, showPage } from '../../../kernel/db/index.ts';
import { isUuid } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { wordPatterns } from '../../../kernel/lib/searchable.ts';
import { dayIn } from '../../../kernel/lib/time.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import type { CyclePaymentState } from '../cycles/contract.ts';
import { paymentState } from '../cycles/cycles.query.ts';
import { STUDENT } from '../names.ts';
import { messSettings } from '../settings.ts';
import type { Student, StudentFilter } from './contract.ts';
import { readRollNumber } from './roll-number.rule.ts';
import { allowedSteps, type StudentState } from './student-states.rule.ts';

export type StudentQuery = PageQuery & {
  filter: StudentFilter;
  search?: string | undefined;
  sort?: string | undefined;
};

type StudentRow = {
  id: string;
  person_id: string;
  name: string;
  phone: string | null;
  email: string | null;
  language: string;
  roll_number: string;
  room: string | null;
  photo_file_id: string | null;
  state: string;
  denial_reason: string | null;
  notify_meals: boolean;
  changing_code: boolean;
  cycle_payment: CyclePaymentState | null;
  decided_at: Date | null;
  decided_by_name: string | null;
  created_at: Date;
  updated_at: Date;
};

/** Students with their person and the state of their payment for the cycle of `day` (null: there is no cycle). */
function studentRows(ctx: Ctx) {
  const today = dayIn(orgOf(ctx).timeZone, ctx.clock.now());
  return ctx.db
    .selectFrom('mess_student as s')
    .innerJoin('person as who', onOrg('who.id', 's.person_id'))
    .leftJoin('mess_cycle as c', (on) =>
      on
        .onRef('c.organization_id', '=', 's.organization_id')
        .on('c.starts_on', '<=', today)
        .on('c.ends_on', '>=', today),
    )
    .leftJoin('mess_cycle_payment as cp', (on) =>
      on
        .onRef('cp.organization_id', '=', 's.organization_id')
        .onRef('cp.student_id', '=', 's.id')
        .onRef('cp.cycle_id', '=', 'c.id'),
    )
    .leftJoin('payment as p', (on) =>
      on.onRef('p.organization_id', '=', 's.organization_id').onRef('p.id', '=', 'cp.payment_id'),
    )
    .select(['s.id', 's.person_id', 'who.name', 'who.phone', 'who.email', 'who.language', 's.roll_number', 's.room'])
    .select(['s.photo_file_id', 's.state', 's.denial_reason', 's.notify_meals', 's.changing_code', 's.decided_at'])
    .select(['s.decided_by_name', 's.created_at', 's.updated_at'])
    .select(sql<CyclePaymentState | null>`case when c.id is not null then ${paymentState} end`.as('cycle_payment'))
    .where(inOrg(ctx, 's'))
    .$castTo<StudentRow>();
}

/**
 * A page of students, the latest first, or by roll number with `sort=roll_number`; `search` finds a part of name,
 * phone, e-mail, roll or room.
 */
export async function listStudents(ctx: Ctx, query: StudentQuery): Promise<Result<Student[]>> {
  const byRoll = query.sort === 'roll_number';
  const rows = narrowed(ctx, query);
  const page = byRoll
    ? await findPage(rows, { by: 's.roll_number', kind: 'text', order: 'asc' }, query)
    : await findPage(rows, 's.id', query);
  return showPage(page, async (list) => {
    const codes = await codesOf(ctx, list);
    return list.map((row) => asStudent(row, codes));
  });
}

function narrowed(ctx: Ctx, { filter, search }: StudentQuery) {
  let rows = studentRows(ctx);
  if (filter.state) rows = rows.where('s.state', 'in', [filter.state].flat());
  if (filter.roll_number) rows = rows.where('s.roll_number', '=', readRollNumber(filter.roll_number) ?? '');
  if (filter.room) rows = rows.where('s.room', '=', filter.room);
  if (filter.person_id) rows = rows.where('s.person_id', '=', filter.person_id);
  if (filter.cycle_payment)
    rows = rows.where(sql<boolean>`c.id is not null and ${paymentState} = ${filter.cycle_payment}`);
  for (const fits of namedLike(search)) rows = rows.where(fits);
  return rows;
}

/**
 * A condition for each word of a search, on the person `who` and the student `s`: a part of the name, roll number,
 * room, phone or e-mail.
 */
export function namedLike(search: string | undefined) {
  return wordPatterns(search)
    .slice(0, 8)
    .map(
      (pattern) =>
        sql<boolean>`(who.search_text like ${pattern} or app_fold(s.roll_number) like ${pattern} or app_fold(coalesce(s.room, '')) like ${pattern})`,
    );
}

/** One student by uuid or roll number; refuses with `mess.student.not_found`. */
export async function getStudent(ctx: Ctx, reference: string): Promise<Result<Student>> {
  const roll = readRollNumber(reference);
  if (!isUuid(reference) && !roll) return refuse('mess.student.not_found');
  const row = await (isUuid(reference)
    ? studentRows(ctx).where('s.id', '=', reference)
    : studentRows(ctx).where('s.roll_number', '=', roll as string)
  ).executeTakeFirst();
  return row ? ok(asStudent(row, await codesOf(ctx, [row]))) : refuse('mess.student.not_found');
}

/** Several students by their uuids, by roll number. */
export async function studentsById(ctx: Ctx, ids: string[]): Promise<Student[]> {
  if (ids.length === 0) return [];
  const rows = await studentRows(ctx).where('s.id', 'in', ids).orderBy('s.roll_number').execute();
  const codes = await codesOf(ctx, rows);
  return rows.map((row) => asStudent(row, codes));
}

/** The student that a person is, or null; for chats. */
export async function studentOfPerson(ctx: Ctx, personId: string): Promise<Student | null> {
  const row = await studentRows(ctx).where('s.person_id', '=', personId).executeTakeFirst();
  return row ? asStudent(row, await codesOf(ctx, [row])) : null;
}

/** The uuid behind a uuid or a roll number; refuses with `mess.student.not_found`. */
export async function studentId(ctx: Ctx, reference: string): Promise<Result<string>> {
  if (isUuid(reference)) return ok(reference);
  const roll = readRollNumber(reference);
  const row = roll
    ? await ctx.db
        .selectFrom('mess_student')
        .select('id')
        .where(inOrg(ctx))
        .where('roll_number', '=', roll)
        .executeTakeFirst()
    : undefined;
  return row ? ok(row.id) : refuse('mess.student.not_found');
}

/**
 * Students who may have a code, with their roll numbers and whether they have one, for the commands that make codes for
 * all.
 */
export async function studentCodes(ctx: Ctx): Promise<CodeHolder[]> {
  const rows = await ctx.db
    .selectFrom('mess_student as s')
    .leftJoin('credential as c', (on) =>
      on
        .onRef('c.organization_id', '=', 's.organization_id')
        .onRef('c.subject_id', '=', 's.id')
        .on('c.subject_type', '=', STUDENT),
    )
    .select(['s.id', 's.roll_number', 'c.id as credential_id', 'c.revoked_at'])
    .where(inOrg(ctx, 's'))
    .where('s.state', '=', 'approved')
    .orderBy('s.id')
    .execute();
  return rows.map(({ id, roll_number, credential_id, revoked_at }) => ({
    id,
    name: roll_number,
    code: !credential_id ? ('none' as const) : revoked_at ? ('revoked' as const) : ('good' as const),
  }));
}

/** Their ids alone, in the order of registration. */
export async function approvedIds(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('mess_student')
    .select('id')
    .where(inOrg(ctx))
    .where('state', '=', 'approved')
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

/** The codes of some students, and whether everybody's code changes. */
type Codes = { urls: Map<string, string>; allChange: boolean };

async function codesOf(ctx: Ctx, rows: StudentRow[]): Promise<Codes> {
  const { changing_codes: allChange } = await getSettings(ctx, messSettings);
  const subjectIds = rows
    .filter(
      ({ state, changing_code }) => (state === 'approved' || state === 'suspended') && !changing_code && !allChange,
    )
    .map((row) => row.id);
  const tokens = subjectIds.length > 0 ? await tokensOf(ctx, { subjectType: STUDENT, subjectIds }) : new Map();
  const urls = new Map([...tokens].map(([id, token]) => [id, credentialUrl(ctx.config.PUBLIC_URL, token)]));
  return { urls, allChange };
}

function asStudent(row: StudentRow, codes: Codes): Student {
  const { decided_at, decided_by_name, created_at, updated_at, ...rest } = row;
  const state = row.state as StudentState;
  return {
    ...rest,
    state,
    allowed: allowedSteps(state),
    code_changes: row.changing_code || codes.allChange,
    qr: codes.urls.get(row.id) ?? null,
    decided_at: decided_at?.toISOString() ?? null,
    decided_by: decided_by_name,
    created_at: created_at.toISOString(),
    updated_at: updated_at.toISOString(),
  };
}

/**
 * Hides the code from users who may read students but not their codes: anybody who has a code can eat in that student's
 * name.
 */
export function withoutCodes<T extends Student | Student[]>(ctx: Ctx, answer: Result<T>): Result<T> {
  if (!answer.ok || ctx.services.authenticator.can(ctx, 'mess.student.qr')) return answer;
  const without = (student: Student): Student => ({ ...student, qr: null });
  const { data } = answer;
  return { ...answer, data: (Array.isArray(data) ? data.map(without) : without(data)) as T };
}
