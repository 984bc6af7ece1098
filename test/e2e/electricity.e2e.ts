import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Fastify from 'fastify';
import { PgBoss } from 'pg-boss';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { keypadPages } from '../../modules/electricity/simulator/keypad-page.ts';
import { KeypadMeter } from '../../modules/electricity/simulator/simulated-meter.ts';
import { RWANDA } from '../../modules/electricity/test/factories.ts';
import { readPdf } from '../harness/pdf.ts';
import { type Caller, cookieOf, found, send } from './support/api.ts';
import { until, type Visit } from './support/browser.ts';
import { onStage } from './support/stage.ts';

/** A household on a phone: signs up, claims its meter, buys by MTN with its PIN, sees the units, also without a network. */

const stage = onStage({ mailFrom: 'Nyange Power <desk@power.example>', env: { PAYMENT_SANDBOX: 'true' } });
const ALINE = 'aline@example.rw';
const PHONE = '250788123456';
const DIST = join(import.meta.dirname, '../../web/dist');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let call: Caller;
let aline: Visit;
let slug: string;
let meter: { id: string; number: string };

beforeAll(async () => {
  call = await found(stage.server, ['electricity'], {
    name: 'Nyange Power',
    country: 'RW',
    time_zone: 'Africa/Kigali',
    currency: 'RWF',
  });
  await call('PATCH', '/settings/portal', { open: true });
  await call('PATCH', '/settings/electricity', { quiet_from: '', quiet_to: '' });
  await call('PATCH', '/settings/sandbox', { enabled: true });
  await call('POST', '/electricity/tariffs', RWANDA);
  meter = await call('POST', '/electricity/meters', { name: 'Home', tariff_class: 'residential' });
  ({
    organization: { slug },
  } = await call<{ organization: { slug: string } }>('GET', '/session'));
  aline = await stage.visit({
    viewport: { width: 390, height: 844 },
    locale: 'en-RW',
    timezoneId: 'Africa/Kigali',
  });
});

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) });
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });
const look = async (page: Page, name: string) => {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true });
};
const mailedCode = () =>
  until(async () => {
    const mails = stage.smtp.mails.filter(({ envelope }) => envelope.to.includes(ALINE));
    const subjects = await Promise.all(mails.map(async (mail) => (await mail.parse()).subject ?? ''));
    return subjects.flatMap((subject) => /^\d{6}/.exec(subject)?.[0] ?? [])[0];
  });

/** What axe finds on the screen, in light and dark: nothing, or it says where. */
async function accessible(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // As an expression of the debugger's, since the page's policy forbids evaluating text.
    await page.evaluate(AXE);
    const found = await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
      const { violations } = await axe.run();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });
    expect(found, `${name}, ${colorScheme}`).toEqual([]);
    await look(page, `${name}-${colorScheme}`);
  }
}
type Violation = { id: string; nodes: { html: string }[] };

/** The person at the phone enters the PIN that MTN asks for. */
async function enterPin(): Promise<void> {
  const page = await aline.context.newPage();
  await page.goto(`/sandbox-mobile-money/phones/${PHONE}`);
  await page.getByRole('button', { name: 'Pay', exact: true }).waitFor();
  await page.locator('input[name=pin]').fill('1234');
  await page.getByRole('button', { name: 'Pay', exact: true }).click();
  // A page that is closed too early takes its form with it.
  await page.getByRole('status').waitFor();
  await page.close();
}

test('signs up, claims a meter by its code, buys in three taps, and sees the units', async () => {
  const { page } = aline;
  aline.watch();
  const { code } = await call<{ code: string }>('POST', `/electricity/meters/${meter.id}/claim-code`);
  // Not signed in yet, and an address that has no account yet.
  aline.expectStatus(401, 400);
  await page.goto(`/portal/${slug}`);
  await field(page, 'E-mail').waitFor();
  await accessible(page, 'sign-in');
  await field(page, 'E-mail').fill(ALINE);
  await button(page, 'Send me a code').click();
  await field(page, 'Code').fill(await mailedCode());
  await field(page, 'Your name').fill('Aline Uwase');
  await button(page, 'Make my account').click();
  await field(page, 'Meter number').fill(meter.number);
  await field(page, 'Name').fill('Uwase');
  await page.locator('input[name=code]').fill(code);
  await accessible(page, 'claim');
  await button(page, 'Add').click();
  await page.getByRole('heading', { name: 'Home' }).waitFor();

  await button(page, 'Buy electricity').click();
  await button(page, '2,000').click();
  await page.getByText('20.709 kWh').first().waitFor();
  await field(page, 'Phone that pays').fill('0788 123 456');
  await page.getByText('How this is calculated').click();
  await accessible(page, 'buy');
  await button(page, /^Pay .*2,000.* with MTN MoMo$/).click();
  await page.getByText('asks the phone ending in 456').waitFor();
  await accessible(page, 'waiting');
  await enterPin();
  await page.getByRole('heading', { name: '20.709 kWh are yours' }).waitFor();
  await accessible(page, 'credited');

  for (const [at, register] of [
    [-50, 1_000],
    [-26, 3_000],
    [-2, 6_500],
  ] as const) {
    const taken_at = new Date(Date.now() + at * 3_600_000).toISOString();
    await call('POST', `/electricity/meters/${meter.id}/manual-readings`, { register_wh: register, taken_at });
  }
  await button(page, 'Back to the meter').click();
  await page.reload();
  await page.getByText('15.2', { exact: false }).first().waitFor();
  await page.getByText('Empty on', { exact: false }).waitFor();
  await accessible(page, 'meter');
  await button(page, 'History').click();
  await page.getByRole('link', { name: 'Receipt' }).waitFor();
  await accessible(page, 'purchases');
  const [saved] = await Promise.all([page.waitForEvent('download'), button(page, 'Save as CSV').click()]);
  expect(readFileSync(await saved.path(), 'utf8')).toContain('Purchase');
  expect(aline.faults.splice(0)).toEqual([]);
});

