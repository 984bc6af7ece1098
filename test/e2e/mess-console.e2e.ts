import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterEach, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { sessionText } from '../../kernel/devices/contract.ts';
import { type SignedScan, signedText } from '../../modules/mess/door/contract.ts';
import { type Caller, found, OWNER, send } from './support/api.ts';
import { until, type Visit } from './support/browser.ts';
import { onStage } from './support/stage.ts';

/** A day in the mess's office: from the first meal and cycle to a meal eaten twice and a scanner ended. */

const stage = onStage();
let call: Caller;
let warden: Visit;
let page: Page;

beforeAll(async () => {
  call = await found(stage.server, ['mess']);
  warden = await stage.visit();
  page = warden.page;
});

let broken = false;
beforeEach(({ skip }) => {
  if (broken) skip('an earlier chapter failed');
  warden.watch();
  onTestFailed(() => {
    broken = true;
  });
});
afterEach(() => expect(warden.faults.splice(0)).toEqual([]));

const day = (offset: number) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Kolkata' }).format(Date.now() + offset * 86_400_000);
const open = (path: string) => page.goto(`/console${path}`);
const row = (text: string | RegExp) => page.getByRole('row').filter({ hasText: text });
const dialog = () => page.getByRole('dialog');
const button = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true });
const field = (name: string) => page.getByRole('textbox', { name, exact: true });
const toast = (text: string | RegExp) => page.getByRole('alert').filter({ hasText: text }).first().waitFor();

type Pupil = { id: string; qr: string };
const register = (name: string, roll_number: string) =>
  call<Pupil>('POST', '/mess/students', { name, roll_number, room: 'B-204' });

test('meals get their windows, and a cycle its days and price', async () => {
  warden.expectStatus(401);
  await open('/mess/meals');
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await button(page, 'Sign in').click();
  await page.getByRole('switch', { name: 'Lunch' }).check();
  // All day, so that the test may run at any hour.
  await page.locator('input[name="lunch.starts"]').fill('00:00');
  await page.locator('input[name="lunch.ends"]').fill('23:59');
  await button(page, 'Save').click();
  await toast('Saved');
  await page.reload();
  await until(async () => (await page.locator('input[name="lunch.ends"]').inputValue()) === '23:59');

  await open('/mess/payments');
  await page.getByText('There is no cycle to pay for').waitFor();
  await page.getByRole('link', { name: 'Cycles' }).last().click();
  await page.getByRole('link', { name: 'New cycle' }).first().click();
  await field('Name').fill('This month');
  await field('Price').fill('3600,00');
  await button(page, 'Save').click();
  await row('This month').getByText('Running').waitFor();
});

test('registrations show up by themselves and are approved together; one is denied with a reason', async () => {
  await open('/mess/students');
  await page.getByText('No students yet').waitFor();
  await register('Asha Verma', '21CS101');
  await register('Ravi Menon', '21CS102');
  await register('Imran Sheikh', '21CS103');
  for (const name of ['Asha Verma', 'Ravi Menon']) await row(name).getByRole('checkbox').check();
  await button(page, 'Approve').click();
  await toast('2 approved.');
  await row('Asha Verma').getByText('Approved').waitFor();
  await row('Imran Sheikh').getByText('Imran Sheikh').click();
  await button(page, 'Deny').click();
  await dialog().getByRole('textbox').fill('Not on our list');
  await button(dialog(), 'Deny').click();
  await toast('The registration is denied');
  await page.getByText('Not on our list').first().waitFor();
  // One of the selected ones was decided already: its refusal is shown.
  await open('/mess/students');
  for (const name of ['Asha Verma', 'Imran Sheikh']) await row(name).getByRole('checkbox').check();
  await button(page, 'Approve').click();
  await toast(/1 approved\. 1 stayed as it was: This student is approved already\./);
});

