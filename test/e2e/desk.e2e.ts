import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Locator, Page, Route } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFailed, test } from 'vitest';
import { type Caller, found } from './support/api.ts';
import { interceptable, until, type Visit } from './support/browser.ts';
import { filmQr, readQr } from './support/qr.ts';
import { fillSignIn } from './support/sign-in.ts';
import { onStage } from './support/stage.ts';
import { scan } from './support/wedge.ts';

const stage = onStage({ mailFrom: 'Handloom Fair <desk@fair.example>', camera: true });
const CUSTOMER = { name: 'Ananya Rao', email: 'ananya@example.com', phone: '98450 12345' };
let call: Caller;
let cashier: Visit;

beforeAll(async () => {
  call = await found(stage.server);
  // Bills stay open here; desk-payments.e2e.ts takes their money.
  await call('PATCH', '/settings/exhibition', { desk_takes_payments: false });
  cashier = await stage.visit();
  await interceptable(cashier.page);
});

// One cashier in one window, in order, so it ends at the first failure; every browser error is reported.
let broken = false;
beforeEach(({ skip }) => {
  if (broken) skip('an earlier chapter failed');
  cashier.watch();
  onTestFailed(() => {
    broken = true;
  });
});
afterEach(() => expect(cashier.faults.splice(0)).toEqual([]));

const total = (page: Page) => page.getByTestId('running-total').innerText();
const codeIn = (page: Page) => new URL(page.url()).searchParams.get('customer');
const find = (page: Page) => page.getByLabel('Scan, or type an ID, name or phone');
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const amount = (page: Page) => field(page, 'Amount');
/** Types into the focused field as a person does: a busy machine passes many keys on at once, as a scanner sends them. */
async function typed(page: Page, into: Locator, text: string): Promise<void> {
  for (let at = 0; at < text.length; at += 5) {
    await page.keyboard.type(text.slice(at, at + 5), { delay: 60 });
    await expect.poll(() => into.inputValue()).toBe(text.slice(0, at + 5));
  }
}

async function pdfText(data: Uint8Array): Promise<string> {
  const document = await getDocument({ data, useSystemFonts: false, verbosity: 0 }).promise;
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent();
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(' '));
  }
  return pages.join('\n').replaceAll(/\s+/g, ' ');
}

