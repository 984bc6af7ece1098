import type { Ctx, Organization, Role } from '../../ctx/index.ts';

export type Membership = { organization: Organization; role: Role };

/** Every organization a person belongs to, by name. Over all organizations, hence on the unscoped connection. */
export async function membershipsOf(ctx: Ctx, userId: string, db = ctx.system): Promise<Membership[]> {
  const rows = await db
    .selectFrom('membership as m')
    .innerJoin('organization as o', 'o.id', 'm.organization_id')
    .select([
      'm.role',
      'o.id',
      'o.name',
      'o.slug',
      'o.time_zone as timeZone',
      'o.currency',
      'o.country',
      'o.language',
      'o.modules',
    ])
    .where('m.user_id', '=', userId)
    .orderBy('o.name')
    .orderBy('o.id')
    .execute();
  return rows.map(({ role, ...organization }) => ({ organization, role: role as Role }));
}

/** An organization by its id, or null: for jobs and the command line. */
export async function findOrganization(ctx: Ctx, by: { id: string } | { slug: string }): Promise<Organization | null> {
  const row = await ctx.system
    .selectFrom('organization')
    .select(['id', 'name', 'slug', 'time_zone as timeZone', 'currency', 'country', 'language', 'modules'])
    .where((eb) => ('id' in by ? eb('id', '=', by.id) : eb('slug', '=', by.slug)))
    .executeTakeFirst();
  return row ?? null;
}
