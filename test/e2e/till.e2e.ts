import { beforeAll, expect, test } from 'vitest';
import { type Caller, found, OWNER, send, signIn } from './support/api.ts';
import type { Visit } from './support/browser.ts';
import { onStage } from './support/stage.ts';

const stage = onStage();
let call: Caller;
let meera: Visit;

beforeAll(async () => {
  call = await found(stage.server, ['raffle']);
  await call('POST', '/till/drawers', { name: 'Ticket desk' });
  meera = await stage.visit();
});

/** A supervisor with a PIN. */
async function supervisor(pin: string) {
  const who = { name: 'Ravi Menon', email: 'ravi@fair.example', password: 'four loud banana trees' };
  const { url } = await call<{ url: string }>('POST', '/invitations', { email: who.email, role: 'admin' });
  const token = /token=([\w.-]+)/.exec(url)?.[1];
  const accepted = await send(stage.server, 'POST', '/auth/accept-invitation', {
    token,
    name: who.name,
    password: who.password,
  });
  if (!accepted.ok) throw new Error(await accepted.text());
  const his = await signIn(stage.server, who);
  await his('POST', '/approvals/pin', { password: who.password, pin });
}

test('by keyboard: a till is opened, takes cash, is counted, and the report says the same as the ledger', async () => {
  const { page } = meera;
  meera.watch();
  // Before the sign-in.
  meera.expectStatus(401);
  const raffle = await call<{ id: string }>('POST', '/raffle/raffles', {
    title: 'Onam raffle',
    ticket_price: '50',
    last_number: 100,
    active: true,
    pay_to: 'UPI onam@bank',
  });
  const order = await call<{ payment: { id: string } }>('POST', `/raffle/raffles/${raffle.id}/reserve`, {
    numbers: [5, 12],
    contact_name: 'Asha Verma',
    confirm: true,
  });
  const { keyboard } = page;
  await page.goto('/console/till');
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await keyboard.press('Enter');
  // The form has the focus.
  await page.getByLabel('Float (INR)').waitFor();
  await keyboard.type('2,000');
  await keyboard.press('Enter');
  await page.getByRole('button', { name: 'Count and close' }).waitFor();

  await page.goto(`/console/payments/${order.payment.id}`);
  await page.getByRole('button', { name: 'Paid in cash' }).press('Enter');
  await page.getByText('Till: open since').waitFor();
  await keyboard.press('Enter');
  await page.getByText('confirmed', { exact: true }).first().waitFor();

  await page.goto('/console/till');
  await page.getByRole('button', { name: 'Count and close' }).press('Enter');
  await page.getByLabel('How many of ₹500.00').waitFor();
  // Four of 500, one of 50, nothing else; Enter goes on to the next, and from the last to the button.
  for (const pieces of ['4', '', '', '1', '', '', '', '', '', '']) {
    await keyboard.type(pieces);
    await keyboard.press('Enter');
  }
  await page.getByText('₹2,050.00').first().waitFor();
  await keyboard.press('Enter');
  await page.getByText('The count differs by -₹50.00').waitFor();
  await keyboard.type('a note under the drawer, perhaps');
  await keyboard.press('Enter');
  await page.getByLabel('Float (INR)').waitFor();

  await page.goto('/console/till/sessions');
  await page.getByText('-₹50.00').first().waitFor();
  await page.getByText('Ticket desk').first().click();
  await page.getByText('Z report (closed)').waitFor();
  await page.emulateMedia({ media: 'print' });
  await page.emulateMedia({ media: 'screen' });
  const said = await page.getByText('Sales in cash').locator('..').innerText();
  expect(said).toMatch(/₹100\.00/);
  const accounts = await call<{ code: string; balances: { balance: string }[] }[]>('GET', '/ledger/accounts');
  const balance = (code: string) => accounts.find((one) => one.code === code)?.balances[0]?.balance;
  expect([balance('assets:cash:ticket_desk'), balance('assets:cash'), balance('expenses:till_differences')]).toEqual([
    '0.00',
    '50.00',
    '50.00',
  ]);
  expect(await call('GET', '/ledger/verification')).toMatchObject({ ok: true });
});

test('a supervisor approves a pay-out above the limit at the cashier’s screen, by PIN', async () => {
  const { page } = meera;
  meera.watch();
  meera.expectStatus(403);
  const { keyboard } = page;
  await call('PATCH', '/settings/till', { approve_pay_out_above: 100 });
  await supervisor('4711');
  await page.goto('/console/till');
  await page.getByLabel('Float (INR)').fill('500');
  await keyboard.press('Enter');
  await page.getByRole('button', { name: 'Pay out' }).press('Enter');
  await page.getByLabel('Amount (INR)').fill('150');
  await page.getByLabel('Reason').fill('ice');
  await keyboard.press('Enter');
  const pin = page.getByLabel('PIN', { exact: true });
  await page.getByText('150 INR').waitFor();
  await pin.fill('1111');
  await keyboard.press('Enter');
  await page.getByText('The PIN is wrong').waitFor();
  await pin.fill('4711');
  await keyboard.press('Enter');
  await page.getByText('approved by Ravi Menon').waitFor();
  const [session] = await call<{ expected: string }[]>('GET', '/till/sessions');
  expect(session?.expected).toBe('350.00');
  // A refund at the payments asks in the same way.
  await call('PATCH', '/settings/till', { approve_refund_above: 50 });
  const [paid] = await call<{ id: string }[]>('GET', '/payments');
  await page.goto(`/console/payments/${paid?.id}`);
  await page.getByRole('button', { name: 'Give back' }).press('Enter');
  await page.getByLabel('Reason').fill('the draw is off');
  await keyboard.press('Enter');
  await page.getByText('100.00 INR').waitFor();
  await pin.fill('4711');
  await keyboard.press('Enter');
  await page.getByText('given back', { exact: true }).first().waitFor();
  expect((await call<{ expected: string }[]>('GET', '/till/sessions'))[0]?.expected).toBe('250.00');
  await page.goto('/console/till/drawers');
  await page.getByText('assets:cash:ticket_desk').waitFor();
  await page.goto('/console/account');
  await page.getByText('PIN for approvals at tills').waitFor();
  expect(meera.faults).toEqual([]);
});
