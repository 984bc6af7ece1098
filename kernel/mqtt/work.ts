import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { DEVICE_TOKEN_PREFIX } from '../devices/index.ts';
import { readDeviceJson } from '../lib/device-json.ts';
import type { Boot } from '../module/index.ts';
import { type MessageTable, messagesOf, requestOf, type Sent } from './messages.ts';

/** The largest message: as many orders as one request may have, and a little. */
export const MAX_BYTES = 256 * 1024;

/**
 * What became of a message. `done`: its work is committed, or refused for good; the answer is the route's. `no_token`:
 * nobody knows who sent it, so nobody is answered. `too_many`: its device sends more than it may. `not_now`: the
 * database was away for too long; nothing is known to be done, and it should come again.
 */
type Worked = { result: 'done'; answer: string } | { result: 'no_token' | 'too_many' | 'not_now' };

type Device = { id: string; kind: string };
type From = { token?: string; device?: Device; address?: string };

/** Milliseconds; unlimited without, until the signal. */
type Patience = { stop: AbortSignal; ms?: number };

export type Worker = {
  /**
   * Works a message: the route of its name is asked as over HTTP, with the same checks, limits and answer. The promise
   * ends after the commit.
   * @param from the token of the connection and whose it was when it signed in; otherwise the message has it as `token`
   * @param patience for a database that is away
   */
  work(sent: Sent, payload: Buffer, from: From, patience: Patience): Promise<Worked>;
  /** Who has this token; null: nobody. */
  identify(token: string): Promise<Device | null>;
};

const refusal = (code: string, message: string) =>
  ({ result: 'done', answer: JSON.stringify({ ok: false, error: { code, message } }) }) as const;

/** Makes what works messages by the routes of `app`. */
export function worker(boot: Boot, app: FastifyInstance): Worker {
  const table: MessageTable = messagesOf(boot.manifests);
  const identify: Worker['identify'] = async (token) => {
    if (!token.startsWith(DEVICE_TOKEN_PREFIX)) return null;
    const identity = await boot.services.devices.identify(token);
    if (!identity || !('actor' in identity) || identity.actor.kind !== 'device') return null;
    return { id: identity.actor.id, kind: identity.actor.sort };
  };
  const words = (code: string) => boot.services.translator.t('en', `errors.${code}`, { code });
  return {
    identify,
    async work(sent, payload, { token: known, device: owner, address }, { stop, ms = Number.POSITIVE_INFINITY }) {
      const began = performance.now();
      const body = readBody(payload);
      const { token: named, ...rest } = body ?? {};
      const token = typeof named === 'string' ? named : known;
      if (token === undefined) return { result: 'no_token' };
      // The route looks again whether the token is still good; whose it is never changes.
      const device = owner && token === known ? owner : await identify(token);
      // The topic is a claim of whoever published; the token says who that is.
      if (device === null || device.id !== sent.deviceId) return { result: 'no_token' };
      if (body === null && payload.length > MAX_BYTES) return refusal('http.malformed', words('http.malformed'));
      const request = requestOf(table, device.kind, sent);
      if (request === null) return refusal('http.not_found', words('http.not_found'));
      for (let pause = 200; ; pause = Math.min(5000, pause * 2)) {
        const reply = await app.inject({
          method: request.method,
          url: request.url,
          headers: { authorization: `Bearer ${token}`, 'user-agent': 'mqtt', ...JSON_TYPE },
          // What can't be read goes on as it is: the route says so, and notes that its device was heard.
          ...(request.hasBody && { payload: body === null ? payload : JSON.stringify(rest) }),
          remoteAddress: address ?? '127.0.0.1',
        });
        if (reply.statusCode === 401) return { result: 'no_token' };
        if (reply.statusCode === 429) return { result: 'too_many' };
        // Busy, or the database is away: a repeat does nothing twice, so it is tried until that is over.
        if (reply.statusCode !== 503) return { result: 'done', answer: reply.payload };
        if (stop.aborted || performance.now() - began > ms) return { result: 'not_now' };
        await wait(pause, null, { signal: stop }).catch(() => {});
      }
    },
  };
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** An object as devices write JSON, or nothing at all; null: something else. */
function readBody(payload: Buffer): Record<string, unknown> | null {
  if (payload.length === 0) return {};
  if (payload.length > MAX_BYTES) return null;
  const value = readDeviceJson(payload.toString('utf8'));
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
