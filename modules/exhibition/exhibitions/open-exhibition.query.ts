import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { dayIn } from '../../../kernel/lib/time.ts';

export type NamedExhibition = { id: string; name: string; currency: string; tax_basis_points: number | null };

/**
 * The exhibition that is named by its id; without one, the only one that is open today by the organization's calendar.
 * Refuses an unknown one, and none or several that are open.
 */
export async function exhibitionFor(ctx: Ctx, wanted?: string): Promise<Result<NamedExhibition>> {
  const { id, timeZone } = orgOf(ctx);
  const today = dayIn(timeZone, ctx.clock.now());
  const exhibitions = ctx.db
    .selectFrom('exhibition')
    .select(['id', 'name', 'currency', 'tax_basis_points'])
    .where('organization_id', '=', id)
    .limit(2);
  const [only, second] = await (wanted
    ? exhibitions.where('id', '=', wanted)
    : exhibitions.where('starts_on', '<=', today).where('ends_on', '>=', today)
  ).execute();
  if (!only) return refuse(wanted ? 'exhibition.not_found' : 'exhibition.none_open');
  return second ? refuse('exhibition.several_open') : ok(only);
}
