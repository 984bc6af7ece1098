import { afterAll, expect, test } from 'vitest';
import { type FakeTelegram, startFakeTelegram, TELEGRAM_TOKEN } from '../fakes/telegram.ts';
import type { TelegramPerson } from '../fakes/telegram-person.ts';
import { entry, field, firstHour, go, line, row, setUp, ticked, tryMail } from './support/first-hour.ts';

/** The first hour of a raffle, from an empty installation by the Start page, by keyboard. */

let telegram: FakeTelegram;
let ravi: TelegramPerson;
const at = firstHour({}, async () => {
  telegram = await startFakeTelegram();
  return { TELEGRAM_API_ROOT: telegram.root };
});
afterAll(() => telegram?.close());

test('where people pay comes first', async () => {
  const { page } = at;
  await setUp(at, { organization: 'Malabar Club', country: 'IN', timeZone: 'Asia/Kolkata', trade: 'A raffle' });
  await expect.poll(() => entry(page).innerText()).toMatch(/0 of 9/);
  await tryMail(at);
  await go(page, 'Where people pay', 'Say where');
  await page.getByLabel('Where people pay').fill('UPI malabar@bank, account 1234');
  await page.locator('#payments').getByRole('button', { name: 'Save' }).press('Enter');
  await page.getByText('Saved').first().waitFor();
  await ticked(page, 'Where people pay');
});

test('the raffle; written down only, it is not on sale, and its line says so', async () => {
  const { page } = at;
  await go(page, 'The raffle', 'Add a raffle');
  await field(page, 'Title').fill('Onam bumper');
  await field(page, 'Price of a number').fill('100');
  await field(page, 'Last number').fill('500');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Onam bumper' }).waitFor();
  await entry(page).press('Enter');
  await line(page, 'The raffle').getByText('nobody can buy yet').waitFor();
  await go(page, 'The raffle', 'Add a raffle');
  await page.getByRole('button', { name: 'Put on sale' }).press('Enter');
  await page.getByText('The raffle is on sale').waitFor();
  await ticked(page, 'The raffle');
});

test('a number is bought, and its payment confirmed', async () => {
  const { page } = at;
  await go(page, 'Buy a number yourself', 'Buy a number');
  // Its raffle is chosen already.
  await page.getByText('Onam bumper · ₹100.00').waitFor();
  await field(page, 'Numbers').fill('7');
  await page.getByRole('combobox', { name: 'Buyer' }).fill('Meera Nair');
  await field(page, 'Phone').fill('98450 12345');
  await page.keyboard.press('Enter');
  await page.getByText('The numbers are reserved').waitFor();
  await ticked(page, 'Buy a number yourself');
  await go(page, 'Confirm its payment', 'See the orders');
  await row(page, 'Meera Nair').getByRole('link').first().press('Enter');
  await page.getByRole('button', { name: 'Confirm payment' }).press('Enter');
  await page.getByRole('dialog').getByRole('textbox').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('The payment is confirmed').waitFor();
  await ticked(page, 'Confirm its payment');
  await expect.poll(() => entry(page).innerText()).toMatch(/5 of 9/);
  expect(at.owner.faults).toEqual([]);
});

/** Waits until the bot has written this. */
async function says(person: TelegramPerson, text: string): Promise<void> {
  const written = () => person.received.map((message) => message.text).join('\n');
  await expect.poll(written).toContain(text);
}

test('a bot of one’s own: its token once, and the first message shows that it receives', async () => {
  const { page } = at;
  const card = page.locator('.MuiCard-root').filter({ has: page.getByRole('heading', { name: 'Telegram' }) });
  await page.getByRole('link', { name: 'Channels' }).press('Enter');
  await card.getByText('@BotFather').waitFor();
  await card.getByRole('link', { name: 'Settings' }).press('Enter');
  await page.getByLabel('Bot token').fill(TELEGRAM_TOKEN);
  await page.getByRole('button', { name: 'Save' }).press('Enter');
  await page.getByText('Saved').first().waitFor();
  await page.getByRole('link', { name: 'Channels' }).press('Enter');
  await card.getByText('nothing has arrived yet').waitFor();
  ravi = telegram.person({ first_name: 'Ravi' });
  await ravi.writes('/start');
  await card.getByText('Receiving since').waitFor();
  await says(ravi, 'What would you like to do?');
});

test('a person buys by chat, and the owner’s look at the transfer sends the ticket', async () => {
  const { page } = at;
  await ravi.taps('Raffles');
  await says(ravi, 'Which numbers');
  await ravi.writes('8');
  await says(ravi, 'Your numbers: 008');
  await ravi.taps('Confirm');
  await says(ravi, 'UPI malabar@bank');
  await ravi.writes('UTR4711900012');
  await says(ravi, 'Thank you');
  await page.getByRole('link', { name: /^Payments to check/ }).press('Enter');
  await page.getByText('UTR4711900012').first().waitFor();
  // The desk ignores keys just after a proof has opened, so that staff look first.
  await expect.poll(() => page.getByRole('button', { name: 'Deny' }).isEnabled()).toBe(true);
  await field(page, 'Transaction reference').fill('UTR4711900012');
  await page.keyboard.press('Enter');
  await says(ravi, 'Payment confirmed');
  expect(at.owner.faults).toEqual([]);
});
