import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { found, openExhibition } from './support/api.ts';
import { until, visit } from './support/browser.ts';
import { newFolder, start } from './support/server.ts';
import { onStage } from './support/stage.ts';

/** Pages don't depend on the device's fonts: each loads our Devanagari font, but only when it shows such letters. */

const stage = onStage();
const empty = newFolder();
const pages: Record<string, string> = {};

beforeAll(async () => {
  const call = await found(stage.server, ['exhibition', 'mess', 'raffle']);
  await openExhibition(call);
  const customer = await call<{ qr: string }>('POST', '/exhibition/customers', {
    name: 'Asha Verma',
    email: 'asha@example.org',
    phone: '98765 43210',
  });
  const raffle = await call<{ code: string }>('POST', '/raffle/raffles', {
    title: 'Library',
    ticket_price: '10',
    last_number: 100,
  });
  const { organization } = await call<{ organization: { slug: string } }>('GET', '/session');
  Object.assign(pages, {
    'sign-in': '/console/login',
    portal: new URL(customer.qr).pathname,
    chat: `/chat/${organization.slug}`,
    raffle: `/r/${raffle.code}`,
    account: `/portal/${organization.slug}`,
    pass: '/m/',
    scanner: '/scanner/login',
  });
});
afterAll(async () => {
  empty.remove();
});

/** The weights of our font that the page has loaded. */
const loaded = (page: Page) =>
  page.evaluate(() =>
    [...document.fonts]
      .filter((face) => face.family.includes('Noto Sans Devanagari') && face.status === 'loaded')
      .map((face) => face.weight),
  );

async function open(url: string, path: string, locale: string, options: BrowserContextOptions = {}) {
  const visitor = await visit(stage.browser, url, { locale, viewport: { width: 390, height: 844 }, ...options });
  visitor.expectStatus(401, 404);
  let bytes = 0;
  let fonts = 0;
  visitor.page.on('requestfinished', async (request) => {
    const { responseBodySize } = await request.sizes().catch(() => ({ responseBodySize: 0 }));
    bytes += responseBodySize;
    if (request.url().endsWith('.woff2') && request.url().includes('devanagari')) fonts += responseBodySize;
  });
  await visitor.page.goto(path, { waitUntil: 'networkidle' });
  return { ...visitor, sizes: () => ({ bytes, fonts }) };
}

/** Two weights, 50 kB each; the total size allowed for a light page. */
const FONTS = 110_000;
const LIGHT = 330_000;

test.each(['sign-in', 'portal', 'chat', 'raffle', 'account', 'pass', 'scanner'])('%s', async (name) => {
  const path = pages[name] as string;
  // What a service worker answers has no size; a first visit has none yet.
  const first = { serviceWorkers: 'block' } as const;
  const hindi = await open(stage.server.url, path, 'hi-IN', first);
  expect(await until(async () => ((await loaded(hindi.page)).length > 0 ? true : null))).toBe(true);
  expect(await hindi.page.locator('body').innerText()).toMatch(/[\u0900-\u097f]/);
  expect(hindi.sizes().fonts).toBeGreaterThan(30_000);
  expect(hindi.sizes().fonts).toBeLessThan(FONTS);
  expect(hindi.sizes().bytes).toBeLessThan(LIGHT + FONTS);
  await hindi.close();
  const english = await open(stage.server.url, path, 'en-IN', first);
  // The only such word is the language switch's own, हिन्दी, which needs one weight.
  expect((await loaded(english.page)).length).toBeLessThanOrEqual(1);
  expect(english.sizes().fonts).toBeLessThan(FONTS / 2);
  expect(english.sizes().bytes).toBeLessThan(LIGHT + FONTS);
  await english.close();
});

test('the scanner has it without a network', async () => {
  const { page, context, close } = await open(stage.server.url, pages.scanner as string, 'hi-IN');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await until(() =>
    page.evaluate(async () => {
      for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys()) if (request.url.endsWith('.woff2')) return true;
      return null;
    }),
  );
  await context.setOffline(true);
  await page.reload();
  expect(await until(async () => ((await loaded(page)).length > 0 ? true : null))).toBe(true);
  await close();
});

test('the page of the first run', async () => {
  const first = await start({ DATA_DIR: empty.path });
  const [address] = await first.printed(/http\S+\/setup#token=\S+/);
  const path = new URL(address as string);
  const hindi = await open(first.url, path.pathname + path.search, 'hi-IN');
  expect(await until(async () => ((await loaded(hindi.page)).length > 0 ? true : null))).toBe(true);
  const english = await open(first.url, path.pathname + path.search, 'en-IN');
  expect((await loaded(english.page)).length).toBeLessThanOrEqual(1);
  await first.stop();
});
