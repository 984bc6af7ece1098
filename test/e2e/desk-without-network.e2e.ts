import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Caller, found, openExhibition } from './support/api.ts';
import { interceptable, until, type Visit } from './support/browser.ts';
import { fillSignIn } from './support/sign-in.ts';
import { onStage } from './support/stage.ts';
import { scan } from './support/wedge.ts';

/**
 * A desk without a network: walk-ins and customers, items and amounts, change and receipts, over reloads, a crash and in two
 * tabs. When the network is back, till, receipts and ledger are as if there had always been one.
 */

type Item = { id: string; stock: string };
type Listed = { code: string; amount: string; paid: string; state: string; customer: { id: string } | null };

const stage = onStage();
let call: Caller;
let exhibition: { id: string };
let drawer: { code: string };
let bowl: Item;
let asha: { id: string; code: string; name: string };
let cashier: Visit;

beforeAll(async () => {
  call = await found(stage.server);
  exhibition = await openExhibition(call);
  const item = { exhibition_id: exhibition.id, tax_percent: '5', code: 'BOWL' };
  bowl = await call('POST', '/exhibition/items', { ...item, name: 'Clay bowl', price: '75', stock: '100' });
  asha = await call('POST', '/exhibition/customers', { name: 'Asha Verma', phone: '98450 12345' });
  drawer = await call('POST', '/till/drawers', { name: 'Front desk' });
  await call('POST', '/till/sessions', { drawer_id: (drawer as unknown as { id: string }).id, float: '2000' });
  cashier = await stage.visit();
  const { page } = cashier;
  cashier.expectStatus(401);
  await interceptable(page);
  await page.goto('/console/desk');
  await fillSignIn(page);
  await find(page).waitFor();
});
beforeEach(() => {
  cashier.watch();
  cashier.expectError(/ERR_FAILED|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|dynamically imported/);
});
afterEach(() => expect(cashier.faults.splice(0)).toEqual([]));

const find = (page: Page) => page.getByLabel('Scan, or type an ID, name or phone');
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const bar = (page: Page) => page.getByRole('status').filter({ hasText: 'not sent yet' });
const focused = (of: ReturnType<Page['getByLabel']>) => of.evaluate((node) => node === document.activeElement);
const type = (page: Page, text: string) => page.keyboard.type(text, { delay: 60 });
/** Kept are page, files and numbers; the service worker has them when its cache has the page. */
const kept = (page: Page) =>
  until(() =>
    page.evaluate(async () => {
      const { databases } = indexedDB;
      const names = (await databases.call(indexedDB)).map(({ name }) => name);
      return (await caches.match('/console/desk')) !== undefined && names.includes('counterfoil-numbers');
    }),
  );

async function walkIn(page: Page): Promise<void> {
  await find(page).waitFor();
  await page.keyboard.press('F3');
  await expect.poll(() => focused(field(page, 'Amount'))).toBe(true);
}

/** One sale to the open buyer: what is typed, and the cash that is given. */
async function sell(page: Page, text: string, given = ''): Promise<void> {
  await expect.poll(() => focused(field(page, 'Amount'))).toBe(true);
  await type(page, text);
  await page.keyboard.press('Enter');
  if (/[A-Z]/.test(text)) {
    await expect.poll(() => field(page, 'Amount').inputValue()).toBe('');
    await page.keyboard.press('Enter');
  }
  await field(page, 'Cash given').waitFor();
  await expect.poll(() => focused(field(page, 'Cash given'))).toBe(true);
  if (given) await type(page, given);
  await page.keyboard.press('Enter');
  await field(page, 'Amount').waitFor();
}

