import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { enqueue } from '../../../kernel/jobs/index.ts';
import { post } from '../../../kernel/ledger/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { closedDaysIn } from '../closures/closures.query.ts';
import { cutsByStudent } from '../cuts/cuts.query.ts';
import { getCycle, todayOf } from '../cycles/cycles.query.ts';
import { CREDIT, CYCLE, CYCLE_PAYMENT, INCOME } from '../names.ts';
import { broadcastRebatesJob } from './broadcast-rebates.job.ts';
import type { Credited } from './contract.ts';
import { creditedLines, linesSoFar, rebateRules } from './rebates.query.ts';
import { type RebateLine, rebateLines, sumOf } from './rebates.rule.ts';

/** The part of a cycle's payment that its rebates need. */
type Paid = { id: string; student_id: string; cycle_id: string; price_minor: number; currency: string };

/** Rows of one insert: PostgreSQL allows 65,535 values in a statement, and a line has thirteen. */
const ROWS = 2000;

/**
 * Credits the rebates of a finished cycle: lines are written for each student who paid it, and owed to them until the
 * next cycle they pay uses them. Once for each cycle; a student whose money is confirmed later gets the rebates with
 * the confirmation.
 *
 * Refusals: `mess.cycle.` `not_found`, `not_over`, `already_credited`.
 */
export async function creditRebates(ctx: Ctx, cycleId: string): Promise<Result<Credited>> {
  return transaction(ctx, async (tx) => {
    // Guards against a simultaneous confirmation, which shares this lock: the confirmed payment is either among the
    // paid ones here, or the confirmation sees that the cycle was credited.
    const row = await tx.db
      .selectFrom('mess_cycle')
      .select('rebates_credited_at')
      .where(inOrg(tx))
      .where('id', '=', cycleId)
      .forUpdate()
      .executeTakeFirst();
    const cycle = await getCycle(tx, cycleId);
    if (!row || !cycle.ok) return refuse('mess.cycle.not_found');
    if (row.rebates_credited_at) return refuse('mess.cycle.already_credited');
    if (cycle.data.ends_on >= todayOf(tx)) return refuse('mess.cycle.not_over');
    const now = tx.clock.now();
    const { currency, name, starts_on, ends_on } = cycle.data;
    const days = { from: starts_on, to: ends_on };
    const [paid, cuts, closed, rules] = await Promise.all([
      tx.db
        .selectFrom('mess_cycle_payment')
        .select(['student_id', 'price_minor'])
        .where(inOrg(tx))
        .where('cycle_id', '=', cycleId)
        .where('state', '=', 'verified')
        .orderBy('student_id')
        .execute(),
      cutsByStudent(tx, days),
      closedDaysIn(tx, days),
      rebateRules(tx),
    ]);
    const lines = paid.flatMap(({ student_id, price_minor }) =>
      rebateLines({ ...days, priceMinor: price_minor }, cuts.get(student_id) ?? [], closed, rules).map((line) => ({
        student_id,
        line,
      })),
    );
    const total = sumOf(lines.map(({ line }) => line));
    const students = new Set(lines.map(({ student_id }) => student_id)).size;
    await insertLines(tx, { cycleId, currency }, lines);
    await tx.db
      .updateTable('mess_cycle')
      .set({ rebates_credited_at: now, updated_at: now })
      .where(inOrg(tx))
      .where('id', '=', cycleId)
      .execute();
    // One audit entry for all: the lines show who gets what, and never change.
    await postRebates(tx, { type: CYCLE, id: cycleId }, total, currency, name);
    await audit(tx, 'mess.cycle.rebates_credited', {
      subject: { type: CYCLE, id: cycleId },
      after: { name, students, total_minor: total, currency },
    });
    if (students > 0) await enqueue(tx, broadcastRebatesJob, { cycle: cycleId });
    return ok({ students, total: formatAmount(total, currency), total_minor: total });
  });
}

/**
 * A cycle's payment is confirmed, in that transaction: if the others' rebates were credited before, the student gets
 * theirs now; after a refund and another payment, the existing lines count again.
 */
export async function creditLate(tx: Ctx, of: Paid): Promise<void> {
  const cycle = await tx.db
    .selectFrom('mess_cycle')
    .select(['id', 'name', 'starts_on', 'ends_on', 'rebates_credited_at'])
    .where(inOrg(tx))
    .where('id', '=', of.cycle_id)
    .forShare()
    .executeTakeFirstOrThrow();
  if (!cycle.rebates_credited_at) return;
  const { student_id, currency, price_minor } = of;
  const standing = (await creditedLines(tx, student_id, cycle.id)) ?? [];
  const lines = standing.length > 0 ? standing : await linesSoFar(tx, student_id, { cycle, price_minor });
  if (standing.length === 0) {
    const all = lines.map((line) => ({ student_id, line }));
    await insertLines(tx, { cycleId: cycle.id, currency }, all);
  }
  await postRebates(tx, { type: CYCLE_PAYMENT, id: of.id }, sumOf(lines), currency, cycle.name);
}

/**
 * A paid cycle was refunded, in that transaction: its rebates are taken back. The lines stay, and count for nothing.
 */
export async function takeRebatesBack(tx: Ctx, of: Paid, reason: string): Promise<void> {
  const lines = await creditedLines(tx, of.student_id, of.cycle_id);
  await postRebates(tx, { type: CYCLE_PAYMENT, id: of.id }, -sumOf(lines ?? []), of.currency, reason);
}

async function insertLines(
  tx: Ctx,
  { cycleId, currency }: { cycleId: string; currency: string },
  lines: { student_id: string; line: RebateLine }[],
): Promise<void> {
  const now = tx.clock.now();
  for (let from = 0; from < lines.length; from += ROWS) {
    await tx.db
      .insertInto('mess_rebate')
      .values(
        lines.slice(from, from + ROWS).map(({ student_id, line }) => ({
          organization_id: orgOf(tx).id,
          id: newId(now.getTime()),
          student_id,
          cycle_id: cycleId,
          kind: line.kind,
          meal_id: line.mealId,
          from_on: line.from,
          to_on: line.to,
          days: line.days,
          day_minor: line.dayMinor,
          amount_minor: line.amountMinor,
          currency,
          created_at: now,
        })),
      )
      .execute();
  }
}

/** Moves money from income to what is owed to students; below zero the other way. */
async function postRebates(
  tx: Ctx,
  subject: { type: string; id: string },
  amountMinor: number,
  currency: string,
  memo: string,
): Promise<void> {
  if (amountMinor === 0) return;
  await post(tx, {
    kind: amountMinor > 0 ? 'mess.rebates.credited' : 'mess.rebates.returned',
    memo,
    subject,
    lines: [
      { account: INCOME, amountMinor, currency },
      { account: CREDIT, amountMinor: -amountMinor, currency },
    ],
  });
}
