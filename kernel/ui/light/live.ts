/** Changes from the server in a browser: one EventSource that reconnects by itself. */

import { lookForBuild } from './newVersion.ts';

/** What changed; `null`: anything may have. */
export type Change = { topic: string; id: string | null } | null;

/** Without a connection, listeners are called this often with `null`. */
const POLL_MS = 20_000;

/**
 * Subscribes to `/api/v1/events…` and calls `onChange` for each change, until the returned function is called. It gets
 * `null` once the stream is there, since something may have changed after the page was read, and after a lost connection
 * the missed changes; without a stream `null` now and then, so that pages update late but never stay stale.
 */
export function listen(url: string, onChange: (change: Change) => void): () => void {
  let source: EventSource | undefined;
  let retry: number | undefined;
  let closed = false;
  let connected = false;
  let before = false;

  function open(): void {
    source = new EventSource(url);
    let first = true;
    source.addEventListener('hello', () => {
      connected = true;
      if (first) onChange(null);
      first = false;
      // The server was unavailable: it may serve another version now.
      if (before) lookForBuild();
      before = true;
    });
    source.addEventListener('change', ({ data }: MessageEvent<string>) => onChange(JSON.parse(data) as Change));
    source.addEventListener('resync', () => onChange(null));
    source.addEventListener('error', () => {
      connected = false;
      // The browser reconnects a lost connection by itself, with the number of the last event, but not after an answer
      // other than 200.
      if (source?.readyState !== EventSource.CLOSED || closed) return;
      retry = window.setTimeout(open, 5_000 + Math.random() * 5_000);
    });
  }

  const poll = window.setInterval(() => {
    if (!connected && document.visibilityState === 'visible') onChange(null);
  }, POLL_MS);
  open();
  return () => {
    closed = true;
    window.clearInterval(poll);
    window.clearTimeout(retry);
    source?.close();
  };
}
