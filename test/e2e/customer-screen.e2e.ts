import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { type Caller, found } from './support/api.ts';
import type { Visit } from './support/browser.ts';
import { fillSignIn } from './support/sign-in.ts';
import { onStage } from './support/stage.ts';

/** A second screen, which the customer looks at: a device of its own that shows the sale in hand at its desk. */

const stage = onStage();
let call: Caller;
let cashier: Visit;
let screen: Visit;

beforeAll(async () => {
  call = await found(stage.server);
  await call('PATCH', '/settings/payments', { pay_to: 'fair@okbank' });
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const fair = await call<{ id: string }>('POST', '/exhibition/exhibitions', {
    name: 'Winter Handloom Fair',
    prefix: 'WHF',
    starts_on: day(-1),
    ends_on: day(7),
  });
  await call('POST', '/exhibition/items', { exhibition_id: fair.id, name: 'Clay bowl', price: '75', code: 'B1' });
  await call('PATCH', '/settings/exhibition', { display_sound: true, display_colour: '#7a1f5c' });
  [cashier, screen] = await Promise.all([stage.visit(), stage.visit()]);
  await screen.context.addInitScript(keepSounds);
});
beforeEach(() => {
  cashier.watch();
  screen.watch();
});

/** Keeps the pitch of each tone that the page plays. */
function keepSounds() {
  const heard: number[] = [];
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (...at) {
    heard.push(this.frequency.value);
    return start.apply(this, at);
  };
  Object.assign(window, { heard });
}
const heard = () => screen.page.evaluate(() => (window as unknown as { heard: number[] }).heard.splice(0));
const [PAID, STOPPED] = [
  [880, 1320],
  [196, 196],
];
const ground = () =>
  screen.page.locator('main').evaluate((main) => getComputedStyle(main).getPropertyValue('background-color'));

const isFocused = (page: Page, name: string) =>
  expect.poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.name)).toBe(name);
const shown = (text: string) => expect.poll(() => screen.page.locator('main').innerText()).toContain(text);

test('the customer sees what is sold, the sum, the change, the code, and that it is paid', async () => {
  const { page } = cashier;
  const { code } = await call<{ code: string }>('POST', '/devices', { kind: 'exhibition.display', name: 'Desk 1' });
  await screen.page.goto(`/display/#code=${code}`);
  await screen.page.getByRole('button', { name: 'Use this screen' }).click();
  await shown('Welcome');
  // Loaded again it is still the same device, and its code is not in the address.
  await screen.page.reload();
  await shown('Welcome');
  expect(screen.page.url()).not.toContain('code');
  expect(await ground()).toBe('rgb(122, 31, 92)');
  // A browser plays nothing before it is touched.
  const untouched = await screen.context.newPage();
  await untouched.goto('/display');
  const touch = untouched.getByRole('button', { name: 'Touch to hear sounds' });
  await touch.click();
  await touch.waitFor({ state: 'detached' });
  await untouched.close();

  cashier.expectStatus(401);
  await page.goto('/console/desk');
  await fillSignIn(page);
  await page.getByText('Ready for the next customer').waitFor();
  await page.getByLabel('Customer’s screen').click();
  await page.getByRole('option', { name: 'Desk 1' }).click();
  await page.keyboard.press('F3');
  await isFocused(page, 'amount');
  await page.keyboard.type('2*b1', { delay: 60 });
  await page.keyboard.press('Enter');
  await shown('2 × Clay bowl');
  await shown('₹150.00');
  await page.keyboard.press('Enter');
  await isFocused(page, 'given');
  await shown('To pay');
  await page.keyboard.type('500', { delay: 60 });
  await shown('₹350.00');
  await page.keyboard.press('Enter');
  await shown('Paid. Thank you!');
  await shown('₹350.00');
  await expect.poll(ground).toBe('rgb(20, 113, 61)');
  expect(await heard()).toEqual(PAID);

  await isFocused(page, 'amount');
  await page.keyboard.type('80.00', { delay: 60 });
  await page.keyboard.press('Enter');
  await isFocused(page, 'given');
  await shown('₹80.00');
  await page.keyboard.press('F8');
  await screen.page.getByRole('img', { name: 'Scan to pay' }).waitFor();
  const [payment] = await call<{ id: string }[]>('GET', '/payments?filter={"state":"awaiting"}');
  await call('POST', `/payments/${payment?.id}/mark-paid`, { method: 'transfer' });
  await shown('Paid. Thank you!');
  await expect.poll(heard).toEqual(PAID);
  // Off, it shows the same and says nothing; without a colour of its own it has the organization's, or none.
  await call('PATCH', '/settings/exhibition', { display_sound: null, display_colour: null });
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await isFocused(page, 'amount');
  await page.keyboard.type('20.00', { delay: 60 });
  await page.keyboard.press('Enter');
  await shown('₹20.00');
  expect(await screen.page.locator('main').getAttribute('class')).not.toContain('is-coloured');
  await isFocused(page, 'given');
  await page.keyboard.press('Enter');
  await shown('Paid. Thank you!');
  expect(await heard()).toEqual([]);
  // On again, a payment that is broken off sounds lower.
  await call('PATCH', '/settings/exhibition', { display_sound: true, display_colour: '#7a1f5c' });
  await isFocused(page, 'amount');
  await page.keyboard.type('60.00', { delay: 60 });
  await page.keyboard.press('Enter');
  await isFocused(page, 'given');
  await shown('₹60.00');
  await expect.poll(() => screen.page.locator('main').getAttribute('class')).toContain('is-coloured');
  await page.keyboard.press('Escape');
  await shown('Welcome');
  await expect.poll(heard).toEqual(STOPPED);
  expect([...cashier.faults, ...screen.faults]).toEqual([]);
});

test('a screen that was ended shows nothing any more', async () => {
  const [device] = await call<{ id: string }[]>('GET', '/devices');
  screen.expectStatus(401);
  await call('POST', `/devices/${device?.id}/revoke`);
  await shown('This screen was ended.');
});