test('a student is added at the desk, with a QR to print', async () => {
  await open('/mess/students/new');
  await field('Name').fill('Lakshmi Nair');
  await field('Roll number').fill('21cs102');
  warden.expectStatus(409);
  await button(page, 'Save').click();
  await page.getByText('Somebody is registered with this roll number.').waitFor();
  await field('Roll number').fill('21cs 104');
  await button(page, 'Save').click();
  const qr = page.getByRole('img', { name: 'QR code of Lakshmi Nair' });
  await until(() => qr.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0));
  await page.getByText('21CS104').first().waitFor();
  const sheet = await page.getByRole('link', { name: 'Print' }).getAttribute('href');
  const printed = await warden.context.request.get(sheet ?? '');
  expect([printed.status(), printed.headers()['content-type']]).toEqual([200, 'application/pdf']);
});

test('cash is taken, a proof is verified while the page is open, another is denied', async () => {
  const [, ravi] = await call<Pupil[]>('GET', '/mess/students?sort=roll_number');
  await open('/mess/payments');
  await button(row('Asha Verma'), 'Take cash').click();
  await dialog().getByText('Did Asha Verma hand over ₹3,600.00?').waitFor();
  await button(dialog(), 'Take cash').click();
  await toast('The cash is booked');
  await row('Asha Verma').getByText('Paid').waitFor();
  await call('POST', `/mess/students/${ravi?.id}/proofs`, { transaction_reference: 'UTR440000001' });
  // Without a reload.
  await button(row('Ravi Menon'), 'Verify').click();
  await button(dialog(), 'Verify').click();
  await toast('The cycle is paid');
  await row('Ravi Menon').getByText('Paid').waitFor();
  // Brought to the desk on paper.
  await button(row('Imran Sheikh'), 'Add proof').click();
  await button(dialog(), 'Add proof').click();
  await dialog().getByText('A picture or a transaction reference is needed.').waitFor();
  const slip = { name: 'slip.png', mimeType: 'image/png', buffer: await paper() };
  await dialog().locator('input[type=file]').setInputFiles(slip);
  await button(dialog(), 'Add proof').click();
  await toast('The proof waits to be checked');
  await button(row('Imran Sheikh'), 'Let them eat').click();
  await dialog().getByLabel('Days, today included').fill('3');
  await button(dialog(), 'Let them eat').click();
  await row('Imran Sheikh')
    .getByText(/Eats until/)
    .waitFor();
  await button(row('Imran Sheikh'), 'Deny').click();
  await dialog().getByRole('textbox').fill('Another amount');
  await button(dialog(), 'Deny').click();
  await toast('The proof is denied');
  await row('Imran Sheikh').getByText('Denied').waitFor();
  await page.getByRole('searchbox', { name: 'Search name or roll number' }).fill('menon');
  await row('Asha Verma').waitFor({ state: 'detached' });
  await row('Ravi Menon').waitFor();
});

test('the mess is closed for a day and opened after all; a student takes days off', async () => {
  await open('/mess/closures');
  await button(page, 'Close the mess').first().click();
  await dialog().getByLabel('Reason').fill('Festival');
  await button(dialog(), 'Close').click();
  await toast('The mess is closed on these days');
  await button(row('Festival'), 'Withdraw').click();
  await button(dialog(), 'Withdraw').click();
  await row('Festival').getByText('Withdrawn').waitFor();

  await open('/mess/students');
  await row('Asha Verma').getByText('Asha Verma').click();
  await page.getByRole('tab', { name: 'Mess cuts' }).click();
  await button(page, 'Add a cut').click();
  await dialog().getByLabel('First day').fill(day(0));
  await dialog().getByLabel('Last day').fill(day(0));
  await button(dialog(), 'Add').click();
  await dialog().getByText('Today can’t be cut any more').waitFor();
  await dialog().getByLabel('First day').fill(day(3));
  await dialog().getByLabel('Last day').fill(day(4));
  await button(dialog(), 'Add').click();
  await toast('The days are cut');
  await page.getByText('In force').first().waitFor();
  await page.getByRole('tab', { name: 'Account' }).click();
  await page.getByText(/Mess cut, .*: 2 days × ₹1\d\d\.\d\d/).waitFor();
});

