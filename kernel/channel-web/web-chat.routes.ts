import type { FastifyReply, FastifyRequest } from 'fastify';
import { type TProperties, Type } from 'typebox';
import { pageBrand } from '../branding/index.ts';
import { countMedia, countText, MAX_MEDIA_BYTES, mediaFault, tooLarge } from '../channels/index.ts';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { openFile } from '../files/index.ts';
import { receive } from '../inbox/index.ts';
import { addressKey } from '../lib/address.ts';
import { cleanText } from '../lib/clean-text.ts';
import { ok, type Refusal, type Result, refuse } from '../lib/result.ts';
import { download, type Route, route } from '../module/index.ts';
import { openStream } from '../realtime/index.ts';
import { getSettings } from '../settings/index.ts';
import { providerIdOf, WEB_ACCOUNT, type WebEvent, webChatSettings } from './adapter.ts';
import { WebChat, WebConversation, WebMessageInput } from './contract.ts';
import { enterChat } from './enter-chat.ts';
import { FLOOD_PER_MINUTE, mayBegin, mayRead, maySend, mayWrite } from './limits.ts';
import { findVisitorConversation, readVisitorConversation, shownTo } from './read-conversation.ts';
import { dropUpload, keepUpload, readUpload } from './uploads.ts';
import { enterVisitor, visitorOf } from './visitor.ts';

const inChat = <P extends TProperties>(more: P) =>
  Type.Object({
    organization: Type.String({ maxLength: 100, description: 'the short name in its addresses' }),
    ...more,
  });
const Accepted = Type.Object({ nonce: Type.String() });

const chat = route({
  method: 'GET',
  path: '/chat/{organization}',
  permission: 'public',
  rateLimit: FLOOD_PER_MINUTE,
  summary: 'The web chat of an organization',
  params: inChat({}),
  reply: WebChat,
  async run(ctx, { params }) {
    const entered = await enterChat(ctx, params.organization);
    if (!entered.ok) return entered;
    const { name, language, timeZone } = orgOf(entered.data);
    const brand = await pageBrand(entered.data);
    return ok({ organization: name, brand, language, time_zone: timeZone });
  },
});

const lines = route({
  method: 'GET',
  path: '/chat/{organization}/messages',
  permission: 'public',
  rateLimit: FLOOD_PER_MINUTE,
  summary: 'What was said between this visitor and the organization',
  params: inChat({}),
  query: Type.Object({ before: Type.Optional(Type.String({ format: 'uuid' })) }),
  reply: WebConversation,
  async run(ctx, { params, query, request }) {
    const entered = await enterChat(ctx, params.organization);
    if (!entered.ok) return entered;
    const visitor = visitorOf(entered.data, request);
    if (!visitor) return ok({ lines: [], earlier: false, waiting: [], with_person: false });
    const tooFast = mayRead(entered.data, visitor);
    if (tooFast) return tooFast;
    return ok(await readVisitorConversation(entered.data, visitor, query.before));
  },
});

const draft = route({
  method: 'POST',
  path: '/chat/{organization}/messages',
  permission: 'public',
  rateLimit: FLOOD_PER_MINUTE,
  summary: 'Say something: text, a tapped button, or what a link asked for',
  params: inChat({}),
  body: WebMessageInput,
  // 4,000 characters of up to four bytes, and the other fields
  bodyLimit: 20 * 1024,
  status: 202,
  reply: Accepted,
  async run(ctx, { params, body, request, reply }) {
    const entered = await enterChat(ctx, params.organization);
    if (!entered.ok) return entered;
    const typed = cleanText(body.text ?? '').trim();
    if (!typed && !body.choice_id && !body.start) return refuse('channels.empty_message');
    const limited = await tooMuch(entered.data, request, mayWrite);
    if (limited) return limited;
    const written = await countText(entered.data, `web ${addressKey(ctx.ip)}`, Buffer.byteLength(typed));
    if (!written.ok) return written;
    const visitor = enterVisitor(entered.data, request, reply);
    await keep(entered.data, { ...body, visitor, ...(typed && { text: typed }) });
    return ok({ nonce: body.nonce });
  },
});

const upload = route({
  method: 'POST',
  path: '/chat/{organization}/files',
  permission: 'public',
  rateLimit: FLOOD_PER_MINUTE,
  upload: Type.Object({
    nonce: Type.String({ pattern: '^[A-Za-z0-9_-]{8,64}$' }),
    text: Type.Optional(Type.String({ maxLength: 4096 })),
  }),
  summary: 'Send a picture or a PDF: multipart/form-data with `nonce`, `text` when there is any, then the file',
  params: inChat({}),
  status: 202,
  reply: Accepted,
  async run(ctx, { params, request, reply }) {
    const entered = await enterChat(ctx, params.organization);
    if (!entered.ok) return entered;
    // Another site's form can send files, but not our header.
    if (!request.headers['x-csrf-token']) return refuse('http.forbidden');
    if (!request.isMultipart()) return refuse('http.media_type');
    const taken = await take(entered.data, request, reply);
    // The rest of a refused upload may still be arriving: close the connection instead of waiting.
    if (!taken.ok) reply.header('connection', 'close');
    return taken;
  },
});

