import type { MultipartFile } from '@fastify/multipart';
import { chatMedia, MAX_MEDIA_BYTES, tooLarge } from '../channels/index.ts';
import { type Ctx, inOrg, orgOf } from '../ctx/index.ts';
import { judgeKind } from '../files/index.ts';
import { cleanText } from '../lib/clean-text.ts';
import { newId } from '../lib/ids.ts';
import { ok, type Result, refuse } from '../lib/result.ts';

/** Enough bytes to detect the file type. */
const HEAD_BYTES = 4100;

/**
 * Reads a part and checks it on arrival: a file of a wrong type is refused after its first 4 KB, a file that is too
 * large when the limit is reached. Nothing is stored. Refuses with `files.kind_refused`, `channels.media_too_large`,
 * `files.empty`.
 */
export async function readUpload(part: MultipartFile): Promise<Result<Uint8Array>> {
  const chunks: Buffer[] = [];
  let size = 0;
  let judged = false;
  for await (const chunk of part.file as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > MAX_MEDIA_BYTES) return tooLarge();
    if (judged || size < HEAD_BYTES) continue;
    const kind = await judgeKind(Buffer.concat(chunks), chatMedia);
    if (!kind.ok) return kind;
    judged = true;
  }
  if (part.file.truncated) return tooLarge();
  if (size === 0) return refuse('files.empty');
  const bytes = Buffer.concat(chunks);
  const kind = judged ? ok(null) : await judgeKind(bytes, chatMedia);
  return kind.ok ? ok(bytes) : kind;
}

/** Stores an upload as it arrived, until the processor makes a file of it; returns the id for that. */
export async function keepUpload(
  ctx: Ctx,
  visitorId: string,
  { name, bytes }: { name: string; bytes: Uint8Array },
): Promise<string> {
  const received_at = ctx.clock.now();
  const id = newId(received_at.getTime());
  await ctx.db
    .insertInto('web_chat_upload')
    .values({
      organization_id: orgOf(ctx).id,
      id,
      visitor_id: visitorId,
      name: cleanText(name),
      bytes: Buffer.from(bytes),
      received_at,
    })
    .execute();
  return id;
}

/** Deletes an upload that became a file, was refused, or was sent twice. */
export async function dropUpload(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.deleteFrom('web_chat_upload').where(inOrg(ctx)).where('id', '=', id).execute();
}
