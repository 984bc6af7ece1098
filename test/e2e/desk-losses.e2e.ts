import type { Page, Route } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Caller, found, openExhibition } from './support/api.ts';
import { interceptable, until, type Visit } from './support/browser.ts';
import { fillSignIn } from './support/sign-in.ts';
import { onStage } from './support/stage.ts';
import { scan } from './support/wedge.ts';

/** Problems at a desk: unknown codes, answers that are lost or late, people who are faster than the page. */

type Customer = { id: string; code: string; name: string; qr: string };
type Bill = { id: string; amount: string; customer: { name: string } };

const stage = onStage();
let call: Caller;
let cashier: Visit;
let asha: Customer;
let ravi: Customer;

beforeAll(async () => {
  call = await found(stage.server);
  // Bills stay open here; desk-payments.e2e.ts takes their money.
  await call('PATCH', '/settings/exhibition', { desk_takes_payments: false });
  await openExhibition(call);
  asha = await register('Asha Verma');
  ravi = await register('Ravi Kumar');
  cashier = await signedIn();
});
beforeEach(() => {
  cashier.watch();
  cashier.expectStatus(404, 409, 422);
  cashier.expectError(/ERR_FAILED|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION/);
});
afterEach(() => expect(cashier.faults.splice(0)).toEqual([]));

async function signedIn(): Promise<Visit> {
  const person = await stage.visit();
  await interceptable(person.page);
  person.expectStatus(401);
  await person.page.goto('/console/desk');
  await fillSignIn(person.page);
  await find(person.page).waitFor();
  return person;
}

let serial = 0;
const register = (name: string) =>
  call<Customer>('POST', '/exhibition/customers', {
    name,
    email: `${name.split(' ')[0]?.toLowerCase()}@example.com`,
    phone: `98450 1${String(++serial).padStart(4, '0')}`,
  });
const bills = () => call<Bill[]>('GET', '/exhibition/bills');
const find = (page: Page) => page.getByLabel('Scan, or type an ID, name or phone');
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const amount = (page: Page) => field(page, 'Amount');
const heading = (page: Page, name: string) => page.getByRole('heading', { name });
const focused = (of: ReturnType<Page['getByLabel']>) => of.evaluate((node) => node === document.activeElement);

async function opened(page: Page, customer: Customer): Promise<void> {
  await page.goto('/console/desk');
  await find(page).waitFor();
  await scan(page, customer.code);
  await heading(page, customer.name).waitFor();
  await expect.poll(() => focused(amount(page))).toBe(true);
}

test('an unknown code closes the open customer, says so, and the next keys go into the field for codes', async () => {
  const { page } = cashier;
  await opened(page, asha);
  await scan(page, 'ZZZZZZZZ');
  const alert = page.getByRole('alert').filter({ hasText: 'Nobody is open' });
  await alert.getByText('There is no such customer.').waitFor();
  await alert.getByText('ZZZZZZZZ').waitFor();
  expect(await heading(page, asha.name).count()).toBe(0);
  expect(await amount(page).count()).toBe(0);
  expect(new URL(page.url()).searchParams.get('customer')).toBeNull();
  await expect.poll(() => focused(find(page))).toBe(true);
  await page.keyboard.type('1500');
  await page.keyboard.press('Enter');
  await alert.getByText('1500').waitFor();
  expect(await bills()).toEqual([]);
});

test('a revoked code does the same; a scan without an answer is looked up here, or can be tried again', async () => {
  const { page } = cashier;
  const gone = await register('Gita Rao');
  await call('POST', `/exhibition/customers/${gone.id}/revoke-portal`, {});
  await opened(page, asha);
  await scan(page, gone.qr);
  await page.getByRole('alert').getByText('This code is no longer valid.').waitFor();
  expect(await amount(page).count()).toBe(0);
  await opened(page, asha);
  await page.route('**/api/v1/exhibition/scan?*', (route) => route.abort(), { times: 1 });
  await scan(page, ravi.code);
  await heading(page, ravi.name).waitFor();
  // Somebody who has come since is not in the desk's own list.
  const late = await register('Late Comer');
  await page.route('**/api/v1/exhibition/scan?*', (route) => route.abort(), { times: 1 });
  await scan(page, late.code);
  const alert = page.getByRole('alert').filter({ hasText: 'Nobody is open' });
  await alert.getByText('The server cannot be reached').waitFor();
  expect(await amount(page).count()).toBe(0);
  await expect.poll(() => focused(find(page))).toBe(true);
  await alert.getByRole('button', { name: 'Try again' }).click();
  await heading(page, late.name).waitFor();
  expect(await bills()).toEqual([]);
});

test('a product’s barcode scanned into the amount is not taken as an amount', async () => {
  const { page } = cashier;
  await opened(page, asha);
  await page.keyboard.type('12');
  await page.waitForTimeout(100);
  await scan(page, '12345670');
  await page.getByRole('alert').getByText('There is no such customer.').waitFor();
  expect(await amount(page).count()).toBe(0);
  expect(await bills()).toEqual([]);
});

test('while a scan has no answer no customer is open, and a late answer of an earlier scan is not shown', async () => {
  const { page } = cashier;
  await opened(page, asha);
  let answer = () => {};
  const late = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(
    `**/api/v1/exhibition/scan?text=${asha.code}`,
    async (route) => {
      const reply = await route.fetch();
      await late;
      await route.fulfill({ response: reply });
    },
    { times: 1 },
  );
  await scan(page, asha.code);
  await page.getByText('Looking…').waitFor();
  expect(await amount(page).count()).toBe(0);
  await scan(page, ravi.code);
  await heading(page, ravi.name).waitFor();
  const shown = page.waitForResponse((response) => response.url().includes(asha.code));
  answer();
  await shown;
  await page.waitForTimeout(300);
  await heading(page, ravi.name).waitFor();
  expect(await heading(page, asha.name).count()).toBe(0);
});

