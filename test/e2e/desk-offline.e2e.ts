import type { BrowserContextOptions, Page, Route } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Caller, found, OWNER, openExhibition, send } from './support/api.ts';
import { interceptable, until, type Visit } from './support/browser.ts';
import { fillSignIn } from './support/sign-in.ts';
import { onStage } from './support/stage.ts';
import { scan } from './support/wedge.ts';

/**
 * Bills without a network, after a reload, in a colleague's browser; large ones, wrong ones, and those of other desks.
 */

type Customer = { id: string; code: string; name: string; qr: string };
type Bill = { id: string; amount: string; customer: { name: string }; created_by: string; voided_at: string | null };

const CASHIER = { name: 'Kiran Das', email: 'kiran@fair.example', password: 'seven slow grey herons' };

const stage = onStage({ mailFrom: 'Handloom Fair <desk@fair.example>' });
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
  await invite();
  cashier = await signedIn();
});
beforeEach(() => {
  cashier.watch();
  cashier.expectStatus(404, 409, 422);
  cashier.expectError(/ERR_FAILED|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|dynamically imported/);
});
afterEach(() => expect(cashier.faults.splice(0)).toEqual([]));

async function signedIn(who = OWNER, options: BrowserContextOptions = {}): Promise<Visit> {
  const person = await stage.visit(options);
  person.expectStatus(401);
  await interceptable(person.page);
  await person.page.goto('/console/desk');
  await enter(person.page, who);
  return person;
}

async function enter(page: Page, who = OWNER): Promise<void> {
  await fillSignIn(page, who);
  await find(page).waitFor();
}

let serial = 0;
const register = (name: string, exhibition?: string) =>
  call<Customer>('POST', '/exhibition/customers', {
    name,
    email: `${name.split(' ')[0]?.toLowerCase()}@example.com`,
    phone: `98450 1${String(++serial).padStart(4, '0')}`,
    ...(exhibition && { exhibition_id: exhibition }),
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

/** A cashier beside the owner, by the invitation that was mailed. */
async function invite(): Promise<void> {
  await call('POST', '/invitations', { email: CASHIER.email, role: 'ops' });
  const [mail] = await stage.smtp.waitFor({ to: CASHIER.email });
  const token = /token=([\w.-]+)/.exec((await mail?.parse())?.text ?? '')?.[1];
  const { name, password } = CASHIER;
  const answer = await send(stage.server, 'POST', '/auth/accept-invitation', { token, name, password });
  if (!answer.ok) throw new Error(`not accepted: ${await answer.text()}`);
}

/** A browser without a network: every request fails. */
const offline = (page: Page, off: boolean) => page.context().setOffline(off);
const bar = (page: Page) => page.getByRole('status').filter({ hasText: 'not sent yet' });
const of = async (name: string) => (await bills()).filter(({ customer }) => customer.name === name);

test('bills added without a network survive a reload, show on every page, and are sent by themselves once', async () => {
  const { page } = cashier;
  await opened(page, asha);
  await offline(page, true);
  for (const text of ['11', '12.50']) {
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  }
  await bar(page).getByText('2 entries are not sent yet').waitFor();
  expect(await page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })))).toBe(true);
  // A page that was not loaded yet shows a message of ours instead of the browser's.
  await page.getByRole('link', { name: 'Customers' }).first().click();
  await page.getByText('This page could not be loaded').waitFor();
  await bar(page).getByText('2 entries are not sent yet').waitFor();
  expect(await bills()).toEqual([]);
  // When the network returns, the page and the bills recover by themselves.
  await offline(page, false);
  await page.getByRole('heading', { name: 'Customers' }).waitFor();
  await until(async () => (await bills()).length === 2);
  await bar(page).waitFor({ state: 'hidden' });
  expect((await of(asha.name)).map(({ amount: sum }) => sum).sort()).toEqual(['11.00', '12.50']);
});

