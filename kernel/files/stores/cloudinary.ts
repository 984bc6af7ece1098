import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { doublingPause } from '../../lib/backoff.ts';
import { USER_AGENT } from '../../outbound/index.ts';
import { type ByteRange, checkKey, type FileStore, gather, StoreError } from './store.ts';

type CloudinaryOptions = {
  /** `cloudinary://<key>:<secret>@<cloud>` */
  url: string;
  /** Another base URL for the API. */
  apiRoot?: string | undefined;
  /** the pause before the second attempt; default 300 */
  firstPauseMs?: number;
};

/** The input of the Cloudinary SDK's signing helpers. */
type Account = { cloud_name: string; api_key: string; api_secret: string };

/** Raw and authenticated: the bytes stay exactly as stored, and are available only with a URL that we sign. */
const KIND = { resource_type: 'raw', type: 'authenticated' } as const;
const MAX_ATTEMPTS = 4;
const MAX_PAUSE_MS = 10_000;
const TIMEOUT = 30_000;

/**
 * A store at Cloudinary, with its upload API (https://cloudinary.com/documentation/image_upload_api_reference).
 *
 * The SDK signs and builds the URLs. It does not transfer the bytes: it chooses http or https once, when the module
 * loads, and cannot repeat its upload stream after a broken connection.
 */
export function cloudinaryStore({
  url,
  apiRoot = 'https://api.cloudinary.com',
  firstPauseMs = 300,
}: CloudinaryOptions): FileStore {
  const account = { ...parseAccount(url), upload_prefix: apiRoot.replace(/\/+$/, '') };
  const sdk = async () => (await import('cloudinary')).v2;

  const call = async (what: 'upload' | 'destroy', params: Record<string, string>, file?: Blob) => {
    const { utils } = await sdk();
    return persist(firstPauseMs, () => {
      // Signed again for each attempt: a signature is valid for an hour from its timestamp, but clocks differ.
      const stamped = { ...params, timestamp: Math.floor(Date.now() / 1000) };
      const form = new FormData();
      for (const [name, value] of Object.entries(stamped)) form.set(name, String(value));
      form.set('signature', utils.api_sign_request(stamped, account.api_secret));
      form.set('api_key', account.api_key);
      if (file) form.set('file', file, 'file');
      return fetch(utils.api_url(what, { ...account, ...KIND }), {
        method: 'POST',
        headers: { 'user-agent': USER_AGENT },
        body: form,
        signal: AbortSignal.timeout(TIMEOUT),
      });
    });
  };

  return {
    name: 'cloudinary',

    async put(key, bytes, type) {
      checkKey(key);
      const body = await gather(bytes);
      const file = new Blob([body as Uint8Array<ArrayBuffer>], { type });
      const params = { public_id: key, type: KIND.type, overwrite: 'true', invalidate: 'true' };
      const reply = await call('upload', params, file);
      const stored = (await reply.json()) as { bytes?: number };
      if (stored.bytes !== body.byteLength) {
        throw new StoreError('unavailable', `Cloudinary kept ${stored.bytes} of ${body.byteLength} bytes: ${key}`);
      }
    },

    async get(key, range) {
      checkKey(key);
      const { utils } = await sdk();
      const reply = await persist(firstPauseMs, () =>
        fetch(utils.private_download_url(key, '', { ...account, ...KIND }), {
          headers: {
            'user-agent': USER_AGENT,
            ...(range && { range: `bytes=${range.start}-${range.end}` }),
          },
          signal: AbortSignal.timeout(TIMEOUT),
        }),
      );
      const stream = Readable.fromWeb(reply.body as ReadableStream<Uint8Array>);
      // The download endpoint may ignore Range and answer 200 with the whole file.
      return range !== undefined && reply.status === 200 ? cut(stream, range) : stream;
    },

    async delete(key) {
      checkKey(key);
      // Answers {"result":"ok"} or {"result":"not found"}; after both the file is gone.
      await call('destroy', { public_id: key, type: KIND.type, invalidate: 'true' });
    },
  };
}

/** Throws StoreError('refused') for a URL that is not Cloudinary's. The message never repeats the secret. */
export function parseAccount(url: string): Account {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed?.protocol !== 'cloudinary:' || !parsed.hostname || !parsed.username || !parsed.password) {
    throw new StoreError('refused', 'CLOUDINARY_URL must read cloudinary://<key>:<secret>@<cloud>');
  }
  return {
    cloud_name: parsed.hostname,
    api_key: decodeURIComponent(parsed.username),
    api_secret: decodeURIComponent(parsed.password),
  };
}

/** Tries again after a broken connection, a timeout, 420/429 (Cloudinary's "slow down") and 5xx. */
async function persist(firstMs: number, send: () => Promise<Response>): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    let failure: StoreError;
    try {
      const reply = await send();
      if (reply.ok) return reply;
      failure = refusalOf(reply.status, (await reply.text()).slice(0, 300));
    } catch (error) {
      failure = new StoreError('unavailable', 'Cloudinary did not answer', error);
    }
    if (failure.fault !== 'unavailable' || attempt === MAX_ATTEMPTS) throw failure;
    await new Promise((resume) => setTimeout(resume, doublingPause(attempt, { firstMs, longestMs: MAX_PAUSE_MS })));
  }
}

function refusalOf(status: number, text: string): StoreError {
  if (status === 404) return new StoreError('missing', 'Cloudinary has no such file');
  const retry = status === 408 || status === 420 || status === 429 || status >= 500;
  return new StoreError(retry ? 'unavailable' : 'refused', `Cloudinary answered ${status}: ${text}`);
}

function cut(stream: Readable, { start, end }: ByteRange): Readable {
  return Readable.from(
    (async function* () {
      let offset = 0;
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        const from = Math.max(start - offset, 0);
        const to = Math.min(end + 1 - offset, chunk.byteLength);
        if (from < to) yield chunk.subarray(from, to);
        offset += chunk.byteLength;
        if (offset > end) return;
      }
    })(),
    { objectMode: false },
  );
}
