import type { Ctx } from '../ctx/index.ts';
import { enterOrganization } from '../db/index.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { getSettings } from '../settings/index.ts';
import { portalSettings } from './settings.ts';

/** The organization in an address, if people may sign up there; refuses with `portal.closed` otherwise. */
export async function enterPortal(ctx: Ctx, slug: string): Promise<Result<Ctx>> {
  const inside = await enterOrganization(ctx, { slug });
  if (!inside) return refuse('portal.closed');
  const { open } = await getSettings(inside, portalSettings);
  return open ? ok(inside) : refuse('portal.closed');
}
