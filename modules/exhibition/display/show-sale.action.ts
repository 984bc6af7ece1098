import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { DISPLAY, type ShowInput } from './contract.ts';

/**
 * Puts the sale in hand on a customer's screen, in place of what was there. Refuses `exhibition.display.not_found`, also
 * for a screen that was revoked.
 */
export async function showSale(
  ctx: Ctx,
  id: string,
  { bill_id = undefined, ...shown }: ShowInput,
): Promise<Result<null>> {
  return transaction(ctx, async (tx) => {
    const device = await tx.db
      .selectFrom('device')
      .select('id')
      .where(inOrg(tx))
      .where('id', '=', id)
      .where('kind', '=', DISPLAY)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    if (!device) return refuse('exhibition.display.not_found');
    const values = {
      shown: JSON.stringify(shown),
      bill_id: bill_id ?? null,
      shown_at: tx.clock.now(),
    };
    await tx.db
      .insertInto('exhibition_display')
      .values({ organization_id: orgOf(tx).id, device_id: id, ...values })
      .onConflict((conflict) => conflict.columns(['organization_id', 'device_id']).doUpdateSet(values))
      .execute();
    return ok(null);
  });
}