test('a reload in between loses nothing and doubles nothing, with two tabs open as well', async () => {
  const { page, context } = cashier;
  await opened(page, ravi);
  // The bill is saved, but the answer is lost; then the tab is reloaded.
  const lost = async (route: Route) => {
    await route.fetch();
    await route.abort();
  };
  await page.route('**/api/v1/exhibition/customers/*/bills', lost);
  await page.keyboard.type('33');
  await page.keyboard.press('Enter');
  await page.getByText('it may or may not be saved').first().waitFor();
  expect(await of(ravi.name)).toHaveLength(1);
  const sent: string[] = [];
  context.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/bills'))
      sent.push(request.headers()['idempotency-key'] ?? '');
  });
  await page.unroute('**/api/v1/exhibition/customers/*/bills', lost);
  const other = await context.newPage();
  await Promise.all([page.reload(), other.goto('/console/exhibition/bills')]);
  await page.getByText('₹33.00').first().waitFor();
  await until(async () => (await bar(page).count()) + (await bar(other).count()) === 0);
  expect(await of(ravi.name)).toHaveLength(1);
  expect(new Set(sent).size).toBe(1);
  await other.close();
});

test('a bill corrected after a lost answer is not added beside the first, unless the cashier says so', async () => {
  const { page } = cashier;
  const meera = await register('Meera Joshi');
  await opened(page, meera);
  const lost = async (route: Route) => {
    await route.fetch();
    await route.abort();
  };
  await page.route('**/api/v1/exhibition/customers/*/bills', lost, { times: 1 });
  await page.keyboard.type('80');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Correct', exact: true }).click();
  await expect.poll(() => amount(page).inputValue()).toBe('80.00');
  await amount(page).fill('90');
  await page.keyboard.press('Enter');
  await page.getByText('The first entry of ₹80.00 was saved after all; this one was not.').waitFor();
  expect((await of(meera.name)).map(({ amount: sum }) => sum)).toEqual(['80.00']);
  await page.getByRole('button', { name: 'Add it too' }).click();
  await until(async () => (await of(meera.name)).length === 2);
  await bar(page).waitFor({ state: 'hidden' });
});

test('a bill refused later is shown with its reason on every page, until a person has decided', async () => {
  const { page } = cashier;
  const gone = await register('Gone Soon');
  await opened(page, gone);
  await offline(page, true);
  await page.keyboard.type('5');
  await page.keyboard.press('Enter');
  await bar(page).waitFor();
  await call('DELETE', `/exhibition/customers/${gone.id}`);
  await offline(page, false);
  const refused = page.getByRole('status').filter({ hasText: '1 entry was refused' });
  await refused.waitFor();
  await page.goto('/console/exhibition/bills');
  await refused.getByRole('button', { name: 'Show' }).click();
  await refused.getByText('There is no such customer.').waitFor();
  await refused.getByText('Gone Soon').waitFor();
  // Dropped at the moment in which another tab makes this one read the entries again: it stays dropped.
  await refused.getByRole('button', { name: 'Drop' }).evaluate((button: HTMLElement) => {
    const [other, listener] = [new BroadcastChannel('counterfoil.unsent'), new BroadcastChannel('counterfoil.unsent')];
    listener.onmessage = () => button.click();
    other.postMessage(null);
  });
  await refused.waitFor({ state: 'hidden' });
  await page.waitForTimeout(300);
  expect(await refused.count()).toBe(0);
});

test('what one person entered is not sent as another who signs in in the same browser', async () => {
  const shared = await signedIn(CASHIER);
  const { page, context } = shared;
  await opened(page, asha);
  const before = (await bills()).length;
  await offline(page, true);
  await page.keyboard.type('66');
  await page.keyboard.press('Enter');
  await bar(page).waitFor();
  // The cookie belongs to another person when the network is back, while the first tab still shows the cashier.
  await context.clearCookies();
  await offline(page, false);
  const owner = await context.newPage();
  await owner.goto('/console/desk');
  await enter(owner);
  await owner.getByText('An entry of Kiran Das waits in this browser').waitFor();
  await page.waitForTimeout(11_000);
  expect((await bills()).length).toBe(before);
  await owner.close();
  await context.clearCookies();
  await page.goto('/console/desk');
  await enter(page, CASHIER);
  const added = await until(async () => (await bills()).find((bill) => bill.amount === '66.00'));
  expect(added.created_by).toBe(CASHIER.name);
  await shared.close();
});

