import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';

/** Whether one of these machines is in a rollout that has not ended: its package is the rollout's. */
export async function inRollout(ctx: Ctx, machineIds: string[]): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('coffee_rollout_machine')
    .select('machine_id')
    .where(inOrg(ctx))
    .where('open', '=', true)
    .where('machine_id', '=', (eb) => eb.fn.any(eb.val(machineIds)))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
