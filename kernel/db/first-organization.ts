import type { Ctx, Services } from '../ctx/index.ts';

const known = new WeakMap<Services, string>();

/**
 * The id of the organization that was made first: that of the installation's operator. The channels in the environment
 * belong to it. Null while there is none.
 */
export async function firstOrganization(ctx: Pick<Ctx, 'services' | 'system'>): Promise<string | null> {
  const cached = known.get(ctx.services);
  if (cached) return cached;
  const row = await ctx.system
    .selectFrom('organization')
    .select('id')
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  if (row) known.set(ctx.services, row.id);
  return row?.id ?? null;
}

/** Whether this organization is the first one, to which the channels in the environment belong. */
export async function isFirstOrganization(ctx: Ctx): Promise<boolean> {
  return ctx.organization !== null && (await firstOrganization(ctx)) === ctx.organization.id;
}
