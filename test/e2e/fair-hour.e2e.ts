import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { OWNER } from './support/api.ts';
import type { Visit } from './support/browser.ts';
import { type Bill, type Fair, openFair, payByLink, zAgrees } from './support/fair.ts';
import { onStage } from './support/stage.ts';

/** The last hour of a fair, by keyboard alone: a till, a walk-in, two stalls, goods that come back, the count. */

const stage = onStage({ env: { PAYMENT_SANDBOX: 'true' } });
let fair: Fair;
let cashier: Visit;

beforeAll(async () => {
  fair = await openFair(stage.server);
  cashier = await stage.visit();
});

// One cashier in one window, in order, so it ends at the first failure; every browser error is reported.
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
const amount = (page: Page) => page.getByRole('textbox', { name: 'Amount', exact: true });
const given = (page: Page) => page.getByRole('textbox', { name: 'Cash given', exact: true });
const isFocused = (page: Page) => amount(page).evaluate((field) => field === document.activeElement);

/** Types as a person does; faster keys would be a scanner's. */
const type = (page: Page, text: string) => page.keyboard.type(text, { delay: 60 });
async function enter(page: Page, text: string) {
  await expect.poll(() => isFocused(page)).toBe(true);
  await type(page, text);
  await page.keyboard.press('Enter');
}

test('by keyboard: a till with 2,000, and a walk-in with three items of two rates and 10 % off', async () => {
  const { page } = cashier;
  const { keyboard } = page;
  cashier.expectStatus(401);
  await page.goto('/console/till');
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await keyboard.press('Enter');
  await page.getByLabel('Float (INR)').waitFor();
  await type(page, '2,000');
  await keyboard.press('Enter');
  await page.getByRole('button', { name: 'Count and close' }).waitFor();
  await page.goto('/console/desk');
  await page.getByText('Ready for the next customer').waitFor();
  await keyboard.press('F3');
  await enter(page, '2*c1');
  await enter(page, 'l2');
  await enter(page, '10.00');
  await enter(page, '10%');
  const reason = page.getByLabel('Reason for the discount');
  await expect.poll(() => reason.evaluate((field) => field === document.activeElement)).toBe(true);
  await type(page, 'Last day');
  await keyboard.press('Enter');
  await expect.poll(() => page.getByTestId('total').innerText()).toBe('₹234.00');
  await keyboard.press('Enter');
  await given(page).waitFor();
  await type(page, '500');
  await expect.poll(() => page.getByTestId('change').innerText()).toBe('₹266.00');
  await keyboard.press('Enter');
  await expect.poll(newest).toMatchObject({ state: 'paid', amount: '234.00', discount: '26.00' });
  await page.getByRole('button', { name: 'Print receipt' }).filter({ hasText: 'F6' }).waitFor();
  const receipt = page.context().waitForEvent('request', (request) => request.url().includes('/pdf'));
  await keyboard.press('F6');
  expect((await receipt).url()).toContain('paper=80mm');
  await page.bringToFront();
});

test('by keyboard: another walk-in pays by card', async () => {
  const { page } = cashier;
  await page.keyboard.press('F3');
  await enter(page, 'c1');
  await enter(page, '');
  await given(page).waitFor();
  await page.keyboard.press('F7');
  await expect.poll(newest).toMatchObject({ state: 'paid', amount: '75.00' });
});

test('by keyboard: a customer collects at two stalls, and pays both at the cash desk, part in cash and part by UPI', async () => {
  const { page } = cashier;
  const { keyboard } = page;
  const { bills, bill, customer, stalls, call } = fair;
  for (const [n, stall] of stalls.entries()) {
    await page.goto(`/console/desk?stall=${stall.id}&customer=${customer.id}`);
    await enter(page, 'x1');
    await enter(page, '');
    await given(page).waitFor();
    await keyboard.press('F9');
    await expect.poll(async () => (await bills()).filter(({ state }) => state === 'open').length).toBe(n + 1);
  }
  await page.goto(`/console/desk?customer=${customer.id}`);
  await page.getByRole('button', { name: 'Pay all open bills' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Cash given' }).waitFor();
  await type(page, '120');
  await keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Part payment' }).waitFor();
  await keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Next' }).press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  const states = async () => (await bills()).slice(0, 2).map(({ state, paid }) => [state, paid]);
  await expect.poll(states).toEqual([
    ['part_paid', '20.00'],
    ['paid', '100.00'],
  ]);

  // The rest by the code, which the customer pays on their own phone; the desk turns green by itself.
  const open = page.getByRole('button', { name: 'Take payment' });
  await expect.poll(() => open.count()).toBe(1);
  await open.press('Enter');
  await dialog.getByRole('textbox', { name: 'Cash given' }).waitFor();
  await keyboard.press('F8');
  const panel = page.getByTestId('code-panel');
  await panel.getByText('80.00').waitFor();
  await payByLink(stage, (await panel.getByRole('link').getAttribute('href')) ?? '');
  await panel.getByText('Paid', { exact: true }).waitFor();
  await keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  expect(await states()).toEqual([
    ['paid', '100.00'],
    ['paid', '100.00'],
  ]);
  const { payments } = await bill((await newest()).id);
  expect(payments.map(({ amount: part, state }) => [part, state])).toEqual([
    ['20.00', 'verified'],
    ['80.00', 'verified'],
  ]);
  const statement = (id = '') =>
    call<{ account: { money: string; owed: string } }>('GET', `/exhibition/stalls/${id}/statement`);
  for (const { id } of stalls) expect((await statement(id)).account).toMatchObject({ money: '100.00', owed: '90.00' });
});

test('by keyboard: one line comes back, then a blind count, its difference, and a Z report as the ledger', async () => {
  const { page } = cashier;
  const { keyboard } = page;
  const walkIn = (await fair.bills()).at(-1) as Bill;
  await page.goto(`/console/exhibition/bills/${walkIn.id}`);
  await page.getByRole('button', { name: 'Take goods back' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('of 2').fill('1');
  await dialog.getByLabel('Reason').fill('broken');
  await dialog.getByRole('button', { name: 'Take goods back' }).press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await page.goto('/console/till');
  await page.getByRole('button', { name: 'Count and close' }).press('Enter');
  await page.getByLabel('How many of ₹500.00').waitFor();
  // 2,000 + 234 + 120 - 67.50 are expected; the cashier counts 2,250.
  for (const pieces of ['4', '1', '', '1', '', '', '', '', '', '']) {
    await keyboard.type(pieces);
    await keyboard.press('Enter');
  }
  await page.getByText('₹2,250.00').first().waitFor();
  await keyboard.press('Enter');
  await page.getByText('The count differs by').waitFor();
  await type(page, 'a note under the drawer');
  await keyboard.press('Enter');
  await page.getByLabel('Float (INR)').waitFor();
  const { session, by_method, by_tax } = await zAgrees(fair);
  expect(session).toMatchObject({ expected: '2286.50', counted: '2250.00', difference: '-36.50' });
  expect(by_method).toMatchObject([
    { method: 'cash', amount: '286.50' },
    { method: 'card', amount: '75.00' },
  ]);
  expect(by_tax.map(({ rate }) => rate)).toEqual([5, 18]);
});