test('the keyboard alone buys again what was bought last', async () => {
  const { page } = aline;
  aline.watch();
  await page.goto(`/portal/${slug}/electricity/meters`);
  await button(page, 'Buy electricity').waitFor();
  const tabTo = async (name: RegExp) => {
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => document.activeElement?.textContent ?? '');
      if (name.test(focused)) return;
    }
    throw new Error(`no ${name} by the keyboard`);
  };
  await tabTo(/^Buy electricity$/);
  await page.keyboard.press('Enter');
  // Amount, provider and phone are there from last time.
  await button(page, /^Pay .*2,000.* with MTN MoMo$/).waitFor();
  await tabTo(/^Pay .*2,000/);
  await page.keyboard.press('Enter');
  await page.getByText('asks the phone ending in 456').waitFor();
  // Nobody knows what became of it: the page says so, and that paying again would be wrong.
  await page.route('**/electricity/my/purchases/*', async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    body.data.charge.state = 'unknown';
    await route.fulfill({ response: answer, json: body });
  });
  await page.getByRole('heading', { name: 'We don’t know yet. Don’t pay again.' }).waitFor();
  expect(await button(page, 'Buy again').count()).toBe(0);
  await accessible(page, 'unknown');
  await page.unrouteAll({ behavior: 'wait' });

  // A page that is loaded again has not forgotten the payment, and asks before a second one.
  const underWay = page.getByRole('heading', { name: 'Enter your PIN on the phone' });
  await page.goto(`/portal/${slug}/electricity/meters`);
  await underWay.waitFor();
  await accessible(page, 'under-way');
  await button(page, 'Buy electricity').click();
  await underWay.waitFor();
  await button(page, /^Pay .*2,000.* with MTN MoMo$/).click();
  await page.getByText('is not settled yet').waitFor();
  await button(page, /^Pay .*2,000.* as well$/).waitFor();
  await accessible(page, 'pay-again');
  await button(page, 'Show this payment').last().click();
  await page.getByText('asks the phone ending in 456').waitFor();
  await enterPin();
  await page.getByRole('heading', { name: /kWh are yours$/ }).waitFor();
  await button(page, 'Back to the meter').click();
  await button(page, 'Buy electricity').waitFor();
  expect(await underWay.count()).toBe(0);
  expect(aline.faults.splice(0)).toEqual([]);
});

test('people, a reading with a photo, the name of a meter: every screen is accessible', async () => {
  const { page } = aline;
  aline.watch();
  await page.goto(`/portal/${slug}/electricity/meters`);
  await button(page, 'Send a reading').click();
  await field(page, 'Number on the counter, in kWh').fill('7.25');
  const photo = await page.screenshot();
  await page.locator('input[name=photo]').setInputFiles({ name: 'counter.png', mimeType: 'image/png', buffer: photo });
  await accessible(page, 'reading');
  await button(page, 'Send').click();
  await page.getByText('Our staff will look at it.').waitFor();
  const [reading] = await call<{ register_wh: number; flag: string }[]>('GET', '/electricity/readings');
  expect(reading).toMatchObject({ register_wh: 7_250, flag: 'own', state: 'flagged' });
  await button(page, 'Back to the meter').click();
  await button(page, 'Name and place').click();
  await field(page, 'Place').fill('Nyange, by the school');
  await accessible(page, 'name');
  await button(page, 'Save').click();
  await page.getByRole('heading', { name: 'Home' }).waitFor();
  await page.getByRole('link', { name: 'People' }).click();
  await button(page, 'Make a code for somebody').click();
  await page.getByText('It works once').waitFor();
  await accessible(page, 'people');
  await page.getByRole('link', { name: 'Alerts' }).click();
  await button(page, 'Save').first().waitFor();
  await field(page, 'Little is left, in kWh').first().fill('many');
  await button(page, 'Save').first().click();
  await page.getByText('Please enter a number of kWh').waitFor();
  await accessible(page, 'alerts');
  await page.getByRole('link', { name: 'Reports' }).click();
  await page.getByRole('link', { name: 'PDF' }).waitFor();
  await accessible(page, 'reports');
  await page.getByRole('link', { name: 'My account' }).click();
  await page.getByRole('heading', { name: 'Aline Uwase' }).waitFor();
  await accessible(page, 'account');
  expect(aline.faults.splice(0)).toEqual([]);
});

