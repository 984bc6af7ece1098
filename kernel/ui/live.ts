import { useEffect, useRef } from 'react';
import { fileUrl } from './light/api.ts';
import { listen, type News } from './light/live.ts';

/** At most one refetch in this time, however fast news comes; the last one always gets its refetch. */
const CALM_MS = 700;

type Hear = (news: News) => void;
const hearers = new Set<Hear>();
let leave: (() => void) | undefined;

/**
 * Calls `refetch` when something of one of the topics changed (`payment`, or one thing only: `conversation:<id>`),
 * whoever changed it. `refetch` may change at each render.
 */
export function useLive(topics: readonly string[], refetch: () => unknown): void {
  const latest = useRef(refetch);
  latest.current = refetch;
  const key = topics.join(',');
  useEffect(() => {
    if (key === '') return;
    const wanted = new Set(key.split(','));
    let timer: number | undefined;
    const hear: Hear = (news) => {
      if (news && !wanted.has(news.topic) && !wanted.has(`${news.topic}:${news.id}`)) return;
      timer ??= window.setTimeout(() => {
        timer = undefined;
        latest.current();
      }, CALM_MS);
    };
    hearers.add(hear);
    leave ??= listenTogether((news) => {
      for (const each of hearers) each(news);
    });
    return () => {
      window.clearTimeout(timer);
      hearers.delete(hear);
      if (hearers.size > 0) return;
      leave?.();
      leave = undefined;
    };
  }, [key]);
}

/**
 * One stream for all tabs of an organization: a browser opens six connections to a server at most, and seven tabs with
 * a stream each would leave none for requests. The tab that holds the lock listens and passes on; when it closes, the
 * next one takes over.
 */
function listenTogether(hear: Hear): () => void {
  const url = fileUrl('/events');
  if (!navigator.locks) return listen(url, hear);
  const channel = new BroadcastChannel(url);
  channel.onmessage = ({ data }: MessageEvent<News>) => hear(data);
  const ended = new AbortController();
  navigator.locks
    .request(url, { signal: ended.signal }, () => {
      const close = listen(url, (news) => {
        hear(news);
        channel.postMessage(news);
      });
      // Taking over, it can't know what the other one heard last.
      hear(null);
      return new Promise<void>((done) => {
        ended.signal.addEventListener('abort', () => {
          close();
          done();
        });
      });
    })
    .catch(() => undefined);
  return () => {
    ended.abort();
    channel.close();
  };
}
