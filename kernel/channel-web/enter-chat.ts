import type { Ctx } from '../ctx/index.ts';
import { findOrganization } from '../db/index.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { getSettings } from '../settings/index.ts';
import { webChatSettings } from './adapter.ts';

/**
 * A ctx inside the organization of the address; refuses with `channels.no_chat` when it has no web chat, or does not
 * exist.
 */
export async function enterChat(ctx: Ctx, slug: string): Promise<Result<Ctx>> {
  const organization = await findOrganization(ctx.system, { slug });
  if (!organization) return refuse('channels.no_chat');
  const inside = { ...ctx, organization, db: ctx.services.database.forOrganization(organization.id) };
  const { open } = await getSettings(inside, webChatSettings);
  return open ? ok(inside) : refuse('channels.no_chat');
}
