/**
 * The WhatsApp Cloud API over plain HTTP, after https://developers.facebook.com/docs/whatsapp/cloud-api: it checks our
 * messages against its limits and stores them, delivers people's messages by signed webhooks, and fails as the real one
 * does. `person()` acts as a person.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusedAnonymous } from './user-agent.ts';
import { faultOf } from './whatsapp-limits.ts';
import { type PersonOptions, WhatsAppPerson } from './whatsapp-person.ts';
import type { WaSent } from './whatsapp-sent.ts';

/**
 * - `refuse` answers with an error of the Graph API
 * - `gateway` answers 502 with a page instead of JSON
 * - `hang` takes the request and never answers
 * - `cut` drops the connection before anything is kept
 * - `cut_after` keeps the message, then drops the connection: it did arrive
 */
export type WhatsAppTrouble =
  | { kind: 'refuse'; status: number; code: number; message?: string; retryAfter?: number }
  | { kind: 'gateway' | 'hang' | 'cut' | 'cut_after' };

export type FakeWhatsApp = Awaited<ReturnType<typeof startFakeWhatsApp>>;

export type WhatsAppOptions = {
  phoneNumberId?: string;
  token?: string;
  appSecret?: string;
  /** the fake's time: links are valid for five minutes, windows for a day */
  now?: () => Date;
  port?: number;
};

const LINK_MS = 5 * 60_000;
const WINDOW_MS = 24 * 3_600_000;

