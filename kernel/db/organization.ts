import { type Ctx, type Db, moduleIsOff, type Organization } from '../ctx/index.ts';
import { dayIn } from '../lib/time.ts';

/**
 * An organization by its id or slug, or null: for code that enters an organization, such as a job, a mail, a link or
 * the command line. `system` is the unscoped connection. It is here because tenancy, which sends mail, depends on
 * packages that need this function.
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

/**
 * The ctx inside an organization. Null when the organization does not exist, or has switched off the module of the
 * route. Use it for a public page whose address or secret names the organization, and for sweeps. It proves nothing
 * about the caller.
 */
export async function enterOrganization(ctx: Ctx, by: { id: string } | { slug: string }): Promise<Ctx | null> {
  const organization = await findOrganization(ctx.system, by);
  if (!organization || moduleIsOff(organization, ctx.module)) return null;
  return { ...ctx, organization, db: ctx.services.database.forOrganization(organization.id) };
}

/**
 * The columns of an organization (alias `o`) for queries that authenticate a request, and the function that reads them.
 */
export const ORGANIZATION_COLUMNS =
  'o.id as organization_id, o.name as organization_name, o.slug, o.time_zone, o.currency, o.country, o.language, o.modules';
export type OrganizationColumns = {
  organization_id: string;
  organization_name: string;
  slug: string;
  time_zone: string;
  currency: string;
  country: string;
  language: string;
  modules: string[];
};
export function organizationOf(row: OrganizationColumns): Organization {
  const { organization_id: id, organization_name: name, slug, time_zone: timeZone, currency, country } = row;
  return { id, name, slug, timeZone, currency, country, language: row.language, modules: row.modules };
}

/**
 * Today's date in each time zone that an organization uses, as two parallel lists: for a sweep that finds organizations
 * whose day has ended. The date is not computed in the database, because its time zone rules may be older.
 */
export async function todayByZone(ctx: Ctx): Promise<{ zones: string[]; days: string[] }> {
  const rows = await ctx.system.selectFrom('organization').select('time_zone').distinct().execute();
  const zones = rows.map(({ time_zone }) => time_zone);
  const now = ctx.clock.now();
  return { zones, days: zones.map((zone) => dayIn(zone, now)) };
}