test('the first load is small, the languages are there, and without a network it shows what it knew', async () => {
  const { page, context } = aline;
  aline.watch();
  const phone = await stage.visit({
    viewport: { width: 390, height: 844 },
    locale: 'en-RW',
  });
  const files = new Set<string>();
  phone.page.on('response', (answer) => files.add(new URL(answer.url()).pathname));
  await phone.page.goto(`/portal/${slug}`, { waitUntil: 'networkidle' });
  const sizes = [...files]
    .filter((path) => path.startsWith('/assets/'))
    .map((path) => ({ path, bytes: sizeOf(join(DIST, path)) }));
  const bytes = sizes.reduce((sum, one) => sum + one.bytes, 0);
  expect(bytes, JSON.stringify(sizes)).toBeLessThan(60_000);
  expect(await phone.page.locator('link[rel=manifest]').getAttribute('href')).toContain(`/portal/${slug}/manifest`);
  await phone.close();

  await page.goto(`/portal/${slug}`);
  await button(page, 'Buy electricity').waitFor();
  for (const [language, buy] of [
    ['हिन्दी', 'बिजली खरीदें'],
    ['Français', 'Acheter de l’électricité'],
    ['Ikinyarwanda', 'Gura amashanyarazi'],
  ] as const) {
    await button(page, language).click();
    await button(page, buy).waitFor();
    await look(page, `meter-${language}`);
  }
  await button(page, 'English').click();
  await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
  // The worker holds the page once it controls it.
  await until(() => page.evaluate(() => navigator.serviceWorker.controller !== null));
  aline.expectError(/ERR_INTERNET_DISCONNECTED|Failed to fetch/);
  await context.setOffline(true);
  await page.reload();
  await page.getByText('No connection. These figures are of').first().waitFor();
  await page.getByRole('heading', { name: 'Home' }).waitFor();
  await accessible(page, 'offline');
  await context.setOffline(false);
  expect(aline.faults.splice(0)).toEqual([]);
});

test('redeems a voucher from its printed sheet, and types the token into the keypad of a simulated meter', async () => {
  const { page } = aline;
  aline.watch();
  // Whether this account sells vouchers: it is no agent's.
  aline.expectStatus(404);
  const key = 'bc41ec9530f6dac86b1a29ab82edc5fb';
  const kiosk = await call<{ id: string; number: string }>('POST', '/electricity/meters', {
    name: 'Kiosk',
    tariff_class: 'residential',
  });
  await call('POST', `/electricity/meters/${kiosk.id}/keypad`, {
    kind: 'openpaygo',
    key,
    unit_wh: 1000,
  });
  const { code } = await call<{ code: string }>('POST', `/electricity/meters/${kiosk.id}/claim-code`);
  await page.goto(`/portal/${slug}/electricity/meters`);
  await button(page, 'Add a meter').click();
  await field(page, 'Meter number').fill(kiosk.number);
  await page.locator('input[name=code]').fill(code);
  await button(page, 'Add').click();
  await button(page, /^Kiosk/).waitFor();
  await accessible(page, 'meters');

  const batch = await call<{ id: string; code: string }>('POST', '/electricity/voucher-batches', {
    name: 'Market',
    count: 1,
    amount: '1780',
    expires_on: '2099-01-01',
  });
  const cookie = await cookieOf(stage.server);
  const sheet = await send(stage.server, 'GET', `/electricity/voucher-batches/${batch.id}/sheets.pdf`, undefined, {
    cookie,
  });
  const { text } = await readPdf(new Uint8Array(await sheet.arrayBuffer()));
  const digits = text.split(`${batch.code}-`)[1]?.slice(4).replace(/\D/g, '').slice(0, 20) ?? '';
  await call('POST', `/electricity/voucher-batches/${batch.id}/sales`, { from: 1, to: 1 });
  await page.getByRole('link', { name: 'Vouchers' }).click();
  await page.locator('input[name=code]').fill(digits);
  await page.locator('select[name=meter]').selectOption({ label: 'Kiosk' });
  await button(page, 'Redeem').click();
  await page.getByText('20 kWh were added to Kiosk').waitFor();
  const token = await page.locator('.token').first().innerText();
  await accessible(page, 'voucher');

  const keypad = new KeypadMeter(kiosk.number, 0, { secrets: { key }, form: {}, unitWh: 1000, count: 0 });
  const pages = Fastify();
  const village = { now: new Date(), connected: [], keypads: [keypad], pass: async () => ({ reports: 0, offline: 0 }) };
  await pages.register(async (scope) => keypadPages(scope, { village, locale: 'en' }));
  const at = await pages.listen({ port: 0, host: '127.0.0.1' });
  const wall = await stage.browser.newPage();
  await wall.goto(`${at}/keypads/${kiosk.number}`);
  await wall.locator('input[name=token]').fill(token);
  await wall.getByRole('button').click();
  await wall.getByText('20 kWh').first().waitFor();
  await wall.close();
  await pages.close();
  expect(keypad.leftWh).toBe(20_000);
  expect(aline.faults.splice(0)).toEqual([]);
});

