import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { mirror } from '../../../kernel/mirror/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { type DayRange, plusDays, wallTime } from '../calendar/days.rule.ts';
import { closedDaysIn } from '../closures/closures.query.ts';
import { cyclesIn } from '../cycles/cycles.query.ts';
import { cutChanged } from '../mirrored.ts';
import { CUT } from '../names.ts';
import { messSettings } from '../settings.ts';
import { lockStudent } from '../students/lock-student.query.ts';
import type { Cut, CutInput } from './contract.ts';
import { activeCuts, getCut } from './cuts.query.ts';
import { decideCut, earliestCut, keptOfCut } from './cuts.rule.ts';

/**
 * Cuts days on which a student doesn't eat. The same rules hold for students and staff, because the kitchen buys food
 * by the cuts. Cuts that touch become one. Refuses with `mess.student.not_found`, `mess.student.not_approved`, and as
 * decideCut does.
 */
export async function applyCut(ctx: Ctx, studentId: string, input: CutInput): Promise<Result<Cut>> {
  return transaction(ctx, async (tx) => {
    // Locks the student's row: of two requests at once, the second sees the first one's cut.
    const student = await lockStudent(tx, studentId);
    if (!student.ok) return student;
    if (student.data.state !== 'approved') return refuse('mess.student.not_approved');
    const settings = await getSettings(tx, messSettings);
    const cuts = await activeCuts(tx, studentId);
    const near = around(input, cuts);
    const cycles = await cyclesIn(tx, near);
    const decided = decideCut({
      wanted: input,
      now: wallTime(orgOf(tx).timeZone, tx.clock.now()),
      rules: {
        cutOff: settings.cut_off,
        minDays: settings.cut_min_days,
        maxDays: settings.cut_max_days,
        daysPerCycle: settings.cut_days_per_cycle,
      },
      cuts,
      closed: await closedDaysIn(tx, around(near, cycles)),
      cycles,
    });
    if (!decided.ok) return decided;
    const { range, merged } = decided.data;
    const id = newId(tx.clock.now().getTime());
    // The merged cuts end first, because active cuts may not overlap; then they get the id of the new cut.
    await end(tx, merged, { state: 'cancelled' });
    await insert(tx, id, studentId, range);
    await end(tx, merged, { state: 'merged', merged_into: id });
    await audit(tx, 'mess.cut.applied', {
      subject: { type: CUT, id },
      after: { roll_number: student.data.roll_number, from: range.from, to: range.to, merged: merged.join(', ') },
    });
    const applied = await getCut(tx, id);
    if (applied.ok) await mirrorCut(tx, applied.data, 'applied');
    return applied;
  });
}

/**
 * Cancels a cut: days that are over or too late to change stay cut, and the student eats on the others. Answers the cut
 * as it ended. Refuses with `mess.cut.not_found` and `mess.cut.already_over`.
 */
export async function cancelCut(ctx: Ctx, id: string): Promise<Result<Cut>> {
  return transaction(ctx, async (tx) => {
    const found = await getCut(tx, id);
    if (!found.ok) return found;
    const student = await lockStudent(tx, found.data.student.id);
    if (!student.ok) return student;
    const cut = await getCut(tx, id);
    if (!cut.ok) return cut;
    const { cut_off } = await getSettings(tx, messSettings);
    if (cut.data.state !== 'active') return refuse('mess.cut.already_over', { time: cut_off });
    const now = wallTime(orgOf(tx).timeZone, tx.clock.now());
    const kept = keptOfCut(cut.data, now, cut_off);
    if (!kept.ok) return kept;
    await end(tx, [id], { state: 'cancelled' });
    if (kept.data) await insert(tx, newId(tx.clock.now().getTime()), student.data.id, kept.data);
    await audit(tx, 'mess.cut.cancelled', {
      subject: { type: CUT, id },
      before: { roll_number: student.data.roll_number, from: cut.data.from, to: cut.data.to },
      after: {
        roll_number: student.data.roll_number,
        from: kept.data?.from ?? null,
        to: kept.data?.to ?? null,
        eats_from: kept.data ? earliestCut(now, cut_off) : cut.data.from,
      },
    });
    await mirrorCut(tx, cut.data, 'cancelled');
    return getCut(tx, id);
  });
}

/** The days of all cuts that touch, and one more on either side, because adjacent cuts become one. */
function around(range: DayRange, others: readonly DayRange[]): DayRange {
  const from = [range, ...others].reduce((first, { from }) => (from < first ? from : first), range.from);
  const to = [range, ...others].reduce((last, { to }) => (to > last ? to : last), range.to);
  return { from: plusDays(from, -1), to: plusDays(to, 1) };
}

async function insert(tx: Ctx, id: string, student_id: string, { from, to }: DayRange): Promise<void> {
  await tx.db
    .insertInto('mess_cut')
    .values({
      organization_id: orgOf(tx).id,
      id,
      student_id,
      from_on: from,
      to_on: to,
      state: 'active',
      created_by_name: tx.actor.name,
      created_at: tx.clock.now(),
    })
    .execute();
}

async function end(
  tx: Ctx,
  ids: string[],
  how: { state: 'cancelled' | 'merged'; merged_into?: string },
): Promise<void> {
  if (ids.length === 0) return;
  await tx.db
    .updateTable('mess_cut')
    .set({ ...how, ended_at: tx.clock.now() })
    .where(inOrg(tx))
    .where('id', 'in', ids)
    .execute();
}

function mirrorCut(tx: Ctx, { student, from, to, days }: Cut, state: 'applied' | 'cancelled'): Promise<void> {
  return mirror(tx, cutChanged, { roll_number: student.roll_number, name: student.name, from, to, days, state });
}
