import type { Page, Route } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFailed, test } from 'vitest';
import { APPS, type App, Chance, purchase, screenshot } from '../receipts/set.ts';
import { type Caller, found, OWNER, send, signIn } from './support/api.ts';
import { interceptable, until, type Visit } from './support/browser.ts';
import { receiptOf } from './support/receipts.ts';
import { fillSignIn } from './support/sign-in.ts';
import { onStage } from './support/stage.ts';

const stage = onStage({ mailFrom: 'Handloom Fair <desk@fair.example>' });
const RAVI = { name: 'Ravi Menon', email: 'ravi@fair.example', password: 'seven brass lamps' };
let call: Caller;
let ravi: Caller;
let meera: Visit;
let raffle: { id: string };
const payments: Record<string, Payment> = {};

type Payment = { id: string; reference: string; amount: string; state: string };

beforeAll(async () => {
  call = await found(stage.server, ['raffle']);
  await call('POST', '/invitations', { email: RAVI.email, role: 'ops' });
  const [mail] = await stage.smtp.waitFor({ to: RAVI.email });
  const token = /token=([\w.-]+)/.exec((await mail?.parse())?.text ?? '')?.[1];
  const { name, password } = RAVI;
  expect((await send(stage.server, 'POST', '/auth/accept-invitation', { token, name, password })).status).toBeLessThan(
    300,
  );
  ravi = await signIn(stage.server, RAVI);
  await call('PATCH', '/settings/payments', { unique_amounts: true, second_approval_above: 5000 });
  raffle = await call('POST', '/raffle/raffles', {
    title: 'Onam raffle',
    ticket_price: '100.00',
    last_number: 500,
    active: true,
    pay_to: 'UPI onam@bank',
  });
  for (const [i, who] of ['Anil', 'Bela', 'Chitra', 'Deepa', 'Esha', 'Farid', 'Gita', 'Hari'].entries()) {
    await order(who, 1 + i);
    // Chitra sends the same picture as Anil.
    await proof(who, who === 'Chitra' ? 0 : i);
  }
  meera = await stage.visit();
  await interceptable(meera.page);
});

// One person at one desk, in order; every browser error is reported.
let broken = false;
beforeEach(({ skip }) => {
  if (broken) skip('an earlier chapter failed');
  meera.watch();
  onTestFailed(() => {
    broken = true;
  });
});
afterEach(() => expect(meera.faults.splice(0)).toEqual([]));

async function order(who: string, number: number, count = 1): Promise<void> {
  const numbers = Array.from({ length: count }, (_, i) => number + i);
  const { payment } = await call<{ payment: Payment }>('POST', `/raffle/raffles/${raffle.id}/reserve`, {
    numbers,
    contact_name: who,
    confirm: true,
  });
  payments[who] = payment;
}

async function proof(who: string, picture: number | Buffer): Promise<void> {
  const form = new FormData();
  const bytes = typeof picture === 'number' ? await receiptOf(picture) : picture;
  form.set('file', new Blob([Uint8Array.from(bytes)], { type: 'image/png' }), 'receipt.png');
  const file = await call<{ id: string }>('POST', '/files?purpose=payments.proof', form);
  await call('POST', `/payments/${idOf(who)}/proofs`, { file_id: file.id });
}

const idOf = (who: string) => payments[who]?.id ?? '';
const stateOf = async (who: string) => (await call<Payment>('GET', `/payments/${idOf(who)}`)).state;
const queue = (page: Page) => page.getByRole('list', { name: 'Waiting, the oldest first' });
const row = (page: Page, who: string) => queue(page).getByRole('button', { name: who });
const badge = (page: Page) => page.getByRole('navigation').getByText(/^\d+$/);
/** The open payment, with its picture loaded and visible long enough for a decision to count. */
async function pollIfDue(page: Page, who: string): Promise<void> {
  await page.locator(`img[alt="Proof of payment ${payments[who]?.reference}"]`).waitFor();
  await until(() => page.url().includes(idOf(who)));
  // Keys go to the dialog until it has faded out, and a moment longer to the payment before.
  await page.locator('[role="dialog"]').waitFor({ state: 'detached' });
  await expect.poll(() => page.getByRole('button', { name: 'Deny' }).isEnabled()).toBe(true);
}

