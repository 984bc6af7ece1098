/** One client's stream of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
import { PassThrough } from 'node:stream';
import type { Ctx } from '../ctx/index.ts';
import type { Result } from '../lib/result.ts';
import { type Download, download } from '../module/index.ts';
import type { Numbered } from './hub.ts';

export type StreamOptions = {
  organizationId: string;
  wants(topic: string, id: string | null): boolean;
  /** the header Last-Event-ID of a client that comes back */
  lastEventId?: string | undefined;
  /** Asked now and then: false ends the stream, since rights end while a page stays open. */
  stillAllowed?(): Promise<boolean>;
};

/** Shorter than the idle time of any proxy on the way. */
const HEARTBEAT_MS = 25_000;
/** A client that doesn't read is cut off rather than remembered for; it comes back and is told to ask again. */
const MOST_UNREAD = 64 * 1024;
const RECONNECT_MS = 2_000;

/**
 * Answers with a stream that says `change` with `{topic,id}` for each piece of news the client wants, `hello` when it is connected and
 * up to date, and `resync` when it should ask for everything again.
 */
export function openStream(ctx: Ctx, options: StreamOptions): Result<Download> {
  const { realtime } = ctx.house;
  if (!realtime) return { ok: false, code: 'realtime.off' };
  const { hub, streams } = realtime;
  const body = new PassThrough();
  const say = (event: string, number: number, data: object) => {
    if (body.writableLength > MOST_UNREAD) return body.destroy();
    return body.write(`id: ${hub.eventId(number)}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const change = (news: Numbered) => {
    if (news.organizationId !== options.organizationId || !options.wants(news.topic, news.id)) return;
    say('change', news.number, { topic: news.topic, id: news.id });
  };
  const leave = hub.subscribe((news) => (news ? change(news) : say('resync', hub.latest(), {})));
  const heartbeat = setInterval(async () => {
    const allowed = (await options.stillAllowed?.().catch(() => true)) ?? true;
    if (allowed) body.write(':\n\n');
    else body.end();
  }, HEARTBEAT_MS);
  streams.add(body);
  body.on('close', () => {
    leave();
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
