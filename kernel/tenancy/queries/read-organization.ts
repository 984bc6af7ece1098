import { type Ctx, type Organization, orgOf } from '../../ctx/index.ts';

/** The organization as the database has it now; the request's copy may be older. */
export async function readOrganization(ctx: Ctx): Promise<Organization> {
  const { time_zone, ...rest } = await ctx.db
    .selectFrom('organization')
    .select(['id', 'name', 'slug', 'time_zone', 'currency', 'country', 'language', 'modules'])
    .where('id', '=', orgOf(ctx).id)
    .executeTakeFirstOrThrow();
  return { ...rest, timeZone: time_zone };
}