export async function startFakeWhatsApp(options: WhatsAppOptions = {}) {
  const { phoneNumberId = '106540352242922', token = 'EAAfaketoken', appSecret = 'an app secret' } = options;
  const now = options.now ?? (() => new Date());
  const troubles: { trouble: WhatsAppTrouble; path: string; to: string | undefined }[] = [];
  const media = new Map<string, { bytes: Buffer; type: string; size: number }>();
  const links = new Map<string, { media: string; until: number }>();
  const wrote = new Map<string, number>();
  let serial = 0;

  const state = {
    root: '',
    phoneNumberId,
    token,
    appSecret,
    verifyToken: 'a word to show',
    /** the environment of a server whose first organization has this number */
    env: {} as Record<string, string>,
    /** where webhooks go: an address, or a function that returns the status */
    webhook: undefined as string | ((raw: Buffer, headers: Record<string, string>) => Promise<number>) | undefined,
    /** delivered messages, oldest first */
    sent: [] as WaSent[],
    /** every request to send, also those that failed */
    requests: 0,
    mediaFetches: 0,
    /** people's messages that we marked as read, oldest first */
    seen: [] as { messageId: string; typing: boolean }[],
    media,
    /** the statuses sent automatically after a message arrived */
    statuses: ['sent', 'delivered'] as string[],
    now,
    nextId: () => `wamid.${(++serial).toString().padStart(6, '0')}${randomBytes(6).toString('base64url')}`,
    trouble(
      trouble: WhatsAppTrouble,
      { path = 'messages', to, times = 1 }: { path?: string; to?: string; times?: number } = {},
    ) {
      for (let n = 0; n < times; n++) troubles.push({ trouble, path, to });
    },
    calm: () => void troubles.splice(0),
    person: (over: PersonOptions = {}): WhatsAppPerson => new WhatsAppPerson(state, over),
    /** The person has written: their window is open for a day. */
    opened: (...names: string[]) => {
      for (const name of names) wrote.set(name, now().getTime());
    },
    keep(bytes: Buffer, type: string, size = bytes.byteLength): string {
      const id = `9${(++serial).toString().padStart(14, '0')}`;
      media.set(id, { bytes, type, size });
      return id;
    },
    sign: (raw: Buffer | string, secret = appSecret) =>
      `sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`,
    /** A webhook's body around its content. */
    envelope: (value: object, field = 'messages', number = phoneNumberId) => ({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '102290129340398',
          changes: [
            {
              field,
              value: {
                messaging_product: 'whatsapp',
                metadata: { display_phone_number: '15550783881', phone_number_id: number },
                ...value,
              },
            },
          ],
        },
      ],
    }),
    /** Sends a signed body to the webhook; returns its status. Meta repeats after anything but 200. */
    async deliver(body: object): Promise<number> {
      const raw = Buffer.from(JSON.stringify(body));
      const headers = { 'content-type': 'application/json', 'x-hub-signature-256': state.sign(raw) };
      if (!state.webhook) return 0;
      if (typeof state.webhook === 'function') return state.webhook(raw, headers);
      const reply = await fetch(state.webhook, { method: 'POST', headers, body: raw });
      await reply.arrayBuffer();
      return reply.status;
    },
    /** Sends a message's status. */
    sendStatus(message: WaSent, status: string, over: object = {}): Promise<number> {
      const phone = /^[0-9]+$/.test(message.to);
      const update = {
        id: message.id,
        status,
        timestamp: String(Math.floor(now().getTime() / 1000)),
        ...(phone ? { recipient_id: message.to } : { recipient_user_id: message.to }),
        ...(message.body.biz_opaque_callback_data && {
          biz_opaque_callback_data: message.body.biz_opaque_callback_data,
        }),
        ...over,
      };
      return state.deliver(state.envelope({ statuses: [update] }));
    },
    /** Waits until `count` messages have arrived at an address, or `ms` have passed, which throws. */
    async arrived(to: string, count = 1, ms = 150_000): Promise<WaSent[]> {
      const found = () => state.sent.filter((message) => message.to === to);
      const until = Date.now() + ms;
      while (found().length < count) {
        if (Date.now() > until) throw new Error(`${found().length} of ${count} messages arrived at ${to} in ${ms} ms`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return found();
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  const server = createServer(
    (request, reply) =>
      void (refusedAnonymous(request, reply) || answer(request, reply).catch(() => request.socket.destroy())),
  );
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  state.root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  state.env = {
    WHATSAPP_API_ROOT: state.root,
    WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
    WHATSAPP_ACCESS_TOKEN: token,
    WHATSAPP_APP_SECRET: appSecret,
    WHATSAPP_VERIFY_TOKEN: state.verifyToken,
  };
  return state;

  async function answer(request: IncomingMessage, reply: ServerResponse): Promise<unknown> {
    const raw = await bytesOf(request);
    const url = new URL(request.url ?? '', state.root);
    const [, version, id = '', edge = ''] = url.pathname.split('/');
    if (request.headers.authorization !== `Bearer ${token}`)
      return fail(reply, 401, 190, 'Invalid OAuth access token - Cannot parse access token');
    if (version === 'link') return link(reply, id);
    if (!/^v\d+\.\d+$/.test(version ?? '')) return fail(reply, 400, 2500, 'Unknown path components');
    if (request.method === 'GET' && id === phoneNumberId) return json(reply, 200, { id });
    if (request.method === 'GET') return lookUp(reply, id);
    if (id !== phoneNumberId)
      return fail(reply, 400, 100, `Unsupported post request. Object with ID '${id}' does not exist`);
    if (edge === 'messages') return message(request, reply, raw);
    if (edge === 'media') return upload(request, reply, raw);
    return fail(reply, 400, 2500, 'Unknown path components');
  }

  async function message(request: IncomingMessage, reply: ServerResponse, raw: Buffer): Promise<unknown> {
    const body = JSON.parse(raw.toString());
    if (body.status === 'read') return seen(reply, body);
    const to = String(body.to ?? body.recipient ?? '');
    state.requests++;
    const trouble = meet('messages', to);
    if (trouble && trouble.kind !== 'cut_after') return suffer(trouble, request, reply);
    const fault = faultOf(body, (mediaId) => media.has(mediaId));
    if (fault) return fail(reply, 400, fault.code, '(#100) Invalid parameter', fault.details);
    const open = (wrote.get(to) ?? 0) + WINDOW_MS > now().getTime();
    if (!open && body.type !== 'template')
      return fail(
        reply,
        400,
        131047,
        'Re-engagement message',
        'More than 24 hours have passed since the customer last replied to this number',
      );
    const kept = keepMessage(body, to);
    if (trouble) return suffer({ kind: 'cut' }, request, reply);
    json(reply, 200, {
      messaging_product: 'whatsapp',
      contacts: [{ input: to, ...(body.to ? { wa_id: to } : { user_id: to }) }],
      messages: [{ id: kept.id, message_status: 'accepted' }],
    });
    return sendStatuses(kept);
  }

  function seen(reply: ServerResponse, body: { message_id?: string; typing_indicator?: { type?: string } }): unknown {
    const trouble = meet('seen', undefined);
    if (trouble?.kind === 'refuse') return fail(reply, trouble.status, trouble.code, 'trouble');
    if (trouble) return undefined;
    const typing = body.typing_indicator;
    if (!body.message_id || (typing && typing.type !== 'text'))
      return fail(reply, 400, 100, '(#100) Invalid parameter');
    state.seen.push({ messageId: body.message_id, typing: typing !== undefined });
    return json(reply, 200, { success: true });
  }

  async function sendStatuses(kept: WaSent): Promise<void> {
    for (const status of state.statuses) await state.sendStatus(kept, status).catch(() => {});
  }

  function keepMessage(body: WaSent['body'], to: string): WaSent {
    // biome-ignore lint/suspicious/noExplicitAny: the wire's own shape
    const it = body as any;
    const interactive = it.interactive;
    const buttons = (interactive?.action?.buttons ?? []).map((button: { reply: object }) => button.reply);
    const rows = (interactive?.action?.sections ?? []).flatMap((section: { rows: object[] }) => section.rows);
    const file = it.image ?? it.document ?? interactive?.header?.image ?? interactive?.header?.document;
    const values = it.template?.components?.[0]?.parameters?.map((value: { text: string }) => value.text);
    const kept: WaSent = {
      id: state.nextId(),
      to,
      type: it.type,
      body,
      text: it.text?.body ?? interactive?.body?.text ?? file?.caption ?? values?.join(' ') ?? '',
      choices: [...buttons, ...rows],
      file: file ? media.get(file.id)?.bytes : undefined,
      at: now().getTime(),
    };
    state.sent.push(kept);
    return kept;
  }

  async function upload(request: IncomingMessage, reply: ServerResponse, raw: Buffer): Promise<unknown> {
    const trouble = meet('media', undefined);
    if (trouble) return suffer(trouble, request, reply);
    const form = await new Response(new Uint8Array(raw), {
      headers: { 'content-type': request.headers['content-type'] ?? '' },
    }).formData();
    const file = form.get('file');
    if (form.get('messaging_product') !== 'whatsapp' || !(file instanceof Blob))
      return fail(reply, 400, 100, '(#100) The parameter messaging_product is required.');
    const image = file.type.startsWith('image/');
    if ((image && !/^image\/(jpeg|png)$/.test(file.type)) || file.size > (image ? 5 : 100) * 1024 * 1024)
      return fail(reply, 400, 131053, 'Media upload error');
    return json(reply, 200, { id: state.keep(Buffer.from(await file.arrayBuffer()), file.type) });
  }

  function lookUp(reply: ServerResponse, id: string): unknown {
    const trouble = meet('lookup', undefined);
    if (trouble?.kind === 'refuse') return fail(reply, trouble.status, trouble.code, 'trouble');
    const found = media.get(id);
    if (!found) return fail(reply, 400, 100, `Unsupported get request. Object with ID '${id}' does not exist`);
    const name = randomBytes(8).toString('hex');
    links.set(name, { media: id, until: now().getTime() + LINK_MS });
    return json(reply, 200, {
      url: `${state.root}/link/${name}`,
      mime_type: found.type,
      file_size: found.size,
      id,
      messaging_product: 'whatsapp',
    });
  }

  function link(reply: ServerResponse, name: string): unknown {
    state.mediaFetches++;
    const known = links.get(name);
    const found = known && known.until > now().getTime() ? media.get(known.media) : undefined;
    if (!found || meet('link', undefined)) return reply.writeHead(404).end();
    return reply.writeHead(200, { 'content-type': found.type }).end(found.bytes);
  }

  function meet(path: string, to: string | undefined): WhatsAppTrouble | undefined {
    const at = troubles.findIndex((it) => it.path === path && (it.to === undefined || it.to === to));
    return at < 0 ? undefined : troubles.splice(at, 1)[0]?.trouble;
  }

  function suffer(trouble: WhatsAppTrouble, request: IncomingMessage, reply: ServerResponse): unknown {
    if (trouble.kind === 'refuse') {
      if (trouble.retryAfter) reply.setHeader('retry-after', String(trouble.retryAfter));
      return fail(reply, trouble.status, trouble.code, trouble.message ?? 'trouble');
    }
    if (trouble.kind === 'gateway') return reply.writeHead(502).end('<html>Bad Gateway</html>');
    return trouble.kind === 'cut' ? request.socket.destroy() : undefined;
  }
}

function fail(reply: ServerResponse, status: number, code: number, message: string, details = message): unknown {
  const error = { message, type: 'OAuthException', code, error_data: { messaging_product: 'whatsapp', details } };
  return json(reply, status, { error: { ...error, fbtrace_id: 'Ahxx' } });
}

function json(reply: ServerResponse, status: number, body: object): unknown {
  return reply.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' }).end(JSON.stringify(body));
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
