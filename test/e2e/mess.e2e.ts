import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterEach, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { found } from './support/api.ts';
import { until, type Visit } from './support/browser.ts';
import { filmQr, readQr } from './support/qr.ts';
import { receiptOf } from './support/receipts.ts';
import { fillSignIn } from './support/sign-in.ts';
import { onStage } from './support/stage.ts';

/**
 * The mess from end to end: a student joins by chat, is approved, pays, eats, tries again, and eats once more at a door
 * without a network.
 */

const stage = onStage({ camera: true });
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };
let warden: Visit;
let student: Visit;
let gate: Visit;
let garden: Visit;

beforeAll(async () => {
  const call = await found(stage.server, ['mess']);
  await call('PUT', '/mess/meals', {
    // Open at any time the tests run, but for one minute of the night.
    meals: [{ code: 'lunch', name: 'Lunch', starts: '00:01', ends: '00:00', active: true }],
  });
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  await call('POST', '/mess/cycles', { name: 'This cycle', starts_on: day(-5), ends_on: day(24), price: '3600' });
  warden = await stage.visit();
  warden.expectStatus(401);
  [student, gate, garden] = [await stage.visit(PHONE), await stage.visit(PHONE), await stage.visit(PHONE)];
  for (const phone of [gate, garden]) phone.expectError(/ERR_INTERNET_DISCONNECTED/);
});

let broken = false;
const everybody = () => [warden, student, gate, garden];
beforeEach(({ skip }) => {
  if (broken) skip('an earlier chapter failed');
  for (const one of everybody()) one.watch();
  onTestFailed(() => {
    broken = true;
  });
});
afterEach(() => expect(everybody().flatMap(({ faults }) => faults.splice(0))).toEqual([]));

const theirs = (page: Page) => page.locator('.theirs:not(.typing)');
const receives = (page: Page, text: string | RegExp) => theirs(page).filter({ hasText: text }).last().waitFor();
const tap = (page: Page, label: string) => page.locator('.choices').getByRole('button', { name: label }).last().click();
async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Write a message' }).fill(text);
  await page.keyboard.press('Enter');
}
const verdict = (page: Page) => page.getByTestId('verdict');
/** The next one; green disappears by itself, perhaps just now. */
async function next(page: Page): Promise<void> {
  await verdict(page)
    .getByRole('button', { name: 'Next' })
    .click({ timeout: 6000 })
    .catch(() => undefined);
  await verdict(page).waitFor({ state: 'detached' });
}
async function sees(page: Page, qr: string): Promise<void> {
  const off = page.getByRole('button', { name: 'Camera off' });
  if (await off.isVisible()) await off.click();
  filmQr(stage.film, qr);
  await page.getByRole('button', { name: 'Start the camera' }).click();
}

let qr = '';

test('a student joins by chat', async () => {
  const { page } = student;
  await page.goto('/chat/handloom-fair');
  await page.getByRole('button', { name: 'Begin' }).click();
  await tap(page, 'Join the mess');
  await tap(page, 'English');
  await receives(page, 'full name');
  await write(page, 'Asha Verma');
  await receives(page, 'roll number');
  await write(page, '21cs 1001');
  await receives(page, 'Which room');
  await write(page, 'B-204');
  await receives(page, 'phone number');
  await tap(page, 'Skip');
  await receives(page, 'Is that right?');
  await tap(page, 'Register');
  await receives(page, 'The office looks at your registration');
});

test('the warden approves in the console, and the student gets a message', async () => {
  const { page } = warden;
  await page.goto('/console/mess/students');
  await fillSignIn(page);
  await page.getByText('Asha Verma').first().click();
  await page.getByText('21CS1001').first().waitFor();
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await page.getByRole('img', { name: 'QR code of Asha Verma' }).waitFor();
  await receives(student.page, 'You are approved');
});

test('the student sends a receipt, and it is verified on the evidence desk by one key', async () => {
  await write(student.page, 'upload payment');
  await receives(student.page, 'Please pay ₹3,600.00');
  const picture = { name: 'receipt.png', mimeType: 'image/png', buffer: await receiptOf(7) };
  await student.page.locator('input[type=file]').setInputFiles(picture);
  await receives(student.page, 'We look at your receipt');
  const { page } = warden;
  await page.goto('/console/payments/desk');
  await page.getByText('Asha Verma').first().click();
  await page.getByText('This cycle').first().waitFor();
  // The desk ignores keys just after a proof has opened, so that staff look first.
  await expect.poll(() => page.getByRole('button', { name: 'Deny' }).isEnabled()).toBe(true);
  await page.keyboard.press('v');
  await receives(student.page, 'has arrived');
});

