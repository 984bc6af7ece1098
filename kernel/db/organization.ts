import type { Db, Organization } from '../ctx/index.ts';

/**
 * An organization by its id or slug, or null: for whoever has to enter one, such as a job, a mail on its way, a link, the
 * command line. `system` is the unscoped connection. Here and not in tenancy, which itself sends mail and stands above those.
 */
export async function findOrganization(
  system: Db,
  by: { id: string } | { slug: string },
): Promise<Organization | null> {
  const row = await system
    .selectFrom('organization')
    .select(['id', 'name', 'slug', 'time_zone as timeZone', 'currency', 'country', 'language', 'modules'])
    .where((eb) => ('id' in by ? eb('id', '=', by.id) : eb('slug', '=', by.slug)))
    .executeTakeFirst();
  return row ?? null;
}
