/**
 * grammY's client of the Bot API, over our own wire, so that a lost answer can be told from a request that never left.
 */
import { Api } from 'grammy';
import { exchange, OPERATORS, type WireTimeouts } from '../../outbound/index.ts';

export type Bot = {
  /** Telegram's id of the bot, the part of the token before the colon; our conversations' `account` */
  id: string;
  token: string;
  /** base address of the Bot API, without a slash at its end */
  root: string;
};

/** As grammY hands it to `fetch`: the body is text, or a stream of multipart. */
type Init = {
  method?: string;
  headers?: Record<string, string>;
  body?: string | AsyncIterable<Uint8Array>;
  signal?: AbortSignal;
};

/** The Bot API as one bot. Throws GrammyError for an answer that refuses, HttpError around a WireFault for none. */
export function botApi(bot: Bot, timeouts: Partial<WireTimeouts> = {}): Api {
  const fetch = async (url: string | URL, init: Init = {}) => {
    const body = init.body === undefined || typeof init.body === 'string' ? init.body : await gathered(init.body);
    const { connection: _, ...headers } = init.headers ?? {};
    const reply = await exchange({
      method: init.method === 'GET' ? 'GET' : 'POST',
      url: String(url),
      reach: OPERATORS,
      headers,
      timeouts,
      ...(body !== undefined && { body }),
      ...(init.signal && { signal: init.signal }),
      maxBytes: 8 * 1024 * 1024, // a hundred updates with their texts
    });
    return { json: async () => envelope(reply.status, reply.bytes.toString('utf8')) };
  };
  return new Api(bot.token, {
    apiRoot: bot.root,
    fetch: fetch as never,
    // Ours end sooner.
    timeoutSeconds: 500,
  });
}

/** A proxy's error page becomes the refusal that it stands for. */
function envelope(status: number, text: string): unknown {
  try {
    const answer = JSON.parse(text) as { ok?: unknown };
    if (typeof answer.ok === 'boolean') return answer;
  } catch {
    // no JSON
  }
  return { ok: false, error_code: status < 400 ? 502 : status, description: 'the answer is not of the Bot API' };
}

async function gathered(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const part of parts) chunks.push(part);
  return Buffer.concat(chunks);
}
