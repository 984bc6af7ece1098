import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page, Request } from 'playwright-core';
import { matchPath } from 'react-router-dom';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parts } from '../../web/console/modules.ts';
import { findPages } from '../../web/pages.plugin.ts';
import { parts as portalParts } from '../../web/portal/parts.ts';
import { openTestApp, type TestApp } from '../harness/index.ts';
import { type Populated, populate } from '../harness/populated.ts';
import { axeFinds } from './support/axe.ts';
import { openBrowser, type Visit, visit } from './support/browser.ts';

/**
 * Every page that the program has, by its own lists of routes, in an organization with one of everything: axe finds
 * nothing in light and dark, wide and on a phone; every record's page is reached by a link of another page.
 */

let app: TestApp;
let browser: Browser;
let origin: string;
let filled: Populated;

beforeAll(async () => {
  app = await openTestApp({});
  await app.http.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.http.server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
  [browser, filled] = await Promise.all([openBrowser(), populate(app)]);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

/** Requests under way, without the stream of changes, which never ends. */
function requestsOf(page: Page) {
  const open = new Set<Request>();
  page.on('request', (request) => {
    if (!request.url().includes('/events')) open.add(request);
  });
  page.on('requestfinished', (request) => void open.delete(request));
  page.on('requestfailed', (request) => void open.delete(request));
  return open;
}

/** Nothing is asked for any more, and nothing is drawn that waits. */
async function settled(page: Page, open: Set<Request>) {
  for (let quiet = 0; quiet < 2; ) {
    const waits = await page.evaluate(async (selector) => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      return document.querySelector(selector) !== null;
    }, '.MuiSkeleton-root, .MuiCircularProgress-root');
    quiet = waits || open.size > 0 ? 0 : quiet + 1;
  }
}

/** What is half way between two colours has no contrast of its own. */
const STILL = { content: '*, ::before, ::after { transition: none !important; animation: none !important }' };
const NESTED = 'a a, a button, button a, button button, label button';
/** The frame is the same on every page: it is looked at once. */
const FRAME = ['nav', 'header'];

/** What axe finds twice: on a busy machine the first look may come before the colours of the other scheme. */
async function lasting(page: Page, open: Set<Request>, options: Parameters<typeof axeFinds>[1]): Promise<string[]> {
  const first = await axeFinds(page, options);
  if (first.length === 0) return first;
  await settled(page, open);
  return axeFinds(page, options);
}

/** The faults of a page that is open wide, light and settled, in both widths and both colours. It stays a phone's. */
async function faultsOf(page: Page, open: Set<Request>, without: string[]): Promise<string[]> {
  const found: string[] = [];
  const light = async (name: string) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await settled(page, open);
    const nested = await page.locator(NESTED).evaluateAll((all) => all.map((one) => one.outerHTML.slice(0, 200)));
    found.push(...nested.map((html) => `${name} nested: ${html}`));
    found.push(...(await lasting(page, open, { without })).map((one) => `${name} light ${one}`));
  };
  const dark = async (name: string) => {
    // Colours are all that differs.
    await page.emulateMedia({ colorScheme: 'dark' });
    await settled(page, open);
    const colours = await lasting(page, open, { rules: ['color-contrast'], without });
    found.push(...colours.map((one) => `${name} dark ${one}`));
  };
  // Each change draws the page anew, so the colours change back only at the end.
  await light('wide');
  await dark('wide');
  await page.setViewportSize(PHONE);
  await dark('phone');
  await light('phone');
  return found;
}

/** Every link that was seen so far: the pages of records are found by them. */
const links = new Set<string>();

