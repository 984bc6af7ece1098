import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { openBrowser, until, type Visit, visit } from './support/browser.ts';
import { freePort, newFolder, run, type Server } from './support/server.ts';

/** The demo as a new user starts it: a number is bought in the web chat, proved, confirmed, and shown as sold. */

const folder = newFolder();
let server: Server;
let browser: Browser;
let staff: Visit;
let buyer: Visit;
let order: { code: string; numbers: string[] };

beforeAll(async () => {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  server = run(['demo'], { DATA_DIR: folder.path, PORT: String(port), PUBLIC_URL: url });
  [, browser] = await Promise.all([server.printed(/Counterfoil is open at/), openBrowser()]);
  const [, email, password] = await server.printed(/Owner\s+(\S+)\s+(\S+)/);
  staff = await visit(browser, url);
  // The sign-in page checks the session, and there is none.
  staff.expectStatus(401);
  buyer = await visit(browser, url, { viewport: { width: 390, height: 844 }, hasTouch: true });
  await staff.page.goto('/console/');
  await staff.page.getByRole('textbox', { name: 'E-mail' }).fill(email as string);
  await staff.page.getByRole('textbox', { name: 'Password' }).fill(password as string);
  await staff.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await staff.page.getByRole('link', { name: 'Raffles' }).first().waitFor();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  folder.remove();
});

let broken = false;
beforeEach(({ skip }) => {
  if (broken) skip('an earlier chapter failed');
  staff.watch();
  buyer.watch();
  onTestFailed(() => {
    broken = true;
  });
});
afterEach(() => expect([...staff.faults.splice(0), ...buyer.faults.splice(0)]).toEqual([]));

const theirs = (page: Page) => page.locator('.theirs:not(.typing)');
const lastReceived = (page: Page) => theirs(page).last();
const tap = (page: Page, label: string) => page.locator('.choices').getByRole('button', { name: label }).click();
async function write(page: Page, text: string): Promise<void> {
  const before = await theirs(page).count();
  await page.getByRole('textbox', { name: 'Write a message' }).fill(text);
  await page.keyboard.press('Enter');
  await until(async () => (await theirs(page).count()) > before);
}
const figure = async (page: Page, name: string) =>
  Number((await page.getByTestId(`raffle-${name}`).innerText()).replaceAll(',', ''));

