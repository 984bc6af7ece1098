/**
 * `npm run docs:pictures [word …]`: makes the pictures of the guides again, so that none ages. It starts the demo and an
 * empty installation, walks their screens, and writes docs/guides/pictures/. With words it makes those pictures only
 * whose part has such a name: scanner, fair, raffle, mess, electricity, coffee, start.
 */
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { TEST_CODE } from '../kernel/ui/reader/check-scanner.ts';
import { face } from '../modules/mess/seed-pictures.ts';
import { openBrowser } from '../test/e2e/support/browser.ts';
import { filmQr } from '../test/e2e/support/qr.ts';
import { freePort, newFolder, run, type Server, start } from '../test/e2e/support/server.ts';
import { startFakeSmtp } from '../test/fakes/smtp.ts';

const FOLDER = join(import.meta.dirname, '../docs/guides/pictures');
const WIDE: BrowserContextOptions = { viewport: { width: 1200, height: 780 }, deviceScaleFactor: 1.5 };
const TALL: BrowserContextOptions = { viewport: { width: 1280, height: 1000 }, deviceScaleFactor: 1.5 };
const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 760 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};
const HOUSEHOLD = 'household@demo.example';

type Call = <T>(method: string, path: string, body?: unknown) => Promise<T>;
type Staff = { slug: string; call: Call; open(path: string, size?: BrowserContextOptions): Promise<Page> };
type Id = { id: string };
type Meal = { code: string; name: string; starts: string; ends: string; active: boolean };

mkdirSync(FOLDER, { recursive: true });
const folder = newFolder();
const film = join(folder.path, 'camera.y4m');
filmQr(film, 'nothing of ours');
const smtp = await startFakeSmtp();
const browser = await openBrowser(film);
const servers: Server[] = [];
const failed: string[] = [];

async function picture(name: string, page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.locator('.MuiCircularProgress-root:visible').first().waitFor({ state: 'detached' });
  // Charts and pages that move draw a little later than they load.
  await page.waitForTimeout(1200);
  const png = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  const path = join(FOLDER, `${name}.webp`);
  await sharp(png).webp({ quality: 82, effort: 6 }).toFile(path);
  console.log(`${name}: ${Math.round(statSync(path).size / 1024)} kB`);
}

/** A new visitor, with cookies of their own. */
async function visit(url: string, size: BrowserContextOptions, zone = 'Asia/Kolkata'): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, locale: 'en-IN', timezoneId: zone, ...size });
  context.setDefaultTimeout(30_000);
  return context.newPage();
}

/** The demo's owner in one of its organizations: calls the API, and opens pages of the console. */
async function staffOf(url: string, owner: { email: string; password: string }, slug: string): Promise<Staff> {
  const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        origin: url,
        'x-csrf-token': '1',
        ...headers,
        ...(body !== undefined && !(body instanceof FormData) && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
    });
  const signedIn = await send('POST', '/auth/sign-in', owner);
  const cookies = signedIn.headers.getSetCookie().map((one) => `${one.split(';')[0]}`);
  const asked = await send('GET', '/session', undefined, { cookie: cookies.join('; ') });
  const { organizations } = (await asked.json()).data as { organizations: (Id & { slug: string })[] };
  const id = organizations.find((one) => one.slug === slug)?.id as string;
  const call: Call = async (method, path, body) => {
    const answer = await send(method, path, body, { cookie: cookies.join('; '), 'x-organization': id });
    const envelope = await answer.json();
    if (!envelope.ok) throw new Error(`${method} ${path}: ${JSON.stringify(envelope)}`);
    return envelope.data;
  };
  const open = async (path: string, size = WIDE) => {
    const page = await visit(url, size);
    const values = cookies.map((one) => ({
      name: one.split('=')[0] as string,
      value: one.slice(one.indexOf('=') + 1),
    }));
    await page.context().addCookies(values.map((one) => ({ ...one, url })));
    await page.addInitScript((organization) => sessionStorage.setItem('counterfoil.organization', organization), id);
    await page.goto(`/console${path}`);
    await page.locator('main').waitFor();
    return page;
  };
  await call('PATCH', '/settings/start', { dismissed: true });
  return { slug, call, open };
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first();