/** The faults of the console's pages at these addresses, which two tabs share. */
async function walk({ context }: Visit, addresses: string[]): Promise<Record<string, string[]>> {
  const waiting = [...addresses];
  const found: Record<string, string[]> = {};
  const tab = async () => {
    const page = await context.newPage();
    const open = requestsOf(page);
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
    await page.goto('/console/account');
    await page.addStyleTag(STILL);
    for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
      await page.setViewportSize(WIDE);
      // As a link inside the console does it.
      await page.evaluate((to) => {
        window.history.pushState(null, '', to);
        window.dispatchEvent(new PopStateEvent('popstate'));
      }, `/console${address}`);
      await page.locator('#content h1').first().waitFor();
      await settled(page, open);
      const faults = await faultsOf(page, open, address === FIRST ? [] : FRAME);
      if (faults.length > 0) found[address] = faults;
      // A phone shows fewer links.
      await page.setViewportSize(WIDE);
      await settled(page, open);
      const hrefs = page.locator('a[href^="/console"]');
      for (const path of await hrefs.evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).pathname)))
        links.add(path.replace('/console', ''));
    }
    await page.close();
  };
  await Promise.all([tab(), tab()]);
  return found;
}

/** The browser of a member, the owner unless said otherwise. */
async function signedIn(who = filled.owner): Promise<Visit> {
  const staff = await visit(browser, origin);
  const [name, value] = (who.headers.cookie as string).split(/=(.*)/s) as [string, string];
  await staff.context.addCookies([{ name, value, url: origin }]);
  return staff;
}

const ROUTES = ['/', ...parts.flatMap(({ pages }) => pages.map(({ path }) => path))];
const LISTS = ROUTES.filter((path) => !path.includes(':'));
const FIRST = LISTS[0];
/** Each part is a test of its own, so that none takes long. */
const PARTS = Array.from({ length: 6 }, (_, part) => LISTS.filter((_, index) => index % 6 === part));

test.each(PARTS)('pages of the console, from %s on', async (...paths) => {
  const staff = await signedIn();
  expect(await walk(staff, paths)).toEqual({});
  expect(staff.faults).toEqual([]);
  await staff.close();
});

test('pages of one record, each by a link of another page', async () => {
  const staff = await signedIn();
  let wanted = ROUTES.filter((path) => path.includes(':'));
  // Linked on its customer's page, and the one that is reached may have none.
  const [bill] = (await filled.owner.get('/exhibition/bills')).body.data as { id: string }[];
  links.add(`/exhibition/bills/${bill?.id}`);
  // Of a bill of which goods can still come back.
  links.add(`/exhibition/bills/${bill?.id}/exchange`);
  // Some are reached from a record's page only.
  for (let rounds = 0; rounds < 5 && wanted.length > 0; rounds++) {
    const linkOf = (path: string) => [...links].find((link) => matchPath(path, link) && !ROUTES.includes(link));
    // A form to edit may be in a menu, which is closed.
    const formOf = (path: string) => (path.endsWith('/edit') ? linkOf(path.slice(0, -5)) : undefined);
    const reached = wanted.map((path) => linkOf(path) ?? (formOf(path) && `${formOf(path)}/edit`));
    expect(
      await walk(
        staff,
        reached.filter((link) => link !== undefined),
      ),
    ).toEqual({});
    wanted = wanted.filter((_, index) => reached[index] === undefined);
  }
  expect(wanted).toEqual([]);
  expect(staff.faults).toEqual([]);
  await staff.close();
});

/** Where somebody stands who follows a link, for each page that the program serves. */
const entries = ({ organization: { slug }, codes, portalToken }: Populated): Record<string, string[]> => ({
  // Walked above.
  '/console': [],
  '/console/login': ['/console/login', '/console/login?ended'],
  '/console/forgot-password': ['/console/forgot-password'],
  '/console/reset-password': ['/console/reset-password#token=none'],
  '/console/accept-invitation': ['/console/accept-invitation#token=none'],
  '/setup': ['/setup'],
  '/chat': [`/chat/${slug}`],
  '/portal': [
    `/portal/${slug}`,
    `/portal/${slug}/account`,
    ...portalParts.flatMap(({ module, screens }) => screens.map(({ path }) => `/portal/${slug}/${module}/${path}`)),
  ],
  '/c': [`/c/${portalToken}`],
  '/join': [`/join/${codes[1]}`],
  '/r': [`/r/${codes[2]}`],
  '/m': ['/m/'],
  '/scanner': ['/scanner/'],
  '/display': ['/display'],
  '/entrance': ['/entrance/'],
});

