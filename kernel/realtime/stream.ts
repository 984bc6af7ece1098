/** One client's stream of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
import { PassThrough } from 'node:stream';
import type { Ctx } from '../ctx/index.ts';
import { addressKey } from '../lib/address.ts';
import { type Result, refuse } from '../lib/result.ts';
import { type Download, download } from '../module/index.ts';
import type { NumberedChange } from './hub.ts';

export type StreamOptions = {
  organizationId: string;
  wants(topic: string, id: string | null, part: string | null): boolean;
  /** Identifies a client for which `ctx.actor` can't: a visitor of the web chat. */
  visitor?: string;
  /** the header Last-Event-ID of a client that reconnects */
  lastEventId?: string | undefined;
  /** Called at each heartbeat: false ends the stream, since rights may end while a page stays open. */
  stillAllowed?(): Promise<boolean>;
};

/** Shorter than the idle timeout of common proxies. */
export const HEARTBEAT_MS = 25_000;
/** A client that doesn't read is disconnected instead of buffered for; when it reconnects, it is told to ask again. */
const MAX_UNREAD_BYTES = 64 * 1024;
const RECONNECT_MS = 2_000;
/**
 * A person's browsers hold one stream each, with any number of tabs; each stream is a connection and some kilobytes.
 */
const MAX_OF_ONE_PERSON = 20;
/** One address may be a hostel, or a part of a mobile network whose users look at a raffle. */
const MAX_FROM_ADDRESS = 300;
/** Pages poll while they have no stream. */
const RETRY_AFTER_SECONDS = 30;

/**
 * Answers with a stream that sends `change` with `{topic,id}` for each change the client wants, `hello` when it is
 * connected and up to date, and `resync` when the client should ask for everything again.
 */
export function openStream(ctx: Ctx, options: StreamOptions): Result<Download> {
  const { realtime } = ctx.services;
  if (!realtime) return { ok: false, code: 'realtime.off' };
  const { hub, streams } = realtime;
  const leaveCounts = count(realtime.open, keysOf(ctx, options.visitor));
  if (!leaveCounts) return refuse('realtime.too_many', { retryAfter: RETRY_AFTER_SECONDS });
  const body = new PassThrough();
  const write = (event: string, number: number, data: object) => {
    if (body.writableLength > MAX_UNREAD_BYTES) return body.destroy();
    return body.write(`id: ${hub.eventId(number)}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const endUnlessAllowed = async () => {
    const allowed = (await options.stillAllowed?.().catch(() => true)) ?? true;
    if (!allowed) body.end();
    return allowed;
  };
  const send = (change: NumberedChange) => {
    if (change.organizationId !== options.organizationId) return;
    // The change may be about the client itself: a revoked device receives nothing more.
    if (change.id !== null && change.id === ctx.actor.id) void endUnlessAllowed();
    if (!options.wants(change.topic, change.id, change.part ?? null)) return;
    write('change', change.number, { topic: change.topic, id: change.id });
  };
  const leave = hub.subscribe((change) => (change ? send(change) : write('resync', hub.latest(), {})));
  const heartbeat = setInterval(async () => {
    if (await endUnlessAllowed()) body.write(':\n\n');
  }, realtime.heartbeatMs);
  streams.add(body);
  body.on('close', () => {
    leave();
    leaveCounts();
    clearInterval(heartbeat);
    streams.delete(body);
  });
  body.write(`retry: ${RECONNECT_MS}\n\n`);
  const missed = options.lastEventId === undefined ? [] : hub.since(options.lastEventId);
  if (missed === null) write('resync', hub.latest(), {});
  else for (const change of missed) send(change);
  write('hello', hub.latest(), {});
  return download({
    type: 'text/event-stream; charset=utf-8',
    body,
    // no-transform and x-accel-buffering: a proxy that buffers or compresses would delay the events.
    headers: { 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' },
  });
}

/** The limits that a stream counts against. */
function keysOf({ actor, ip }: Ctx, visitor: string | undefined): Map<string, number> {
  const keys = new Map([[`address ${addressKey(ip)}`, MAX_FROM_ADDRESS]]);
  const who = visitor ?? (actor.kind === 'anonymous' ? null : `${actor.kind} ${actor.id}`);
  if (who !== null) keys.set(`identity ${who}`, MAX_OF_ONE_PERSON);
  return keys;
}

/** Counts a new stream; null when a limit is reached. The returned function uncounts it. */
function count(open: Map<string, number>, keys: Map<string, number>): (() => void) | null {
  for (const [key, most] of keys) if ((open.get(key) ?? 0) >= most) return null;
  for (const key of keys.keys()) open.set(key, (open.get(key) ?? 0) + 1);
  return () => {
    for (const key of keys.keys()) {
      const left = (open.get(key) ?? 1) - 1;
      if (left === 0) open.delete(key);
      else open.set(key, left);
    }
  };
}