describe('a day at the desk', () => {
  let code = '';
  let link = '';

  test('begins with an exhibition', async () => {
    const { page } = cashier;
    cashier.expectStatus(401);
    await page.goto('/console/desk');
    await fillSignIn(page);
    await page.getByRole('link', { name: 'New exhibition' }).click();
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    await field(page, 'Name').fill('Winter Handloom Fair');
    await page.getByLabel('First day').fill(day(-1));
    await page.getByLabel('Last day').fill(day(7));
    await page.getByLabel('Prefix').fill('WHF');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Winter Handloom Fair').first().waitFor();
  });

  test('registers a customer: ID and QR are there at once', async () => {
    const { page } = cashier;
    await page.goto('/console/desk');
    await field(page, 'Name').fill(CUSTOMER.name);
    await page.getByLabel('E-mail').fill('ananya@nowhere');
    await field(page, 'Phone').fill(CUSTOMER.phone);
    cashier.expectStatus(400, 422);
    await page.keyboard.press('Enter');
    await page.getByText('This is not an e-mail address.').waitFor();
    await expect.poll(() => field(page, 'Name').inputValue()).toBe(CUSTOMER.name);
    await page.getByLabel('E-mail').fill(CUSTOMER.email);
    // An impatient person presses twice.
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    const qr = page.getByRole('img', { name: `QR code of ${CUSTOMER.name}` });
    await qr.waitFor();
    await page.waitForFunction(() => [...document.images].every((image) => image.complete && image.naturalWidth > 0));
    const customers = await call<{ code: string; phone: string }[]>('GET', '/exhibition/customers');
    expect(customers).toMatchObject([{ name: CUSTOMER.name, email: CUSTOMER.email, phone: '+919845012345' }]);
    code = customers[0]?.code ?? '';
    expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{8}$/);
    expect((await page.locator('main').innerText()).replaceAll(/\s/g, '')).toContain(code);
    link = (await readQr(await qr.screenshot())) ?? '';
    expect(link).toMatch(new RegExp(`^${stage.server.url}/c/[\\w-]+$`));
    expect(await amount(page).evaluate((field) => field === document.activeElement)).toBe(true);
  });

  test('sends the ID and the same QR by e-mail', async () => {
    const [mail] = await stage.smtp.waitFor({ to: CUSTOMER.email });
    const { subject, html, text, attachments, from } = await (mail as NonNullable<typeof mail>).parse();
    expect(from?.address).toBe('desk@fair.example');
    expect(subject).toContain(code);
    expect(text).toContain(code);
    expect(text).toContain(link);
    expect(html).toContain(link);
    const picture = attachments.find((attachment) => attachment.mimeType === 'image/png');
    expect(await readQr(new Uint8Array(picture?.content as ArrayBuffer))).toBe(link);
    const state = () =>
      call<{ email_state: string }>('GET', `/exhibition/customers/${code}`).then((customer) => customer.email_state);
    await until(async () => (await state()) === 'sent');
    expect(stage.smtp.mails).toHaveLength(1);
  });

  test('adds bills with the keyboard alone, and the total is right to the cent', async () => {
    const { page } = cashier;
    for (const text of ['12.50', '0.10', '0.20', '99999999.99']) {
      await typed(page, amount(page), text);
      await page.keyboard.press('Enter');
      // Above the organization's limit the amount is asked for once more.
      if (text === '99999999.99') {
        await field(page, 'Repeat the amount').waitFor();
        await typed(page, field(page, 'Repeat the amount'), text);
        await page.keyboard.press('Enter');
      }
      await expect.poll(() => amount(page).inputValue()).toBe('');
      expect(await amount(page).evaluate((field) => field === document.activeElement)).toBe(true);
    }
    await page.getByText('4 bills').first().waitFor();
    expect(await total(page)).toBe('₹10,00,00,012.79');
    // Enter on an empty field, and a second Enter after the first: one bill.
    await page.keyboard.type('7.21');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.getByText('5 bills').first().waitFor();
    await page.keyboard.type('100');
    await page.getByRole('button', { name: 'Add bill' }).dblclick();
    await page.getByText('6 bills').first().waitFor();
    expect(await total(page)).toBe('₹10,00,00,120.00');
    const bills = await call<{ amount: string }[]>('GET', '/exhibition/bills');
    expect(bills.map((bill) => bill.amount).sort()).toEqual(
      ['0.10', '0.20', '12.50', '100.00', '7.21', '99999999.99'].sort(),
    );
  });

  test('says what is wrong with an amount and keeps what was typed', async () => {
    const { page } = cashier;
    await page.getByLabel('Description').fill('Silk saree');
    for (const [text, shown] of [
      ['12.345', 'At most 2 decimals'],
      ['-5', 'An amount such as 12.50'],
      ['0', 'Must be above zero'],
      ['100000000', 'Less than 100,000,000'],
    ] as const) {
      await amount(page).fill(text);
      await page.keyboard.press('Enter');
      await page.getByText(shown).waitFor();
      await expect.poll(() => amount(page).inputValue()).toBe(text);
      await expect.poll(() => page.getByLabel('Description').inputValue()).toBe('Silk saree');
      expect(await amount(page).evaluate((field) => field === document.activeElement)).toBe(true);
    }
    expect(await call<unknown[]>('GET', '/exhibition/bills')).toHaveLength(6);
    await amount(page).fill('1500');
    await page.keyboard.press('Enter');
    await page.getByText('7 bills').first().waitFor();
    await expect.poll(() => page.getByLabel('Description').inputValue()).toBe('');
  });

  test('tries again after a lost answer without adding the bill twice', async () => {
    const { page } = cashier;
    cashier.expectError(/ERR_FAILED/);
    // The server saved it; only the answer was lost.
    const lost = async (route: Route) => {
      await route.fetch();
      await route.abort();
    };
    await page.route('**/api/v1/exhibition/customers/*/bills', lost);
    await amount(page).fill('80');
    await page.keyboard.press('Enter');
    await page.getByText('it may or may not be saved').waitFor();
    expect(await call<unknown[]>('GET', '/exhibition/bills')).toHaveLength(8);
    await page.unroute('**/api/v1/exhibition/customers/*/bills', lost);
    await page.getByText('8 bills').first().waitFor();
    await expect.poll(() => page.getByText('it may or may not be saved').count()).toBe(0);
    expect(await call<unknown[]>('GET', '/exhibition/bills')).toHaveLength(8);
  });

  test('voids a bill with a reason; it stays readable and no longer counts', async () => {
    const { page } = cashier;
    const line = page.getByRole('listitem').filter({ hasText: '₹9,99,99,999.99' });
    await line.getByRole('button', { name: 'Void' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Void' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Reason').fill('Typed too many nines');
    await dialog.getByRole('button', { name: 'Void' }).click();
    await line.getByText('Void', { exact: true }).waitFor();
    await line.getByText('Typed too many nines').waitFor();
    await page.getByText('7 bills').first().waitFor();
    expect(await total(page)).toBe('₹1,700.01');
  });

  test('prints an invoice with its number and the total', async () => {
    const { page, context } = cashier;
    const [pdf] = await Promise.all([
      context.waitForEvent('response', (response) => /\/documents\/[^/]+\/pdf/.test(response.url())),
      page.getByRole('button', { name: 'Invoice' }).click(),
    ]);
    expect(pdf.status()).toBe(200);
    expect(pdf.headers()['content-type']).toContain('application/pdf');
    // The browser passes a shown PDF to its viewer and keeps no body, so the test requests the same address again.
    const again = await context.request.get(pdf.url());
    const text = await pdfText(new Uint8Array(await again.body()));
    const [paper] = await call<{ id: string; number: string }[]>('GET', '/documents');
    expect(pdf.url()).toContain(paper?.id);
    expect(paper?.number).toMatch(/\d/);
    expect(text).toContain(paper?.number);
    expect(text).toContain('1,700.01');
    expect(text).toContain(CUSTOMER.name);
    for (const other of context.pages()) if (other !== page) await other.close();
  });

  test('the customer’s link shows the bills, the total and the QR, and asks for nothing else', async () => {
    const phone = await stage.visit({ viewport: { width: 390, height: 844 } });
    phone.watch();
    await phone.page.goto(link);
    await phone.page.getByRole('heading', { name: CUSTOMER.name }).waitFor();
    const text = await phone.page.locator('main').innerText();
    expect(text).toContain('1,700.01');
    expect(text).toContain('Silk saree');
    expect(text).toContain('12.50');
    expect(text.replaceAll(/\s/g, '')).toContain(code);
    expect(text).not.toContain(CUSTOMER.email);
    expect(await readQr(await phone.page.getByAltText('Your QR code').screenshot())).toBe(link);
    expect(await phone.context.cookies()).toEqual([]);
    expect(phone.faults).toEqual([]);
    await phone.close();
  });

  test('finds the customer by the ID, typed in small letters', async () => {
    const { page } = cashier;
    await page.keyboard.press('Escape');
    await page.getByText('Ready for the next customer').waitFor();
    cashier.expectStatus(404);
    await find(page).fill('ZZZZZZZZ');
    await page.keyboard.press('Enter');
    await page.getByText('There is no such customer.').waitFor();
    await expect.poll(() => find(page).inputValue()).toBe('ZZZZZZZZ');
    await find(page).fill(`${code.slice(0, 4)} ${code.slice(4)}`.toLowerCase());
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: CUSTOMER.name }).waitFor();
  });

  test('finds the customer by a hand scanner, wherever the focus is, and the field there keeps its text', async () => {
    const { page } = cashier;
    await page.goto('/console/desk');
    await field(page, 'Name').fill('Half a na');
    await scan(page, link);
    await page.getByRole('heading', { name: CUSTOMER.name }).waitFor();
    await expect.poll(() => field(page, 'Name').inputValue()).toBe('Half a na');
    expect(codeIn(page)).not.toBeNull();
    await page.goto('/console/desk');
    await find(page).waitFor();
    await scan(page, code);
    await page.getByRole('heading', { name: CUSTOMER.name }).waitFor();
    await expect.poll(() => find(page).inputValue()).toBe('');
  });

  test('eight figures of a telephone number and a pause are a person, unless they come as fast as a scanner', async () => {
    const { page } = cashier;
    await page.goto('/console/desk');
    await field(page, 'Phone').click();
    /** Keys by the keyboard's own clock, and then none for longer than a scanner without Enter is waited for. */
    const keys = (gap: number, seconds: number) =>
      page.evaluate(
        async ([ms, from]) => {
          let at = performance.now() + from * 1000;
          for (const key of '98765432') {
            at += ms;
            const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
            Object.defineProperty(event, 'timeStamp', { value: at });
            document.activeElement?.dispatchEvent(event);
          }
          await new Promise((done) => setTimeout(done, 400));
          return document.activeElement?.getAttribute('name');
        },
        [gap, seconds] as const,
      );
    const there = await field(page, 'Phone').getAttribute('name');
    expect(await keys(100, 0)).toBe(there);
    expect(await page.getByText('There is no such customer').count()).toBe(0);
    cashier.expectStatus(404);
    await keys(8, 10);
    await page.getByText('There is no such customer').waitFor();
  });

  test('finds the customer by the camera', async () => {
    const { page } = cashier;
    filmQr(stage.film, link);
    await page.goto('/console/desk');
    await page.getByRole('button', { name: 'Scan with the camera' }).click();
    await page.getByRole('heading', { name: CUSTOMER.name }).waitFor();
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  });

  test('revokes the link: page and QR say so', async () => {
    const { page } = cashier;
    await page.getByRole('link', { name: 'Customer details' }).click();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Revoke link and QR' }).click();
    cashier.expectStatus(409);
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke link and QR' }).click();
    await page.getByText('Link and QR are revoked').waitFor();
    await page.getByText('The QR code is revoked').waitFor();
    const phone = await stage.visit();
    phone.watch();
    phone.expectStatus(404, 410, 403, 401);
    await phone.page.goto(link);
    await phone.page.getByText('Ask at the desk for a new one').waitFor();
    expect(await phone.page.locator('body').innerText()).not.toContain('1,700.01');
    expect(phone.faults).toEqual([]);
    await phone.close();
    await page.goto('/console/desk');
    await find(page).waitFor();
    await scan(page, link);
    await page.getByText('This code is no longer valid.').waitFor();
  });

  test('fits a phone and is in Hindi', async () => {
    const { page } = cashier;
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/console/desk');
    await page.getByRole('button', { name: 'Your account' }).click();
    await page.getByRole('menuitem', { name: 'हिन्दी' }).click();
    await page.getByRole('heading', { name: 'काउंटर', exact: true }).waitFor();
    await page.getByRole('button', { name: 'पंजीकृत करें' }).waitFor();
    const widths = () => page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    expect((await widths())[0]).toBeLessThanOrEqual(390);
    // No English is left, except names and codes.
    const text = (await page.locator('main').innerText()).replaceAll(
      /Winter Handloom Fair|Ananya Rao|QR|F2|F4|Enter|Esc/g,
      '',
    );
    expect(text.replaceAll(code.slice(0, 4), '').replaceAll(code.slice(4), '')).not.toMatch(/[A-Za-z]{3,}/);
    await page.getByRole('main').getByText(CUSTOMER.name).click();
    await page.getByRole('heading', { name: CUSTOMER.name }).waitFor();
    await page.getByText('रद्द').first().waitFor();
    expect((await widths())[0]).toBeLessThanOrEqual(390);
  });

  test('fits a phone in Spanish, which has the longest words', async () => {
    const { page } = cashier;
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/console/desk');
    await page.getByRole('button', { name: 'आपका खाता' }).click();
    await page.getByRole('menuitem', { name: 'Español' }).click();
    for (const [path, heading] of [
      ['/console/desk', 'Mostrador'],
      ['/console', 'Panel'],
      ['/console/exhibition/customers', 'Clientes'],
      ['/console/exhibition/bills', 'Cargos'],
      ['/console/office/audit', 'Registro de cambios'],
    ] as const) {
      await page.goto(path);
      await page.getByRole('heading', { name: heading, exact: true }).waitFor();
      expect(await page.evaluate(() => document.documentElement.lang)).toBe('es');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    }
  });
});
