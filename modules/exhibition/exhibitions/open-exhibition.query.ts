import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { dayIn } from '../../../kernel/lib/time.ts';

/** The id of the one exhibition that is open today by the organization's calendar; refuses none or several. */
export async function openExhibition(ctx: Ctx): Promise<Result<string>> {
  const { id, timeZone } = orgOf(ctx);
  const today = dayIn(timeZone, ctx.clock.now());
  const open = await ctx.db
    .selectFrom('exhibition')
    .select('id')
    .where('organization_id', '=', id)
    .where('starts_on', '<=', today)
    .where('ends_on', '>=', today)
    .limit(2)
    .execute();
  const [only, second] = open;
  if (!only) return refuse('exhibition.none_open');
  return second ? refuse('exhibition.several_open') : ok(only.id);
}