async function fair({ call, open }: Staff): Promise<void> {
  await call('POST', '/till/drawers', { name: 'Cash desk' });
  const [customer] = await call<Id[]>('GET', '/exhibition/customers?limit=1');
  const till = await open('/till');
  await till.getByLabel(/^Float/).fill('2000');
  await till.keyboard.press('Enter');
  await button(till, 'Count and close').waitFor();
  const desk = await open(`/desk?customer=${customer?.id}`, TALL);
  await desk.getByText('Mug').first().click();
  await desk.getByText('Clay bowl').first().click();
  await desk.evaluate(() => window.scrollTo(0, 0));
  await picture('desk', desk);
  const phone = await open(`/desk?customer=${customer?.id}`, PHONE);
  await phone.getByRole('textbox', { name: 'Amount', exact: true }).fill('380');
  await phone.keyboard.press('Enter');
  await phone.getByLabel('Cash given').fill('500');
  await phone.getByTestId('change').scrollIntoViewIfNeeded();
  await picture('desk-pay-phone', phone);
  await phone.keyboard.press('Enter');
  await picture('today', await open('/exhibition/sales'));
  await till.reload();
  await button(till, 'Count and close').waitFor();
  await picture('till', till);
  const count = await open('/till', PHONE);
  await button(count, 'Count and close').click();
  await count
    .getByLabel(/^How many of/)
    .first()
    .waitFor();
  await count.keyboard.type('4');
  await count.keyboard.press('Enter');
  await picture('till-count-phone', count);
  await picture('ledger', await open('/ledger'));
}

async function raffle({ call, open }: Staff, url: string): Promise<void> {
  const [first] = await call<(Id & { code: string })[]>('GET', '/raffle/raffles?limit=1');
  await picture('raffle', await open(`/raffle/raffles/${first?.id}`));
  const poster = await visit(url, PHONE);
  await poster.goto(`/r/${first?.code}`);
  await poster.getByText('Choose your numbers').waitFor();
  await picture('raffle-page-phone', poster);
  const chat = await visit(url, PHONE);
  await chat.goto('/chat/demo-malabar');
  await button(chat, 'Begin').click();
  const answer = (text: string) => chat.locator('.theirs:not(.typing)').filter({ hasText: text }).last().waitFor();
  const write = async (text: string) => {
    await chat.getByRole('textbox', { name: 'Write a message' }).fill(text);
    await chat.keyboard.press('Enter');
  };
  await chat.locator('.choices').getByRole('button', { name: 'Raffles' }).click();
  await answer('Which numbers');
  await write('random 2');
  await answer('Which name');
  await write('Zoya Fernandes');
  await chat.locator('.choices').getByRole('button', { name: 'Confirm' }).waitFor();
  await picture('chat-phone', chat);
  const proofs = await open('/payments/desk');
  await button(proofs, 'Confirm').waitFor();
  await picture('evidence', proofs);
}

async function mess({ call, open }: Staff, url: string): Promise<void> {
  await picture('mess', await open('/'));
  // One meal, at any hour: no two are served at the same time.
  const meals = await call<Meal[]>('GET', '/mess/meals');
  const others = meals
    .filter(({ code }) => code !== 'lunch')
    .map(({ code, name, starts, ends }) => ({ code, name, starts, ends, active: false }));
  const lunch = { code: 'lunch', name: 'Lunch', starts: '00:01', ends: '00:00', active: true };
  await call('PUT', '/mess/meals', { meals: [...others, lunch] });
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(await face(3))], { type: 'image/jpeg' }), 'face.jpg');
  const { id: photo_file_id } = await call<Id>('POST', '/files?purpose=mess.photo', form);
  const student = { name: 'Meera Das', roll_number: '23CS199', room: 'B-112', approve: true, photo_file_id };
  const { id, qr } = await call<Id & { qr: string }>('POST', '/mess/students', student);
  await call('POST', `/mess/students/${id}/cash`, {});
  const { url: link } = await call<{ url: string }>('POST', '/devices', { name: 'Gate 3', kind: 'mess.scanner' });
  const gate = await visit(url, PHONE);
  await gate.goto(link);
  await button(gate, 'Begin').click();
  await gate.getByTestId('roster-age').waitFor();
  filmQr(film, qr);
  await button(gate, 'Start the camera').click();
  await gate.getByTestId('verdict').waitFor();
  await picture('scanner-phone', gate);
}

async function electricity({ call, open, slug }: Staff, url: string): Promise<void> {
  await picture('meters', await open('/electricity/meters'));
  const [agent] = await call<Id[]>('GET', '/electricity/agents');
  await call('PATCH', `/electricity/agents/${agent?.id}`, { contact: HOUSEHOLD });
  await call('PATCH', '/settings/portal', { open: true });
  const page = await visit(url, PHONE, 'Africa/Kigali');
  await page.goto(`/portal/${slug}`);
  await page.getByLabel('E-mail').fill(HOUSEHOLD);
  await button(page, 'Send me a code').click();
  await page.getByLabel('Code', { exact: true }).fill(await mailedCode());
  await button(page, 'Buy electricity').waitFor();
  await picture('meter-phone', page);
  await page.goto(`/portal/${slug}/electricity/vouchers`);
  await button(page, 'Mark as sold').scrollIntoViewIfNeeded();
  await picture('agent-phone', page);
}

