import { useEffect, useRef } from 'react';
import { fileUrl } from './light/api.ts';
import { type Change, listen } from './light/live.ts';

/** At most one refetch in this time, however many changes arrive; the last one always gets its refetch. */
const CALM_MS = 700;

type OnChange = (change: Change) => void;
const listeners = new Set<OnChange>();
let leave: (() => void) | undefined;

/**
 * Calls `refetch` when something of one of the topics changed (`payment`, or a single thing: `conversation:<id>`).
 * `refetch` may change at each render.
 */
export function useLive(topics: readonly string[], refetch: () => unknown): void {
  const latest = useRef(refetch);
  // After useQuery's own effect: until then its observer asks as the render before, which may have had no id yet.
  useEffect(() => {
    latest.current = refetch;
  });
  const key = topics.join(',');
  useEffect(() => {
    if (key === '') return;
    const wanted = new Set(key.split(','));
    let timer: number | undefined;
    const onChange: OnChange = (change) => {
      if (change && !wanted.has(change.topic) && !wanted.has(`${change.topic}:${change.id}`)) return;
      timer ??= window.setTimeout(() => {
        timer = undefined;
        latest.current();
      }, CALM_MS);
    };
    listeners.add(onChange);
    leave ??= listenTogether((change) => {
      for (const each of listeners) each(change);
    });
    return () => {
      window.clearTimeout(timer);
      listeners.delete(onChange);
      if (listeners.size > 0) return;
      leave?.();
      leave = undefined;
    };
  }, [key]);
}

/**
 * One stream for all tabs of an organization: a browser opens at most six connections to a server, and a stream in each
 * of seven tabs would leave none for requests. The tab that holds the lock receives the changes and forwards them; when
 * it closes, another takes over.
 */
function listenTogether(onChange: OnChange): () => void {
  const url = fileUrl('/events');
  if (!navigator.locks) return listen(url, onChange);
  const channel = new BroadcastChannel(url);
  channel.onmessage = ({ data }: MessageEvent<Change>) => onChange(data);
  const ended = new AbortController();
  navigator.locks
    .request(url, { signal: ended.signal }, () => {
      const close = listen(url, (change) => {
        onChange(change);
        channel.postMessage(change);
      });
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
