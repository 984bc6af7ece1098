import { audit } from '../../audit/index.ts';
import type { Ctx, Organization } from '../../ctx/index.ts';
import { texts } from '../../i18n/index.ts';
import { newId, shortId } from '../../lib/ids.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { asOwner } from '../as-owner.ts';
import { type Choices, checkOrganization, type OrganizationInput, slugify } from '../domain/organization.ts';
import { membershipsOf } from '../queries/memberships.ts';

/** The modules and languages that this server has. */
export function choicesOf(ctx: Ctx): Choices {
  return { modules: ctx.services.auth?.moduleNames ?? [], languages: texts().languages };
}

/** Checks the input and gives the organization its id and slug; writes nothing yet. */
export function composeOrganization(ctx: Ctx, input: OrganizationInput): Result<Organization> {
  const checked = checkOrganization(input, choicesOf(ctx));
  if (!checked.ok) return checked;
  const { name, timeZone, currency, country, language, modules } = checked.data;
  const slug = checked.data.slug ?? slugify(name) ?? `org-${shortId(6).toLowerCase()}`;
  return ok({ id: newId(), name, slug, timeZone, currency, country, language, modules });
}

/**
 * Writes a composed organization and its first owner. `tx` is `asOwner(ctx, organization, …)`; the person must exist
 * already. A slug made from the name gets a suffix when it is taken; a requested slug is refused.
 */
export async function insertOrganization(
  tx: Ctx,
  organization: Organization,
  ownerId: string,
  slugWasAsked: boolean,
): Promise<Result<Organization>> {
  const written = await insertRow(tx, organization, slugWasAsked ? 0 : 3);
  if (!written) return refuse('tenancy.slug_taken', undefined, { slug: 'tenancy.slug_taken' });
  await tx.db
    .insertInto('membership')
    .values({ organization_id: written.id, user_id: ownerId, role: 'owner' })
    .execute();
  const { id, ...described } = written;
  const subject = { type: 'tenancy.organization', id };
  await audit(tx, 'tenancy.organization.created', { subject, after: described, organizationId: id });
  return ok(written);
}

async function insertRow(tx: Ctx, organization: Organization, endings: number): Promise<Organization | null> {
  const { timeZone, ...rest } = organization;
  const made = await tx.db
    .insertInto('organization')
    .values({ ...rest, time_zone: timeZone })
    .onConflict((oc) => oc.column('slug').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) return organization;
  if (endings === 0) return null;
  const base = organization.slug.replace(/-[23456789a-z]{4}$/, '').slice(0, 50);
  return insertRow(tx, { ...organization, slug: `${base}-${shortId(4).toLowerCase()}` }, endings - 1);
}

/**
 * Another organization of somebody who owns one, made in the console. As many as the installation allows
 * (`tenancy.too_many_organizations`), and none of the same name again (`tenancy.organization_exists`): a form that is
 * sent twice makes one. The lock on the person lets two such requests take turns.
 */
export async function foundAnother(ctx: Ctx, input: OrganizationInput, ownerId: string): Promise<Result<Organization>> {
  const composed = composeOrganization(ctx, input);
  if (!composed.ok) return composed;
  const { name } = composed.data;
  return asOwner(ctx, composed.data, async (tx) => {
    await tx.db.selectFrom('auth_user').select('id').where('id', '=', ownerId).forUpdate().executeTakeFirstOrThrow();
    const owned = (await membershipsOf(tx, ownerId, tx.db)).filter(({ role }) => role === 'owner');
    const most = ctx.config.ORGANIZATIONS_PER_OWNER;
    if (owned.some(({ organization }) => organization.name === name)) {
      return refuse('tenancy.organization_exists', { name }, { name: 'tenancy.organization_exists' });
    }
    if (owned.length >= most) return refuse('tenancy.too_many_organizations', { most });
    return insertOrganization(tx, composed.data, ownerId, input.slug !== undefined);
  });
}

/** Another organization, owned by an existing person: made on the command line. */
export async function createOrganization(
  ctx: Ctx,
  input: OrganizationInput,
  ownerId: string,
): Promise<Result<Organization>> {
  const composed = composeOrganization(ctx, input);
  if (!composed.ok) return composed;
  return asOwner(ctx, composed.data, (tx) => insertOrganization(tx, composed.data, ownerId, input.slug !== undefined));
}
