import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { onPaper } from '../../kernel/documents/console/on-paper.ts';
import { networkPrinter } from '../harness/printer.ts';
import { type Caller, found } from './support/api.ts';
import type { Visit } from './support/browser.ts';
import { fillSignIn } from './support/sign-in.ts';
import { onStage } from './support/stage.ts';

const stage = onStage({ env: { PRINTER_NETWORK: '127.0.0.0/8' } });
let call: Caller;
let owner: Visit;
let exhibitionId: string;

beforeAll(async () => {
  call = await found(stage.server);
  const dates = { starts_on: '2020-01-01', ends_on: '2099-12-31' };
  const fair = { name: 'Craft Fair', prefix: 'CF', ...dates };
  exhibitionId = (await call<{ id: string }>('POST', '/exhibition/exhibitions', fair)).id;
  owner = await stage.visit();
  await owner.context.addInitScript(usbPrinter);
  const { page } = owner;
  owner.expectStatus(401);
  await page.goto('/console/');
  await fillSignIn(page);
  await page.getByRole('link', { name: 'Items' }).first().waitFor();
});
let broken = false;
beforeEach(({ skip }) => {
  if (broken) skip('an earlier chapter failed');
  owner.watch();
  onTestFailed(() => {
    broken = true;
  });
});
afterEach(() => expect(owner.faults.splice(0)).toEqual([]));

/** A receipt printer at USB, which keeps its bytes. */
function usbPrinter() {
  const sent: number[] = [];
  const device = {
    vendorId: 0x04b8,
    productId: 0x0e15,
    manufacturerName: 'EPSON',
    productName: 'TM-T20II',
    serialNumber: '1',
    configuration: {
      interfaces: [{ interfaceNumber: 0, alternate: { endpoints: [{ direction: 'out', endpointNumber: 1 }] } }],
    },
    open: async () => undefined,
    close: async () => undefined,
    reset: async () => undefined,
    selectConfiguration: async () => undefined,
    claimInterface: async () => undefined,
    transferOut: async (_endpoint: number, bytes: Uint8Array) => void sent.push(...bytes),
  };
  const usb = Object.assign(new EventTarget(), {
    requestDevice: async () => device,
    getDevices: async () => [device],
  });
  Object.defineProperty(navigator, 'usb', { value: usb });
  Object.assign(window, { printed: sent });
}
const printed = async (page: Page) => {
  const bytes = await page.evaluate(() => (window as unknown as { printed: number[] }).printed.splice(0));
  return onPaper(new Uint8Array(bytes));
};

