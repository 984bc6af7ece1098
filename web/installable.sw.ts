/**
 * The service worker of pages that can be installed: after one visit they open without a network. It keeps the files of
 * one version, so that they fit together, and doesn't handle API requests. web/installable.plugin.ts writes it for each
 * page, with the values below.
 */

/** The part of the service worker's types that is used here: TypeScript loads either them or the page's. */
type Waiting = Event & { waitUntil(work: Promise<unknown>): void };
type Fetching = Event & { request: Request; respondWith(answer: Promise<Response>): void };
type Worker = {
  addEventListener(type: 'install' | 'activate', listener: (event: Waiting) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  location: Location;
};
const worker = globalThis as unknown as Worker;

/** The page, every file that it may ask for, and which page opens while there is a network (kernel/module/page.ts). */
declare const __NAME__: string;
declare const __PAGE__: string;
declare const __FILES__: string[];
declare const __VERSION__: string;
declare const __OPENS__: 'kept' | 'newest';

const PREFIX = `counterfoil-${__NAME__}-`;
const CACHE = PREFIX + __VERSION__;
/** Longer than this on a bad link, and the page from the last visit is shown. */
const TIMEOUT_MS = 4000;

worker.addEventListener('install', (event) => {
  // A file with a hash in its name never changes; the page itself must not come from the browser's cache.
  const page = new Request(__PAGE__, { cache: 'reload' });
  // Who visits a page now and then gets the fonts, which are large, when they are used.
  const files = __OPENS__ === 'kept' ? __FILES__ : __FILES__.filter((file) => !file.endsWith('.woff2'));
  const fill = async () => (await caches.open(CACHE)).addAll([page, ...files]);
  event.waitUntil(fill().then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
    }
    await worker.clients.claim();
  };
  event.waitUntil(tidy());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  // Every address below the page's own is the same page.
  if (request.mode === 'navigate') event.respondWith(pageFor(request));
  else if (__FILES__.includes(url.pathname)) event.respondWith(fileAt(request, url.pathname));
});

async function pageFor(request: Request): Promise<Response> {
  const kept = await (await caches.open(CACHE)).match(__PAGE__);
  if (!kept) return fetch(request);
  if (__OPENS__ === 'kept') return kept;
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), TIMEOUT_MS));
  return Promise.race([
    fetch(request).then(
      (fresh) => (fresh.ok ? fresh : kept),
      () => kept,
    ),
    late,
  ]);
}

async function fileAt(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(path);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await cache.put(path, fresh.clone());
  return fresh;
}