test('the student asks for the code, and to be told after meals', async () => {
  const { page } = student;
  await write(page, 'my qr');
  await receives(page, 'Show this at the door');
  const picture = theirs(page).locator('img').last();
  await until(() => picture.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth > 300));
  const src = (await picture.getAttribute('src')) as string;
  const bytes = await page.evaluate(
    async (src) => Array.from(new Uint8Array(await (await fetch(src)).arrayBuffer())),
    src,
  );
  qr = (await readQr(await sharp(Buffer.from(bytes)).png().toBuffer())) ?? '';
  expect(qr).toMatch(new RegExp(`^${stage.server.url}/c/[\\w-]{140}$`));
  await write(page, 'status');
  await receives(page, 'This cycle: paid');
  await tap(page, 'Tell me after meals');
  await receives(page, 'after each meal we write');
});

test('two doors get their access by a link', async () => {
  const { page } = warden;
  await page.goto('/console/devices');
  for (const [name, phone] of [
    ['Gate 2', gate],
    ['Garden door', garden],
  ] as const) {
    await page.getByRole('button', { name: 'Add a device' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByRole('button', { name: 'Make the code' }).click();
    const link = await dialog.getByLabel('Link').inputValue();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await phone.page.goto(link);
    await phone.page.getByRole('button', { name: 'Begin' }).click();
    await phone.page.getByTestId('roster-age').getByText('List: just now').waitFor();
    await phone.page.evaluate(() => navigator.serviceWorker.ready);
  }
});

test('at the door: green with the name, and the student gets a message about the meal; red the second time', async () => {
  // The other door lost its network before anybody ate.
  await garden.context.setOffline(true);
  const { page } = gate;
  await sees(page, qr);
  await verdict(page).getByText('May eat').waitFor();
  await verdict(page).getByText('Asha Verma').waitFor();
  await verdict(page).getByText('Lunch · 1 served').waitFor();
  await receives(student.page, /^Lunch, \d\d?:\d\d.*, Gate 2/);
  await next(page);
  await sees(page, qr);
  await verdict(page).getByText('May not eat').waitFor();
  await verdict(page).getByText('Already served this meal.').waitFor();
  await next(page);
  await page.getByRole('button', { name: 'Camera off' }).click();
});

test('the door without a network, reopened, lets the same student in by its roster, but not twice', async () => {
  await garden.page.close();
  garden.page = await garden.context.newPage();
  const { page } = garden;
  await page.goto('/scanner/');
  await page.getByTestId('network').getByText('No network').waitFor();
  await sees(page, qr);
  await verdict(page).getByText('May eat').waitFor();
  await verdict(page).getByText('Checked without a network').waitFor();
  await next(page);
  await sees(page, qr);
  await verdict(page).getByText('Already served this meal.').waitFor();
  await page.getByTestId('queued').getByText('2 scans to hand in').waitFor();
});

test('back online the door uploads its scans, and the meal eaten twice is charged', async () => {
  const { page } = warden;
  await page.goto('/console/mess/settlement');
  await garden.context.setOffline(false);
  await garden.page.getByTestId('queued').waitFor({ state: 'detached' });
  await garden.page.getByTestId('network').getByText('Online').waitFor();
  // Without a reload.
  const line = page.getByRole('row').filter({ hasText: 'Asha Verma' });
  await line.getByText('Already served').waitFor();
  await line.getByText('Garden door').waitFor();
  await line.getByText(/Gate 2/).waitFor();
  await line.getByRole('button', { name: 'Charge' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Amount (INR)').fill('60');
  await dialog.getByRole('button', { name: 'Charge' }).click();
  await line.getByText('Charged ₹60.00').waitFor();
  await page.goto('/console/mess/scans');
  await page.getByRole('row').filter({ hasText: 'Asha Verma' }).nth(3).waitFor();
});