test('an item and its variant are added by keyboard, and arranged on the keys', async () => {
  const { page } = owner;
  await page.goto('/console/exhibition/items');
  await page.getByRole('link', { name: 'New item' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Clay bowl');
  await page.getByRole('textbox', { name: /^Price/ }).fill('75.50');
  await page.getByRole('radio', { name: 'Orange' }).check();
  await page.getByRole('textbox', { name: 'Quick key' }).fill('1');
  await page.getByRole('textbox', { name: 'Stock' }).fill('5');
  await page.getByRole('textbox', { name: 'Stock' }).press('Enter');
  await page.getByRole('cell', { name: 'Clay bowl' }).click();
  await page.getByRole('link', { name: 'New variant' }).click();
  await page.getByRole('textbox', { name: 'Variant' }).fill('large');
  await page.getByRole('textbox', { name: 'Variant' }).press('Enter');
  await page.getByText('large', { exact: true }).waitFor();

  await page.goto('/console/exhibition/items/keys');
  await page.getByRole('button', { name: '1 Clay bowl' }).click();
  await page.getByRole('button', { name: '7', exact: true }).click();
  await page.getByText('Clay bowl, large').click();
  await page.getByRole('button', { name: '8', exact: true }).press('Enter');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect
    .poll(async () =>
      (await call<{ name: string; quick_key: number }[]>('GET', '/exhibition/items')).map((one) => [
        one.name,
        one.quick_key,
      ]),
    )
    .toEqual([
      ['Clay bowl', 7],
      ['Clay bowl, large', 8],
    ]);
});

test('a receipt is printed at the desk’s own printer, and a reprint is the same', async () => {
  const { page } = owner;
  await page.goto('/console/device');
  await page.getByRole('radio', { name: /Receipt printer on USB/ }).check();
  await page.getByRole('button', { name: 'Choose the printer' }).click();
  await page.getByText('EPSON TM-T20II').waitFor();
  await page.getByRole('button', { name: 'Print a test' }).click();
  await expect
    .poll(() => printed(page))
    .toMatch(/Test[\s\S]*1,234\.50[\s\S]*\[picture 576x\d+, [1-9]\d* black\][\s\S]*\[cut\]/);

  const [, large] = await call<{ id: string }[]>('GET', '/exhibition/items');
  const lines = [{ item_id: large?.id, quantity: '2' }];
  const body = { exhibition_id: exhibitionId, lines, pay: [{ method: 'cash' }] };
  const sold = await call<{ bill: { id: string } }>('POST', '/exhibition/bills', body);
  // The page is loaded anew: the printer is found again without a question.
  await page.goto(`/console/exhibition/bills/${sold.bill.id}`);
  const print = async () => {
    await page.getByRole('button', { name: 'Print receipt' }).click();
    let paper = '';
    await expect
      .poll(async () => {
        paper += await printed(page);
        return paper;
      })
      .toContain('[cut]');
    return paper;
  };
  const first = await print();
  expect(first).toMatch(/Clay bowl, large\n {2}2 × 75\.50 +151\.00\n/);
  expect(await print()).toBe(first);
  await page.getByRole('button', { name: 'Packing slip' }).click();
  await expect.poll(() => printed(page)).toContain('2 × Clay bowl, large');
});

test('the desk prints each sale by itself, opens the drawer for cash, and prints the last one again', async () => {
  const { page } = owner;
  await page.goto('/console/device');
  await page.getByLabel('Print each receipt by itself').check();
  await page.getByLabel('Open the cash drawer with sales in cash').check();
  await page.goto('/console/desk');
  await page.getByText('Ready for the next customer').waitFor();
  await page.keyboard.press('F3');
  const amount = page.getByRole('textbox', { name: 'Amount', exact: true });
  await expect.poll(() => amount.evaluate((field) => field === document.activeElement)).toBe(true);
  await page.keyboard.press('Alt+8');
  await expect.poll(() => page.getByTestId('cart').innerText()).toContain('Clay bowl, large');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Cash given', exact: true }).waitFor();
  await page.keyboard.press('Enter');
  const paper = async () => {
    let all = '';
    await expect
      .poll(async () => {
        all += await printed(page);
        return all;
      })
      .toContain('[cut]');
    return all;
  };
  const first = await paper();
  expect(first).toMatch(/Clay bowl, large/);
  expect(first).toContain('[drawer]');
  await page.keyboard.press('Control+p');
  expect((await paper()).trim()).toBe(first.replace('[drawer]', '').trim());
});

test('a printer in the network prints by way of the server, and one that is off is named', async () => {
  const { page } = owner;
  const printer = await networkPrinter();
  await page.goto('/console/device');
  await page.getByRole('radio', { name: /Receipt printer in the network/ }).check();
  await page.getByText('An owner adds printers under').waitFor();
  await page.goto('/console/office/settings/printers');
  const field = page.getByRole('textbox', { name: 'Printers' });
  await field.fill('Counter printer.example');
  owner.expectStatus(422);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Write each printer on a line of its own').waitFor();
  await field.fill(`Counter ${printer.host}`);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved').first().waitFor();

  await page.goto('/console/device');
  await page.getByRole('combobox', { name: 'Printer' }).click();
  await page.getByRole('option', { name: `Counter · ${printer.host}:9100` }).click();
  await page.getByRole('button', { name: 'Print a test' }).click();
  await expect.poll(() => printer.papers.length).toBe(1);
  expect(onPaper(new Uint8Array(printer.papers[0] ?? []))).toMatch(
    /Test[\s\S]*1,234\.50[\s\S]*\[picture[\s\S]*\[cut\]/,
  );
  await printer.close();
  owner.expectStatus(409);
  await page.getByRole('button', { name: 'Print a test' }).click();
  await page.getByText(`The printer at ${printer.host} does not answer`).waitFor();
  await page.getByRole('radio', { name: /Receipt printer on USB/ }).check();
});

test('before badges are printed, the first label is shown with its code', async () => {
  const { page } = owner;
  const customer = { name: 'Ananya Rao', email: 'ananya@example.com', exhibition_id: exhibitionId };
  const { code } = await call<{ code: string }>('POST', '/exhibition/customers', customer);
  await page.goto('/console/exhibition/customers');
  await page
    .getByRole('row', { name: /Ananya Rao/ })
    .getByRole('checkbox')
    .check();
  await page.getByRole('button', { name: 'Print' }).click();
  const label = page.getByRole('menu').locator('li').filter({ hasText: 'The first label' });
  const qr = label.locator('img');
  await qr.waitFor();
  expect(await qr.getAttribute('src')).toContain(`/exhibition/customers/${code}/qr.svg`);
  await expect.poll(() => qr.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  // In two parts, as it stands on the label.
  const parts = `${code.slice(0, 4)} ${code.slice(4)}`;
  for (const text of ['Craft Fair', 'Ananya Rao', parts]) await label.getByText(text, { exact: true }).waitFor();
  const here = page.getByRole('menuitem', { name: 'On this device’s printer' });
  expect(await here.count()).toBe(1);
  await page.keyboard.press('Escape');
  await label.waitFor({ state: 'detached' });
  // The browser's own dialogue prints no codes, and a label without one is of no use.
  await page.evaluate(() => localStorage.setItem('counterfoil.printer', JSON.stringify({ way: 'page', paper: 80 })));
  await page.getByRole('button', { name: 'Print' }).click();
  await qr.waitFor();
  expect(await here.count()).toBe(0);
  await page.keyboard.press('Escape');
});