test('every page for customers, at the door and for whoever is not signed in', async () => {
  const pages = await findPages(join(import.meta.dirname, '../..'));
  const addresses = pages.flatMap(({ address, also = [] }) => [address, ...also]);
  const lists = entries(filled);
  expect(Object.keys(lists).sort()).toEqual([...addresses].sort());
  const found: Record<string, string[]> = {};
  const look = async (guest: Visit, paths: string[]) => {
    const open = requestsOf(guest.page);
    await guest.page.emulateMedia({ colorScheme: 'light' });
    for (const path of paths) {
      await guest.page.setViewportSize(WIDE);
      await guest.page.goto(path);
      await guest.page.addStyleTag(STILL);
      await settled(guest.page, open);
      const faults = await faultsOf(guest.page, open, []);
      if (faults.length > 0) found[path] = faults;
    }
    await guest.close();
  };
  const stranger = await visit(browser, origin, { reducedMotion: 'reduce' });
  const holder = await visit(browser, origin, { reducedMotion: 'reduce' });
  await holder.context.addInitScript(([key, token]) => localStorage.setItem(key, token), [
    `counterfoil.portal.${filled.organization.slug}`,
    filled.accountToken,
  ] as const);
  const { '/portal': account = [], ...others } = lists;
  await Promise.all([look(stranger, [account[0] as string, ...Object.values(others).flat()]), look(holder, account)]);
  expect(found).toEqual({});
});

test('a page for customers has the logo, the colour and the name of the organization, and nothing of ours', async () => {
  const guest = await visit(browser, origin);
  const { page } = guest;
  const lists = entries(filled);
  for (const address of ['/chat', '/portal', '/c', '/join', '/r']) {
    await page.goto(lists[address]?.[0] as string);
    const logo = page.locator('.brand img');
    await logo.waitFor();
    await expect.poll(() => logo.evaluate((one: HTMLImageElement) => one.naturalWidth), { message: address }).toBe(300);
    expect(await page.locator('.brand').innerText()).toBe('Test Organization');
    for (const [colorScheme, brand] of [['light', '#7a1f3d'] as const, ['dark', '#af798b'] as const]) {
      await page.emulateMedia({ colorScheme });
      const colour = await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--brand'));
      expect(colour, address).toBe(brand);
    }
    await expect.poll(() => page.title(), { message: address }).not.toBe('…');
    expect(await page.locator('html').innerHTML(), address).not.toMatch(/>[^<]*Counterfoil|brand\/icon|assets\/icon/);
  }
  expect(guest.faults).toEqual([]);
  await guest.close();
});

test('a cashier arrives at the desk, and their menu holds the desk and the till', async () => {
  const cashier = await filled.organization.as('viewer');
  await filled.owner.patch(`/members/${cashier.userId}`, { staff_role: 'exhibition.cashier' });
  const staff = await signedIn(cashier);
  const { page } = staff;
  await page.goto('/console/');
  await page.waitForURL('**/console/desk');
  await page.getByRole('textbox', { name: 'Phone', exact: true }).waitFor();
  const menu = page.getByRole('navigation', { name: 'Main menu' }).getByRole('listitem');
  expect((await menu.allInnerTexts()).map((text) => text.trim())).toEqual(['Desk', 'Till']);
  await menu.last().getByRole('link').click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(staff.faults).toEqual([]);
  await staff.close();
});

