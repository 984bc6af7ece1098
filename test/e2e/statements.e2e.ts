import { beforeAll, expect, test } from 'vitest';
import { type Caller, found, OWNER } from './support/api.ts';
import { until, type Visit } from './support/browser.ts';
import { onStage } from './support/stage.ts';

const stage = onStage();
let call: Caller;
let meera: Visit;

beforeAll(async () => {
  call = await found(stage.server, ['raffle']);
  meera = await stage.visit();
});

const file = (...rows: string[]) => ({
  name: 'wallet.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(['Wallet of Malabar Mess', 'Date,Narration,Ref No,Dr/Cr,Amount', ...rows].join('\n')),
});

test('an unknown word is asked once: what staff say is remembered for the next file', async () => {
  const { page } = meera;
  await page.goto('/console/payments/statements/import');
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await page.keyboard.press('Enter');
  await page.getByText('Import a statement').first().waitFor();
  await page.goto('/console/payments/statements/import');
  const input = page.locator('input[type=file]');
  await input.setInputFiles(file('03/04/2026,ASHA,632511223344,CR,300.00', '04/04/2026,GAS,632511223999,Zapped,50.00'));
  await page.getByText('1 line of money in.').waitFor();
  await page.getByText('Days such as 03/04/2026 can be read in two ways.').waitFor();
  await page.getByLabel('“Zapped”, in 1 row').click();
  await page.getByRole('option', { name: 'Money out' }).click();
  await page.getByText('1 line of money in. 1 line of money out is left out.').waitFor();
  await page.getByLabel('Name of the bank').fill('Wallet');
  await page.getByRole('button', { name: 'Import 1 line' }).click();
  await page.getByText('wallet.csv').first().waitFor();
  // The name of the file stands on the page of the import too.
  const format = await until(
    async () => (await call<{ name: string; mapping: object }[]>('GET', '/statements/formats'))[0],
  );
  expect(format).toMatchObject({ name: 'Wallet', mapping: { directions: [{ word: 'Zapped', means: 'out' }] } });

  await page.goto('/console/payments/statements/import');
  await input.setInputFiles(file('05/04/2026,MILK,632511224000,Zapped,5.00', '06/04/2026,RAVI,632511224001,CR,7.00'));
  await page.getByText('These columns are known: Wallet.').waitFor();
  await page.getByText('1 line of money in. 1 line of money out is left out.').waitFor();
  // Another line of the file can be the heading.
  await page.getByLabel('Line with the headings').click();
  await page.getByRole('option', { name: 'There are no headings' }).waitFor();
});
