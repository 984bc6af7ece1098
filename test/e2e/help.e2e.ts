import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { found, OWNER } from './support/api.ts';
import type { Visit } from './support/browser.ts';
import { onStage } from './support/stage.ts';

/** The guides at /help, as the program serves them: read, searched, and opened from a page at its place. */

const stage = onStage();
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let reader: Visit;

beforeAll(async () => {
  await found(stage.server);
  reader = await stage.visit({ locale: 'hi-IN' });
});
beforeEach(() => reader.watch());
afterEach(() => expect(reader.faults.splice(0)).toEqual([]));

async function accessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(AXE);
    const violations = await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
      return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });
    expect(violations, `${page.url()}, ${colorScheme}`).toEqual([]);
  }
}
type Violation = { id: string; nodes: { html: string }[] };

test('a guide opens in the language of the browser, and another can be chosen', async () => {
  const { page } = reader;
  await page.goto('/help/till#count-and-close');
  expect(new URL(page.url()).pathname + new URL(page.url()).hash).toBe('/help/hi/till#count-and-close');
  await page.getByRole('heading', { level: 1, name: 'गल्ला' }).waitFor();
  await accessible(page);
  await page.getByRole('link', { name: 'English' }).click();
  await page.getByRole('heading', { level: 2, name: 'Count and close' }).waitFor();
  await accessible(page);
});

test('a guide without a translation says so', async () => {
  const { page } = reader;
  await page.goto('/help/hi/operating');
  await page.getByRole('note').getByText('अंग्रेज़ी में').waitFor();
});

test('the search finds a section by its words, by keyboard alone', async () => {
  const { page } = reader;
  await page.goto('/help/en/');
  await page.getByRole('searchbox').focus();
  await page.keyboard.type('mistyped count');
  await page.getByRole('listitem').filter({ hasText: 'Count and close' }).first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/help/en/till#count-and-close');
  await page.getByRole('searchbox').fill('zzzzzz');
  await page.getByText('Nothing was found').waitFor();
});

test('on a phone the list of guides opens when it is asked for', async () => {
  const phone = await stage.visit({ viewport: { width: 390, height: 760 }, hasTouch: true });
  const { page } = phone;
  await page.goto('/help/en/exhibition-cashier');
  const link = page.getByRole('link', { name: 'A raffle', exact: true });
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await link.isVisible()).toBe(false);
  const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(await tooWide()).toBe(false);
  await page.getByText('All guides').tap();
  await link.tap();
  await page.waitForURL('**/help/en/raffle-organizer');
  await accessible(page);
  expect(phone.faults).toEqual([]);
  await phone.close();
});

test('each page of the console leads to its place', async () => {
  const staff = await stage.visit();
  staff.expectStatus(401);
  const { page } = staff;
  await page.goto('/console/till');
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await page.keyboard.press('Enter');
  const help = page.getByRole('link', { name: 'Help' });
  await help.waitFor();
  expect(await help.getAttribute('href')).toBe('/help/en/till');
  await page.goto('/console/office/members');
  expect(await help.getAttribute('href')).toBe('/help/en/owner#people-and-roles');
  const opened = page.context().waitForEvent('page');
  await help.click();
  const guide = await opened;
  await guide.getByRole('heading', { name: 'People and roles' }).waitFor();
  expect(staff.faults).toEqual([]);
  await staff.close();
});
