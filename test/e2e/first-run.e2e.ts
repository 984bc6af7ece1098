import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OWNER } from './support/api.ts';
import { openBrowser, visit } from './support/browser.ts';
import { newFolder, type Server, start } from './support/server.ts';

const folder = newFolder();
let server: Server;
let browser: Browser;
let token: string;

beforeAll(async () => {
  [server, browser] = await Promise.all([start({ DATA_DIR: folder.path }), openBrowser()]);
  token = await server.firstRunToken();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  folder.remove();
});

async function alertOf(page: Page): Promise<string> {
  const alert = page.getByRole('alert');
  await alert.waitFor();
  return alert.innerText();
}

async function signIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

// In order: each continues where the one before ended.
describe('an empty server', () => {
  test('shows no form without the token of the terminal', async () => {
    const guest = await visit(browser, server.url);
    guest.watch();
    guest.expectStatus(404);
    await guest.page.goto('/setup');
    await guest.page.getByLabel('Token').waitFor();
    await expect.poll(() => guest.page.getByLabel('Your name').count()).toBe(0);
    await guest.page.getByLabel('Token').fill('a guess');
    await guest.page.getByRole('button', { name: 'Continue' }).click();
    expect(await alertOf(guest.page)).toContain('not the one that the terminal shows');
    await expect.poll(() => guest.page.getByLabel('Your name').count()).toBe(0);
    expect(guest.faults).toEqual([]);
    await guest.close();
  });

  test('makes the owner and the organization with it, and signs the owner in', async () => {
    const owner = await visit(browser, server.url);
    owner.watch();
    const { page } = owner;
    await page.goto(`/setup#token=${token}`);
    await page.getByLabel('Your name').fill(OWNER.name);
    expect(page.url()).not.toContain(token);
    await page.getByLabel('E-mail').fill(OWNER.email);
    await page.getByLabel('Password').fill(OWNER.password);
    await page.getByLabel('Name of the organization').fill('Handloom Fair');
    await page.getByLabel('Country').selectOption('IN');
    await page.getByLabel('Time zone').selectOption('Asia/Kolkata');
    await expect.poll(() => page.getByLabel('Currency').inputValue()).toBe('INR');
    await page.locator('form').getByLabel('Language').selectOption('en');
    // Nothing is ticked, and something must be: the menu shows only that.
    await expect.poll(() => page.getByRole('checkbox', { checked: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Create and sign in' }).click();
    expect(await alertOf(page)).toContain('tick at least one');
    await page.getByLabel('A shop or fair').check();
    const offered = await page
      .getByLabel('Currency')
      .locator('option')
      .evaluateAll((all) => all.map((one) => (one as unknown as { value: string }).value));
    expect(offered).toEqual(expect.arrayContaining(['INR', 'RWF', 'EUR', 'BOB']));
    for (const gone of ['HRK', 'ZWL', 'XSU']) expect(offered).not.toContain(gone);
    await page.getByRole('button', { name: 'Create and sign in' }).click();
    await page.waitForURL('**/console/**');
    await page.getByRole('button', { name: 'Your account' }).waitFor();
    await page.getByText('Handloom Fair').first().waitFor();
    const menu = page.getByRole('navigation', { name: 'Main menu' });
    await menu.getByRole('link', { name: 'Bills' }).waitFor();
    expect(await menu.getByText(/coffee|raffle|\bmess\b|electricity/i).count()).toBe(0);
    expect(owner.faults).toEqual([]);
    await owner.close();
  });

  test('accepts the token once', async () => {
    const late = await visit(browser, server.url);
    late.watch();
    late.expectStatus(404);
    await late.page.goto(`/setup#token=${token}`);
    expect(await alertOf(late.page)).toContain('set up already');
    await expect.poll(() => late.page.getByLabel('Your name').count()).toBe(0);
    await late.close();
  });

  test('refuses a wrong password, and after the right one leads back to the requested page', async () => {
    const guest = await visit(browser, server.url);
    guest.watch();
    guest.expectStatus(401);
    await guest.page.goto('/console/exhibition/bills?search=saree');
    await signIn(guest.page, 'not my password');
    expect(await alertOf(guest.page)).toBe('The e-mail address or the password is wrong.');
    await expect.poll(() => guest.page.getByLabel('E-mail').inputValue()).toBe(OWNER.email);
    await signIn(guest.page, OWNER.password);
    await guest.page.getByRole('button', { name: 'Your account' }).waitFor();
    const { pathname, search } = new URL(guest.page.url());
    expect(pathname + search).toBe('/console/exhibition/bills?search=saree');
    expect(guest.faults).toEqual([]);
    await guest.close();
  });

  test('invites without a mail server by a link to hand over, and says what happens to the mail', async () => {
    const [owner, ravi] = [await visit(browser, server.url), await visit(browser, server.url)];
    for (const person of [owner, ravi]) person.watch();
    owner.expectStatus(401);
    ravi.expectStatus(401);
    await owner.page.goto('/console/office/members');
    await signIn(owner.page, OWNER.password);
    await owner.page.getByRole('button', { name: 'Invite', exact: true }).first().click();
    const dialog = owner.page.getByRole('dialog');
    await dialog.getByLabel('E-mail').fill('ravi@fair.example');
    await dialog.getByRole('button', { name: 'Send the invitation' }).click();
    await owner.page.getByText('the mail to ravi@fair.example has been sent to nobody').waitFor();
    const link = /https?:\S+#token=\S+/.exec(await dialog.innerText())?.[0] ?? '';
    await owner.page.goto('/console/office/messages');
    // The invitation, and what all owners are told of it.
    await owner.page.getByText('No mail server is set up. 2 mails are kept').waitFor();
    await ravi.page.goto(link);
    await ravi.page.getByRole('radio', { name: 'I have an account' }).waitFor();
    await ravi.page.getByLabel('Your name').fill('Ravi Menon');
    await ravi.page.getByLabel('Password', { exact: true }).fill('seven brass lamps');
    await ravi.page.getByRole('button', { name: 'Join' }).click();
    await ravi.page.getByRole('button', { name: 'Your account' }).waitFor();
    expect([...owner.faults, ...ravi.faults]).toEqual([]);
    await Promise.all([owner.close(), ravi.close()]);
  });

  test('signs out for good', async () => {
    const person = await visit(browser, server.url);
    person.watch();
    person.expectStatus(401);
    await person.page.goto('/console/');
    await signIn(person.page, OWNER.password);
    await person.page.getByRole('button', { name: 'Your account' }).click();
    const [cookie] = await person.context.cookies();
    await person.page.getByRole('menuitem', { name: /Log ?out|Sign out/i }).click();
    await person.page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    // A copy of the cookie is worthless from then on.
    const answer = await fetch(`${server.url}/api/v1/session`, {
      headers: { cookie: `${cookie?.name}=${cookie?.value}` },
    });
    expect(answer.status).toBe(401);
    expect(person.faults).toEqual([]);
    await person.close();
  });
});
