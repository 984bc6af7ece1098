import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FakeSheets, SPREADSHEET, startFakeSheets } from '../fakes/sheets.ts';
import { type Caller, found, openExhibition } from './support/api.ts';
import { openBrowser, until, type Visit, visit } from './support/browser.ts';
import { dataFolder } from './support/data-folder.ts';
import { type Server, start } from './support/server.ts';
import { fillSignIn } from './support/sign-in.ts';

const folder = dataFolder();
const TAB = 'exhibition.customer.registered';
let sheets: FakeSheets;
let server: Server;
let browser: Browser;
let call: Caller;
let meera: Visit;

beforeAll(async () => {
  sheets = await startFakeSheets();
  [server, browser] = await Promise.all([start({ DATA_DIR: folder.path, ...sheets.env }), openBrowser()]);
  call = await found(server);
  await openExhibition(call);
  meera = await visit(browser, server.url);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await sheets?.close();
  folder.remove();
});
beforeEach(() => meera.watch());
afterEach(() => expect(meera.faults.splice(0)).toEqual([]));

const register = (name: string) =>
  call('POST', '/exhibition/customers', { name, email: 'buyer@fair.example', phone: '98765 43210' });
const names = () => sheets.rows(TAB).map((row) => row[3]);

test('a spreadsheet is set up, fills by itself, and what it refuses waits for a person', async () => {
  const { page } = meera;
  meera.expectStatus(401);
  await page.goto('/console/mirror');
  await fillSignIn(page);
  await page.getByText('No spreadsheet is set yet.').waitFor();

  await call('PATCH', '/settings/mirror', { spreadsheet_id: SPREADSHEET });
  await register('=HYPERLINK("http://evil.example")');
  await until(() => names().length === 1);
  expect(names()).toEqual(['=HYPERLINK("http://evil.example")']);
  await page.reload();
  await page.getByText('In the sheet').waitFor();
  await page.getByText(sheets.email).waitFor();

  // The page updates itself.
  sheets.trouble('append', { kind: 'refuse', status: 400, message: 'Invalid value.' });
  await register('Anil');
  await page.getByText('INVALID_ARGUMENT: Invalid value.').waitFor();
  await page.getByRole('button', { name: 'Try again', exact: true }).click();
  await until(() => names().length === 2);
  await page.getByText('Not taken', { exact: true }).last().waitFor();
});

test('rows deleted in the sheet are added again from a day on', async () => {
  const { page } = meera;
  const tab = sheets.tab(TAB);
  tab?.rows.splice(1, 1);
  await page.getByRole('button', { name: 'Complete from a day on' }).click();
  await page.getByLabel('From').fill('2020-01-01');
  await page.getByRole('button', { name: 'Complete', exact: true }).click();
  await until(() => names().length === 2);
  expect(names()).toEqual(['Anil', '=HYPERLINK("http://evil.example")']);
  await page.getByText('Up to date').waitFor();
});