describe('a day at the evidence desk', () => {
  test('shows who waits, the oldest first, each with a unique amount', async () => {
    const { page } = meera;
    meera.expectStatus(401);
    await page.goto('/console/payments/desk');
    await fillSignIn(page);
    await pollIfDue(page, 'Anil');
    expect((await queue(page).getByRole('button').allInnerTexts()).map((text) => text.split('\n')[0])).toEqual([
      'Anil',
      'Bela',
      'Chitra',
      'Deepa',
      'Esha',
      'Farid',
      'Gita',
      'Hari',
    ]);
    await expect.poll(() => page.getByTestId('expected').innerText()).toContain(payments.Anil?.amount);
    expect(payments.Anil?.amount).not.toBe('100.00');
    await expect.poll(() => badge(page).innerText()).toBe('8');
  });

  test('confirms by one key, with the number typed from the picture, and opens the next', async () => {
    const { page } = meera;
    await page.keyboard.press('t');
    await page.keyboard.type('UPI 4637 2819 0022');
    await page.keyboard.press('Enter');
    await pollIfDue(page, 'Bela');
    expect(await call('GET', `/payments/${idOf('Anil')}`)).toMatchObject({
      state: 'verified',
      transaction_reference: 'UPI 4637 2819 0022',
      decided_by: OWNER.name,
    });
    await until(async () => (await badge(page).innerText()) === '7');
  });

  test('denies with a reason by its number', async () => {
    const { page } = meera;
    await page.keyboard.press('d');
    await page.getByRole('dialog').getByText('Deny the proof of Bela').waitFor();
    // Nothing is denied without a reason.
    await page.keyboard.press('Enter');
    await page.keyboard.press('3');
    await page.keyboard.press('Enter');
    await pollIfDue(page, 'Chitra');
    expect(await call('GET', `/payments/${idOf('Bela')}`)).toMatchObject({
      state: 'denied',
      denial_reason: 'wrong_amount',
    });
  });

  test('warns of a picture that was confirmed before, and asks', async () => {
    const { page } = meera;
    await page.getByText('The very same file was sent for another payment.').waitFor();
    await page.getByRole('button', { name: `Compare with ${payments.Anil?.reference}` }).click();
    await page.locator(`img[alt="Proof of payment ${payments.Anil?.reference}"]`).waitFor();
    await page.keyboard.press('v');
    await page.getByRole('dialog').getByText('The very same file was sent for another payment.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await stateOf('Chitra')).toBe('submitted');
    await page.keyboard.press('d');
    await page.keyboard.press('4');
    await page.keyboard.press('Enter');
    await pollIfDue(page, 'Deepa');
    expect(await stateOf('Chitra')).toBe('denied');
  });

  test('names the first person when two decide at once', async () => {
    const { page } = meera;
    const verify = `**/payments/${idOf('Deepa')}/verify`;
    // Ravi's confirmation arrives while hers is being sent.
    await page.route(verify, async (route: Route) => {
      await ravi('POST', `/payments/${idOf('Deepa')}/verify`, {});
      await route.continue();
    });
    meera.expectStatus(409);
    await page.keyboard.press('v');
    await page.getByText('This payment was confirmed already, by Ravi Menon.').waitFor();
    await page.getByText(/Ravi Menon has confirmed this payment at/).waitFor();
    await page.unroute(verify);
    await page.getByRole('button', { name: 'Next' }).click();
    await pollIfDue(page, 'Esha');
    expect(await call('GET', `/payments/${idOf('Deepa')}`)).toMatchObject({ decided_by: RAVI.name });
  });

  test('says that an answer was lost; trying again confirms once', async () => {
    const { page } = meera;
    const verify = `**/payments/${idOf('Esha')}/verify`;
    await page.route(verify, async (route: Route) => {
      await route.fetch();
      await route.abort();
    });
    meera.expectError(/ERR_FAILED/);
    await page.keyboard.press('v');
    await page.getByText('No answer came').waitFor();
    await page.unroute(verify);
    await page.getByRole('button', { name: 'Try again' }).click();
    await pollIfDue(page, 'Farid');
    const { state, history } = await call<{ state: string; history: { what: string }[] }>(
      'GET',
      `/payments/${idOf('Esha')}`,
    );
    expect(state).toBe('verified');
    expect(history.filter((event) => event.what === 'verified')).toHaveLength(1);
  });

  test('decides several at once, and shows the result of each', async () => {
    const { page } = meera;
    for (const who of ['Farid', 'Gita', 'Hari']) await page.getByLabel(`Select ${who}`).check();
    const bulk = '**/payments/bulk-verify';
    await page.route(bulk, async (route: Route) => {
      await ravi('POST', `/payments/${idOf('Gita')}/deny`, { reason: 'unreadable' });
      await route.continue();
    });
    await page.getByText('3 selected').locator('..').getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click();
    const outcome = page.getByRole('dialog', { name: '2 of 3 went through' });
    await outcome.getByText('This payment was denied a moment ago, by Ravi Menon.').waitFor();
    await page.unroute(bulk);
    await outcome.getByRole('button', { name: 'Close' }).click();
    expect(await Promise.all(['Farid', 'Gita', 'Hari'].map(stateOf))).toEqual(['verified', 'denied', 'verified']);
  });

  test('shows an empty queue, and updates itself when a proof arrives', async () => {
    const { page } = meera;
    await page.getByText('All done. Nobody is waiting.').waitFor();
    await expect.poll(() => badge(page).count()).toBe(0);
    await order('Indu', 20);
    await proof('Indu', 20);
    await pollIfDue(page, 'Indu');
    await expect.poll(() => badge(page).innerText()).toBe('1');
  });

  test('fits a phone: the list, then the picture with two large buttons', async () => {
    const { page } = meera;
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/console/payments/desk');
    await row(page, 'Indu').click();
    await page.getByRole('heading', { name: 'Indu' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    const deny = page.getByRole('button', { name: 'Deny' });
    expect((await deny.boundingBox())?.width).toBeGreaterThan(150);
    await deny.click();
    await page.getByLabel('Or in your own words').fill('Please send the page with the date.');
    await page.getByRole('dialog').getByRole('button', { name: 'Deny' }).click();
    await page.getByText('All done. Nobody is waiting.').waitFor();
    expect(await call('GET', `/payments/${idOf('Indu')}`)).toMatchObject({
      denial_reason: 'Please send the page with the date.',
    });
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test('contains the number that was read in the picture, until somebody types there', async () => {
    const { page } = meera;
    const app = APPS.find(({ name }) => name === 'bank table');
    const at = new Date('2026-11-20T11:32:00Z');
    const bought = purchase(new Chance(4), { payer: 'Lila Nair', at, amountMinor: 30_000 });
    await order('Lila', 30);
    await proof('Lila', await screenshot(app as App, bought));
    await page.goto('/console/payments/desk');
    await pollIfDue(page, 'Lila');
    const field = page.getByLabel('Transaction reference');
    await expect.poll(() => field.inputValue(), { timeout: 50_000 }).toBe(bought.reference);
    const read = page.getByTestId('read');
    await read.getByText('Lila Nair').waitFor();
    // As text, not only as the icon's title.
    await read.getByText('not what is expected').last().waitFor();
    await page.getByText('Compare it before you confirm').waitFor();
    await field.fill('HDFC 77');
    await page.getByText('Compare it before you confirm').waitFor({ state: 'detached' });
    await field.fill(bought.reference);
    await field.press('Enter');
    await page.getByText('All done. Nobody is waiting.').waitFor();
    expect(await call('GET', `/payments/${idOf('Lila')}`)).toMatchObject({
      state: 'verified',
      transaction_reference: bought.reference,
    });
  });

  test('takes two people above the limit', async () => {
    const { page } = meera;
    await order('Jaya', 100, 60);
    await proof('Jaya', 30);
    await ravi('POST', `/payments/${idOf('Jaya')}/verify`, {});
    await page.goto('/console/payments/desk?second=true');
    await pollIfDue(page, 'Jaya');
    await page.getByText(/Ravi Menon agreed, .* A second person must agree as well/).waitFor();
    await page.keyboard.press('v');
    await page.getByText('Ravi Menon has agreed. When you agree too, the payment is confirmed.').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Nothing waits here').waitFor();
    expect(await stateOf('Jaya')).toBe('verified');
  });
});

describe('the bank statement', () => {
  test('is read in, its columns named once, and confirmed in bulk', async () => {
    const { page } = meera;
    await order('Kiran', 200);
    await order('Lata', 201);
    const today = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Kolkata' }).format(new Date());
    const line = (text: string, reference: string, credit: string, debit = '') =>
      `${today},${text},${reference},${debit},${credit}`;
    const csv = [
      'Txn Date,Description,Ref No.,Debit,Credit',
      line(`UPI/KIRAN/${payments.Kiran?.reference}`, '880000000001', payments.Kiran?.amount ?? ''),
      line('INTEREST', '', '12.00'),
      line('ATM', '', '', '2000.00'),
    ].join('\n');
    await page.goto('/console/payments/statements');
    await page.getByRole('link', { name: 'Import a statement' }).first().click();
    const file = { name: 'november.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('2 lines of money in. 1 line of money out is left out.').waitFor();
    await page.getByLabel('Name of the bank').fill('State Bank');
    await page.getByRole('button', { name: 'Import 2 lines' }).click();
    await page.getByRole('button', { name: 'Confirm 1 payment' }).click();
    await page.getByText('1 line confirmed.').waitFor();
    expect(await call('GET', `/payments/${idOf('Kiran')}`)).toMatchObject({
      state: 'verified',
      statement_line: { text: `UPI/KIRAN/${payments.Kiran?.reference}` },
    });
  });

  test('shows what is left on both sides; a line that is no payment is set aside with a reason', async () => {
    const { page } = meera;
    await page.getByRole('tab', { name: 'Left over' }).click();
    await page.getByText('1 line without a payment').waitFor();
    await page.getByRole('main').getByText('Lata').waitFor();
    await page.getByRole('main').getByText('INTEREST').click();
    await page.getByRole('button', { name: 'Set aside' }).click();
    await page.getByLabel('What is it?').fill('Interest of the bank');
    await page.keyboard.press('Enter');
    await page.getByText('Every line of this statement is settled.').waitFor();
  });

  test('one transfer for two payments: both are chosen, and belong together', async () => {
    const { page } = meera;
    await order('Mini', 202);
    await order('Nila', 203);
    const today = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Kolkata' }).format(new Date());
    const [mini, nila] = [payments.Mini, payments.Nila];
    const sum = (Number(mini?.amount) + Number(nila?.amount)).toFixed(2);
    const csv = [
      'Txn Date,Description,Ref No.,Debit,Credit',
      `${today},FOR BOTH ${mini?.reference} ${nila?.reference},880000000002,,${sum}`,
    ].join('\n');
    await page.goto('/console/payments/statements/import');
    const file = { name: 'both.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('button', { name: 'Import 1 line' }).click();
    await page.getByRole('tab', { name: 'Left over' }).click();
    await page.getByRole('main').getByText('FOR BOTH').click();
    await page.getByText('This line seems to pay several.').waitFor();
    await page.getByRole('button', { name: 'They belong together' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'They belong together' }).click();
    await page.getByText('Every line of this statement is settled.').waitFor();
    for (const name of ['Mini', 'Nila'])
      expect(await call('GET', `/payments/${idOf(name)}`)).toMatchObject({ state: 'verified' });
  });

  test('agrees with the ledger', async () => {
    const { page } = meera;
    await page.goto('/console/ledger');
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText(/Everything agrees: \d+ entries/).waitFor();
  });
});