/** Checks an upload before any of it is stored: the sender, the free space, the type, and the day's limits. */
async function take(ctx: Ctx, request: FastifyRequest, reply: FastifyReply): Promise<Result<{ nonce: string }>> {
  const source = `web ${addressKey(ctx.ip)}`;
  const limited = (await tooMuch(ctx, request, maySend)) ?? (await mediaFault(ctx, source));
  if (limited) return limited;
  if (Number(request.headers['content-length'] ?? 0) > MAX_MEDIA_BYTES + FORM_BYTES) return tooLarge();
  const part = await request.file({
    limits: { fileSize: MAX_MEDIA_BYTES, files: 1, parts: 5, fieldSize: 4096 },
    throwFileSizeLimit: false,
  });
  if (!part) return refuse('files.missing_part');
  const read = await readUpload(part);
  if (!read.ok) return read;
  const field = (name: string) => {
    const value = part.fields[name];
    return value && 'value' in value ? cleanText(String(value.value)) : '';
  };
  const nonce = field('nonce');
  if (!/^[A-Za-z0-9_-]{8,64}$/.test(nonce)) return refuse('channels.empty_message');
  const counted = await countMedia(ctx, source, read.data.byteLength);
  if (!counted.ok) return counted;
  const visitor = enterVisitor(ctx, request, reply);
  const name = cleanText(part.filename ?? '').slice(-200);
  const id = await keepUpload(ctx, visitor, { name, bytes: read.data });
  const text = field('text').trim();
  const added = await keep(ctx, { nonce, visitor, upload_id: id, name, ...(text && { text }) });
  if (added === 0) await dropUpload(ctx, id);
  return ok({ nonce });
}

/** Bytes of a form besides its file. */
const FORM_BYTES = 64 * 1024;

/** Counts by conversation if there is one, otherwise by address. */
async function tooMuch(
  ctx: Ctx,
  request: FastifyRequest,
  may: (ctx: Ctx, visitor: string) => Refusal | null,
): Promise<Refusal | null> {
  const visitor = visitorOf(ctx, request);
  if (visitor) return may(ctx, visitor);
  const { new_per_address } = await getSettings(ctx, webChatSettings);
  return mayBegin(ctx, addressKey(ctx.ip), new_per_address);
}

async function keep(ctx: Ctx, event: Omit<WebEvent, 'at' | 'origin'>): Promise<number> {
  const payload: WebEvent = { ...event, at: ctx.clock.now().toISOString(), origin: addressKey(ctx.ip) };
  const providerId = providerIdOf(event.visitor, event.nonce);
  return receive(ctx, 'web', WEB_ACCOUNT, [{ providerId, address: event.visitor, kind: 'message', payload }]);
}

const file = route({
  method: 'GET',
  path: '/chat/{organization}/files/{id}',
  permission: 'public',
  rateLimit: FLOOD_PER_MINUTE,
  file: '*/*',
  summary: "A picture or document of this visitor's conversation",
  params: inChat({ id: Type.String({ format: 'uuid' }) }),
  async run(ctx, { params, request }) {
    const entered = await enterChat(ctx, params.organization);
    if (!entered.ok) return entered;
    const visitor = visitorOf(entered.data, request);
    if (!visitor || !(await shownTo(entered.data, visitor, params.id))) return refuse('files.not_found');
    const opened = await openFile(entered.data, params.id);
    if (!opened.ok) return opened;
    const stream = await opened.data.stream();
    if (!stream.ok) return stream;
    const { name, contentType } = opened.data.file;
    const headers = { 'cache-control': 'private, max-age=86400' };
    return download({ type: contentType, body: stream.data, filename: name, inline: true, headers });
  },
});

const events = route({
  method: 'GET',
  path: '/chat/{organization}/events',
  permission: 'public',
  rateLimit: FLOOD_PER_MINUTE,
  operationId: 'streamChatEvents',
  file: 'text/event-stream',
  summary: "News of this visitor's conversation as server-sent events",
  params: inChat({}),
  async run(ctx, { params, request }) {
    const entered = await enterChat(ctx, params.organization);
    if (!entered.ok) return entered;
    const visitor = visitorOf(entered.data, request);
    // Until the first message is processed there is nothing to follow; the page polls until then.
    const conversation = visitor ? await findVisitorConversation(entered.data, visitor) : undefined;
    if (!conversation) return refuse('channels.no_chat');
    const last = request.headers['last-event-id'];
    // The topic contains only ids, so the server selects this visitor's.
    return openStream(entered.data, {
      organizationId: orgOf(entered.data).id,
      wants: (topic, id) => topic === 'conversation.message' && id === conversation.id,
      visitor: `visitor ${visitor}`,
      ...(typeof last === 'string' && { lastEventId: last }),
    });
  },
});

export const webChatRoutes: Route[] = [chat, lines, draft, upload, file, events];
