import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { OWNER } from './support/api.ts';
import type { Visit } from './support/browser.ts';
import { type Bill, type Fair, openFair, payByLink, zAgrees } from './support/fair.ts';
import { onStage } from './support/stage.ts';

/** The last hour of a fair by touch alone, on a phone of 390 px: what test/e2e/fair-hour.e2e.ts does by keyboard. */

const stage = onStage({ env: { PAYMENT_SANDBOX: 'true' } });
let fair: Fair;
let cashier: Visit;

beforeAll(async () => {
  fair = await openFair(stage.server);
  cashier = await stage.visit({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
});

// One cashier with one phone, in order, so it ends at the first failure; every browser error is reported.
let broken = false;
beforeEach(({ skip }) => {
  if (broken) skip('an earlier chapter failed');
  cashier.watch();
  onTestFailed(() => {
    broken = true;
  });
});
afterEach(() => expect(cashier.faults.splice(0)).toEqual([]));

const newest = async () => (await fair.bills())[0] as Bill;
const button = (at: Page | Locator, name: string | RegExp) => at.getByRole('button', { name, exact: true });
const field = (at: Page | Locator, name: string) => at.getByRole('textbox', { name, exact: true });

const item = (page: Page, name: string) => page.getByRole('group', { name: 'Items' }).getByText(name);
const WALK_IN = /^Walk-in/;

/** What a thumb finds on this screen: nothing is cut at the side, and no button is lower than 44 px. */
async function fits(page: Page): Promise<void> {
  const found = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    const top = [...document.querySelectorAll('[role=dialog]')].at(-1) ?? document;
    const low = [...top.querySelectorAll('button, a.MuiButton-root, [role=button], [role=tab], [role=combobox]')]
      .map((node) => ({ node, box: (node.closest('.MuiInputBase-root') ?? node).getBoundingClientRect() }))
      .filter(({ node, box }) => box.width > 0 && box.height > 0 && getComputedStyle(node).visibility !== 'hidden')
      .filter(({ box }) => box.height < 44 || box.left < -1 || box.right > innerWidth + 1)
      .map(({ node, box }) => {
        const name = node.getAttribute('aria-label') ?? node.textContent ?? '';
        return `${name}: ${Math.round(box.width)} × ${Math.round(box.height)} at ${Math.round(box.left)}`;
      });
    return [...low, ...(scrollWidth > clientWidth ? [`the page is ${scrollWidth} wide`] : [])];
  });
  expect.soft(found, page.url()).toEqual([]);
}

test('by touch: a till with 2,000, and a walk-in with three items of two rates and 10 % off', async () => {
  const { page } = cashier;
  cashier.expectStatus(401);
  await page.goto('/console/till');
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await button(page, 'Sign in').tap();
  await page.getByLabel('Float (INR)').fill('2,000');
  await fits(page);
  await button(page, 'Open: Cash desk').tap();
  await button(page, 'Count and close').waitFor();
  await fits(page);
  await page.goto('/console/desk');
  await button(page, WALK_IN).waitFor();
  // A phone has no such keys.
  expect(await page.getByText('F3').filter({ visible: true }).count()).toBe(0);
  await fits(page);
  await button(page, WALK_IN).tap();
  await item(page, 'Clay bowl').tap();
  await item(page, 'Clay bowl').tap();
  await item(page, 'Brass lamp').tap();
  await field(page, 'Amount').fill('10.00');
  await button(page, 'Add bill').tap();
  await fits(page);
  await button(page, 'Discount').tap();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('10%');
  await fits(page);
  await button(dialog, 'Confirm').tap();
  await page.getByLabel('Reason for the discount').fill('Last day');
  await expect.poll(() => page.getByTestId('total').innerText()).toBe('₹234.00');
  await button(page, 'Payment').tap();
  await field(page, 'Cash given').fill('500');
  await expect.poll(() => page.getByTestId('change').innerText()).toBe('₹266.00');
  await fits(page);
  await button(page, 'Cash').tap();
  await expect.poll(newest).toMatchObject({ state: 'paid', amount: '234.00', discount: '26.00' });
  const print = button(page, /^Print receipt/);
  await print.waitFor();
  await fits(page);
  const receipt = page.context().waitForEvent('request', (request) => request.url().includes('/pdf'));
  await print.tap();
  expect((await receipt).url()).toContain('paper=80mm');
  await page.bringToFront();
});