/** A screenshot of a bank's page, as people send them. */
function receipt(text: string): Promise<Buffer> {
  const lines = text.split('\n').map((line, i) => `<text x="40" y="${120 + i * 90}" font-size="48">${line}</text>`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="720" height="1280"><rect width="720" height="1280" fill="#eef"/>${lines.join('')}</svg>`;
  return sharp(Buffer.from(svg)).jpeg().toBuffer();
}

test('a visitor says hello in the web chat and is shown the raffle', async () => {
  const { page } = buyer;
  await page.goto('/chat/demo-malabar');
  await page.getByRole('button', { name: 'Begin' }).click();
  await tap(page, 'Raffles');
  await expect.poll(() => lastReceived(page).innerText()).toContain('Onam bumper raffle');
});

test('what was answered before the page could listen is shown', async () => {
  const late = await visit(browser, server.url);
  const { page } = late;
  const chat = '**/api/v1/chat/demo-malabar';
  const answered = Promise.withResolvers<void>();
  await page.route(`${chat}/events`, async (request) => {
    await answered.promise;
    await request.continue();
  });
  await page.goto('/chat/demo-malabar');
  const listening = page.waitForRequest(`${chat}/events`);
  await page.getByRole('button', { name: 'Begin' }).click();
  await listening;
  const said = async () => (await (await page.request.get('/api/v1/chat/demo-malabar/messages')).json()).data.lines;
  await expect.poll(async () => (await said()).some((line: { mine: boolean }) => !line.mine)).toBe(true);
  const read = page.waitForRequest(`${chat}/messages`);
  answered.resolve();
  await read;
  await theirs(page).first().waitFor();
  await late.close();
  expect(late.faults).toEqual([]);
});

test('wrong input is answered: numbers outside, none, and too many at random', async () => {
  const { page } = buyer;
  await write(page, '99999');
  await expect.poll(() => lastReceived(page).innerText()).toContain('Its numbers run from 0001 to 1000');
  await write(page, 'random 0');
  await expect.poll(() => lastReceived(page).innerText()).toContain('At least 1');
  await write(page, 'what?');
  await expect.poll(() => lastReceived(page).innerText()).toContain('what?');
  // The picture of the prize was shown once, with the first question.
  await expect.poll(() => page.locator('.theirs img').count()).toBe(1);
});

test('numbers are reserved at once, the order is confirmed, and the payment explained', async () => {
  const { page } = buyer;
  await write(page, 'random 2');
  await expect.poll(() => lastReceived(page).innerText()).toContain('Which name');
  await write(page, 'Zoya Fernandes');
  await expect.poll(() => lastReceived(page).innerText()).toContain('₹200.00');
  await tap(page, 'Confirm');
  const words = await until(async () => {
    const text = await lastReceived(page).innerText();
    return /Order (\w{8}): (\d{4}), (\d{4})/.exec(text);
  });
  order = { code: words[1] as string, numbers: [words[2] as string, words[3] as string] };
  const instructions = await lastReceived(page).innerText();
  expect(instructions).toContain('Please pay ₹200.00');
  expect(instructions).toMatch(/Write [2-9A-Z]{6} in the remarks/);
});

test('a file that is no picture is refused with an explanation, and a photo of the receipt is accepted', async () => {
  const { page } = buyer;
  const picker = page.locator('input[type=file]');
  // Refused before any of it is stored.
  buyer.expectStatus(415);
  await picker.setInputFiles({ name: 'proof.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture at all') });
  await page.locator('.mine .fault').waitFor();
  // The message says what to send instead, with no placeholder left.
  expect(await page.locator('.lines').innerText()).not.toContain('{{');
  const proof = await receipt(`Transfer successful\n₹200.00\nUTR 4451 ${order.code}`);
  await picker.setInputFiles({ name: 'proof.jpg', mimeType: 'image/jpeg', buffer: proof });
  await expect.poll(() => lastReceived(page).innerText()).toContain('Thank you');
  // The accepted one links to its file.
  await page.locator('.mine a img').waitFor();
});

test('staff see the conversation, with the picture', async () => {
  const { page } = staff;
  await page.goto('/console/inbox');
  await page.getByRole('link', { name: /Zoya Fernandes/ }).click();
  await page.getByRole('heading', { name: 'Zoya Fernandes' }).waitFor();
  const log = page.getByRole('log');
  await log.getByText('random 2').waitFor();
  const picture = log.getByRole('img', { name: 'proof.jpg' });
  await until(() => picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0));
});

test('one key on the evidence desk confirms the proof, and the ticket arrives while the buyer watches', async () => {
  const { page } = staff;
  await page.goto('/console/raffle/raffles');
  await page.getByText('Onam bumper raffle').click();
  // The numbers come a moment after the page.
  const before = await until(async () => (await figure(page, 'sold')) || null);
  const watching = await staff.context.newPage();
  await watching.goto('/console/payments/desk');
  await watching.getByText('Zoya Fernandes').first().click();
  // The subject is a link only where the proof is open.
  await watching.getByRole('link', { name: new RegExp(order.numbers.join(', ')) }).waitFor();
  // The desk ignores keys just after a proof has opened, so that staff look first.
  await watching.waitForTimeout(700);
  await watching.keyboard.press('v');
  await expect.poll(() => lastReceived(buyer.page).innerText()).toContain('Payment confirmed');
  await expect.poll(() => buyer.page.locator('.theirs img').count()).toBe(2);
  // Without a reload: the raffle's page updates itself.
  await expect.poll(() => figure(page, 'sold')).toBe(before + 2);
  await watching.close();
});

test('the order is paid in the console, and the buyer finds the ticket again', async () => {
  const { page } = staff;
  await page.goto('/console/raffle/orders');
  await page.getByText('Zoya Fernandes').first().click();
  await page.getByText('Paid').first().waitFor();
  for (const number of order.numbers) await page.getByText(number).first().waitFor();
  await buyer.page.getByRole('textbox', { name: 'Write a message' }).fill('my tickets');
  await buyer.page.keyboard.press('Enter');
  await expect.poll(() => lastReceived(buyer.page).innerText()).toContain(order.code);
});

test('a person takes the conversation over, answers live, and hands it back', async () => {
  const { page } = staff;
  await page.goto('/console/inbox');
  await page.getByRole('link', { name: /Zoya Fernandes/ }).click();
  await page.getByRole('textbox', { name: 'Write a reply' }).fill('Good luck from all of us!');
  await page.keyboard.press('Enter');
  await expect.poll(() => lastReceived(buyer.page).innerText()).toContain('Good luck from all of us!');
  await buyer.page.getByText('You are talking to a person').waitFor();
  await buyer.page.getByRole('textbox', { name: 'Write a message' }).fill('thank you, and menu');
  await buyer.page.keyboard.press('Enter');
  await page.getByRole('log').getByText('thank you, and menu').waitFor();
  await page.getByRole('button', { name: 'Hand back' }).click();
  await buyer.page.getByText('You are talking to a person').waitFor({ state: 'detached' });
  await write(buyer.page, 'menu');
  await buyer.page.locator('.choices').getByRole('button', { name: 'Raffles' }).waitFor();
});

test('one more number is paid online with play money, and the ticket arrives without any staff', async () => {
  const { page } = buyer;
  await tap(page, 'Raffles');
  await expect.poll(() => lastReceived(page).innerText()).toContain('Which numbers');
  await write(page, 'random 1');
  if ((await lastReceived(page).innerText()).includes('Which name')) await write(page, 'Zoya Fernandes');
  await tap(page, 'Confirm');
  const words = await until(async () => /Or pay online: (\S+)/.exec(await lastReceived(page).innerText()));
  const tickets = await page.locator('.theirs img').count();
  const paying = await buyer.context.newPage();
  await paying.goto(words[1] as string);
  await paying.getByRole('button', { name: 'Pay by play money' }).click();
  await paying.getByText('No real money moves').waitFor();
  await paying.getByRole('button', { name: /^Pay ₹100/ }).click();
  // The provider returns to the page that shows the result.
  await paying.getByText('Paid. Thank you!').waitFor();
  await expect.poll(() => lastReceived(page).innerText()).toContain('Payment confirmed');
  await expect.poll(() => page.locator('.theirs img').count()).toBe(tickets + 1);
  await paying.close();
  await staff.page.goto('/console/payments/attempts');
  await staff.page.getByText('Nothing is open').waitFor();
  await staff.page.goto(`/console/payments/attempts?filter=${encodeURIComponent('{"state":"succeeded"}')}`);
  await staff.page.getByText('play money').first().waitFor();
});