test('a cashier voids an own bill, and that of another with a supervisor’s approval', async () => {
  const till = await signedIn(CASHIER);
  const { page } = till;
  await opened(page, ravi);
  await page.keyboard.type('44');
  await page.keyboard.press('Enter');
  const own = page.getByRole('listitem').filter({ hasText: '₹44.00' });
  await own.getByRole('button', { name: 'Void' }).waitFor();
  const others = page.getByRole('listitem').filter({ hasText: '₹33.00' });
  await others.getByRole('button', { name: 'Void' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('Typed twice');
  till.expectStatus(403);
  await page.getByRole('dialog').getByRole('button', { name: 'Void' }).click();
  const approval = page.getByRole('dialog').filter({ hasText: 'a bill that is not yours' });
  await approval.getByLabel('Supervisor’s e-mail').fill(OWNER.email);
  await approval.getByLabel('Supervisor’s password').fill(OWNER.password);
  await approval.getByRole('button', { name: 'Approve' }).click();
  await others.getByText('Void', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Invoice' }).click();
  await until(async () => (await call<unknown[]>('GET', '/documents')).length === 1);
  for (const tab of till.context.pages()) if (tab !== page) await tab.close();
  await own.getByRole('button', { name: 'Void' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('Wrong person');
  await page.getByRole('dialog').getByRole('button', { name: 'Void' }).click();
  await page.getByText(/credit note \S*CN-000001 was issued/).waitFor();
  await own.getByText('Void', { exact: true }).waitFor();
  await till.close();
});

test('an amount above the limit is typed twice, by the keyboard alone', async () => {
  const { page } = cashier;
  const large = await register('Large Order');
  // A cashier can be faster than the answer with the limit: nobody is open before it is there.
  await page.route('**/exhibition/desk-rules', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await route.continue();
  });
  await opened(page, large);
  await page.unroute('**/exhibition/desk-rules');
  await page.keyboard.type('1000000');
  // Pressing twice adds nothing.
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  const again = field(page, 'Repeat the amount');
  await expect.poll(() => focused(again)).toBe(true);
  await page.keyboard.type('100000');
  await page.keyboard.press('Enter');
  await page.getByText('This is not the same amount').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => focused(amount(page))).toBe(true);
  await heading(page, large.name).waitFor();
  expect(await of(large.name)).toEqual([]);
  await amount(page).fill('150000');
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(again)).toBe(true);
  await page.keyboard.type('150000');
  await page.keyboard.press('Enter');
  await until(async () => (await of(large.name)).length === 1);
  await expect.poll(() => focused(amount(page))).toBe(true);
});

test('the desk follows bills added elsewhere, and keeps what is being typed', async () => {
  const { page } = cashier;
  const busy = await register('Busy Customer');
  await opened(page, busy);
  await page.keyboard.type('12');
  await page.getByLabel('Description').fill('Half a wo');
  await call('POST', `/exhibition/customers/${busy.code}/bills`, { amount: '250', description: 'At the other desk' });
  await page.getByText('At the other desk').waitFor();
  await expect.poll(() => page.getByTestId('running-total').innerText()).toBe('₹250.00');
  expect(await amount(page).inputValue()).toBe('12');
  expect(await page.getByLabel('Description').inputValue()).toBe('Half a wo');
  expect(await focused(page.getByLabel('Description'))).toBe(true);
});

test('a customer of another exhibition is asked about before the amount, also without a network', async () => {
  const { page } = cashier;
  const past = await call<{ id: string }>('POST', '/exhibition/exhibitions', {
    name: 'Summer Fair',
    prefix: 'SUM',
    starts_on: '2020-06-01',
    ends_on: '2020-06-09',
  });
  const guest = await register('Guest Elsewhere', past.id);
  await page.goto('/console/desk');
  await find(page).waitFor();
  await scan(page, guest.code);
  await page.getByText('This desk is at Winter Handloom Fair.').waitFor();
  // Whoever types on without looking adds nothing.
  await page.keyboard.type('70');
  await page.keyboard.press('Enter');
  await page.getByText('Nobody is open').waitFor();
  expect(await amount(page).count()).toBe(0);
  await scan(page, guest.code);
  await page.getByText('This desk is at Winter Handloom Fair.').waitFor();
  await offline(page, true);
  await page.getByRole('button', { name: 'Yes, add it there' }).click();
  await expect.poll(() => focused(amount(page))).toBe(true);
  await page.keyboard.type('75');
  await page.keyboard.press('Enter');
  await bar(page).waitFor();
  await offline(page, false);
  await until(async () => (await of(guest.name)).length === 1);
  await bar(page).waitFor({ state: 'hidden' });
  await call('PATCH', '/settings/exhibition', { other_exhibition: 'refuse' });
  await page.reload();
  await page.getByText('bills of other exhibitions are refused. If the desk').waitFor();
  expect(await page.getByRole('button', { name: 'Yes, add it there' }).count()).toBe(0);
  await call('PATCH', '/settings/exhibition', { other_exhibition: 'ask' });
});
