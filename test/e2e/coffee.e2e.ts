import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Caller, coffeeMachine, found, OWNER, send } from './support/api.ts';
import type { Visit } from './support/browser.ts';
import { onStage } from './support/stage.ts';

/** A day of a fleet: bins are set up, one runs low and is filled, a sale is given back, a merchant's own person comes. */

const stage = onStage();
let call: Caller;
let owner: Visit;
let page: Page;
let machine: { id: string; token: string };
let merchant: { id: string };

beforeAll(async () => {
  call = await found(stage.server, ['coffee']);
  const contact = { contact_name: 'Zebedia Quill', phone: '+919871234500', email: 'zebedia@example.org' };
  merchant = await call<{ id: string }>('POST', '/coffee/merchants', { name: 'Kiosks & Co', ...contact });
  await call('POST', '/coffee/materials', { code: 'beans', name: 'Espresso beans', unit: 'g' });
  await call('POST', '/coffee/materials', { code: 'milk', name: 'Milk powder', unit: 'g' });
  const input = { serial: 'CM-1', name: 'Lobby', merchant_id: merchant.id, model: 'Uno' };
  machine = await coffeeMachine(stage.server, call, input);
  owner = await stage.visit();
  page = owner.page;
});
beforeEach(() => owner.watch());
afterEach(() => expect(owner.faults.splice(0)).toEqual([]));

const button = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true });
const row = (text: string) => page.getByRole('row').filter({ hasText: text });
/** What the machine sends by itself. */
async function say(path: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${machine.token}` };
  const answer = await send(stage.server, 'POST', `/devices/CM-1/${path}`, body, headers);
  if (!answer.ok) throw new Error(await answer.text());
}
const levels = (beans: number, milk: number) =>
  say('status', {
    temperature: 92.5,
    bins: [
      { position: 1, level: beans },
      { position: 2, level: milk },
    ],
  });

/** With PICTURES: the page wide, on a phone, dark, and in Hindi. */
async function look(name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (!folder) return;
  const shot = (kind: string) => page.screenshot({ path: `${folder}/${name}${kind}.png`, fullPage: true });
  await shot('');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.waitForTimeout(300);
  await shot('-phone-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.waitForTimeout(300);
  await shot('-phone');
  await page.setViewportSize({ width: 1280, height: 800 });
}

test('bins are set up at the machine’s page', async () => {
  owner.expectStatus(401);
  await page.goto(`/console/coffee/machines/${machine.id}`);
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await button(page, 'Sign in').click();
  await page.getByText('No bins are set up.').waitFor();
  await button(page, 'Set up').click();
  const dialog = page.getByRole('dialog');
  for (const [position, material, capacity, threshold] of [
    ['1', 'Espresso beans', '1200', '300'],
    ['2', 'Milk powder', '800', '100'],
  ] as const) {
    await button(dialog, 'Add a bin').click();
    const bin = dialog.getByRole('group', { name: `Bin ${position}` });
    await bin.getByLabel('Material').click();
    await page.getByRole('option', { name: material }).click();
    await bin.getByLabel('Capacity (g)').fill(capacity);
    await bin.getByLabel('Low at (g)').fill(threshold);
  }
  await look('coffee-bins-form');
  await button(dialog, 'Save').click();
  await dialog.waitFor({ state: 'detached' });
  await levels(1000, 700);
  await page.getByText('1,000 of 1,200 g').waitFor();
  await look('coffee-machine');
});

test('a bin that runs low is first in the list, and an alarm until it is filled, without a reload', async () => {
  await page.goto('/console/coffee/alarms');
  await page.getByText('No alarms').waitFor();
  await levels(250, 700);
  await row('Lobby').getByText('Bin low').waitFor();
  await look('coffee-alarms');
  await page.goto('/console/coffee/bins');
  await page.getByRole('row').nth(1).getByText('1. Espresso beans').waitFor();
  await row('Espresso beans').getByText('250 of 1,200 g').waitFor();
  await look('coffee-bins');
  await levels(1200, 700);
  await row('Espresso beans').getByText('1,200 of 1,200 g').waitFor();
  await page.goto('/console/coffee/alarms');
  await row('Lobby')
    .getByText(/over .* ago|over now/)
    .waitFor();
});

test('a sale is given back in part, and the dashboard shows what is left', async () => {
  await page.goto('/console/coffee/dashboard?days=1');
  await page.getByText('₹0.00').first().waitFor();
  for (const [number, amount] of [
    ['1', '120.00'],
    ['2', '80.50'],
  ] as const)
    await say('orders/create', {
      number,
      made_at: new Date().toISOString(),
      payment_method: 'cash',
      amount,
      items: [{ product: 'espresso', amount }],
    });
  await page.getByText('₹200.50').first().waitFor();
  await page.goto('/console/coffee/orders');
  await row('₹120.00').click();
  await button(page, 'Give money back').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').first().fill('20.00');
  await dialog.getByRole('textbox').nth(1).fill('The cup was half empty');
  await button(dialog, 'Give money back').click();
  await page.getByText('The cup was half empty').first().waitFor();
  await page.goto('/console/coffee/dashboard?days=1');
  await page.getByText('₹180.50').first().waitFor();
  expect(await call('GET', '/dashboard/summary')).toMatchObject({ orders: 2, sales: '180.50', refunded: '20.00' });
  await look('coffee-dashboard');
});

test('a person is invited who sees one merchant only', async () => {
  await page.goto('/console/office/members');
  await button(page, 'Invite').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail').fill('shop@example.org');
  await dialog.getByLabel('Sees').click();
  await page.getByRole('option', { name: 'Merchant: Kiosks & Co' }).click();
  await look('coffee-invite');
  await button(dialog, 'Send the invitation').click();
  await button(page.getByRole('dialog'), 'Close').click();
  await row('shop@example.org').getByText('Merchant: Kiosks & Co').waitFor();
});

test('the contact of a merchant is found as a person, in words', async () => {
  await page.goto('/console/office/person');
  await page.getByLabel('Name, phone, e-mail or id').fill('Zebedia Quill');
  await button(page, 'Search').click();
  await page.getByText('Contact of a merchant').click();
  await row('Contacts of merchants').getByText('1', { exact: true }).waitFor();
  await look('person');
});
