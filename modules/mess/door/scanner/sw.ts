/**
 * The scanner's service worker: after one visit the page works without a network. It fetches all files of one version
 * when it is installed, so that they fit together; it doesn't handle API requests.
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

const PREFIX = 'counterfoil-scanner-';
const CACHE = PREFIX + __VERSION__;

worker.addEventListener('install', (event) => {
  // A file with a hash in its name never changes; the page itself must not come from the browser's cache.
  const page = new Request(__PAGE__, { cache: 'reload' });
  const fill = async () => (await caches.open(CACHE)).addAll([page, ...__FILES__]);
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
  // /scanner/ and /scanner/login are the same page.
  const wanted = request.mode === 'navigate' ? __PAGE__ : url.pathname;
  if (wanted !== __PAGE__ && !__FILES__.includes(wanted)) return;
  const answer = async () => (await (await caches.open(CACHE)).match(wanted)) ?? fetch(request);
  event.respondWith(answer());
});
