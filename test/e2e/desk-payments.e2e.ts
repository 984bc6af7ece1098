import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { type Caller, found } from './support/api.ts';
import type { Visit } from './support/browser.ts';
import { readQr } from './support/qr.ts';
import { fillSignIn } from './support/sign-in.ts';
import { onStage } from './support/stage.ts';

const stage = onStage();
let call: Caller;
let cashier: Visit;
let customer: { id: string; code: string };

beforeAll(async () => {
  call = await found(stage.server);
  await call('PATCH', '/settings/payments', { pay_to: 'Handloom Fair\nfair@okhdfc' });
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const dates = { starts_on: day(-1), ends_on: day(7) };
  await call('POST', '/exhibition/exhibitions', { name: 'Winter Handloom Fair', prefix: 'WHF', ...dates });
  const contact = { email: 'ananya@example.com', phone: '98450 12345' };
  customer = await call('POST', '/exhibition/customers', { name: 'Ananya Rao', ...contact });
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

type Shown = { id: string; state: string; amount: string; paid: string; due: string };
const bills = () => call<Shown[]>('GET', '/exhibition/bills');
const newest = async () => (await bills())[0] as Shown;
const given = (page: Page) => page.getByRole('textbox', { name: 'Cash given', exact: true });
const amount = (page: Page) => page.getByRole('textbox', { name: 'Amount', exact: true });

/** Types as a person does; faster keys would be a scanner's. */
async function type(page: Page, text: string) {
  await page.keyboard.type(text, { delay: 60 });
}
async function enterAmount(page: Page, text: string) {
  await expect.poll(() => amount(page).evaluate((field) => field === document.activeElement)).toBe(true);
  await type(page, text);
  await page.keyboard.press('Enter');
  await given(page).waitFor();
}

test('one Enter pays in cash exactly', async () => {
  const { page } = cashier;
  cashier.expectStatus(401);
  await page.goto(`/console/desk?customer=${customer.id}`);
  await fillSignIn(page);
  await enterAmount(page, '120');
  await page.keyboard.press('Enter');
  await amount(page).waitFor();
  await expect.poll(newest).toMatchObject({ amount: '120.00', state: 'paid' });
});

test('what was given shows the change in large figures, until the next bill', async () => {
  const { page } = cashier;
  await enterAmount(page, '380');
  await type(page, '500');
  await expect.poll(() => page.getByTestId('change').innerText()).toBe('₹120.00');
  await page.keyboard.press('Enter');
  await amount(page).waitFor();
  expect(await page.getByTestId('change').innerText()).toBe('₹120.00');
  await expect.poll(newest).toMatchObject({ amount: '380.00', state: 'paid' });
  await enterAmount(page, '10');
  expect(await page.getByTestId('change').count()).toBe(0);
});

test('Escape goes back to the amount, and other keys take a card or leave the bill open', async () => {
  const { page } = cashier;
  await page.keyboard.press('Escape');
  await expect.poll(() => amount(page).inputValue()).toBe('10.00');
  await page.keyboard.press('Enter');
  await given(page).waitFor();
  await page.keyboard.press('F7');
  await expect.poll(newest).toMatchObject({ amount: '10.00', state: 'paid' });
  await enterAmount(page, '50');
  await page.keyboard.press('F9');
  await expect.poll(newest).toMatchObject({ amount: '50.00', state: 'open', due: '50.00' });
});

test('less cash than is due: the card takes the rest, or a second Enter a part payment', async () => {
  const { page } = cashier;
  await enterAmount(page, '90');
  await type(page, '40');
  await page.keyboard.press('F7');
  await expect.poll(newest).toMatchObject({ amount: '90.00', state: 'paid' });
  await enterAmount(page, '70');
  await type(page, '30');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Part payment' }).waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(newest).toMatchObject({ amount: '70.00', state: 'part_paid', due: '40.00' });
});

test('the code on the screen is a UPI payment, and turns green when the money is confirmed elsewhere', async () => {
  const { page } = cashier;
  await enterAmount(page, '245.50');
  await page.keyboard.press('F8');
  const panel = page.getByTestId('code-panel');
  const code = panel.getByRole('img', { name: 'Scan to pay' });
  await code.waitFor();
  const text = (await readQr(await code.screenshot())) ?? '';
  const asked = Object.fromEntries(new URL(text).searchParams);
  expect(asked).toMatchObject({ pa: 'fair@okhdfc', pn: 'Handloom Fair', am: '245.50', cu: 'INR' });
  expect((await panel.innerText()).replaceAll(/\s/g, '')).toContain(asked.tr);
  const open = await call<{ id: string }[]>('GET', '/payments?filter={"state":"awaiting"}');
  await call('POST', `/payments/${open[0]?.id}/mark-paid`, { method: 'transfer' });
  await panel.getByText('Paid', { exact: true }).waitFor();
  await page.keyboard.press('Enter');
  await amount(page).waitFor();
  expect(await newest()).toMatchObject({ amount: '245.50', state: 'paid' });
  // Its line says so too, so that nobody takes the money again.
  await expect.poll(() => page.getByRole('button', { name: 'Take payment' }).count()).toBe(2);
});

test('an open bill is paid from its line, and voiding a paid one gives its money back', async () => {
  const { page } = cashier;
  await page.getByRole('button', { name: 'Take payment' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Cash given' }).waitFor();
  await type(page, '100');
  await page.keyboard.press('Enter');
  await expect.poll(() => dialog.getByTestId('change').innerText()).toBe('₹60.00');
  await dialog.getByRole('button', { name: 'Next' }).waitFor();
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  expect((await bills()).filter(({ state }) => state === 'open' || state === 'part_paid')).toHaveLength(1);
  await page.getByRole('button', { name: 'Void', exact: true }).first().click();
  await page.getByText('goes back the way it came').waitFor();
  await page.getByRole('textbox', { name: 'Reason' }).fill('wrong customer');
  await page.getByRole('dialog').getByRole('button', { name: 'Void' }).click();
  await expect.poll(newest).toMatchObject({ state: 'void' });
});

test('a walk-in is one key: amount, what was given, change, and nothing else is asked', async () => {
  const { page } = cashier;
  await page.keyboard.press('F3');
  await expect.poll(() => new URL(page.url()).searchParams.get('customer')).toBe(null);
  await enterAmount(page, '35');
  await type(page, '50');
  await page.keyboard.press('Enter');
  await expect.poll(newest).toMatchObject({ amount: '35.00', state: 'paid', customer: null });
  await expect.poll(() => page.getByTestId('change').innerText()).toBe('₹15.00');
  await enterAmount(page, '20');
  await page.keyboard.press('F9');
  await page.getByRole('button', { name: 'Take payment' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Cash given' }).waitFor();
  await page.keyboard.press('F7');
  await page.getByRole('dialog').getByRole('button', { name: 'Next' }).waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByRole('button', { name: 'Print receipt' }).count()).toBe(2);
  await page.keyboard.press('Escape');
  await page.getByText('Ready for the next customer').waitFor();
});

test('who is registered already is shown while their number is typed, and opens by a press', async () => {
  const { page } = cashier;
  await page.keyboard.press('F4');
  await type(page, 'Ananya R');
  await page.getByRole('textbox', { name: 'Phone', exact: true }).fill('098450 12345');
  await page.getByText('Already registered with this address or number').waitFor();
  await page
    .getByRole('button', { name: /^Ananya Rao/ })
    .last()
    .click();
  await expect.poll(() => new URL(page.url()).searchParams.get('customer')).toBe(customer.id);
});

test('the page of today says by what the money came, and takes what is unpaid', async () => {
  const { page } = cashier;
  let answer = () => {};
  const held = new Promise<void>((done) => {
    answer = done;
  });
  await page.route('**/api/v1/exhibition/sales*', (route) => held.then(() => route.continue()), { times: 1 });
  await page.goto('/console/exhibition/sales');
  await page.getByRole('heading', { name: 'By method' }).waitFor();
  const main = page.locator('main');
  // Until the figures are there, every panel shows that they are coming.
  const waiting = main.locator('.MuiSkeleton-root');
  await expect.poll(() => waiting.count()).toBe(4 + 4 + 1);
  answer();
  await main.getByText('Meera Nair').first().waitFor();
  expect(await waiting.count()).toBe(0);
  const sales = await call<{ totals: { total: string }[]; unpaid: unknown[] }>('GET', '/exhibition/sales');
  expect(await main.innerText()).toContain(
    `₹${Number(sales.totals[0]?.total).toLocaleString('en-IN', { minimumFractionDigits: 2 })}`,
  );
  expect(await page.getByRole('button', { name: 'Take payment' }).count()).toBe(sales.unpaid.length);
});

test('a bill’s page says how it was paid, and leads to giving it back', async () => {
  const { page } = cashier;
  const paid = (await bills()).find(({ state }) => state === 'paid') as Shown;
  await page.goto(`/console/exhibition/bills/${paid.id}`);
  await page.getByRole('button', { name: 'Give back' }).first().click();
  await page.waitForURL(/\/payments\//);
  await page.getByRole('heading', { name: 'Entries' }).waitFor(); // of the payment; until then the bill still stands
  await page.getByRole('button', { name: 'Give back', exact: true }).click();
  await page.getByRole('dialog').getByText('You have paid it out; this records it.').waitFor();
});
