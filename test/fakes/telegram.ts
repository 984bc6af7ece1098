/**
 * The Bot API over plain HTTP, after https://core.telegram.org/bots/api: it stores what bots send, delivers what people
 * send by webhook or long polling, and fails as the real one does. `person()` acts as a person.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type PersonOptions, TelegramPerson } from './telegram-person.ts';
import type { SentButton, SentMessage, Update } from './telegram-sent.ts';
import { refusedAnonymous } from './user-agent.ts';

/**
 * - `too_many` answers 429 with `retry_after` in seconds
 * - `error` answers 500, `gateway` 502 with a page instead of JSON
 * - `hang` takes the request and never answers
 * - `cut` drops the connection before anything is kept
 * - `cut_after` keeps the message, then drops the connection: it did arrive
 */
export type TelegramTrouble =
  | { kind: 'too_many'; retryAfter: number }
  | { kind: 'error' | 'gateway' | 'hang' | 'cut' | 'cut_after' };

type TelegramCall = { token: string; method: string; params: Record<string, unknown>; at: number };

type BotState = {
  username: string;
  webhook: { url: string; secret: string; allowed: string[] } | null;
  /** unconfirmed updates, oldest first */
  updates: Update[];
  allowed: string[];
  polling: number;
};

export const TELEGRAM_TOKEN = '4242424242:AAFakeTokenOfTheFirstBot_0123456789';

export type FakeTelegram = Awaited<ReturnType<typeof startFakeTelegram>>;

