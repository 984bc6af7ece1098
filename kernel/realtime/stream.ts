/** One client's stream of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
import { PassThrough } from 'node:stream';
import type { Ctx } from '../ctx/index.ts';
import { addressKey } from '../lib/address.ts';
import { type Result, refuse } from '../lib/result.ts';
import { type Download, download } from '../module/index.ts';
import type { Numbered } from './hub.ts';

export type StreamOptions = {
  organizationId: string;
  wants(topic: string, id: string | null): boolean;
  /** Who listens, where `ctx.actor` doesn't say it: a visitor of the web chat. */
  visitor?: string;
  /** the header Last-Event-ID of a client that comes back */
  lastEventId?: string | undefined;
  /** Asked now and then: false ends the stream, since rights end while a page stays open. */
  stillAllowed?(): Promise<boolean>;
};

/** Shorter than the idle time of any proxy on the way. */
export const HEARTBEAT_MS = 25_000;
/** A client that doesn't read is cut off rather than remembered for; it comes back and is told to ask again. */
const MOST_UNREAD = 64 * 1024;
const RECONNECT_MS = 2_000;
/**
 * One person's browsers hold one each, whatever the number of tabs; each stream is a connection and some kilobytes for
 * as long as it lasts.
 */
const MOST_OF_ONE = 20;
/** Behind one address may be a hostel, or a part of a mobile network that looks at a raffle. */
const MOST_FROM_ADDRESS = 300;
/** Pages ask now and then while they have no stream. */
const RETRY_AFTER_SECONDS = 30;

/**
 * Answers with a stream that says `change` with `{topic,id}` for each piece of news the client wants, `hello` when it
 * is connected and up to date, and `resync` when it should ask for everything again.
 */
export function openStream(ctx: Ctx, options: StreamOptions): Result<Download> {
  const { realtime } = ctx.services;
  if (!realtime) return { ok: false, code: 'realtime.off' };
  const { hub, streams } = realtime;
  const leaveCounts = count(realtime.open, keysOf(ctx, options.visitor));
  if (!leaveCounts) return refuse('realtime.too_many', { retryAfter: RETRY_AFTER_SECONDS });
  const body = new PassThrough();
  const say = (event: string, number: number, data: object) => {
    if (body.writableLength > MOST_UNREAD) return body.destroy();
    return body.write(`id: ${hub.eventId(number)}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const endUnlessAllowed = async () => {
    const allowed = (await options.stillAllowed?.().catch(() => true)) ?? true;
    if (!allowed) body.end();
    return allowed;
  };
  const change = (news: Numbered) => {
    if (news.organizationId !== options.organizationId) return;
    // Something happened to whoever listens: a device that was revoked hears no more.
    if (news.id !== null && news.id === ctx.actor.id) void endUnlessAllowed();
    if (!options.wants(news.topic, news.id)) return;
    say('change', news.number, { topic: news.topic, id: news.id });
  };
  const leave = hub.subscribe((news) => (news ? change(news) : say('resync', hub.latest(), {})));
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
  if (missed === null) say('resync', hub.latest(), {});
  else for (const news of missed) change(news);
  say('hello', hub.latest(), {});
  return download({
    type: 'text/event-stream; charset=utf-8',
    body,
    // no-transform and x-accel-buffering: a proxy that gathers or compresses would hold the news back.
    headers: { 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' },
  });
}

/** What a stream counts for, with how many of it there may be. */
function keysOf({ actor, ip }: Ctx, visitor: string | undefined): Map<string, number> {
  const keys = new Map([[`address ${addressKey(ip)}`, MOST_FROM_ADDRESS]]);
  const who = visitor ?? (actor.kind === 'anonymous' ? null : `${actor.kind} ${actor.id}`);
  if (who !== null) keys.set(`identity ${who}`, MOST_OF_ONE);
  return keys;
}

/** Counts a stream that begins; null when there are enough. The returned function takes it off again. */
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
