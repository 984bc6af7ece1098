import { Type } from 'typebox';
import { ok, refuse } from '../lib/result.ts';
import { ById } from '../lib/schemas.ts';
import { download, route } from '../module/index.ts';
import type { StoredFile } from './file.ts';
import { parseRange } from './range.ts';
import { openFileFor } from './read-file.ts';
import { receiveFile } from './receive-file.ts';

const FileReply = Type.Object({
  id: Type.String({ format: 'uuid' }),
  purpose: Type.String(),
  name: Type.String(),
  content_type: Type.String({ description: 'Decided from the bytes.' }),
  size_bytes: Type.Integer(),
  sha256: Type.String(),
  width: Type.Union([Type.Integer(), Type.Null()], { description: 'In pixels; null when it is no image.' }),
  height: Type.Union([Type.Integer(), Type.Null()]),
  created_at: Type.String({ format: 'date-time' }),
  url: Type.String(),
});

const reply = (file: StoredFile) => ({
  id: file.id,
  purpose: file.purpose,
  name: file.name,
  content_type: file.contentType,
  size_bytes: file.sizeBytes,
  sha256: file.sha256,
  width: file.width,
  height: file.height,
  created_at: file.createdAt.toISOString(),
  url: `/api/v1/files/${file.id}`,
});

const upload = route({
  method: 'POST',
  path: '/files',
  // Each purpose has its own permission, checked before the first byte is read.
  permission: 'session',
  upload: Type.Object({}),
  summary: 'Upload a file: multipart/form-data with one part that holds it',
  query: Type.Object({
    purpose: Type.String({ maxLength: 100, description: 'What it is for, e.g. exhibition.logo; decides the limits.' }),
  }),
  reply: FileReply,
  status: 201,
  async run(ctx, { query, request }) {
    const purpose = ctx.services.files.purposes.get(query.purpose);
    if (!purpose?.upload) return refuse('files.unknown_purpose');
    if (!ctx.organization) return refuse('http.no_organization');
    const refusal = ctx.services.authenticator.refusal(ctx, purpose.upload);
    if (refusal) return refusal;
    const stored = await receiveFile(ctx, request, purpose);
    return stored.ok ? ok(reply(stored.data)) : stored;
  },
});

const serve = route({
  method: 'GET',
  path: '/files/{id}',
  permission: 'session',
  file: '*/*',
  summary: 'The bytes of a file, to those who may read it',
  params: ById,
  async run(ctx, { params, request, reply: http }) {
    const opened = await openFileFor(ctx, params.id);
    if (!opened.ok) return opened;
    const { file, stream } = opened.data;
    const tag = `"${file.sha256}"`;
    const headers: Record<string, string> = {
      etag: tag,
      'accept-ranges': 'bytes',
      // The browser may cache it but must revalidate every time, so that a removed permission works at once.
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
      // If a browser ever renders one as a page, nothing runs and nothing loads.
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
    };
    if (request.headers['if-none-match']?.split(/,\s*/).some((one) => one === tag || one === `W/${tag}`)) {
      http.code(304);
      return download({ type: file.contentType, body: '', headers });
    }
    const conditional = request.headers['if-range'];
    const wanted = conditional === undefined || conditional === tag ? request.headers.range : undefined;
    const range = parseRange(wanted, file.sizeBytes);
    if (range === null) {
      http.header('content-range', `bytes */${file.sizeBytes}`);
      return refuse('files.bad_range');
    }
    const body = await stream(range);
    if (!body.ok) return body;
    headers['content-length'] = String(range ? range.end - range.start + 1 : file.sizeBytes);
    if (range) {
      http.code(206);
      headers['content-range'] = `bytes ${range.start}-${range.end}/${file.sizeBytes}`;
    }
    const inline = file.contentType.startsWith('image/');
    return download({ type: file.contentType, body: body.data, filename: file.name, inline, headers });
  },
});

export const fileRoutes = [upload, serve];
