import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import type { ScannerView } from './contract.ts';

/** Records that a scanner has the current roster. */
export async function noteRoster(ctx: Ctx, { id, by_hand }: Pick<ScannerView, 'id' | 'by_hand'>): Promise<void> {
  const roster_at = ctx.clock.now();
  await ctx.db
    .insertInto('mess_scanner')
    .values({ organization_id: orgOf(ctx).id, device_id: id, by_hand, roster_at })
    .onConflict((same) => same.columns(['organization_id', 'device_id']).doUpdateSet({ roster_at }))
    .execute();
}