test('Enter before the results for a name are there does not open a result for its first letters', async () => {
  const { page } = cashier;
  await page.goto('/console/desk');
  // Asha and Anil begin alike; the results for "A…" are on the page when the rest is typed fast.
  const anil = await register('Aruna Menon');
  await find(page).fill('A');
  await find(page).fill('As');
  await page.getByRole('option').filter({ hasText: asha.name }).waitFor();
  await find(page).fill('Aruna');
  await page.keyboard.press('Enter');
  await heading(page, anil.name).waitFor();
});

test('a registration whose answer was lost is not made twice when the name is changed', async () => {
  const { page } = cashier;
  await page.goto('/console/desk');
  const lost = async (route: Route) => {
    await route.fetch();
    await route.abort();
  };
  const named = async (start: string) =>
    (await call<Customer[]>('GET', '/exhibition/customers')).filter(({ name }) => name.startsWith(start));
  await page.route('**/api/v1/exhibition/customers', lost, { times: 1 });
  await field(page, 'Name').fill('Nisha');
  await page.getByLabel('E-mail').fill('nisha@example.com');
  await field(page, 'Phone').fill('98450 55555');
  await page.keyboard.press('Enter');
  await page.getByText('The server cannot be reached').waitFor();
  expect(await named('Nisha')).toHaveLength(1);
  await field(page, 'Name').fill('Nisha Pillai');
  await page.keyboard.press('Enter');
  await page.getByText('Nisha was registered after all').waitFor();
  // Enter must not answer that question.
  await field(page, 'Name').press('Enter');
  expect(await named('Nisha')).toHaveLength(1);
  await page.getByRole('button', { name: 'Correct the first' }).click();
  await heading(page, 'Nisha Pillai').waitFor();
  expect(await named('Nisha')).toMatchObject([{ name: 'Nisha Pillai' }]);
  // And as a second customer, if they are one.
  await page.route('**/api/v1/exhibition/customers', lost, { times: 1 });
  await field(page, 'Name').fill('Omar');
  await page.getByLabel('E-mail').fill('omar@example.com');
  await field(page, 'Phone').fill('98450 66666');
  await page.keyboard.press('Enter');
  await page.getByText('The server cannot be reached').waitFor();
  await field(page, 'Name').fill('Pooja');
  await page.keyboard.press('Enter');
  await page.getByText('Omar was registered after all').waitFor();
  await page.getByRole('button', { name: 'Register another' }).click();
  await heading(page, 'Pooja').waitFor();
  expect([...(await named('Omar')), ...(await named('Pooja'))]).toHaveLength(2);
});

test('any form does this: an exhibition whose answer was lost is shown as it was saved', async () => {
  const { page } = cashier;
  await page.goto('/console/exhibition/exhibitions/new');
  const lost = async (route: Route) => {
    await route.fetch();
    await route.abort();
  };
  await page.route('**/api/v1/exhibition/exhibitions', lost, { times: 1 });
  await field(page, 'Name').fill('Spring Fair');
  await page.getByLabel('First day').fill('2030-03-01');
  await page.getByLabel('Last day').fill('2030-03-05');
  await page.getByLabel('Prefix').fill('SPR');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The server cannot be reached').waitFor();
  await field(page, 'Name').fill('Spring Fair 2030');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('An earlier attempt was saved after all').waitFor();
  await page.getByRole('button', { name: 'Keep what was saved' }).click();
  await page.getByRole('cell', { name: 'Spring Fair' }).or(page.getByText('Spring Fair')).first().waitFor();
  const made = await call<{ name: string }[]>('GET', '/exhibition/exhibitions');
  expect(made.filter(({ name }) => name.startsWith('Spring')).map(({ name }) => name)).toEqual(['Spring Fair']);
});

test('an edited form asks before it is left, by a link and by the back button', async () => {
  const { page } = cashier;
  await page.goto(`/console/exhibition/customers/${asha.id}`);
  await page.getByRole('link', { name: 'Edit' }).click();
  await field(page, 'Name').fill('Asha V');
  const ask = page.getByRole('dialog').filter({ hasText: 'Leave without saving?' });
  for (const leave of [
    () => page.getByRole('link', { name: 'Bills' }).first().click(),
    () => page.evaluate(() => history.back()),
  ]) {
    await leave();
    await ask.waitFor();
    // Enter stays.
    await page.keyboard.press('Enter');
    await ask.waitFor({ state: 'hidden' });
    expect(await field(page, 'Name').inputValue()).toBe('Asha V');
  }
  expect(await page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })))).toBe(true);
  await page.getByRole('link', { name: 'Bills' }).first().click();
  await ask.getByRole('button', { name: 'Leave' }).click();
  await heading(page, 'Bills').waitFor();
  expect((await call<Customer>('GET', `/exhibition/customers/${asha.id}`)).name).toBe('Asha Verma');
  // Saved input is left without a question.
  await page.goto(`/console/exhibition/customers/${asha.id}/edit`);
  await field(page, 'Phone').fill('98450 77777');
  await page.getByRole('button', { name: 'Save' }).click();
  await heading(page, asha.name).first().waitFor();
  await until(async () =>
    (await call<{ phone: string }>('GET', `/exhibition/customers/${asha.id}`)).phone.endsWith('77777'),
  );
});
