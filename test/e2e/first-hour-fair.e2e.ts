import { expect, test } from 'vitest';
import { entry, field, firstHour, go, line, setUp, ticked, tryMail } from './support/first-hour.ts';

/** The first hour of a fair, from an empty installation by the Start page, by keyboard. */

const at = firstHour();

test('after set-up the console begins with Start, which says how things stand', async () => {
  const { page } = at;
  await setUp(at, {
    organization: 'Winter Handloom Fair',
    country: 'IN',
    timeZone: 'Asia/Kolkata',
    trade: 'A shop or fair',
  });
  await expect.poll(() => entry(page).innerText()).toMatch(/0 of 8/);
  await line(page, 'Can others reach this?').getByText('Only this computer can open your links').waitFor();
  await line(page, 'Backups').getByText('No backups are made').waitFor();
  await tryMail(at);
  expect(at.owner.faults).toEqual([]);
});

test('the exhibition is prefilled: Enter makes it, and its line is ticked', async () => {
  const { page } = at;
  await go(page, 'Your shop or fair', 'Add it');
  await expect.poll(() => field(page, 'Name').inputValue()).toBe('Winter Handloom Fair');
  expect(await field(page, 'Prefix').inputValue()).toMatch(/^WHF\d\d$/);
  await field(page, 'Name').fill('Onam');
  expect(await field(page, 'Prefix').inputValue()).toMatch(/^ONAM\d\d$/);
  await field(page, 'Prefix').fill('OF');
  await field(page, 'Name').fill('Onam Fair');
  expect(await field(page, 'Prefix').inputValue()).toBe('OF');
  await field(page, 'Name').press('Enter');
  await page.getByText('Onam Fair').first().waitFor();
  await ticked(page, 'Your shop or fair');
  await expect.poll(() => entry(page).innerText()).toMatch(/2 of 8/);
});

test('the first sale', async () => {
  const { page } = at;
  await go(page, 'The first sale', 'Open the desk');
  await field(page, 'Name').fill('Ananya Rao');
  await field(page, 'Phone').fill('98450 12345');
  await page.keyboard.press('Enter');
  const amount = field(page, 'Amount');
  await expect.poll(() => amount.evaluate((input) => input === document.activeElement)).toBe(true);
  await page.keyboard.type('250', { delay: 60 });
  await page.keyboard.press('Enter');
  await field(page, 'Cash given').waitFor();
  await page.keyboard.press('Enter');
  await field(page, 'Cash given').waitFor({ state: 'detached' });
  await ticked(page, 'The first sale');
  expect(at.owner.faults).toEqual([]);
});

test('the address comes onto documents, and what is put away is gone from the menu, not from its address', async () => {
  const { page } = at;
  await go(page, 'Your name on documents', 'Add address');
  const address = page.getByLabel('Your address');
  await address.fill('12 Mill Road\nFaridabad');
  await page.locator('#documents').getByRole('button', { name: 'Save' }).press('Enter');
  await page.getByText('Saved').first().waitFor();
  await ticked(page, 'Your name on documents');
  await page.getByRole('button', { name: 'Hide this page' }).press('Enter');
  await page.getByText('not in the menu any more').waitFor();
  expect(await entry(page).count()).toBe(0);
  await page.goto('/console/');
  await page.getByRole('button', { name: 'Your account' }).waitFor();
  await page.getByRole('heading', { name: 'Dashboard' }).or(page.getByText('Onam Fair')).first().waitFor();
  expect(new URL(page.url()).pathname).toBe('/console/');
  expect(at.owner.faults).toEqual([]);
});
