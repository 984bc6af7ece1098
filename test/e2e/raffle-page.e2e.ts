import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { type Caller, OWNER, send } from './support/api.ts';
import { until, type Visit } from './support/browser.ts';
import { onStage } from './support/stage.ts';

/**
 * The raffle's public page: choosing on the grid, numbers that others take, the link into the chat, checking the draw
 * offline, tickets.
 */

type Raffle = { id: string; code: string; public_url: string };
type Order = { id: string; code: string; numbers: number[]; ticket_url: string | null };

const stage = onStage();
let call: Caller;
let staff: Visit;
let visitor: Visit;
let raffle: Raffle;

beforeAll(async () => {
  staff = await stage.visit();
  staff.expectStatus(401);
  visitor = await stage.visit({ viewport: { width: 390, height: 844 }, hasTouch: true });
  const token = await stage.server.firstRunToken();
  const organization = {
    name: 'Reading Room',
    country: 'IN',
    time_zone: 'Asia/Kolkata',
    currency: 'INR',
    language: 'en',
    modules: ['raffle'],
  };
  await send(stage.server, 'POST', '/first-run', { token, owner: OWNER, organization });
  await staff.page.goto('/console/');
  await staff.page.getByRole('textbox', { name: 'E-mail' }).fill(OWNER.email);
  await staff.page.getByRole('textbox', { name: 'Password' }).fill(OWNER.password);
  await staff.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await staff.page.getByRole('link', { name: 'Raffles' }).first().waitFor();
  // The console's own session, so that the same person acts elsewhere too.
  call = async (method, path, body) => {
    const headers = { cookie: (await staff.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ') };
    const envelope = await (await send(stage.server, method, path, body, headers)).json();
    if (!envelope.ok) throw new Error(`${method} ${path}: ${JSON.stringify(envelope)}`);
    return envelope.data;
  };
});

let broken = false;
beforeEach(({ skip }) => {
  if (broken) skip('an earlier chapter failed');
  staff.watch();
  visitor.watch();
  onTestFailed(() => {
    broken = true;
  });
});
afterEach(() => expect([...staff.faults.splice(0), ...visitor.faults.splice(0)]).toEqual([]));

const grid = (page: Page) => page.getByRole('application');
const bar = (page: Page) => page.getByRole('complementary', { name: 'Chosen' });
const picked = async (page: Page) =>
  (await bar(page).getByRole('listitem').allInnerTexts()).map((text) => parseInt(text, 10));
const sell = async (numbers: number[], name: string, phone: string): Promise<Order> => {
  const order = await call<Order>('POST', `/raffle/raffles/${raffle.id}/reserve`, {
    numbers,
    contact_name: name,
    contact_phone: phone,
    confirm: true,
  });
  return call('POST', `/raffle/orders/${order.id}/confirm-payment`, {});
};

test('staff make a raffle and put it on sale', async () => {
  const { page } = staff;
  await page.goto('/console/raffle/raffles/new');
  await page.getByLabel('Title').fill('A roof for the reading room');
  await page.getByLabel('Price of a number').fill('50');
  await page.getByLabel('Last number').fill('500');
  await page.getByLabel('Limit per person').fill('5');
  await page.getByRole('button', { name: 'Save' }).click();
  // Nobody has said yet where buyers pay: it is refused, and asked for here.
  staff.expectStatus(409);
  await page.getByRole('button', { name: 'Put on sale' }).click();
  const dialog = page.getByRole('dialog', { name: 'Where do buyers pay?' });
  await dialog.getByLabel('Where people pay').fill('UPI onam@bank');
  await dialog.getByRole('button', { name: 'Put on sale' }).click();
  await page.getByRole('button', { name: 'Take off sale' }).waitFor();
  [raffle] = (await call<Raffle[]>('GET', '/raffle/raffles')) as [Raffle];
  expect(raffle.public_url).toBe(`${stage.server.url}/r/${raffle.code}`);
});

test('a visitor chooses numbers, by keyboard and by the field that finds one, up to the limit', async () => {
  const { page } = visitor;
  await page.goto(`/r/${raffle.code}`);
  await page.getByText('500 numbers left').waitFor();
  await grid(page).focus();
  for (const key of ['ArrowDown', 'Enter', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
  expect(await picked(page)).toEqual([1, 2]);
  await page.getByPlaceholder('Find a number').fill('0432');
  await grid(page).focus();
  await page.keyboard.press('Enter');
  expect(await picked(page)).toEqual([1, 2, 432]);
  await bar(page).getByText('₹150').waitFor();
  await page.getByRole('button', { name: 'Surprise me' }).click();
  await page.getByRole('button', { name: 'Surprise me' }).click();
  expect(await page.getByRole('button', { name: 'Surprise me' }).isDisabled()).toBe(true);
  await page.keyboard.press('Home');
  expect(await picked(page)).toHaveLength(5);
});

test('a finger chooses by tapping, and a tap on the small map zooms in instead', async () => {
  const { page } = visitor;
  await bar(page).getByRole('button', { name: 'Clear' }).click();
  await page.getByPlaceholder('Find a number').fill('7');
  const tapFirst = async () => {
    await grid(page).scrollIntoViewIfNeeded();
    const box = await until(() => grid(page).boundingBox());
    await page.touchscreen.tap(box.x + 20, box.y + 20);
  };
  await tapFirst();
  await expect.poll(() => picked(page)).toHaveLength(1);
  await page.getByRole('button', { name: 'Smaller' }).click();
  await page.getByRole('button', { name: 'Smaller' }).click();
  await tapFirst();
  await expect.poll(() => page.getByRole('button', { name: 'Larger' }).isDisabled()).toBe(true);
  expect(await picked(page)).toHaveLength(1);
  await bar(page).getByRole('button', { name: 'Clear' }).click();
});

test('a number that another buyer takes leaves the choice while the visitor watches', async () => {
  const { page } = visitor;
  await page.getByPlaceholder('Find a number').fill('100');
  await grid(page).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  expect(await picked(page)).toEqual([100, 101]);
  await sell([100, 200, 300], 'Asha Verma', '98470 12345');
  await page.getByText('Somebody else just took 100.').waitFor();
  expect(await picked(page)).toEqual([101]);
  await page.getByText('497 numbers left').waitFor();
});

test('the link into the chat contains the numbers', async () => {
  const { page } = visitor;
  await page.getByRole('link', { name: 'Continue in the chat' }).click();
  await page.locator('.theirs').filter({ hasText: '101' }).first().waitFor();
  expect((await call<{ state: string; numbers: number[] }[]>('GET', '/raffle/orders'))[0]).toMatchObject({
    state: 'draft',
    numbers: [101],
  });
});

test('staff find a number on the map and its holder', async () => {
  const { page } = staff;
  await page.goto(`/console/raffle/raffles/${raffle.id}`);
  await page.getByLabel('Find a number').fill('200');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Number 200' }).waitFor();
  await page.getByText('Asha Verma').waitFor();
  expect(page.url()).toContain('number=200');
});

test('the list is published with its fingerprint, and the visitor checks it without a connection', async () => {
  await sell([7, 8, 9], 'Ravi Kumar', '98470 54321');
  const { page } = staff;
  await page.getByRole('button', { name: 'Close the list' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('The public value that decides').fill('Kerala Lottery, first prize of 28 November 2026');
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Close the list' }).click();
  await page.getByText('Waits for the value').waitFor();

  await visitor.page.goto(`/r/${raffle.code}`);
  await visitor.page.getByText('6 numbers sold').waitFor();
  await visitor.page.getByRole('button', { name: 'Check it yourself' }).click();
  await visitor.page.getByText('The list is the one that was published').waitFor();
  await visitor.page.getByText('The winner is not known yet').waitFor();
  await page.getByRole('button', { name: 'Enter the public value' }).click();
  await dialog.getByLabel('The value', { exact: true }).fill('KR 458712');
  await dialog.getByLabel('Repeat the value').fill('KR 458721');
  expect(await dialog.getByRole('button', { name: 'Draw', exact: true }).isDisabled()).toBe(true);
  await dialog.getByLabel('Repeat the value').fill('KR 458712');
  await dialog.getByRole('button', { name: 'Draw', exact: true }).click();
  await page.getByText('Drawn', { exact: true }).waitFor();

  // The winner arrives by itself; then the connection is cut, and the check still works.
  await visitor.page.getByText('The winning number', { exact: true }).waitFor();
  visitor.expectError(/ERR_INTERNET_DISCONNECTED/);
  await visitor.context.setOffline(true);
  await visitor.page.getByRole('button', { name: 'Check it yourself' }).click();
  await visitor.page.getByText('The winner follows from the list and the value').waitFor();
  const [download] = await Promise.all([
    visitor.page.waitForEvent('download'),
    visitor.page.getByRole('button', { name: 'Download the list' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`raffle-${raffle.code}-draw-1.txt`);
  await visitor.context.setOffline(false);
});

test('a ticket’s QR says whether it is good, and a made-up one is not', async () => {
  const { page } = visitor;
  const orders = await call<Order[]>('GET', '/raffle/orders');
  const paid = orders.find((order) => order.numbers.includes(7));
  await page.goto(paid?.ticket_url ?? '');
  await page.getByRole('heading', { name: 'This ticket is good' }).waitFor();
  await page.getByText('Ravi K.').waitFor();
  visitor.expectStatus(404);
  await page.goto(`/r/${raffle.code}/t/${'A'.repeat(40)}`);
  await page.getByRole('heading', { name: 'This ticket is not good' }).waitFor();
});

test('a raffle of a hundred thousand numbers is a page like any other', async () => {
  const { page } = visitor;
  const big = await call<Raffle>('POST', '/raffle/raffles', {
    title: 'A hundred thousand',
    ticket_price: '10',
    first_number: 0,
    last_number: 99_999,
    active: true,
    pay_to: 'UPI onam@bank',
  });
  await page.goto(`/r/${big.code}`);
  await page.getByPlaceholder('Find a number').fill('98765');
  await grid(page).focus();
  await page.keyboard.press('Enter');
  expect(await picked(page)).toEqual([98_765]);
  for (let level = 0; level < 3; level++) await page.getByRole('button', { name: 'Smaller' }).click();
  const painted = await grid(page).evaluate(async (scroller) => {
    const canvas = scroller.querySelector('canvas') as HTMLCanvasElement;
    scroller.scrollTop = scroller.scrollHeight / 2;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    return pixels.some((value) => value > 0);
  });
  expect(painted).toBe(true);
});
