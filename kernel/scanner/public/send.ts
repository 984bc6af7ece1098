/** A scanner's requests: the device's token as a bearer, answers as they arrive. */

export type Send = typeof fetch;

/** No answer, or an unusable one: the outcome is unknown, and the phone judges the scan. */
export class NoAnswer extends Error {}

export type Answer<T> = {
  status: number;
  data: T;
  error: { code: string; message: string } | null;
  headers: Headers;
};

export type Options = { method?: 'POST'; body?: unknown; headers?: Record<string, string>; timeoutMs?: number };

/** A timeout for a whole queue over a slow network; people at the door get an answer from the roster long before. */
const TIMEOUT_MS = 30_000;

/** Sends one request with a bearer; see `sendRaw`. */
export function send<T>(fetcher: Send, bearer: string, path: string, options: Options = {}): Promise<Answer<T>> {
  return sendRaw(fetcher, path, { ...options, headers: { ...options.headers, authorization: `Bearer ${bearer}` } });
}

/**
 * Sends one request below /api/v1. Throws `NoAnswer` for a lost connection, a busy or broken server, or a login page in
 * between.
 */
export async function sendRaw<T>(
  fetcher: Send,
  path: string,
  { method, body, headers = {}, timeoutMs = TIMEOUT_MS }: Options = {},
): Promise<Answer<T>> {
  try {
    const response = await fetcher(`/api/v1${path}`, {
      method: method ?? 'GET',
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status >= 500 || response.status === 429) throw new NoAnswer(`status ${response.status}`);
    if (response.status === 304) {
      return { status: 304, data: undefined as T, error: null, headers: response.headers };
    }
    const envelope = await response.json();
    if (typeof envelope?.ok !== 'boolean') throw new NoAnswer('a page in between');
    return { status: response.status, data: envelope.data, error: envelope.error ?? null, headers: response.headers };
  } catch (error) {
    if (error instanceof NoAnswer) throw error;
    throw new NoAnswer(String(error));
  }
}