test('by touch: another walk-in pays by card', async () => {
  const { page } = cashier;
  await page.goto('/console/desk');
  await button(page, WALK_IN).tap();
  await item(page, 'Clay bowl').tap();
  await button(page, 'Payment').tap();
  await button(page, 'Card').tap();
  await expect.poll(newest).toMatchObject({ state: 'paid', amount: '75.00' });
});

test('by touch: a customer collects at two stalls, and pays both at the cash desk, part in cash and part by UPI', async () => {
  const { page } = cashier;
  const { bills, customer, stalls } = fair;
  for (const [n, stall] of stalls.entries()) {
    await page.goto(`/console/desk?stall=${stall.id}&customer=${customer.id}`);
    await item(page, n === 0 ? 'Scarf' : 'Kite').tap();
    await button(page, 'Payment').tap();
    await button(page, 'Pay later').tap();
    await expect.poll(async () => (await bills()).filter(({ state }) => state === 'open').length).toBe(n + 1);
  }
  await page.goto(`/console/desk?customer=${customer.id}`);
  await button(page, 'Pay all open bills').waitFor();
  await fits(page);
  await button(page, 'Pay all open bills').tap();
  const dialog = page.getByRole('dialog');
  await field(dialog, 'Cash given').fill('120');
  await fits(page);
  await button(dialog, 'Cash').tap();
  await button(dialog, 'Part payment').tap();
  await button(dialog, 'Next').tap();
  await dialog.waitFor({ state: 'hidden' });
  await expect.poll(newest).toMatchObject({ state: 'part_paid', paid: '20.00' });
  const open = button(page, 'Take payment');
  await expect.poll(() => open.count()).toBe(1);
  await open.tap();
  await field(dialog, 'Cash given').waitFor();
  await button(dialog, 'UPI or code').tap();
  const panel = page.getByTestId('code-panel');
  await panel.getByText('80.00').waitFor();
  await fits(page);
  await payByLink(stage, (await panel.getByRole('link').getAttribute('href')) ?? '');
  await panel.getByText('Paid', { exact: true }).waitFor();
  await button(panel, 'Next').tap();
  await dialog.waitFor({ state: 'hidden' });
  await expect.poll(newest).toMatchObject({ state: 'paid', paid: '100.00' });
});

test('by touch: one line comes back, then a blind count, its difference, and a Z report as the ledger', async () => {
  const { page } = cashier;
  const walkIn = (await fair.bills()).at(-1) as Bill;
  await page.goto(`/console/exhibition/bills/${walkIn.id}`);
  await button(page, 'Take goods back').waitFor();
  await fits(page);
  await button(page, 'Take goods back').tap();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('of 2').fill('1');
  await dialog.getByLabel('Reason').fill('broken');
  await fits(page);
  await button(dialog, 'Take goods back').tap();
  await dialog.waitFor({ state: 'hidden' });
  await page.goto('/console/till');
  await button(page, 'Count and close').tap();
  for (const [note, pieces] of [
    ['500', '4'],
    ['200', '1'],
    ['50', '1'],
  ])
    await page.getByLabel(`How many of ₹${note}.00`).fill(pieces ?? '');
  await fits(page);
  await button(page, 'Close the till').tap();
  await page.getByText('The count differs by').waitFor();
  await page.getByRole('textbox').last().fill('a note under the drawer');
  await fits(page);
  await button(page, 'Save the reason').tap();
  await page.getByLabel('Float (INR)').waitFor();
  const { session } = await zAgrees(fair);
  expect(session).toMatchObject({ expected: '2286.50', counted: '2250.00', difference: '-36.50' });
  await page.goto('/console/till/sessions');
  await page.getByText('Cash desk').first().tap();
  await page.getByText('Z report (closed)').waitFor();
  await fits(page);
});