test('a scanner is handed over once; its scans arrive by themselves; the office renames and ends it', async () => {
  await open('/devices');
  await button(page, 'Add a device').first().click();
  await dialog().getByLabel('Name').fill('Old phone');
  await button(dialog(), 'Make the code').click();
  const qr = page.getByRole('img', { name: 'QR code' });
  await until(() => qr.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0));
  const link = await dialog().getByLabel('Link').inputValue();
  const code = await page.getByTestId('code').innerText();
  expect(link).toBe(`${stage.server.url}/scanner/#code=${code}`);
  await button(dialog(), 'Close').click();
  await row('Old phone').getByText('Waits for its code').waitFor();
  expect(await page.content()).not.toContain(code);

  const gate = await scannerOf(code);
  await row('Old phone').getByText('Active').waitFor();
  const [asha] = await call<Pupil[]>('GET', '/mess/students?sort=roll_number');
  await open('/mess/scans');
  await page.getByText('Nothing was scanned').waitFor();
  await gate.scan(asha?.qr ?? '');
  await row('Asha Verma').getByText('Allowed').waitFor();
  await gate.sync(asha?.qr ?? '');

  await open('/mess/scanners');
  await button(row('Old phone'), 'Edit').click();
  await dialog().getByLabel('Old after this many hours').fill('6');
  await button(dialog(), 'Save').click();
  await row('Old phone').getByText('after 6 h').waitFor();
  await open('/devices');
  await button(row('Old phone'), 'Rename').click();
  await dialog().getByLabel('Name').fill('Garden gate');
  await button(dialog(), 'Save').click();
  await row('Garden gate').waitFor();

  await open('/mess/settlement');
  await row('Asha Verma').getByText('Already served').waitFor();
  await button(row('Asha Verma'), 'Charge').click();
  await dialog().getByLabel('Amount (INR)').fill('45,50');
  await button(dialog(), 'Charge').click();
  await row('Asha Verma').getByText('Charged ₹45.50').waitFor();

  await open('/devices');
  await button(row('Garden gate'), 'Remove').click();
  await button(dialog(), 'Remove').click();
  await row('Garden gate').getByText('Ended', { exact: true }).waitFor();
  await expect(gate.scan(asha?.qr ?? '')).rejects.toThrow('401');
});

/** A slip of paper. */
function paper(): Promise<Buffer> {
  return sharp({ create: { width: 300, height: 400, channels: 3, background: '#f4efe2' } })
    .png()
    .toBuffer();
}

/** A phone at the door, with the calls of the scanner's pages. */
async function scannerOf(code: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const public_key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64url');
  const signed = (text: string) =>
    sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  const post = async <T>(path: string, body: object, token?: string) => {
    const answer = await send(stage.server, 'POST', path, body, token ? { authorization: `Bearer ${token}` } : {});
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { data: T }).data;
  };
  type Enrolled = { device: { id: string }; organization: { id: string } };
  const { device, organization } = await post<Enrolled>('/devices/enrol', { code, public_key });
  const { challenge } = await post<{ challenge: string }>('/devices/challenge', {});
  const signature = signed(sessionText(organization.id, device.id, challenge));
  const asked = { organization: organization.id, device: device.id, challenge, signature };
  const { token } = await post<{ token: string }>('/devices/session', asked);
  return {
    scan: (qr: string) => post('/mess/scanner/scan', { qr, nonce: randomUUID() }, token),
    /** One scan made offline and uploaded later. */
    sync: (qr: string) => {
      const device_at = new Date().toISOString();
      const scan: SignedScan = { nonce: randomUUID(), seq: 1, device_at, qr, meal: 'lunch', allowed: true };
      const scans = [{ ...scan, signature: signed(signedText(device.id, scan)) }];
      return post('/mess/scanner/sync', { device: device.id, sent_at: new Date().toISOString(), scans }, token);
    },
  };
}