test('/ finds a customer by a piece of the code, and Enter opens it', async () => {
  const staff = await signedIn();
  const { page } = staff;
  const [code = ''] = filled.codes;
  await page.goto('/console/office/members');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Search everything' }).waitFor();
  // Until it listens.
  await expect
    .poll(async () => {
      await page.keyboard.press('/');
      return page.getByRole('combobox', { name: 'Search everything' }).count();
    })
    .toBe(1);
  await page.getByRole('combobox', { name: 'Search everything' }).fill(code.slice(0, 6));
  await page.getByRole('option').first().waitFor();
  expect(await axeFinds(page, { without: ['#root'] })).toEqual([]);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/console/exhibition/customers/*');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search everything' }).fill('settings');
  await page.getByRole('option', { name: 'Settings' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: 'Search everything' }).waitFor({ state: 'detached' });
  expect(staff.faults).toEqual([]);
  await staff.close();
});

test('a setting is found by its name, and its page says who changed it', async () => {
  const staff = await signedIn();
  const { page } = staff;
  await filled.owner.patch('/settings/documents', { address: '12 Mill Road' });
  await page.goto('/console/office/settings');
  await page.getByRole('searchbox', { name: 'Search the settings' }).fill('your address');
  await page.getByRole('link', { name: 'Your address' }).click();
  await page.waitForURL('**/console/office/settings/documents#address');
  await page.getByText('changed the settings').first().waitFor();
  expect(await page.getByLabel('Your address').inputValue()).toBe('12 Mill Road');
  expect(staff.faults).toEqual([]);
  await staff.close();
});

test('an owner writes what customers read, sees it first, and goes back', async () => {
  const staff = await signedIn();
  const { page } = staff;
  await page.goto('/console/office/settings');
  await page.getByRole('link', { name: 'Texts' }).click();
  await page.getByRole('searchbox', { name: 'Search the texts' }).fill('your id is');
  await page.getByRole('button', { name: /exhibition.welcome.subject/ }).click();
  const dialog = page.getByRole('dialog');
  const own = dialog.getByLabel('Your text');
  await own.fill('Namaste!');
  staff.expectStatus(422);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('The text needs {{code}}.').waitFor();
  await own.fill('Namaste! Your number: ');
  await dialog.getByRole('button', { name: '{{code}}' }).click();
  await expect.poll(() => dialog.getByTestId('preview').innerText()).toBe('Namaste! Your number: GNXR9H4G');
  expect(await axeFinds(page, { without: ['#root'] })).toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /Namaste! Your number: \{\{code\}\}/ }).click();
  await dialog.getByText('changed the text').waitFor();
  await dialog.getByRole('button', { name: 'Back to ours' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('searchbox', { name: 'Search the texts' }).fill('your id is');
  await page
    .getByRole('button', { name: /\{\{exhibition\}\}: your ID is \{\{code\}\}/ })
    .first()
    .waitFor();
  // The foot of a document is empty until it is written.
  await page.getByRole('searchbox', { name: 'Search the texts' }).fill('foot of receipts');
  await page.getByRole('button', { name: 'Foot of receipts: nothing, until you write it' }).click();
  expect(await own.inputValue()).toBe('');
  await own.fill('Thank you!\nCome again.');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Thank you! Come again.' }).click();
  await dialog.getByText('Foot of receipts: nothing, until you write it').waitFor();
  await dialog.getByRole('button', { name: 'Back to ours' }).click();
  await page.getByRole('button', { name: 'Foot of receipts: nothing, until you write it' }).waitFor();
  expect(staff.faults).toEqual([]);
  await staff.close();
});

test('a list is walked by arrows, Enter opens a row, and the focus comes back to the title', async () => {
  const staff = await signedIn();
  const { page } = staff;
  await page.goto('/console/exhibition/customers');
  const rows = page.getByRole('row').getByRole('link');
  await expect.poll(() => rows.count()).toBe(2);
  await rows.first().focus();
  await page.keyboard.press('ArrowDown');
  expect(await rows.nth(1).evaluate((one) => one === document.activeElement)).toBe(true);
  const href = await rows.nth(1).getAttribute('href');
  expect(href).toMatch(/^\/console\/exhibition\/customers\//);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${href}`);
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  await staff.close();
});
