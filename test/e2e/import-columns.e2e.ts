/** A list whose columns nobody knows, in the console: each one is said, the rows are checked, and the next file is known. */
import { writeXlsx } from 'hucre';
import { beforeAll, expect, test } from 'vitest';
import { type Caller, found } from './support/api.ts';
import { until } from './support/browser.ts';
import { fillSignIn } from './support/sign-in.ts';
import { onStage } from './support/stage.ts';

const stage = onStage();
let call: Caller;
beforeAll(async () => {
  call = await found(stage.server, ['mess']);
});

test('a column in question is chosen or left out, and remembered', async () => {
  const { page, expectStatus } = await stage.visit();
  expectStatus(401);
  await page.goto('/console/mess/students/import');
  await fillSignIn(page);
  const give = async (...rows: string[][]) => {
    const list = [['Wer', 'Nummer', 'Was', 'Tel'], ...rows];
    const buffer = Buffer.from(await writeXlsx({ sheets: [{ name: 'List', rows: list }] }));
    await page.locator('input[type=file]').setInputFiles({ name: 'list.xlsx', mimeType: 'application/zip', buffer });
  };
  const check = page.getByRole('button', { name: 'Check the rows' });
  await give(['Asha Verma', '21CS104', 'B-204', '98765 00003 / 98765 00004'], ['Imran Khan', '1-Jan', 'B-205', '12']);
  await page.getByText('Say what these columns are, or that they are left out: Nummer, Was.').waitFor();
  expect(await check.isDisabled()).toBe(true);
  const choose = async (column: string, field: string) => {
    await page.getByRole('combobox', { name: column }).click();
    await page.getByRole('option', { name: field, exact: true }).click();
  };
  await choose('Nummer', 'Roll number');
  await choose('Was', 'Leave out');
  await check.click();
  await page.getByText('Left out: Was').waitFor();
  await page.getByText('looks like a day').waitFor();
  await page.getByRole('radio', { name: 'The second' }).click();
  await page.getByRole('button', { name: 'Import 1 row' }).click();
  await page.getByText('1 row written.').waitFor();
  const students = () => call<{ name: string; roll_number: string; phone: string }[]>('GET', '/mess/students');
  expect(await students()).toMatchObject([{ name: 'Asha Verma', roll_number: '21CS104', phone: '+919876500004' }]);

  await page.goto('/console/mess/students/import');
  await give(['Neha Rao', '21CS106', 'B-1', '9876500006']);
  await page.getByText('You have imported a file with these headings before').waitFor();
  await page.getByRole('button', { name: 'Import 1 row' }).click();
  await until(async () => (await students()).length === 2);
});

test('a number that looks impossible is kept as typed when a person at the form says so', async () => {
  const { page, expectStatus } = await stage.visit();
  expectStatus(401);
  await page.goto('/console/mess/students/new');
  await fillSignIn(page);
  const form = page.locator('form');
  await form.locator('input[name=name]').fill('Lata Rao');
  await form.locator('input[name=rollNumber]').fill('21CS777');
  await form.locator('input[name=phone]').fill('12345678');
  const keep = page.getByRole('checkbox', { name: 'Keep the number as typed' });
  expect(await keep.count()).toBe(0);
  expectStatus(400);
  await page.getByRole('button', { name: 'Save' }).click();
  await keep.check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForURL(/\/mess\/students\/[0-9a-f-]{36}$/);
  const students = await call<{ name: string; phone: string }[]>('GET', '/mess/students?search=Lata');
  expect(students).toMatchObject([{ name: 'Lata Rao', phone: '+9112345678' }]);
});
