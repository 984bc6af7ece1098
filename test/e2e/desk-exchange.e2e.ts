import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { type Caller, found } from './support/api.ts';
import type { Visit } from './support/browser.ts';
import { fillSignIn } from './support/sign-in.ts';
import { onStage } from './support/stage.ts';

/** Goods that are exchanged, and store credit: by keyboard alone, and by touch on a phone. */

const stage = onStage();
let call: Caller;
let cashier: Visit;
let fair: { id: string };
let bowl: { id: string };
let lamp: { id: string };

beforeAll(async () => {
  call = await found(stage.server);
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  fair = await call('POST', '/exhibition/exhibitions', {
    name: 'Winter Handloom Fair',
    prefix: 'WHF',
    starts_on: day(-1),
    ends_on: day(7),
  });
  const item = (name: string, price: string, code: string) =>
    call<{ id: string }>('POST', '/exhibition/items', { exhibition_id: fair.id, name, price, code });
  bowl = await item('Clay bowl', '75', 'B1');
  lamp = await item('Brass lamp', '100', 'L2');
  cashier = await stage.visit();
});

let broken = false;
beforeEach(({ skip }) => {
  if (broken) skip('an earlier chapter failed');
  cashier.watch();
  onTestFailed(() => {
    broken = true;
  });
});
afterEach(() => expect(cashier.faults.splice(0)).toEqual([]));

type Bill = { id: string; state: string; amount: string; refunded: string; payments: { method: string }[] };
const bill = (id: string) => call<Bill>('GET', `/exhibition/bills/${id}`);
const newest = async () => bill(((await call<Bill[]>('GET', '/exhibition/bills'))[0] as Bill).id);
const sell = async (lines: object[], customer?: string) => {
  const path = customer ? `/exhibition/customers/${customer}/bills` : '/exhibition/bills';
  const body = { exhibition_id: fair.id, lines, pay: [{ method: 'cash' }] };
  return (await call<{ bill: Bill }>('POST', path, body)).bill.id;
};
const isFocused = (page: Page, name: string) =>
  expect.poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.name)).toBe(name);

test('by keyboard: a lamp comes back, two bowls are taken, and the customer pays the difference', async () => {
  const { page } = cashier;
  const id = await sell([{ item_id: lamp.id }]);
  cashier.expectStatus(401);
  await page.goto(`/console/exhibition/bills/${id}`);
  await fillSignIn(page);
  await page.getByRole('link', { name: 'Exchange' }).press('Enter');
  await isFocused(page, 'line1');
  await page.keyboard.type('1');
  await page.keyboard.press('Tab');
  await isFocused(page, 'reason');
  await page.keyboard.type('too dark', { delay: 60 });
  await page.keyboard.press('Tab');
  await isFocused(page, 'amount');
  await page.keyboard.type('2*b1', { delay: 60 });
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByTestId('total').innerText()).toBe('₹150.00');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByTestId('due').innerText()).toBe('₹50.00');
  await isFocused(page, 'given');
  await page.keyboard.type('60', { delay: 60 });
  await expect.poll(() => page.getByTestId('change').innerText()).toBe('₹10.00');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Next' }).waitFor();
  expect(await page.getByTestId('change').innerText()).toBe('₹10.00');
  expect(await newest()).toMatchObject({ state: 'paid', amount: '150.00' });
  expect(await bill(id)).toMatchObject({ state: 'refunded' });
  await page.keyboard.press('Enter');
  await page.getByText('2 × ₹75.00').waitFor();
});

test('by touch on a phone: what is left goes to store credit, and pays the next bill', async () => {
  const { page } = cashier;
  const customer = await call<{ id: string }>('POST', '/exhibition/customers', { name: 'Asha Verma' });
  const id = await sell([{ item_id: lamp.id }], customer.id);
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto(`/console/exhibition/bills/${id}/exchange`);
  await page.getByRole('button', { name: 'One Brass lamp more' }).click();
  await page.getByLabel('Reason').fill('too dark');
  await page.getByRole('group', { name: 'Items' }).getByText('Clay bowl').click();
  await page.getByRole('button', { name: 'Payment', exact: true }).click();
  await expect.poll(() => page.getByTestId('change').innerText()).toBe('₹25.00');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByRole('button', { name: 'Store credit' }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await expect.poll(newest).toMatchObject({ state: 'paid', amount: '75.00', payments: [{ method: 'credit' }] });
  const open = await call<{ bill: Bill }>('POST', `/exhibition/customers/${customer.id}/bills`, { amount: '30' });
  await page.goto(`/console/exhibition/bills/${open.bill.id}`);
  await page.getByRole('button', { name: 'Take payment' }).click();
  await page.getByRole('button', { name: 'Store credit (₹25.00)' }).click();
  await page.getByText('₹25.00 is paid from store credit.').waitFor();
  await expect.poll(() => page.getByTestId('due').innerText()).toBe('₹5.00');
  await page.getByRole('button', { name: 'Cash', exact: true }).click();
  await page.getByText('Paid', { exact: true }).first().waitFor();
  await expect.poll(() => bill(open.bill.id)).toMatchObject({ state: 'paid' });
});

test('a walk-in gets a voucher, which pays at the desk', async () => {
  const { page } = cashier;
  const id = await sell([{ item_id: bowl.id }]);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`/console/exhibition/bills/${id}`);
  await page.getByRole('button', { name: 'Take goods back' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('of 1').fill('1');
  await dialog.getByLabel('Reason').fill('broken');
  await dialog.getByLabel('The money goes back').click();
  await page.getByRole('option', { name: 'on a voucher' }).click();
  await dialog.getByRole('button', { name: 'Take goods back' }).click();
  const code = await page.getByTestId('voucher').innerText();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.goto('/console/desk');
  await page.getByText('Ready for the next customer').waitFor();
  await page.keyboard.press('F3');
  await isFocused(page, 'amount');
  await page.keyboard.type('70', { delay: 60 });
  await page.keyboard.press('Enter');
  await isFocused(page, 'given');
  await page.keyboard.press('F10');
  await isFocused(page, 'voucher');
  cashier.expectStatus(404);
  await page.keyboard.type('2222-2222-2222', { delay: 60 });
  await page.keyboard.press('Enter');
  await page.getByText('No voucher has this code.').waitFor();
  await page.locator('[name=voucher]').fill(code);
  await page.keyboard.press('Enter');
  await expect.poll(newest).toMatchObject({ state: 'paid', amount: '70.00', payments: [{ method: 'credit' }] });
});
