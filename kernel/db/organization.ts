import type { Ctx, Db, Organization } from '../ctx/index.ts';
import { dayIn } from '../lib/time.ts';

/**
 * An organization by its id or slug, or null: for whoever has to enter one, such as a job, a mail on its way, a link,
 * the command line. `system` is the unscoped connection. Here and not in tenancy, which itself sends mail and stands
 * above those.
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
 * The ctx inside an organization, or null when there is none such, or when it has switched off the module whose route
 * this is: for a public page whose address or secret names it, and for sweeps, which find out where there is work. It
 * proves nothing about whoever asks.
 */
export async function enterOrganization(ctx: Ctx, by: { id: string } | { slug: string }): Promise<Ctx | null> {
  const organization = await findOrganization(ctx.system, by);
  if (!organization || (ctx.module !== undefined && !organization.modules.includes(ctx.module))) return null;
  return { ...ctx, organization, db: ctx.services.database.forOrganization(organization.id) };
}

/** The columns of an organization in a look-up of who asks (as `o`), and what is made of them. */
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
 * What day it is now in each time zone that an organization uses, as two lists side by side: for a sweep over all
 * organizations that asks the database which of them have a day behind them. The database isn't asked what day it is:
 * its rules of the zones may be older.
 */
export async function todayByZone(ctx: Ctx): Promise<{ zones: string[]; days: string[] }> {
  const rows = await ctx.system.selectFrom('organization').select('time_zone').distinct().execute();
  const zones = rows.map(({ time_zone }) => time_zone);
  const now = ctx.clock.now();
  return { zones, days: zones.map((zone) => dayIn(zone, now)) };
}
