/**
 * The console's service worker. A page that has to survive a reload without a network (kernel/ui/offline) tells it which
 * files it was made of; nothing else is kept. With a network every page comes from the server, so that an upgrade
 * reaches everybody at once. It also shows what waits for its member (kernel/waiting), while no page is open too.
 */

/** The part of the service worker's types that is used here: TypeScript loads either them or the page's. */
type Waiting = Event & { waitUntil(work: Promise<unknown>): void };
type Fetching = Event & { request: Request; respondWith(answer: Promise<Response>): void };
type Told = Event & { data: unknown; waitUntil(work: Promise<unknown>): void };
type Pushed = Waiting & { data: { json(): unknown } | null };
type Clicked = Waiting & { notification: Notification };
type Page = { url: string; focus(): Promise<unknown> };
type Worker = {
  addEventListener(type: 'install' | 'activate', listener: (event: Waiting) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
  addEventListener(type: 'message', listener: (event: Told) => void): void;
  addEventListener(type: 'push', listener: (event: Pushed) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: Clicked) => void): void;
  skipWaiting(): Promise<void>;
  clients: {
    claim(): Promise<void>;
    matchAll(which: { type: 'window'; includeUncontrolled: true }): Promise<Page[]>;
    openWindow(address: string): Promise<unknown>;
  };
  registration: ServiceWorkerRegistration;
  location: Location;
};
const worker = globalThis as unknown as Worker;

const PREFIX = 'counterfoil-console-';
/** A network that takes longer for a page counts as none, when the page is kept. */
const TIMEOUT_MS = 6000;

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));

type Keep = { path: string; build: string; files: string[] };
worker.addEventListener('message', (event) => {
  const { path, build, files } = event.data as Keep;
  event.waitUntil(keep({ path, build, files }).catch(() => undefined));
});

/** Keeps a page with its files. The page comes last, so that it is never there without them. */
async function keep({ path, build, files }: Keep): Promise<void> {
  const cache = await caches.open(PREFIX + build);
  const missing: string[] = [];
  for (const file of files) if (!(await cache.match(file))) missing.push(file);
  await cache.addAll(missing);
  const page = await fetch(path, { cache: 'no-cache', headers: { accept: 'text/html' } });
  const text = await page.clone().text();
  // After an upgrade in this moment the page is of another build than the files.
  if (!page.ok || page.redirected || !text.includes(`content="${build}"`)) return;
  await cache.put(path, page);
  for (const name of await caches.keys())
    if (name.startsWith(PREFIX) && name !== PREFIX + build) await caches.delete(name);
}

const kept = (path: string) => caches.match(path, { ignoreVary: true });

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(pageOf(request, pathname));
  // Files have a hash in their name: what is kept is what the server has.
  else if (pathname.startsWith('/assets/')) event.respondWith(kept(pathname).then((file) => file ?? fetch(request)));
});

async function pageOf(request: Request, path: string): Promise<Response> {
  const page = await kept(path);
  if (!page) return fetch(request);
  const late = new Promise<Response>((done) => setTimeout(() => done(page), TIMEOUT_MS));
  return Promise.race([fetch(request).catch(() => page), late]);
}

type Notice = { title: string; body: string; to: string; tag: string };
worker.addEventListener('push', (event) => {
  if (!event.data) return;
  const { title, body, to, tag } = event.data.json() as Notice;
  const shown = worker.registration.showNotification(title, { body, tag, data: to, icon: '/console/icon-192.png' });
  event.waitUntil(shown);
});

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(show(new URL(`/console${event.notification.data}`, worker.location.origin).href));
});

/** In a new page, unless one shows it already: what somebody is writing in another must stay. */
async function show(address: string): Promise<void> {
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const there = pages.find(({ url }) => url === address);
  await (there ? there.focus() : worker.clients.openWindow(address));
}
