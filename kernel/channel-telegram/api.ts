/**
 * grammY's client of the Bot API over our own HTTP exchange, which distinguishes a lost answer from a request that was
 * never sent.
 */
import { Api } from 'grammy';
import { ANY_ADDRESS, exchange, type OutboundTimeouts } from '../outbound/index.ts';

export type Bot = {
  /** Telegram's id of the bot, the part of the token before the colon; the `account` of our conversations */
  id: string;
  token: string;
  /** base address of the Bot API, without a slash at its end */
  root: string;
};

/** As grammY passes it to `fetch`: the body is text, or a multipart stream. */
type Init = {
  method?: string;
  headers?: Record<string, string>;
  body?: string | AsyncIterable<Uint8Array>;
  signal?: AbortSignal;
};

/**
 * The Bot API for one bot. Throws GrammyError when the API refuses, HttpError around a OutboundError when there is no
 * answer.
 */
export function botApi(bot: Bot, timeouts: Partial<OutboundTimeouts> = {}): Api {
  const fetch = async (url: string | URL, init: Init = {}) => {
    const body = init.body === undefined || typeof init.body === 'string' ? init.body : await gathered(init.body);
    const { connection: _, ...headers } = init.headers ?? {};
    const reply = await exchange({
      method: init.method === 'GET' ? 'GET' : 'POST',
      url: String(url),
      policy: ANY_ADDRESS,
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
    // Our own timeouts are shorter.
    timeoutSeconds: 500,
  });
}

/** Turns a proxy's error page into the refusal that it means. */
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
