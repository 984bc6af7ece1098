import { audit } from '../../audit/index.ts';
import { type Ctx, type Organization, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { checkOrganization, type OrganizationInput } from '../domain/organization.ts';
import { readOrganization } from '../queries/read-organization.ts';
import { choicesOf } from './create-organization.action.ts';

/** Changes the organization's description; applies from the next request on. */
export async function updateOrganization(ctx: Ctx, input: Partial<OrganizationInput>): Promise<Result<Organization>> {
  const checked = checkOrganization(input, choicesOf(ctx));
  if (!checked.ok) return checked;
  const { id } = orgOf(ctx);
  try {
    return await transaction(ctx, async (tx) => {
      // Reads the current row and writes only the given fields: the request's copy may be older.
      const before = await readOrganization(tx);
      const after = { ...before, ...checked.data };
      // Column by column, so that no other column can be written from outside; undefined fields stay.
      const { name, slug, timeZone: time_zone, currency, country, language, modules } = checked.data;
      await tx.db
        .updateTable('organization')
        .set({ name, slug, time_zone, currency, country, language, modules, updated_at: tx.clock.now() })
        .where('id', '=', id)
        .execute();
      const subject = { type: 'tenancy.organization', id };
      await audit(tx, 'tenancy.organization.updated', { subject, before: described(before), after: described(after) });
      return ok(after);
    });
  } catch (error) {
    const taken = (error as { constraint?: string }).constraint === 'organization_slug_key';
    if (!taken) throw error;
    return refuse('tenancy.slug_taken', undefined, { slug: 'tenancy.slug_taken' });
  }
}

function described({ id: _, ...rest }: Organization) {
  return rest;
}
