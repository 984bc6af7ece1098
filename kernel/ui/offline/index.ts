/**
 * Pages of the console that can be loaded anew without a network: their files are kept by the service worker
 * (web/console/sw.ts), what they show in this browser's storage. docs/decisions/0431 says which, and why not all.
 */
import { useEffect, useSyncExternalStore } from 'react';
import { isUnreached, watchReach } from '../light/reach.ts';
import { keepValue, keptValue } from './store.ts';

export { keptOr } from './large.ts';
export { forgetKept, keepValue, keptValue } from './store.ts';

/** Whether the browser has no network, or the server did not answer last. */
export const useOffline = (): boolean => useSyncExternalStore(watchReach, isUnreached);

// The browser lists 250 files and requests by default; the console alone has more.
performance.setResourceTimingBufferSize(2000);

const PAGES = 'pages';
/** Whether the page at this path is kept. */
export const isKept = (path: string): boolean => (keptValue<string[]>(PAGES) ?? []).includes(path);

/**
 * Keeps the page that shows now. `ready` when it shows what it is for: only then all its files are known. `session` is
 * who uses it: whoever signs in next, or signs out, ends that.
 */
export function useKeptPage(ready: boolean, session: unknown): void {
  useEffect(() => {
    if (!ready || !import.meta.env.PROD || !('serviceWorker' in navigator)) return;
    keepValue('session', session);
    const path = window.location.pathname;
    keepValue(PAGES, [...new Set([...(keptValue<string[]>(PAGES) ?? []), path])]);
    const build = document.querySelector('meta[name="build"]')?.getAttribute('content');
    if (!build) return;
    const again = () => void tell().catch(() => undefined);
    // A browser without a network would report that it can't look for a newer worker.
    const tell = async () => {
      if (!navigator.onLine) return window.addEventListener('online', again, { once: true });
      await navigator.serviceWorker.register('/console/sw.js', { scope: '/console/' });
      const { active } = await navigator.serviceWorker.ready;
      active?.postMessage({ path, build, files: filesOfThisPage() });
    };
    // Fonts and icons of what has just appeared are on their way.
    const timer = window.setTimeout(again, 1500);
    return () => {
      window.clearTimeout(timer);
      window.removeEventListener('online', again);
    };
  }, [ready, session]);
}

function filesOfThisPage(): string[] {
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
  const named = [...document.querySelectorAll<HTMLLinkElement | HTMLScriptElement>('link[href], script[src]')].map(
    (one) => ('href' in one ? one.href : one.src),
  );
  const paths = [...loaded, ...named].map((address) => new URL(address, window.location.href));
  const own = paths.filter(
    ({ origin, pathname }) => origin === window.location.origin && pathname.startsWith('/assets/'),
  );
  return [...new Set(own.map(({ pathname }) => pathname))];
}
