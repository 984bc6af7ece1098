import { expect, test } from 'vitest';
import type { Visit } from './support/browser.ts';
import { entry, field, firstHour, go, line, row, setUp, ticked, tryMail } from './support/first-hour.ts';
import { readQr } from './support/qr.ts';
import { scan } from './support/wedge.ts';

/** The first hour of a mess, from an empty installation by the Start page, by keyboard; the door has a barcode gun. */

const at = firstHour();
let gate: Visit;
let code = '';

test('the meals, and a cycle with its price', async () => {
  const { page } = at;
  await setUp(at, { organization: 'Boys Hostel', country: 'IN', timeZone: 'Asia/Kolkata', trade: 'A mess or canteen' });
  await expect.poll(() => entry(page).innerText()).toMatch(/0 of 11/);
  await tryMail(at);
  await go(page, 'Meals', 'Set the meals');
  await page.getByRole('switch', { name: 'Lunch' }).press('Space');
  // All day, so that the test may run at any hour.
  await page.locator('input[name="lunch.starts"]').fill('00:00');
  await page.locator('input[name="lunch.ends"]').fill('23:59');
  await page.locator('input[name="lunch.ends"]').press('Enter');
  await page.getByText('Saved').first().waitFor();
  await ticked(page, 'Meals');
  await go(page, 'A cycle and its price', 'Add a cycle');
  await field(page, 'Name').fill('This month');
  await field(page, 'Price').fill('3600');
  await page.keyboard.press('Enter');
  await page.getByText('Running').waitFor();
  await ticked(page, 'A cycle and its price');
});

test('the list of students from a file, and the first payment', async () => {
  const { page } = at;
  await go(page, 'The list of students', 'Import a list');
  await page.locator('input[type=file]').setInputFiles({
    name: 'hostel.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Name,Roll number,Room\nAsha Verma,21CS101,B-204\nRavi Menon,21CS102,B-205\n'),
  });
  await page.getByRole('button', { name: /^Import/ }).press('Enter');
  await page.getByText('2 rows written').waitFor();
  await ticked(page, 'The list of students');
  await go(page, 'The first payment', 'Take a payment');
  await row(page, 'Asha Verma').getByRole('button', { name: 'Take cash' }).press('Enter');
  await page.getByRole('dialog').getByText('Did Asha Verma hand over').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('The cash is booked').waitFor();
  await ticked(page, 'The first payment');
});

test('a phone at the door takes its code', async () => {
  const { page } = at;
  await go(page, 'A phone at the door', 'Add a phone');
  await page.getByRole('button', { name: 'Add a device' }).first().press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Gate');
  await page.keyboard.press('Enter');
  await dialog.getByText('Only this computer can open this').waitFor();
  const link = await dialog.getByLabel('Link').inputValue();
  await dialog.getByRole('button', { name: 'Close' }).press('Enter');
  gate = await at.stage.visit({ viewport: { width: 390, height: 844 } });
  gate.watch();
  await gate.page.goto(link);
  await gate.page.getByRole('button', { name: 'Begin' }).press('Enter');
  await gate.page.getByTestId('roster-age').getByText('List: just now').waitFor();
  await ticked(page, 'A phone at the door');
});

test('the first student is served, and the line ticks itself', async () => {
  const { page } = at;
  await page.goto('/console/mess/students');
  await row(page, 'Asha Verma').getByRole('link').first().press('Enter');
  const qr = page.getByRole('img', { name: 'QR code of Asha Verma' });
  await expect.poll(() => qr.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth > 0)).toBe(true);
  code = (await readQr(await qr.screenshot())) ?? '';
  expect(code).toContain('/c/');
  await entry(page).press('Enter');
  await scan(gate.page, code);
  await gate.page.getByTestId('verdict').getByText('Asha Verma').waitFor();
  await line(page, 'The first student served').getByRole('img', { name: 'Done' }).waitFor();
  expect([...at.owner.faults, ...gate.faults]).toEqual([]);
});
