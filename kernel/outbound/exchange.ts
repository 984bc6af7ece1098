/**
 * One HTTP request to a service. When it fails, the error tells whether the request was sent: a message whose request
 * was sent may have been delivered, although no answer came. `fetch` doesn't tell, and this function never repeats a
 * request.
 */
import { type IncomingHttpHeaders, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { type AddressPolicy, hostOf } from './address-policy.ts';
import { USER_AGENT } from './user-agent.ts';

export type OutboundRequest = {
  method: 'GET' | 'POST';
  url: string;
  /** `ANY_ADDRESS` for an address of the environment; `policyOf(config)` for one that another person chose */
  policy: AddressPolicy;
  headers?: Record<string, string>;
  body?: Uint8Array | string;
  signal?: AbortSignal;
  /** milliseconds */
  timeouts?: Partial<OutboundTimeouts>;
  /** of the answer; more is a fault `too_large` */
  maxBytes?: number;
};

/** `connect`: until the connection is ready, with TLS. `reply`: from then until the whole answer. */
export type OutboundTimeouts = { connect: number; reply: number };

export type OutboundReply = { status: number; headers: IncomingHttpHeaders; bytes: Buffer };

/** No answer, or an incomplete one. The message contains no address, because addresses may contain tokens. */
export class OutboundError extends Error {
  /**
   * node's code, or `timeout`, `aborted`, `too_large`; always `unreachable` when the operator did not choose the
   * address
   */
  readonly code: string;
  /** whether the connection was ready, so that the request may have arrived */
  readonly begun: boolean;
  constructor(code: string, begun: boolean) {
    super(begun ? `no answer after the request was sent (${code})` : `could not be reached (${code})`);
    this.name = 'OutboundError';
    this.code = code;
    this.begun = begun;
  }
}

// Long, because without an answer a message becomes `unknown`; these services answer within seconds or not at all.
const TIMEOUTS: OutboundTimeouts = { connect: 10_000, reply: 60_000 };
const MAX_BYTES = 1024 * 1024;

/** Resolves to any answer, also one of 4xx or 5xx; redirects aren't followed. Rejects with a OutboundError. */
export function exchange(options: OutboundRequest): Promise<OutboundReply> {
  const { method, url, policy, headers = {}, body, signal, maxBytes = MAX_BYTES } = options;
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  const secure = url.startsWith('https:');
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new OutboundError('aborted', false));
    const host = hostOf(url);
    // Node does not look up a host that is already an address.
    if (isIP(host) && !policy.allows(host)) return reject(new OutboundError('unreachable', false));
    let begun = false;
    let cause: string | undefined;
    const request = (secure ? requestHttps : requestHttp)(url, {
      method,
      agent: secure ? policy.agents.https : policy.agents.http,
      lookup: policy.lookup,
      headers: {
        'user-agent': USER_AGENT,
        ...headers,
        ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
      },
    });
    const give = (code: string) => {
      cause ??= code;
      request.destroy();
    };
    let timer = setTimeout(() => give('timeout'), timeouts.connect);
    const onAbort = () => give('aborted');
    signal?.addEventListener('abort', onAbort, { once: true });
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const fail = (error: NodeJS.ErrnoException) => {
      end();
      const hidden = policy.hidesReason && !begun && cause !== 'aborted';
      reject(new OutboundError(hidden ? 'unreachable' : (cause ?? error.code ?? error.name), begun));
    };
    const stands = () => {
      begun = true;
      clearTimeout(timer);
      timer = setTimeout(() => give('timeout'), timeouts.reply);
    };
    request.on('socket', (socket: Socket) => {
      // A reused connection is already ready.
      if (request.reusedSocket || !(socket.connecting || socket.destroyed)) stands();
      else socket.once(secure ? 'secureConnect' : 'connect', stands);
    });
    request.on('error', fail);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.byteLength;
        if (size > maxBytes) give('too_large');
        else chunks.push(chunk);
      });
      response.on('error', fail);
      response.on('close', () => {
        if (!response.complete) return fail(Object.assign(new Error('cut off'), { code: 'ECONNRESET' }));
        end();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(chunks) });
      });
    });
    request.end(body);
  });
}
