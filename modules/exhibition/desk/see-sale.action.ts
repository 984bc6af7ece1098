import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { BILL } from '../names.ts';

/** A supervisor has seen what is noted of a sale without a network. Twice is once. Refuses `exhibition.bill.not_found`. */
export async function seeSale(ctx: Ctx, billId: string): Promise<Result<null>> {
  return transaction(ctx, async (tx) => {
    const sale = await tx.db
      .selectFrom('exhibition_offline_sale')
      .select(['seen_at', 'notes', 'cashier_id'])
      .where(inOrg(tx))
      .where('bill_id', '=', billId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!sale) return refuse('exhibition.bill.not_found');
    if (sale.seen_at !== null) return ok(null);
    await tx.db
      .updateTable('exhibition_offline_sale')
      .set({ seen_at: tx.clock.now(), seen_by_name: tx.actor.name })
      .where(inOrg(tx))
      .where('bill_id', '=', billId)
      .execute();
    await audit(tx, 'exhibition.bill.offline_seen', {
      subject: { type: BILL, id: billId },
      after: { notes: sale.notes },
    });
    return ok(null);
  });
}
