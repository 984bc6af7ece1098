import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FakeSheets, SPREADSHEET, startFakeSheets } from '../fakes/sheets.ts';
import { type Caller, found, openExhibition } from './support/api.ts';
import { until, type Visit } from './support/browser.ts';
import { fillSignIn } from './support/sign-in.ts';
import { onStage } from './support/stage.ts';

let sheets: FakeSheets;
const stage = onStage({
  env: async () => {
    sheets = await startFakeSheets();
    return sheets.env;
  },
});
const TAB = 'exhibition.customer.registered';
let call: Caller;
let meera: Visit;

beforeAll(async () => {
  call = await found(stage.server);
  await openExhibition(call);
  meera = await stage.visit();
});
afterAll(() => sheets?.close());
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
