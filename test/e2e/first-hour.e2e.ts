import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { OWNER } from './support/api.ts';
import { openBrowser, type Visit, visit } from './support/browser.ts';
import { firstRunToken, newFolder, type Server, start } from './support/server.ts';

/** The first hour of a fair, from an empty installation by the Start page, by keyboard. */

const folder = newFolder();
let server: Server;
let browser: Browser;
let owner: Visit;

beforeAll(async () => {
  [server, browser] = await Promise.all([start({ DATA_DIR: folder.path }), openBrowser()]);
  owner = await visit(browser, server.url);
});
beforeEach(() => owner.watch());
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  folder.remove();
});

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const line = (page: Page, title: string) => page.getByRole('listitem').filter({ hasText: title });
/** The menu's entry, with how far it is. */
const entry = (page: Page) => page.getByRole('navigation', { name: 'Main menu' }).getByRole('link', { name: /^Start/ });

test('after set-up the console begins with Start, which says how things stand', async () => {
  const { page } = owner;
  await page.goto(`/setup#token=${await firstRunToken(server)}`);
  await page.getByLabel('Your name').fill(OWNER.name);
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password').fill(OWNER.password);
  await page.getByLabel('Name of the organization').fill('Winter Handloom Fair');
  await page.getByLabel('Country').selectOption('IN');
  await page.getByLabel('Time zone').selectOption('Asia/Kolkata');
  await page.getByLabel('A shop or fair').check();
  await page.getByLabel('A shop or fair').press('Enter');
  await page.waitForURL('**/console/start');
  await page.getByRole('heading', { name: 'Start', exact: true }).waitFor();
  await expect.poll(() => entry(page).innerText()).toMatch(/0 of 8/);
  await line(page, 'Can others reach this?').getByText('Only this computer can open your links').waitFor();
  await line(page, 'Backups').getByText('No backups are made').waitFor();
  expect(owner.faults).toEqual([]);
});

test('the exhibition is prefilled: Enter makes it, and its line is ticked', async () => {
  const { page } = owner;
  await line(page, 'Your shop or fair').getByRole('link', { name: 'Add it' }).press('Enter');
  await expect.poll(() => field(page, 'Name').inputValue()).toBe('Winter Handloom Fair');
  expect(await field(page, 'Prefix').inputValue()).toMatch(/^WHF\d\d$/);
  await field(page, 'Name').fill('Onam');
  expect(await field(page, 'Prefix').inputValue()).toMatch(/^ONAM\d\d$/);
  await field(page, 'Prefix').fill('OF');
  await field(page, 'Name').fill('Onam Fair');
  expect(await field(page, 'Prefix').inputValue()).toBe('OF');
  await field(page, 'Name').press('Enter');
  await page.getByText('Onam Fair').first().waitFor();
  await entry(page).press('Enter');
  await line(page, 'Your shop or fair').getByRole('img', { name: 'Done' }).waitFor();
  await expect.poll(() => entry(page).innerText()).toMatch(/1 of 8/);
});

test('the first sale', async () => {
  const { page } = owner;
  await line(page, 'The first sale').getByRole('link', { name: 'Open the desk' }).press('Enter');
  await field(page, 'Name').fill('Ananya Rao');
  await field(page, 'Phone').fill('98450 12345');
  await page.keyboard.press('Enter');
  const amount = field(page, 'Amount');
  await expect.poll(() => amount.evaluate((input) => input === document.activeElement)).toBe(true);
  await page.keyboard.type('250', { delay: 60 });
  await page.keyboard.press('Enter');
  await field(page, 'Cash given').waitFor();
  await page.keyboard.press('Enter');
  await field(page, 'Cash given').waitFor({ state: 'detached' });
  await entry(page).press('Enter');
  await line(page, 'The first sale').getByRole('img', { name: 'Done' }).waitFor();
  expect(owner.faults).toEqual([]);
});

test('the address comes onto documents, and what is put away is gone from the menu, not from its address', async () => {
  const { page } = owner;
  await line(page, 'Your name on documents').getByRole('link', { name: 'Add address' }).press('Enter');
  const address = page.getByLabel('Your address');
  await address.fill('12 Mill Road\nFaridabad');
  await page.locator('#documents').getByRole('button', { name: 'Save' }).press('Enter');
  await page.getByText('Saved').first().waitFor();
  await entry(page).press('Enter');
  await line(page, 'Your name on documents').getByRole('img', { name: 'Done' }).waitFor();
  await page.getByRole('button', { name: 'Put this page away' }).press('Enter');
  await page.getByText('not in the menu any more').waitFor();
  expect(await entry(page).count()).toBe(0);
  await page.goto('/console/');
  await page.getByRole('button', { name: 'Your account' }).waitFor();
  await page.getByRole('heading', { name: 'Dashboard' }).or(page.getByText('Onam Fair')).first().waitFor();
  expect(new URL(page.url()).pathname).toBe('/console/');
  expect(owner.faults).toEqual([]);
  await owner.close();
});
