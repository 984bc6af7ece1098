/**
 * The portal's service worker: after one visit the page opens without a network, with what was shown last. It fetches
 * the scripts and texts of one version when it is installed; fonts, which are large, when they are used. It doesn't
 * handle API requests.
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

/** Filled in by the build (web/installable.plugin.ts): the page, and every file that it may ask for. */
declare const __PAGE__: string;
declare const __FILES__: string[];
declare const __VERSION__: string;

const PREFIX = 'counterfoil-portal-';
const CACHE = PREFIX + __VERSION__;
/** Longer than this on a bad link, and the page from the last visit is shown. */
const TIMEOUT_MS = 4000;

worker.addEventListener('install', (event) => {
  const fill = async () => {
    const page = new Request(__PAGE__, { cache: 'reload' });
    await (await caches.open(CACHE)).addAll([page, ...__FILES__.filter((file) => !file.endsWith('.woff2'))]);
    await worker.skipWaiting();
  };
  event.waitUntil(fill());
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
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (__FILES__.includes(url.pathname)) event.respondWith(file(request, url.pathname));
});

/** The newest page while there is a network, since it names the files of its version. */
async function page(request: Request): Promise<Response> {
  const kept = await (await caches.open(CACHE)).match(__PAGE__);
  if (!kept) return fetch(request);
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), TIMEOUT_MS));
  return Promise.race([
    fetch(request).then(
      (fresh) => (fresh.ok ? fresh : kept),
      () => kept,
    ),
    late,
  ]);
}

async function file(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(path);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await cache.put(path, fresh.clone());
  return fresh;
}
