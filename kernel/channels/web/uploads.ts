import { type Ctx, orgOf } from '../../ctx/index.ts';
import { newId } from '../../lib/ids.ts';

/** Longer than any event is tried; after that the file is in the files room, or will never be. */
const KEEP_MS = 24 * 3600 * 1000;

/** Keeps what a visitor sent as it came, until the processor makes a file of it; answers the id by which it will ask. */
export async function keepUpload(
  ctx: Ctx,
  visitorId: string,
  { name, bytes }: { name: string; bytes: Uint8Array },
): Promise<string> {
  const received_at = ctx.clock.now();
  const id = newId(received_at.getTime());
  await ctx.db
    .insertInto('web_chat_upload')
    .values({ organization_id: orgOf(ctx).id, id, visitor_id: visitorId, name, bytes: Buffer.from(bytes), received_at })
    .execute();
  return id;
}

/** Forgets, in all organizations, what is older than a day. */
export async function forgetUploads(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.clock.now().getTime() - KEEP_MS);
  await ctx.system.deleteFrom('web_chat_upload').where('received_at', '<', before).execute();
}
