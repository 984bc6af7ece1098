/** Every page for customers says whose it is: by name, logo and colour, and by nothing of ours. */
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newSecret } from '../kernel/lib/tokens.ts';
import { listeningApp } from '../kernel/payment-providers/test/payer.ts';
import { pages as exhibition } from '../modules/exhibition/pages.ts';
import { openExhibition, register } from '../modules/exhibition/test/factories.ts';
import { pages as mess } from '../modules/mess/pages.ts';
import { hostel, pupil } from '../modules/mess/test/door.ts';
import { pages as raffle } from '../modules/raffle/pages.ts';
import { openRaffle, reserveNumbers } from '../modules/raffle/test/factories.ts';
import { pages as kernel } from '../web/pages.ts';
import { formOf } from './harness/form.ts';
import { caller, type TestApp } from './harness/index.ts';
import { visitor } from './harness/people.ts';

let app: TestApp;
beforeAll(async () => {
  app = await listeningApp({ PAYMENT_SANDBOX: 'true' });
});
afterAll(() => app?.close());

const COLOUR = '#7a1f3d';

async function branded() {
  const at = await hostel(app);
  const { organization, admin } = at;
  const bytes = await sharp({ create: { width: 300, height: 100, channels: 3, background: COLOUR } })
    .png()
    .toBuffer();
  const form = await formOf({}, { name: 'logo', bytes });
  const sent = await admin.post('/files?purpose=branding.logo', form.body, form.headers);
  const saved = await admin.patch('/settings/branding', { logo: sent.body.data.id, colour: COLOUR });
  expect(saved.status, JSON.stringify(saved.body)).toBe(200);
  await admin.patch('/settings/portal', { open: true });
  const logo = `/api/v1/branding/${organization.slug}/logo?v=${sent.body.data.sha256.slice(0, 16)}`;
  return { at, organization, admin, logo, brand: { name: organization.name, colour: COLOUR, logo } };
}

test('each page’s first answer has the brand', async () => {
  const { at, organization, admin, brand } = await branded();
  const anyone = visitor(app);
  const said = async (path: string, by = anyone) => {
    const answer = await by.get(path);
    expect(answer.status, `${path} ${JSON.stringify(answer.body)}`).toBe(200);
    return answer.body.data.brand;
  };
  expect(await said(`/portal/${organization.slug}/about`)).toEqual(brand);
  expect(await said(`/chat/${organization.slug}`)).toEqual(brand);

  const fair = await openExhibition(admin);
  const opened = await admin.patch(`/exhibition/exhibitions/${fair.id}/form`, { open: true });
  expect(await said(`/exhibition/public/${opened.body.data.url.split('/join/')[1]}`)).toEqual(brand);
  const { qr } = await register(admin, { exhibition_id: fair.id });
  expect(await said(`/exhibition/portal/${qr.split('/c/')[1]}`)).toEqual(brand);
  const made = (await admin.post('/devices', { kind: 'exhibition.display', name: 'Desk 1' })).body.data;
  const { token } = (await visitor(app).post('/devices/enrol', { code: made.code })).body.data;
  const screen = caller(app, { headers: { authorization: `Bearer ${token}` }, userId: '' });
  expect(await said('/exhibition/display', screen)).toEqual(brand);
  await admin.post(`/exhibition/displays/${made.device.id}`, { state: 'sale', currency: 'INR', lines: [], total: '1' });
  expect(await said('/exhibition/display', screen)).toBeNull();

  const onSale = await openRaffle(admin);
  expect(await said(`/raffle/public/${onSale.code}`)).toEqual(brand);
  const order = await reserveNumbers(admin, onSale, [7], { confirm: true });
  await admin.post(`/payments/${order.payment?.id}/mark-paid`, { method: 'transfer' });
  const { ticket_url } = (await admin.get(`/raffle/orders/${order.code}`)).body.data;
  expect(await said(`/raffle/tickets/${String(ticket_url).split('/t/')[1]}`)).toEqual(brand);

  const asha = await pupil(at);
  await admin.patch(`/mess/students/${asha.id}`, { changing_code: true });
  const link = String((await admin.post(`/mess/students/${asha.id}/code-link`)).body.data.url).split('#')[1] as string;
  const shown = await anyone.post('/mess/code/open', { link, key: `cfk_${link.slice(4, 36)}${newSecret()}` });
  expect(shown.body.data.brand).toEqual(brand);
});

