import { expect, test } from 'vitest';
import { entry, field, firstHour, go, row, setUp, ticked, tryMail } from './support/first-hour.ts';

/** The first hour of prepaid electricity, from an empty installation by the Start page, by keyboard. */

const at = firstHour({ PAYMENT_SANDBOX: 'true' });

test('the tariff counts from today unless said otherwise', async () => {
  const { page } = at;
  await setUp(at, {
    organization: 'Nyange Power',
    country: 'RW',
    timeZone: 'Africa/Kigali',
    trade: 'Electricity',
  });
  await expect.poll(() => entry(page).innerText()).toMatch(/0 of 9/);
  await tryMail(at);
  await go(page, 'The tariff', 'Add a tariff');
  await page.getByRole('button', { name: 'New tariff' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await field(dialog, 'Name').fill('First tariff');
  for (const price of await field(dialog, 'Price for a kWh').all()) await price.fill('100');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('In force').waitFor();
  await ticked(page, 'The tariff');
});

test('play money stands in for a provider, where the installation has it', async () => {
  const { page } = at;
  await go(page, 'Online payments', 'Add an account');
  await page.getByRole('switch', { name: 'Take play money' }).press('Space');
  await page.locator('#sandbox').getByRole('button', { name: 'Save' }).press('Enter');
  await page.getByText('Saved').first().waitFor();
  await ticked(page, 'Online payments');
});

test('a meter, and the first units sold for it', async () => {
  const { page } = at;
  await go(page, 'Meters', 'Add meters');
  await page.getByRole('button', { name: 'New meter' }).press('Enter');
  await field(page, 'Name').fill('House 12');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'House 12' }).waitFor();
  await ticked(page, 'Meters');
  await go(page, 'The first purchase', 'See the meters');
  await row(page, 'House 12').getByRole('link').first().press('Enter');
  await page.getByRole('button', { name: 'Sell units' }).press('Enter');
  await field(page, 'Amount (RWF)').fill('2000');
  await page.keyboard.press('Enter');
  await page.getByText(/kWh were credited/).waitFor();
  await ticked(page, 'The first purchase');
  await expect.poll(() => entry(page).innerText()).toMatch(/5 of 9/);
  expect(at.owner.faults).toEqual([]);
});
