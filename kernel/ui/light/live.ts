/** News from the server in a browser: one EventSource that comes back by itself. */

import { lookForBuild } from './newVersion.ts';

/** What changed; `null`: anything may have. */
export type News = { topic: string; id: string | null } | null;

/** While there is no connection, listeners are told this often that anything may have changed. */
const POLL_MS = 20_000;

/**
 * Listens at `/api/v1/events…` and calls `hear` for each piece of news, until the returned function is called. What is
 * missed while away is told on return; where the stream can't be had, `hear(null)` now and then takes its place, so
 * that pages are late but never stale.
 */
export function listen(url: string, hear: (news: News) => void): () => void {
  let source: EventSource | undefined;
  let retry: number | undefined;
  let closed = false;
  let connected = false;
  let before = false;

  function open(): void {
    source = new EventSource(url);
    source.addEventListener('hello', () => {
      connected = true;
      // The server was away: when it comes back it may serve another version.
      if (before) lookForBuild();
      before = true;
    });
    source.addEventListener('change', ({ data }: MessageEvent<string>) => hear(JSON.parse(data) as News));
    source.addEventListener('resync', () => hear(null));
    source.addEventListener('error', () => {
      connected = false;
      // The browser comes back by itself from a lost connection, with the number of the last event; not from an answer
      // other than 200.
      if (source?.readyState !== EventSource.CLOSED || closed) return;
      retry = window.setTimeout(open, 5_000 + Math.random() * 5_000);
    });
  }

  const poll = window.setInterval(() => {
    if (!connected && document.visibilityState === 'visible') hear(null);
  }, POLL_MS);
  open();
  return () => {
    closed = true;
    window.clearInterval(poll);
    window.clearTimeout(retry);
    source?.close();
  };
}