async function mailedCode(): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const mails = smtp.mails.filter(({ envelope }) => envelope.to.includes(HOUSEHOLD));
    const subjects = await Promise.all(mails.map(async (mail) => (await mail.parse()).subject ?? ''));
    const code = subjects.flatMap((subject) => /^\d{6}/.exec(subject)?.[0] ?? []).at(-1);
    if (code) return code;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('no code came by mail');
}

async function coffee({ call, open }: Staff): Promise<void> {
  const [machine] = await call<Id[]>('GET', '/coffee/machines?limit=1');
  await picture('coffee', await open('/coffee/dashboard'));
  await picture('coffee-machine', await open(`/coffee/machines/${machine?.id}?tab=bins`));
  await picture('coffee-bins-phone', await open('/coffee/bins', PHONE));
  await picture('coffee-round-phone', await open('/coffee/round', PHONE));
  await picture('coffee-machine-phone', await open(`/coffee/machines/${machine?.id}?tab=bins`, PHONE));
}

/** An installation that nobody owns yet. */
async function emptyStart(): Promise<void> {
  const empty = newFolder();
  const server = await start({ DATA_DIR: empty.path });
  servers.push(server);
  const page = await visit(server.url, WIDE);
  await page.goto(`/setup#token=${await server.firstRunToken()}`);
  await page.getByLabel('Your name').fill('Meera Nair');
  await page.getByLabel('E-mail').fill('meera@fair.example');
  await page.getByLabel('Password').fill('three quiet mango trees');
  await page.getByLabel('Name of the organization').fill('Winter Handloom Fair');
  await page.getByLabel('Country').selectOption('IN');
  await page.getByLabel('Time zone').selectOption('Asia/Kolkata');
  await page.getByLabel('A shop or fair').check();
  await page.getByLabel('A shop or fair').press('Enter');
  await page.waitForURL('**/console/start');
  await page.getByRole('listitem').first().waitFor();
  await picture('start', page);
}

async function demo(): Promise<{ url: string; owner: { email: string; password: string } }> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const mail = { EMAIL_HOST: smtp.host, EMAIL_PORT: String(smtp.port), EMAIL_USE_TLS: 'false' };
  const sender = { DEFAULT_FROM_EMAIL: 'Nyange Power <desk@power.example>' };
  const env = { DATA_DIR: folder.path, PORT: String(port), PUBLIC_URL: url, ENABLE_MQTT: 'false', ...mail, ...sender };
  const server = run(['demo'], env);
  servers.push(server);
  const [, email = '', password = ''] = await server.printed(/Owner\s+(\S+)\s+(\S+)/);
  return { url, owner: { email, password } };
}

/** The code with which a hand scanner is tried, as QR and as Code 128, which older scanners read alone. */
async function scannerTest(): Promise<void> {
  const path = createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm');
  prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(readFileSync(path)).buffer } });
  const drawn = async (format: 'QRCode' | 'Code128', scale: number) =>
    (await writeBarcode(TEST_CODE, { format, scale, addQuietZones: true })).svg;
  const page = await visit('about:blank', { viewport: { width: 1200, height: 280 }, deviceScaleFactor: 1 });
  const styles = 'margin: 0; background: white; display: flex; gap: 40px; align-items: center; justify-content: center';
  await page.setContent(
    `<body style="${styles}; height: 280px">${await drawn('QRCode', 7)}${await drawn('Code128', 2)}</body>`,
  );
  await picture('scanner-test', page);
}

const asked = process.argv.slice(2);
/** A screen that changed must not keep the others from being made. */
async function part(name: string, make: () => Promise<void>): Promise<void> {
  if (asked.length > 0 && !asked.includes(name)) return;
  try {
    await make();
  } catch (error) {
    failed.push(name);
    console.error(`${name}:`, error);
  }
}

async function ofTheDemo(): Promise<void> {
  const { url, owner } = await demo();
  const at = (slug: string) => staffOf(url, owner, slug);
  await part('coffee', async () => coffee(await at('demo-ronda')));
  await part('fair', async () => fair(await at('demo-malabar')));
  await part('raffle', async () => raffle(await at('demo-malabar'), url));
  await part('mess', async () => mess(await at('demo-hostel'), url));
  await part('electricity', async () => electricity(await at('demo-nyange'), url));
  await part('start', emptyStart);
}

try {
  await part('scanner', scannerTest);
  if (asked.join() !== 'scanner') await ofTheDemo();
} finally {
  await browser.close();
  await Promise.all(servers.map((server) => server.stop()));
  await smtp.stop();
}
if (failed.length > 0) {
  console.error(`Not made: ${failed.join(', ')}.`);
  process.exit(1);
}
