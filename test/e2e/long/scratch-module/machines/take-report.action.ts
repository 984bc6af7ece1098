import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import type { ReportInput } from './contract.ts';

/** Stores a machine's report by the id that the machine drew; a second delivery is ignored. */
export async function takeReport(ctx: Ctx, { id, loads }: ReportInput): Promise<Result<{ taken: boolean }>> {
  const row = await ctx.db
    .insertInto('laundry_report')
    .values({ organization_id: orgOf(ctx).id, id, device_id: String(ctx.actor.id), loads })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return ok({ taken: row !== undefined });
}
