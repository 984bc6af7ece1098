import { expect, test } from 'vitest';
import { send } from './support/api.ts';
import { entry, field, firstHour, go, line, setUp, ticked, tryMail } from './support/first-hour.ts';

/** The first hour of a fleet of coffee machines, from an empty installation by the Start page, by keyboard. */

const at = firstHour();
let code = '';

test('Start begins with the merchant, since a machine belongs to one', async () => {
  const { page } = at;
  await setUp(at, {
    organization: 'Kiosks & Co',
    country: 'IN',
    timeZone: 'Asia/Kolkata',
    trade: 'Coffee machines',
  });
  await expect.poll(() => entry(page).innerText()).toMatch(/0 of 8/);
  await tryMail(at);
  // Whoever goes to the machines first is led to the merchants.
  await go(page, 'The first machine', 'Add a machine');
  await page.getByText('Machines belong to a merchant.').waitFor();
  await page.getByRole('link', { name: 'Add a merchant' }).press('Enter');
  // At the head, and once the list has come, in its middle.
  await page.getByRole('button', { name: 'Add a merchant' }).first().press('Enter');
  await field(page, 'Name').fill('Kiosks & Co');
  await page.keyboard.press('Enter');
  await page.getByRole('cell', { name: 'Kiosks & Co' }).waitFor();
  await ticked(page, 'The first merchant');
});

test('the machine, with the code to type on it', async () => {
  const { page } = at;
  await go(page, 'The first machine', 'Add a machine');
  await page.getByRole('button', { name: 'Add a machine' }).first().press('Enter');
  await field(page, 'Serial number').fill('CM-1');
  await page.keyboard.press('Enter');
  code = await page.getByTestId('code').innerText();
  await page.getByRole('button', { name: 'Close' }).press('Enter');
  await page.getByText('Not registered yet').waitFor();
  await ticked(page, 'The first machine');
});

test('its first order ticks the line by itself', async () => {
  const { page } = at;
  const { server } = at.stage;
  const registered = await send(server, 'POST', '/devices/register', { code });
  const { data } = (await registered.json()) as { data: { token: string } };
  const made_at = new Date().toISOString();
  const items = [{ product: 'espresso', amount: '120.00' }];
  const order = { number: '1', made_at, payment_method: 'cash', amount: '120.00', items };
  const answer = await send(server, 'POST', '/devices/CM-1/orders/create', order, {
    authorization: `Bearer ${data.token}`,
  });
  expect(answer.ok).toBe(true);
  await line(page, 'The first order').getByRole('img', { name: 'Done' }).waitFor();
  expect(at.owner.faults).toEqual([]);
});