export async function startFakeTelegram(tokens: string[] = [TELEGRAM_TOKEN], port = 0) {
  const bots = new Map<string, BotState>(
    tokens.map((token, index) => [
      token,
      { username: `counterfoil${index || ''}_bot`, webhook: null, updates: [], allowed: [], polling: 0 },
    ]),
  );
  const troubles: { trouble: TelegramTrouble; method: string | undefined; chat: number | undefined }[] = [];
  const blocked = new Set<number>();
  const unknown = new Set<number>();
  const files = new Map<string, { path: string; bytes: Buffer; size: number }>();
  let lastMessage = 100;
  let lastUpdate = 700_000_000;

  const state = {
    root: '',
    token: tokens[0] as string,
    /** delivered messages, oldest first */
    sent: [] as SentMessage[],
    /** every call of the API, also those that failed */
    calls: [] as TelegramCall[],
    /** people who blocked the bot, and chats that Telegram doesn't know */
    blocked,
    unknown,
    files,
    /** topics that were deleted */
    goneThreads: new Set<number>(),
    /** getUpdates gives confirmed updates once more, as after a failure at Telegram's */
    forgetful: false,
    /** why Telegram can't bring updates to webhooks */
    unreachable: '',
    webhookOf: (token = tokens[0] as string) => bots.get(token)?.webhook ?? null,
    pendingOf: (token = tokens[0] as string) => bots.get(token)?.updates ?? [],
    /** The next calls meet this trouble, in order: `times` calls of `method`, or of any that sends. */
    trouble(
      trouble: TelegramTrouble,
      { method, chat, times = 1 }: { method?: string; chat?: number; times?: number } = {},
    ) {
      for (let n = 0; n < times; n++) troubles.push({ trouble, method, chat });
    },
    calm: () => void troubles.splice(0),
    /** Adds another bot. */
    addBot: (token: string) =>
      void bots.set(token, { username: 'another_bot', webhook: null, updates: [], allowed: [], polling: 0 }),
    nextMessageId: () => ++lastMessage,
    nextUpdateId: () => ++lastUpdate,
    /** its time; a test with a clock of its own sets it */
    now: () => new Date(),
    seconds: (): number => Math.floor(state.now().getTime() / 1000),
    person: (over: PersonOptions = {}): TelegramPerson => new TelegramPerson(state, over),
    /** Sets a webhook as if the bot had called setWebhook. */
    setWebhook(url: string, secret: string, token = tokens[0] as string) {
      const bot = bots.get(token);
      if (bot) bot.webhook = { url, secret, allowed: [] };
    },
    /**
     * Delivers an update: by webhook, returning the status (Telegram repeats after anything but 2xx); or for
     * getUpdates, returning undefined.
     */
    async deliver(update: Update, token = tokens[0] as string): Promise<number | undefined> {
      const bot = bots.get(token);
      if (!bot) throw new Error(`no bot ${token}`);
      if (!bot.webhook) {
        bot.updates.push(update);
        return undefined;
      }
      const { url, secret } = bot.webhook;
      const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret };
      const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(update) });
      await reply.arrayBuffer();
      return reply.status;
    },
    /** Waits until `count` messages have arrived in a chat, or `ms` have passed, which throws. */
    async arrived(chat: number, count = 1, ms = 150_000): Promise<SentMessage[]> {
      const found = () => state.sent.filter((message) => message.chat === chat);
      const until = Date.now() + ms;
      while (found().length < count) {
        if (Date.now() > until) throw new Error(`${found().length} of ${count} messages to ${chat} within ${ms} ms`);
        await wait(20);
      }
      return found();
    },
    close: async () => {},
    /** On the same port again, after `close`. */
    comeBack: async () => {},
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://telegram');
    const body = await bodyOf(request);
    const [, kind, token = '', rest = ''] = /^\/(file\/bot|bot)([^/]+)\/(.*)$/.exec(pathname) ?? [];
    const bot = bots.get(token);
    if (kind === 'file/bot') return sendFile(response, bot ? decodeURIComponent(rest) : '');
    const params = { ...Object.fromEntries(searchParams), ...paramsOf(request, body) };
    const method = rest;
    state.calls.push({ token, method, params, at: Date.now() });
    if (!bot) return refuse(response, 401, 'Unauthorized');

    const index = troubles.findIndex(
      (it) =>
        (it.method ? it.method === method : method.startsWith('send') && method !== 'sendChatAction') &&
        (it.chat === undefined || it.chat === Number(params.chat_id)),
    );
    const trouble = index < 0 ? undefined : troubles.splice(index, 1)[0]?.trouble;
    if (trouble?.kind === 'cut') return void request.socket.destroy();
    if (trouble?.kind === 'hang') return;
    if (trouble?.kind === 'error') return refuse(response, 500, 'Internal Server Error');
    if (trouble?.kind === 'gateway')
      return void response.writeHead(502, { 'content-type': 'text/html' }).end('<html><h1>502 Bad Gateway</h1></html>');
    if (trouble?.kind === 'too_many')
      return refuse(response, 429, `Too Many Requests: retry after ${trouble.retryAfter}`, {
        retry_after: trouble.retryAfter,
      });
    return call(method, params, bot, token, request, response, trouble?.kind === 'cut_after');
  }

  async function call(
    method: string,
    params: Record<string, unknown>,
    bot: BotState,
    token: string,
    request: IncomingMessage,
    response: ServerResponse,
    cutAfter: boolean,
  ): Promise<void> {
    if (method === 'getMe')
      return ok(response, {
        id: Number(token.split(':')[0]),
        is_bot: true,
        first_name: 'Counterfoil',
        username: bot.username,
      });
    if (method === 'setWebhook') {
      bot.webhook = {
        url: String(params.url),
        secret: String(params.secret_token ?? ''),
        allowed: (params.allowed_updates as string[]) ?? [],
      };
      return ok(response, true);
    }
    if (method === 'getWebhookInfo')
      return ok(response, {
        url: bot.webhook?.url ?? '',
        has_custom_certificate: false,
        pending_update_count: state.unreachable ? 1 : 0,
        ...(state.unreachable && { last_error_date: 1, last_error_message: state.unreachable }),
      });
    if (method === 'deleteWebhook') {
      bot.webhook = null;
      return ok(response, true);
    }
    if (['answerCallbackQuery', 'setMyCommands', 'sendChatAction'].includes(method)) return ok(response, true);
    if (method === 'getUpdates') return getUpdates(params, bot, request, response);
    if (method === 'getFile') {
      const file = files.get(String(params.file_id));
      if (!file) return refuse(response, 400, 'Bad Request: wrong file_id or the file is temporarily unavailable');
      if (file.size > 20 * 1024 * 1024) return refuse(response, 400, 'Bad Request: file is too big');
      return ok(response, { file_id: params.file_id, file_size: file.size, file_path: file.path });
    }
    if (method === 'editMessageReplyMarkup') {
      const edited = state.sent.find(
        (it) => it.chat === Number(params.chat_id) && it.message_id === Number(params.message_id),
      );
      const keyboard = keyboardOf(params);
      if (!edited) return refuse(response, 400, 'Bad Request: message to edit not found');
      if (JSON.stringify(edited.keyboard) === JSON.stringify(keyboard))
        return refuse(response, 400, 'Bad Request: message is not modified');
      edited.keyboard = keyboard;
      return ok(response, true);
    }
    if (method !== 'sendMessage' && method !== 'sendPhoto' && method !== 'sendDocument')
      return refuse(response, 404, 'Not Found');

    const fault = faultOf(method, params);
    if (fault) return refuse(response, 400, `Bad Request: ${fault}`);
    const chat = Number(params.chat_id);
    if (blocked.has(chat)) return refuse(response, 403, 'Forbidden: bot was blocked by the user');
    if (unknown.has(chat)) return refuse(response, 400, 'Bad Request: chat not found');
    if (state.goneThreads.has(Number(params.message_thread_id)))
      return refuse(response, 400, 'Bad Request: message thread not found');
    const message = messageOf(method, params, token, chat, ++lastMessage);
    state.sent.push(message);
    if (cutAfter) return void request.socket.destroy();
    ok(response, {
      message_id: message.message_id,
      date: state.seconds(),
      chat: { id: chat, type: 'private' },
      text: message.text,
    });
  }

  async function getUpdates(
    params: Record<string, unknown>,
    bot: BotState,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const conflict =
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
    if (bot.webhook) return refuse(response, 409, `Conflict: ${conflict}`);
    if (bot.polling > 0)
      return refuse(
        response,
        409,
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      );
    const offset = Number(params.offset ?? 0);
    if (!state.forgetful) bot.updates = bot.updates.filter((update) => update.update_id >= offset);
    const until = Date.now() + Number(params.timeout ?? 0) * 1000;
    bot.polling++;
    try {
      while (bot.updates.length === 0 && Date.now() < until && !request.socket.destroyed) {
        await wait(20);
      }
    } finally {
      bot.polling--;
    }
    if (!request.socket.destroyed) ok(response, bot.updates.slice(0, Number(params.limit ?? 100)));
  }

  function sendFile(response: ServerResponse, path: string): void {
    const file = [...files.values()].find((it) => it.path === path);
    if (file) response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file.bytes);
    else refuse(response, 404, 'Not Found');
  }

  const open = async (on: number) => {
    const server = createServer(
      (request, response) =>
        void (refusedAnonymous(request, response) || answer(request, response).catch(() => request.socket.destroy())),
    );
    await new Promise<void>((ready) => server.listen(on, '127.0.0.1', ready));
    const at = (server.address() as AddressInfo).port;
    state.root = `http://127.0.0.1:${at}`;
    state.close = () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      });
    state.comeBack = () => open(at);
  };
  await open(port);
  return state;
}