test('thirty sales without a network, over two reloads and a crash, in two tabs, make the same ledger as with one', async () => {
  const { page, context } = cashier;
  await kept(page);
  await context.setOffline(true);
  await page.getByText('There is no network. Go on selling for cash').waitFor();

  await walkIn(page);
  for (let n = 1; n <= 6; n++) await sell(page, `${n}1`, '100');
  expect(await page.getByTestId('change').innerText()).toBe('₹39.00');
  // Items, more of one, with the change and the receipt under a number of this desk.
  for (let n = 0; n < 4; n++) await sell(page, '2*BOWL', '200');
  expect(await page.getByTestId('change').innerText()).toBe('₹50.00');
  await page.getByRole('button', { name: 'Print receipt WHF-R-000010' }).filter({ hasText: 'F6' }).waitFor();
  await bar(page).getByText('10 entries are not sent yet').waitFor();

  await page.reload();
  await bar(page).getByText('10 entries are not sent yet').waitFor();
  // Somebody who is registered is looked up by their ID, and by a part of their name.
  await find(page).waitFor();
  await scan(page, asha.code);
  await page.getByRole('heading', { name: asha.name }).waitFor();
  for (let n = 1; n <= 5; n++) await sell(page, `${n}2`);
  await bar(page).getByText('15 entries are not sent yet').waitFor();

  const other = await context.newPage();
  await other.goto('/console/desk');
  await walkIn(other);
  // Both tabs draw numbers of the same block.
  for (let n = 1; n <= 5; n++) {
    await sell(other, `${n}3`, '100');
    await sell(page, `${n}4`);
  }
  await bar(other).getByText('25 entries are not sent yet').waitFor();
  await other.goto('chrome://crash').catch(() => undefined);
  await other.close();

  await page.reload();
  await bar(page).getByText('25 entries are not sent yet').waitFor();
  await page.getByRole('heading', { name: asha.name }).waitFor();
  await page.keyboard.press('Escape');
  await type(page, 'asha ver');
  await page.getByRole('option', { name: /Asha Verma/ }).waitFor();
  await page.keyboard.press('Escape');
  await walkIn(page);
  for (let n = 1; n <= 5; n++) await sell(page, `${n}5`);
  await bar(page).getByText('30 entries are not sent yet').waitFor();
  expect(await call('GET', '/exhibition/bills')).toEqual([]);

  const second = await context.newPage();
  await second.goto('/console/desk');
  await context.setOffline(false);
  const bills = await until(async () => {
    const all = await call<Listed[]>('GET', '/exhibition/bills?limit=100');
    return all.length >= 30 && (await bar(page).count()) + (await bar(second).count()) === 0 ? all : null;
  });
  await second.close();

  const sums = (tail: number, count: number) => Array.from({ length: count }, (_, n) => (n + 1) * 10 + tail);
  const expected = [...sums(1, 6), 150, 150, 150, 150, ...sums(2, 5), ...sums(3, 5), ...sums(4, 5), ...sums(5, 5)];
  const total = expected.reduce((all, one) => all + one, 0);
  expect(bills.map(({ amount }) => Number(amount)).sort()).toEqual([...expected].sort());
  expect(bills.every(({ state }) => state === 'paid')).toBe(true);
  expect(bills.filter(({ customer }) => customer?.id === asha.id)).toHaveLength(10);
  // In the order in which they were sold: the first bills are the first sums.
  expect(
    bills
      .slice(-15)
      .reverse()
      .map(({ amount }) => Number(amount)),
  ).toEqual(expected.slice(0, 15));

  type Account = { code: string; balances: { balance: string }[] };
  const accounts = await call<Account[]>('GET', '/ledger/accounts');
  const balance = (of: string) => Number(accounts.find(({ code }) => code === of)?.balances[0]?.balance);
  expect(balance(`assets:cash:${drawer.code}`)).toBe(2000 + total);
  expect(Math.abs(balance('income:exhibition'))).toBe(total);
  const [till] = await call<{ id: string; expected: string }[]>('GET', '/till/sessions');
  expect(Number(till?.expected)).toBe(2000 + total);
  expect(await call('GET', '/ledger/verification')).toMatchObject({ faults: [] });
  const receipts = await call<{ number: string }[]>('GET', '/documents?limit=100');
  expect(receipts.map(({ number }) => number).sort()).toEqual(
    Array.from({ length: 30 }, (_, n) => `WHF-R-${String(n + 1).padStart(6, '0')}`),
  );
  expect((await call<Item>('GET', `/exhibition/items/${bowl.id}`)).stock).toBe('92');
  expect(await call('GET', `/exhibition/offline-sales?filter=${encodeURIComponent('{"open":true}')}`)).toEqual([]);
});

test('card and code say that they need the network, and a till that is closed meanwhile loses no sale', async () => {
  const { page, context } = cashier;
  await page.getByText('There is no network').waitFor({ state: 'hidden' });
  await context.setOffline(true);
  await page.getByText('There is no network. Go on selling for cash').waitFor();
  await walkIn(page);
  await type(page, '500');
  await page.keyboard.press('Enter');
  await page.getByText('Cash works; card and code need the network').waitFor();
  for (const name of ['Card', 'UPI or code']) expect(await page.getByRole('button', { name }).isDisabled()).toBe(true);
  await page.keyboard.press('F7');
  await page.keyboard.press('F8');
  await page.keyboard.press('Enter');
  await bar(page).getByText('1 entry is not sent yet').waitFor();
  const [till] = await call<{ id: string; expected: string }[]>('GET', '/till/sessions');
  const counted = String(Number(till?.expected) + 500);
  await call('POST', `/till/sessions/${till?.id}/close`, { other: counted, reason: 'evening' });
  await context.setOffline(false);
  await bar(page).waitFor({ state: 'hidden' });
  expect(await call('GET', `/till/sessions/${till?.id}`)).toMatchObject({ difference: '0.00', late_count: 1 });
  await page.goto('/console/exhibition/offline-sales');
  await page.getByText('It came after the close of its till').waitFor();
  await page.getByRole('button', { name: 'Mark as seen' }).click();
  await page.getByText('No sale waits to be looked at.').waitFor();
  await page.getByText('31 used, 69 not used').waitFor();
});