/** A recurring job runs, as if its time had come. */
async function comesRound(job: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: stage.app.config.DATABASE_URL,
    schema: 'pgboss',
    migrate: false,
    supervise: false,
    schedule: false,
  });
  await boss.start();
  await boss.send(job, {});
  await boss.stop({ graceful: false });
}

test('a meter that runs low says so, here and by mail; its receipt and the month can be read and downloaded', async () => {
  const { page, context } = aline;
  aline.watch();
  const filter = encodeURIComponent(JSON.stringify({ kind: 'low_balance', open: true, meter_id: meter.id }));
  const isLow = async () => (await call<unknown[]>('GET', `/electricity/alerts?filter=${filter}`)).length > 0;
  // The watch that comes by itself may have found the meter empty, before it was bought for.
  await comesRound('electricity.watch');
  await until(async () => !(await isLow()));
  const path = `/electricity/meters/${meter.id}`;
  const { balance_wh, register_wh } = await call<{ balance_wh: number; register_wh: number }>('GET', path);
  await call('POST', `${path}/manual-readings`, { register_wh: register_wh + balance_wh - 3_000 });
  await comesRound('electricity.watch');
  await until(isLow);
  await comesRound('electricity.notices');
  const mail = await until(async () => {
    const mails = await Promise.all(stage.smtp.mails.map((one) => one.parse()));
    return mails.find(({ text }) => text?.includes('Home has 3 kWh left.'));
  });
  expect(mail.to?.[0]?.address).toBe(ALINE);
  expect(mail.subject).toBe('Little electricity left: Home');
  await page.goto(`/portal/${slug}/electricity/alerts`);
  await page.getByText('Home has 3 kWh left.').waitFor();
  await accessible(page, 'alerts');

  const download = async (link: string | null) =>
    new Uint8Array(await (await context.request.get(String(link))).body());
  await page.getByRole('link', { name: 'Reports' }).click();
  await page.locator('select').first().selectOption({ index: 0 });
  const [pdf, sheet] = [page.getByRole('link', { name: 'PDF' }), page.getByRole('link', { name: 'Excel' })];
  await pdf.waitFor();
  await accessible(page, 'report');
  const used = await page.locator('.total b').innerText();
  const report = await readPdf(await download(await pdf.getAttribute('href')));
  for (const part of ['Nyange Power', 'Uwase', 'Kiosk', used]) expect(report.text).toContain(part);
  const bytes = await download(await sheet.getAttribute('href'));
  expect(Buffer.from(bytes.subarray(0, 2)).toString()).toBe('PK');

  await page.goto(`/portal/${slug}/electricity/meters`);
  await button(page, /^Home/).click();
  await button(page, 'History').click();
  await page.getByRole('link', { name: 'Receipt' }).last().click();
  await page.getByText('Nyange Power issued this receipt.', { exact: false }).waitFor();
  await accessible(page, 'receipt');
  const paper = page.getByRole('link', { name: 'Download as PDF' });
  const receipt = await readPdf(await download(await paper.getAttribute('href')));
  for (const part of ['Nyange Power', '20.709 kWh', 'MTN MoMo', 'Aline Uwase']) expect(receipt.text).toContain(part);
  expect(aline.faults.splice(0)).toEqual([]);
});

/** As the server sends it. */
function sizeOf(path: string): number {
  try {
    return statSync(`${path}.gz`).size;
  } catch {
    return statSync(path).size;
  }
}
