import type { FastifyRequest } from 'fastify';
import type { Ctx } from '../ctx/index.ts';
import { type Result, refuse } from '../lib/result.ts';
import { diskIsLow } from './disk-space.ts';
import type { StoredFile } from './file.ts';
import type { FilePurpose } from './purposes.ts';
import { putFile } from './put-file.ts';

/**
 * The file of a multipart request, stored. For `POST /files`, and for a module's route whose callers have no permission
 * of staff. Refusals: `http.media_type`, `files.missing_part`, those of stageFile.
 */
export async function receiveFile(
  ctx: Ctx,
  request: FastifyRequest,
  purpose: FilePurpose,
): Promise<Result<StoredFile>> {
  if (!request.isMultipart()) return refuse('http.media_type');
  if (await diskIsLow(ctx)) return refuse('files.disk_full');
  const part = await request.file({
    limits: { fileSize: purpose.maxBytes, files: 1, parts: 5 },
    throwFileSizeLimit: false,
  });
  if (!part) return refuse('files.missing_part');
  const bytes = await part.toBuffer();
  if (part.file.truncated) return refuse('files.too_large', { limit: Math.round(purpose.maxBytes / 1024 / 1024) });
  return putFile(ctx, { bytes, name: part.filename, purpose });
}
