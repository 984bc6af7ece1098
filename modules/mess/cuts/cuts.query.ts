import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { type DayRange, daysIn } from '../calendar/days.rule.ts';
import { namedLike } from '../students/students.query.ts';
import type { Cut, CutFilter } from './contract.ts';

function cutRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('mess_cut as x')
    .innerJoin('mess_student as s', onOrg('s.id', 'x.student_id'))
    .innerJoin('person as who', onOrg('who.id', 's.person_id'))
    .select(['x.id', 'x.student_id', 'who.name', 's.roll_number', 'x.from_on', 'x.to_on', 'x.state', 'x.merged_into'])
    .select(['x.created_by_name', 'x.created_at', 'x.ended_at'])
    .where(inOrg(ctx, 'x'));
}

type CutRow = Awaited<ReturnType<ReturnType<typeof cutRows>['executeTakeFirstOrThrow']>>;
export type CutQuery = PageQuery & {
  filter: CutFilter;
  search?: string | undefined;
};

/** Cuts, the last created first; `on`: only those that include this day. */
export async function listCuts(ctx: Ctx, { filter, search, ...page }: CutQuery): Promise<Result<Cut[]>> {
  let rows = cutRows(ctx);
  if (filter.student_id) rows = rows.where('x.student_id', '=', filter.student_id);
  if (filter.state) rows = rows.where('x.state', '=', filter.state);
  if (filter.on)
    rows = rows.where('x.from_on', '<=', filter.on).where('x.to_on', '>=', filter.on).where('x.state', '=', 'active');
  if (filter.from) rows = rows.where('x.to_on', '>=', filter.from);
  if (filter.to) rows = rows.where('x.from_on', '<=', filter.to);
  for (const fits of namedLike(search)) rows = rows.where(fits);
  return findPage(rows, 'x.id', page, asCut);
}

export async function getCut(ctx: Ctx, id: string): Promise<Result<Cut>> {
  const row = await cutRows(ctx).where('x.id', '=', id).executeTakeFirst();
  return row ? ok(asCut(row)) : refuse('mess.cut.not_found');
}

/** The active cuts of all students that share a day with a range: student → cuts by day. */
export async function cutsByStudent(ctx: Ctx, range: DayRange): Promise<Map<string, DayRange[]>> {
  const rows = await ctx.db
    .selectFrom('mess_cut')
    .select(['student_id', 'from_on as from', 'to_on as to'])
    .where(inOrg(ctx))
    .where('state', '=', 'active')
    .where('from_on', '<=', range.to)
    .where('to_on', '>=', range.from)
    .orderBy('from_on')
    .execute();
  const cuts = new Map<string, DayRange[]>();
  for (const { student_id, from, to } of rows) cuts.set(student_id, [...(cuts.get(student_id) ?? []), { from, to }]);
  return cuts;
}

/** A student's active cuts by day, all or those that share a day with a range; input for the rules. */
export async function activeCuts(
  ctx: Ctx,
  studentId: string,
  range?: DayRange,
): Promise<(DayRange & { id: string })[]> {
  let rows = ctx.db
    .selectFrom('mess_cut')
    .select(['id', 'from_on as from', 'to_on as to'])
    .where(inOrg(ctx))
    .where('student_id', '=', studentId)
    .where('state', '=', 'active')
    .orderBy('from_on');
  if (range) rows = rows.where('from_on', '<=', range.to).where('to_on', '>=', range.from);
  return rows.execute();
}

function asCut(row: CutRow): Cut {
  return {
    id: row.id,
    student: { id: row.student_id, name: row.name, roll_number: row.roll_number },
    from: row.from_on,
    to: row.to_on,
    days: daysIn({ from: row.from_on, to: row.to_on }),
    state: row.state as Cut['state'],
    merged_into: row.merged_into,
    created_by: row.created_by_name,
    created_at: row.created_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
  };
}
