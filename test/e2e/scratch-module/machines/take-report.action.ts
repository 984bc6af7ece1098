import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import type { ReportInput } from './contract.ts';

/** Keeps what a machine reports, by its own number of the report: what comes twice is here once. Thousands an hour, so no audit entries. */
export async function takeReport(ctx: Ctx, { number, loads }: ReportInput): Promise<Result<{ taken: boolean }>> {
  const row = await ctx.db
    .insertInto('laundry_report')
    .values({
      organization_id: orgOf(ctx).id,
      device_id: String(ctx.actor.id),
      number,
      loads,
      received_at: ctx.clock.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('number')
    .executeTakeFirst();
  return ok({ taken: row !== undefined });
}
