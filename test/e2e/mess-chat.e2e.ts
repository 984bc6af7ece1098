import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterEach, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { type Caller, found, OWNER } from './support/api.ts';
import { until, type Visit } from './support/browser.ts';
import { readQr } from './support/qr.ts';
import { receiptOf } from './support/receipts.ts';
import { onStage } from './support/stage.ts';

/**
 * A warden links a chat on the page of their account and works from it: a student joins, pays and gets the code, all by
 * chat.
 */

const stage = onStage();
let call: Caller;
let desk: Visit;
let warden: Visit;
let student: Visit;

beforeAll(async () => {
  call = await found(stage.server, ['mess']);
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  await call('POST', '/mess/cycles', { name: 'This month', starts_on: day(-5), ends_on: day(24), price: '3600' });
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
  desk = await stage.visit();
  [warden, student] = [await stage.visit(phone), await stage.visit(phone)];
  desk.expectStatus(401);
});

let broken = false;
beforeEach(({ skip }) => {
  if (broken) skip('an earlier chapter failed');
  for (const one of [desk, warden, student]) one.watch();
  onTestFailed(() => {
    broken = true;
  });
});
afterEach(() => expect([desk, warden, student].flatMap(({ faults }) => faults.splice(0))).toEqual([]));

const theirs = (page: Page) => page.locator('.theirs:not(.typing)');
const receives = (page: Page, text: string | RegExp) => theirs(page).filter({ hasText: text }).last().waitFor();
const tap = (page: Page, label: string) => page.locator('.choices').getByRole('button', { name: label }).last().click();
async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Write a message' }).fill(text);
  await page.keyboard.press('Enter');
}

test('a member of staff links a chat on the page of their account', async () => {
  const { page } = desk;
  await page.goto('/console/');
  await page.getByRole('textbox', { name: 'E-mail' }).fill(OWNER.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(OWNER.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('navigation').first().waitFor();
  await page.goto('/console/account');
  await page.getByText('No chat is linked yet.').waitFor();
  await page.getByRole('button', { name: 'Link a chat' }).click();
  await page.getByText(/^start staff-[2-9A-Z]{8}$/).waitFor();
  const link = await page.getByRole('link', { name: 'Open the web chat' }).getAttribute('href');
  await warden.page.goto(link as string);
  await receives(warden.page, `This chat is yours now, ${OWNER.name}`);
  await page.getByText(/^Web chat: /).waitFor();
});

test('a student joins by chat, and the warden approves in the chat that got the registration', async () => {
  const { page } = student;
  await page.goto('/chat/handloom-fair');
  await write(page, 'hello');
  await tap(page, 'Join the mess');
  await tap(page, 'English');
  await receives(page, 'full name');
  await write(page, 'Asha Verma');
  await receives(page, 'roll number');
  await write(page, '21CS1001');
  await receives(page, 'Which room');
  await write(page, 'B-204');
  await receives(page, 'phone number');
  await tap(page, 'Skip');
  await receives(page, 'Is that right?');
  await tap(page, 'Register');
  await receives(page, 'The office looks at your registration');
  await receives(warden.page, 'New registration: Asha Verma');
  await tap(warden.page, 'Approve');
  await receives(warden.page, 'Approved: Asha Verma, 21CS1001');
  await receives(page, 'You are approved');
});

test('the code comes as a picture that a scanner reads', async () => {
  const { page } = student;
  await tap(page, 'My QR code');
  await receives(page, 'Show this at the door');
  const picture = theirs(page).locator('img').last();
  await until(() => picture.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth > 300));
  const src = (await picture.getAttribute('src')) as string;
  const shown = await page.evaluate(async (src) => {
    const bytes = new Uint8Array(await (await fetch(src)).arrayBuffer());
    return Array.from(bytes);
  }, src);
  const png = await sharp(Buffer.from(shown)).png().toBuffer();
  const [listed] = await call<{ qr: string }[]>('GET', '/mess/students');
  expect(await readQr(png)).toBe(listed?.qr);
});

test('the warden gets a receipt with its picture, verifies it by one tap, and the student gets a message', async () => {
  const { page } = student;
  await write(page, 'upload payment');
  await receives(page, 'Please pay ₹3,600.00');
  const picker = page.locator('input[type=file]');
  await picker.setInputFiles({ name: 'receipt.png', mimeType: 'image/png', buffer: await receiptOf(7) });
  await receives(page, 'We look at your receipt');
  await receives(warden.page, '21CS1001 Asha Verma: This month');
  await theirs(warden.page).locator('img').last().waitFor();
  await tap(warden.page, 'Payment is right');
  await receives(warden.page, 'Verified: Asha Verma, ₹3,600.00');
  await receives(page, 'Your payment of ₹3,600.00 has arrived');
  await write(warden.page, "today's numbers");
  await receives(warden.page, 'Eating 1 of 1 approved');
});

test('a chat that is unlinked is an ordinary one again', async () => {
  const { page } = desk;
  await page.getByRole('button', { name: 'Unlink' }).click();
  await page.getByText('No chat is linked yet.').waitFor();
  await write(warden.page, 'office');
  await receives(warden.page, 'Your role does not allow this.');
});
