import { type Ctx, inOrg } from '../ctx/index.ts';

/** The number of an import's messages that wait until a person sends them. */
export async function countWaiting(ctx: Ctx, id: string): Promise<number> {
  const { count } = await ctx.db
    .selectFrom('import_waiting')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where(inOrg(ctx))
    .where('import_id', '=', id)
    .executeTakeFirstOrThrow();
  return Number(count);
}