function faultOf(method: string, params: Record<string, unknown>): string | undefined {
  const text = String(params.text ?? '');
  if (method === 'sendMessage' && !text.trim()) return 'message text is empty';
  if (text.length > 4096) return 'message is too long';
  if (String(params.caption ?? '').length > 1024) return 'message caption is too long';
  const data = keyboardOf(params).flatMap((row) => row.map((button) => Buffer.byteLength(button.callback_data)));
  if (data.some((bytes) => bytes < 1 || bytes > 64)) return 'BUTTON_DATA_INVALID';
  const file = params[method === 'sendPhoto' ? 'photo' : 'document'] as { bytes: Buffer } | undefined;
  if (method !== 'sendMessage' && !file?.bytes?.byteLength) return 'file must be non-empty';
  // The first bytes of PNG and JPEG.
  const magic = file?.bytes?.subarray(0, 2).toString('hex');
  if (method === 'sendPhoto' && magic !== '8950' && magic !== 'ffd8') return 'IMAGE_PROCESS_FAILED';
  return undefined;
}

function messageOf(
  method: SentMessage['method'],
  params: Record<string, unknown>,
  token: string,
  chat: number,
  message_id: number,
): SentMessage {
  const file = params[method === 'sendPhoto' ? 'photo' : 'document'] as SentMessage['file'] | undefined;
  const entities = (params.entities ?? params.caption_entities ?? []) as SentMessage['entities'];
  return {
    token,
    method,
    message_id,
    chat,
    text: String(params.text ?? params.caption ?? ''),
    entities,
    keyboard: keyboardOf(params),
    ...(file && { file }),
    ...(params.message_thread_id !== undefined && { thread: Number(params.message_thread_id) }),
    at: Date.now(),
  };
}

function keyboardOf(params: Record<string, unknown>): SentButton[][] {
  return (params.reply_markup as { inline_keyboard?: SentButton[][] } | undefined)?.inline_keyboard ?? [];
}

function ok(response: ServerResponse, result: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, result }));
}

function refuse(response: ServerResponse, error_code: number, description: string, parameters?: object): void {
  const body = { ok: false, error_code, description, ...(parameters && { parameters }) };
  response.writeHead(error_code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** JSON, or multipart: there files are separate parts, named by `attach://`. */
function paramsOf(request: IncomingMessage, body: Buffer): Record<string, unknown> {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/'))
    return body.byteLength ? (JSON.parse(body.toString('utf8')) as object as never) : {};
  const boundary = /boundary=([^;]+)/.exec(type)?.[1] ?? '';
  const fields: Record<string, unknown> = {};
  const attached = new Map<string, { name: string; bytes: Buffer }>();
  for (const part of body.toString('latin1').split(`--${boundary}`).slice(1, -1)) {
    const [head = '', ...rest] = part.replace(/^\r\n/, '').split('\r\n\r\n');
    const bytes = Buffer.from(rest.join('\r\n\r\n').replace(/\r\n$/, ''), 'latin1');
    const name = /name="([^"]*)"/.exec(head)?.[1] ?? '';
    const filename = /filename="?([^"\r\n]*)"?/.exec(head)?.[1];
    if (filename !== undefined) attached.set(name, { name: Buffer.from(filename, 'latin1').toString('utf8'), bytes });
    else fields[name] = parsed(bytes.toString('utf8'));
  }
  for (const [name, value] of Object.entries(fields)) {
    const file = typeof value === 'string' && attached.get(value.replace(/^attach:\/\//, ''));
    if (file) fields[name] = file;
  }
  return fields;
}

function parsed(text: string): unknown {
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