test('the page where a bill is paid, and the app on a phone', async () => {
  const { organization, admin, logo } = await branded();
  await (await organization.as('owner')).patch('/settings/sandbox', { enabled: true });
  const fair = await openExhibition(admin);
  const sold = await admin.post('/exhibition/bills', { exhibition_id: fair.id, amount: '80' });
  const { link } = (await admin.post(`/exhibition/bills/${sold.body.data.bill.id}/link`)).body.data;
  const page = await app.http.inject({ url: new URL(link).pathname });
  expect(page.body).toContain(`<img class="logo" src="${logo}"`);
  expect(page.body).toContain(`background:${COLOUR}`);
  expect(page.body).not.toContain('Counterfoil');

  const manifest = (await app.http.inject({ url: `/api/v1/portal/${organization.slug}/manifest` })).json();
  expect(manifest).toMatchObject({ name: organization.name, theme_color: COLOUR });
  for (const { src, sizes } of manifest.icons) {
    const icon = await app.http.inject({ url: src });
    const { width, height, format } = await sharp(icon.rawPayload).metadata();
    expect([`${width}x${height}`, format]).toEqual([sizes, 'png']);
  }
});

test('the app of an organization without a logo has its first letter on its colour, and never our icon', async () => {
  const { organization, admin } = await hostel(app);
  await admin.patch('/settings/portal', { open: true });
  const iconOf = async () => {
    const { icons } = (await app.http.inject({ url: `/api/v1/portal/${organization.slug}/manifest` })).json();
    expect(icons.map(({ purpose = 'any', sizes }: Record<string, string>) => `${purpose} ${sizes}`)).toEqual([
      'any 192x192',
      'maskable 192x192',
      'any 512x512',
      'maskable 512x512',
    ]);
    const answer = await app.http.inject({ url: icons[2].src });
    expect(answer.headers).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' });
    const { data, info } = await sharp(answer.rawPayload).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([512, 512]);
    const at = (dot: number) => `#${data.subarray(3 * dot, 3 * dot + 3).toString('hex')}`;
    const white = Array.from({ length: 512 * 512 }, (_, dot) => dot).filter((dot) => at(dot) === '#ffffff');
    return { src: icons[2].src, corner: at(0), white };
  };
  const ours = await iconOf();
  // A letter, in the middle: phones crop what is outside of a circle of four fifths.
  expect(ours.white.length).toBeGreaterThan(5000);
  const [middle, far] = [255.5, 0.4 * 512];
  for (const dot of ours.white)
    expect(Math.hypot((dot % 512) - middle, Math.floor(dot / 512) - middle)).toBeLessThan(far);
  expect((await admin.patch('/settings/branding', { colour: COLOUR })).status).toBe(200);
  const theirs = await iconOf();
  expect(theirs).toMatchObject({ corner: COLOUR, white: ours.white });
  expect(theirs.src).not.toBe(ours.src);
});

test('without logo and colour the name stands alone, and another organization’s are its own', async () => {
  const { organization } = await branded();
  const other = await hostel(app);
  const { brand } = (await visitor(app).get(`/chat/${other.organization.slug}`)).body.data;
  expect(brand).toEqual({ name: other.organization.name, colour: null, logo: null });
  expect(other.organization.slug).not.toBe(organization.slug);
});

test('every page that no staff opens is declared as one for customers', () => {
  const forStaff = ['console', 'sign-in', 'setup', 'entrance', 'scanner'];
  const all = [...kernel, ...exhibition, ...mess, ...raffle];
  expect(all.filter(({ customers }) => !customers).map(({ name }) => name)).toEqual(forStaff);
});
