import type { Ctx, Organization, Role } from '../../ctx/index.ts';

export type Membership = { organization: Organization; role: Role };

/**
 * Every organization of a person, the one joined first in front. Over all organizations, hence on the unscoped
 * connection.
 */
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
    .orderBy('m.created_at')
    .orderBy('o.id')
    .execute();
  return rows.map(({ role, ...organization }) => ({ organization, role: role as Role }));
}
