import { audit } from '../../audit/index.ts';
import type { Ctx, Organization } from '../../ctx/index.ts';
import { texts } from '../../i18n/index.ts';
import { newId, shortId } from '../../lib/ids.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { asOwner } from '../as-owner.ts';
import { type Choices, checkOrganization, type OrganizationInput, slugify } from '../domain/organization.ts';

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

/** Another organization, owned by an existing person: made by an owner in the console, or on the command line. */
export async function createOrganization(
  ctx: Ctx,
  input: OrganizationInput,
  ownerId: string,
): Promise<Result<Organization>> {
  const composed = composeOrganization(ctx, input);
  if (!composed.ok) return composed;
  return asOwner(ctx, composed.data, (tx) => insertOrganization(tx, composed.data, ownerId, input.slug !== undefined));
}
