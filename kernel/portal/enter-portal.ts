import type { Ctx } from '../ctx/index.ts';
import { enterOrganization, firstOrganization } from '../db/index.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { getSettings } from '../settings/index.ts';
import { portalSettings } from './settings.ts';

/**
 * The organization in an address, if people may sign up there; refuses with `portal.closed` otherwise. An older address
 * names none: then it is the one whose short name is in the header `x-organization`, else the installation's first.
 */
export async function enterPortal(ctx: Ctx, named: string | undefined): Promise<Result<Ctx>> {
  const first = named === undefined ? await firstOrganization(ctx) : null;
  if (named === undefined && !first) return refuse('portal.closed');
  const inside = await enterOrganization(ctx, first ? { id: first } : { slug: named ?? '' });
  if (!inside) return refuse('portal.closed');
  const { open } = await getSettings(inside, portalSettings);
  return open ? ok(inside) : refuse('portal.closed');
}
