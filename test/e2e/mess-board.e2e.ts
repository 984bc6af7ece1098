import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { addDays, dayIn } from '../../kernel/lib/time.ts';
import { type Caller, found, scannerToken, send } from './support/api.ts';
import type { Visit } from './support/browser.ts';
import { fillSignIn } from './support/sign-in.ts';
import { onStage } from './support/stage.ts';

/** A hostel that uses only the mess: its home page is today's board, which updates while people eat. */

const stage = onStage();
const ZONE = 'Asia/Kolkata';
let call: Caller;
let meera: Visit;
let token: string;
const codes: string[] = [];

beforeAll(async () => {
  call = await found(stage.server, ['mess']);
  const today = dayIn(ZONE, new Date());
  // Open at any hour of the test run.
  const meals = [{ code: 'lunch', name: 'Thali', starts: '00:00', ends: '23:59', active: true }];
  await call('PUT', '/mess/meals', { meals });
  const cycle = { name: 'This month', starts_on: addDays(today, -3), ends_on: addDays(today, 20), price: '3600' };
  await call('POST', '/mess/cycles', cycle);
  for (let i = 1; i <= 4; i++) {
    const input = { name: `Student ${i}`, roll_number: `21CS${i}`, approve: true };
    const { id, qr } = await call<{ id: string; qr: string }>('POST', '/mess/students', input);
    if (i < 4) await call('POST', `/mess/students/${id}/cash`, {});
    codes.push(qr);
  }
  await call('POST', '/mess/students', { name: 'Nila Raj', roll_number: '21CS9' });
  token = await scannerToken(stage.server, call, 'Gate');
  meera = await stage.visit();
  // The sign-in page checks the session, and there is none.
  meera.expectStatus(401);
  const { page } = meera;
  await page.goto('/console/');
  await fillSignIn(page);
});
beforeEach(() => meera.watch());
afterEach(() => expect(meera.faults.splice(0)).toEqual([]));

async function scan(qr: string | undefined): Promise<boolean> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await send(stage.server, 'POST', '/scanner/scan', { qr, nonce: randomUUID() }, headers);
  return ((await answer.json()) as { data: { allowed: boolean } }).data.allowed;
}
const served = (page: Page) => page.getByTestId('meal-lunch-served');

test('the home is the mess’s, and updates with each scan at the door', async () => {
  const { page } = meera;
  await page.getByRole('heading', { name: 'Mess hall today' }).waitFor();
  await page.getByTestId('meal-lunch').getByText('of 3 expected').waitFor();
  await expect.poll(() => served(page).innerText()).toBe('0');
  expect(await scan(codes[0])).toBe(true);
  await expect.poll(() => served(page).innerText()).toBe('1');
  expect(await scan(codes[0])).toBe(false);
  expect(await scan(codes[3])).toBe(false);
  await page.getByTestId('meal-lunch').getByText('2 refused').waitFor();
  expect(await scan(codes[1])).toBe(true);
  await expect.poll(() => served(page).innerText()).toBe('2');
});

test('a number leads to the list behind it', async () => {
  const { page } = meera;
  await page.getByRole('link', { name: /To approve\s*1/ }).click();
  await page.getByText('Nila Raj').first().waitFor();
  await expect.poll(() => page.getByText('Student 1').count()).toBe(0);
});

test('the cook count shows its sum, and follows a closure', async () => {
  const { page } = meera;
  await page.getByRole('link', { name: 'Cook count' }).first().click();
  const lunch = page.getByTestId('cook-lunch');
  // There is no history yet: everybody who may eat counts.
  await lunch.getByText('Everybody who may eat').waitFor();
  await expect.poll(() => lunch.innerText()).toContain('3');
  await page.getByText('No count was kept yet').waitFor();
  const from = addDays(dayIn(ZONE, new Date()), 1);
  await call('POST', '/mess/closures', { from, meal: 'lunch', reason: 'No gas' });
  await lunch.getByText('Closed').waitFor();
  await expect.poll(() => lunch.innerText()).toMatch(/\n0\b/);
});

test('the reports name the reasons of refusals and draw the days', async () => {
  const { page } = meera;
  await page.goto('/console/mess/reports');
  await page.getByText('Already served').waitFor();
  await page.getByText('66.7%').waitFor();
  await page.getByRole('button', { name: '7 days' }).click();
  await page.waitForURL(/days=7/);
  await page.getByText('66.7%').waitFor();
  // A download is a link; the browser's own request contains the session.
  const file = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).first().click();
  await page.getByRole('menuitem', { name: 'CSV' }).click();
  expect((await file).suggestedFilename()).toMatch(/^mess-\w+-\d{4}-\d\d-\d\d\.csv$/);
});
