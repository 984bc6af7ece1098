import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { post } from '../../../kernel/ledger/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import type { Credited } from '../contract.ts';
import { sumOf } from '../domain/rebates.ts';
import { CREDIT, CYCLE, INCOME } from '../names.ts';
import { linesSoFar } from '../queries/account.ts';
import { getCycle, todayOf } from '../queries/cycles.ts';

/**
 * A cycle is over: what it gives back to each who paid it is put down line by line and owed to them, until the next cycle they pay takes it
 * off the price. Once for a cycle; whose money is confirmed later gets nothing of it any more, which staff know by the cycle's mark.
 *
 * Refusals: `mess.cycle.` `not_found`, `not_over`, `already_credited`.
 */
export async function creditRebates(ctx: Ctx, cycleId: string): Promise<Result<Credited>> {
  return transaction(ctx, async (tx) => {
    const row = await tx.db
      .selectFrom('mess_cycle')
      .select('rebates_credited_at')
      .where('organization_id', '=', orgOf(tx).id)
      .where('id', '=', cycleId)
      .forUpdate()
      .executeTakeFirst();
    const cycle = await getCycle(tx, cycleId);
    if (!row || !cycle.ok) return refuse('mess.cycle.not_found');
    if (row.rebates_credited_at) return refuse('mess.cycle.already_credited');
    if (cycle.data.ends_on >= todayOf(tx)) return refuse('mess.cycle.not_over');
    const now = tx.clock.now();
    const { currency, name, starts_on, ends_on } = cycle.data;
    const paid = await tx.db
      .selectFrom('mess_cycle_payment')
      .select(['student_id', 'price_minor'])
      .where('organization_id', '=', orgOf(tx).id)
      .where('cycle_id', '=', cycleId)
      .where('state', '=', 'verified')
      .orderBy('student_id')
      .execute();
    let total = 0;
    let students = 0;
    for (const { student_id, price_minor } of paid) {
      const lines = await linesSoFar(tx, student_id, {
        cycle: { id: cycleId, name, starts_on, ends_on },
        price_minor,
      });
      if (lines.length === 0) continue;
      students += 1;
      total += sumOf(lines);
      await tx.db
        .insertInto('mess_rebate')
        .values(
          lines.map((line) => ({
            organization_id: orgOf(tx).id,
            id: newId(now.getTime()),
            student_id,
            cycle_id: cycleId,
            kind: line.kind,
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
    await tx.db
      .updateTable('mess_cycle')
      .set({ rebates_credited_at: now, updated_at: now })
      .where('organization_id', '=', orgOf(tx).id)
      .where('id', '=', cycleId)
      .execute();
    // One entry for all: who gets what stands in the lines, which are never changed.
    if (total > 0)
      await post(tx, {
        kind: 'mess.rebates.credited',
        memo: name,
        subject: { type: CYCLE, id: cycleId },
        lines: [
          { account: INCOME, amountMinor: total, currency },
          { account: CREDIT, amountMinor: -total, currency },
        ],
      });
    await audit(tx, 'mess.cycle.rebates_credited', {
      subject: { type: CYCLE, id: cycleId },
      after: { name, students, total_minor: total, currency },
    });
    return ok({ students, total: formatAmount(total, currency), total_minor: total });
  });
}
