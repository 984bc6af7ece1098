import type { Ctx, Organization } from '../ctx/index.ts';
import { findOrganization } from '../db/index.ts';

/** The organization with this short name, for pages that anyone may open; null when there is none. */
export function publicOrganization(ctx: Ctx, slug: string): Promise<Organization | null> {
  return findOrganization(ctx.system, { slug });
}
