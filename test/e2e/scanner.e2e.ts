import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterEach, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { codeOf } from '../harness/totp.ts';
import { type Caller, found, OWNER } from './support/api.ts';
import { until, type Visit } from './support/browser.ts';
import { filmQr, readQr } from './support/qr.ts';
import { fillSignIn } from './support/sign-in.ts';
import { onStage } from './support/stage.ts';
import { scan } from './support/wedge.ts';

/** The scanner at the mess's door: with a network, without one, from a cold start, and back. */

const stage = onStage({ camera: true });
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };
let call: Caller;
let office: Visit;
let gate: Visit;
type Pupil = { id: string; name: string; qr: string };
const pupils: Record<string, Pupil> = {};

beforeAll(async () => {
  call = await found(stage.server, ['mess']);
  await call('PUT', '/mess/meals', {
    // Open at any time the tests run, but for one minute of the night.
    meals: [{ code: 'lunch', name: 'Lunch', starts: '00:01', ends: '00:00', active: true }],
  });
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  await call('POST', '/mess/cycles', { name: 'This cycle', starts_on: day(-10), ends_on: day(15), price: '3000' });
  const names = ['Asha Verma', 'Ravi Menon', 'Fatima Sheikh', 'Joseph Kurian', 'Lakshmi Nair', 'Arjun Pillai'];
  for (const [i, name] of names.entries()) {
    const first = name.split(' ')[0] as string;
    pupils[first] = await call<Pupil>('POST', '/mess/students', { name, roll_number: `21CS${101 + i}`, approve: true });
    // Joseph has not paid for the cycle.
    if (first !== 'Joseph') await call('POST', `/mess/students/${pupils[first].id}/cash`, {});
  }
  const face = await sharp({ create: { width: 300, height: 300, channels: 3, background: '#c98' } })
    .jpeg()
    .toBuffer();
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(face)], { type: 'image/jpeg' }), 'asha.jpg');
  const { id: photo_file_id } = await call<{ id: string }>('POST', '/files?purpose=mess.photo', form);
  await call('PATCH', `/mess/students/${pupils.Asha?.id}`, { photo_file_id });
  office = await stage.visit(PHONE);
  gate = await stage.visit(PHONE);
  gate.expectError(/ERR_INTERNET_DISCONNECTED/);
});

let broken = false;
beforeEach(({ skip }) => {
  if (broken) skip('an earlier chapter failed');
  office.watch();
  gate.watch();
  onTestFailed(() => {
    broken = true;
  });
});
afterEach(() => expect([...office.faults.splice(0), ...gate.faults.splice(0)]).toEqual([]));

const qrOf = (name: string) => pupils[name]?.qr as string;
const verdict = (page: Page) => page.getByTestId('verdict');
/** The next one; green disappears by itself, perhaps just now. */
async function next(page: Page): Promise<void> {
  await verdict(page)
    .getByRole('button', { name: 'Next' })
    .click({ timeout: 6000 })
    .catch(() => undefined);
  await verdict(page).waitFor({ state: 'detached' });
}
/** Turns the camera off, shows it a code, and turns it on. */
async function sees(page: Page, qr: string): Promise<void> {
  const off = page.getByRole('button', { name: 'Camera off' });
  if (await off.isVisible()) await off.click();
  filmQr(stage.film, qr);
  await page.getByRole('button', { name: 'Start the camera' }).click();
}
async function queued(page: Page, count: number): Promise<void> {
  if (count > 0) await page.getByTestId('queued').getByText(String(count)).waitFor();
  else await page.getByTestId('queued').waitFor({ state: 'detached' });
}
/** Opens a link on a phone, which is the scanner from then on. */
async function enter(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByTestId('roster-age').getByText('List: just now').waitFor();
}
/** Everything that the phone stores as a scanner. */
const kept = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<Record<string, number>>((resolve, reject) => {
        const opening = indexedDB.open('counterfoil-scanner');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const names = ['sessions', 'rosters', 'queue', 'served', 'links'];
          const transaction = opening.result.transaction(names);
          const asked = names.map((name) => transaction.objectStore(name).count());
          transaction.oncomplete = () => {
            opening.result.close();
            resolve(Object.fromEntries(names.map((name, i) => [name, asked[i]?.result ?? -1])));
          };
        };
      }),
  );
type Line = { reason: string; device_name: string; student: { name: string } | null; other: unknown };
const settlements = () => call<Line[]>('GET', '/mess/settlements');
const newScanner = (name: string, kind = 'mess.scanner') =>
  call<{ url: string; device: { id: string } }>('POST', '/devices', { name, kind });

let link = '';

test('an admin signs in at /scanner/login and adds a scanner, shown as a link and its QR', async () => {
  const { page } = office;
  office.expectStatus(401);
  await page.goto('/scanner/login');
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Password').fill(OWNER.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByLabel('Name', { exact: false }).first().fill('Gate 2');
  await page.getByLabel('Role').selectOption('supervisor');
  await page.getByLabel('Valid for').selectOption('7');
  await page.getByRole('button', { name: 'Make the link' }).click();
  link = await page.getByLabel('Link').inputValue();
  expect(link).toMatch(new RegExp(`^${stage.server.url}/scanner/#code=[\\w-]+$`));
  const picture = page.getByRole('img', { name: 'QR code of the scanner Gate 2' });
  await picture.waitFor();
  expect(await readQr(await picture.screenshot())).toBe(link);
  await page.getByText('waits for its phone').waitFor();
});

test('the link opens the scanner, which gets a roster', async () => {
  const { page } = gate;
  await page.goto('/scanner/');
  await page.getByText('This phone is not a scanner yet').waitFor();
  await enter(page, link);
  expect(page.url()).toBe(`${stage.server.url}/scanner/`);
  await page.getByTestId('meal').getByText('Lunch').waitFor();
  await page.getByTestId('network').getByText('Online').waitFor();
  const scanners = await call<{ name: string; roster_at: string }[]>('GET', '/mess/scanners');
  expect(scanners).toMatchObject([{ name: 'Gate 2', role: 'supervisor', roster_at: expect.any(String) }]);
  const manifest = await page.evaluate(async () => {
    const href = document.querySelector<HTMLLinkElement>('link[rel=manifest]')?.href ?? '';
    return (await fetch(href)).json();
  });
  expect(manifest).toMatchObject({ start_url: '/scanner/', scope: '/scanner/', display: 'standalone' });
  await page.evaluate(() => navigator.serviceWorker.ready);
});

test('the camera sees a code: green, with the name; the same again: red', async () => {
  const { page } = gate;
  await sees(page, qrOf('Asha'));
  await verdict(page).getByText('May eat').waitFor();
  const text = await verdict(page).innerText();
  expect(text).toContain('Asha Verma');
  expect(text).toContain('21CS101');
  expect(text).toContain('Lunch · 1 served');
  const face = verdict(page).locator('img');
  await until(() => face.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0));
  await next(page);
  // The code stays before the lens, and counts as one scan.
  await page.waitForTimeout(2000);
  expect(await verdict(page).count()).toBe(0);
  await sees(page, qrOf('Asha'));
  await verdict(page).getByText('May not eat').waitFor();
  await verdict(page).getByText('Already served this meal.').waitFor();
  // What can't be changed by hand isn't offered.
  expect(await verdict(page).getByRole('button', { name: 'Let in by hand' }).count()).toBe(0);
  await next(page);
});

test('a hand scanner works too, also a slow one, and an incomplete code is to be scanned again', async () => {
  const { page } = gate;
  await scan(page, qrOf('Ravi'));
  await verdict(page).getByText('Ravi Menon').waitFor();
  await scan(page, 'https://example.com/menu-of-the-day');
  await page.getByText('Scan it again.').waitFor();
  expect(await verdict(page).count()).toBe(0);
  // The second half, after a pause that cut off the first.
  await scan(page, qrOf('Ravi').slice(-60));
  await page.getByText('Scan it again.').waitFor();
  // All of it, slower than a scanner.
  await scan(page, qrOf('Ravi'), 60);
  await verdict(page).getByText('Already served this meal.').waitFor();
  await next(page);
  const all = await call<{ reason: string | null; device_name: string }[]>('GET', '/mess/scans');
  expect(all.map(({ reason }) => reason)).toEqual(['already_served', null, 'already_served', null]);
  expect(new Set(all.map(({ device_name }) => device_name))).toEqual(new Set(['Gate 2']));
});

test('a supervisor sees the reason, and lets in by hand with a reason', async () => {
  const { page } = gate;
  await scan(page, qrOf('Joseph'));
  await verdict(page).getByText('Not paid for this cycle.').waitFor();
  await verdict(page).getByRole('button', { name: 'Let in by hand' }).click();
  expect(await page.getByRole('button', { name: 'Let in', exact: true }).isDisabled()).toBe(true);
  await page.getByLabel('Why').fill('Paid at the bank this morning');
  await page.getByRole('button', { name: 'Let in', exact: true }).click();
  await verdict(page).getByText('Let in by hand').waitFor();
  await verdict(page).getByText('Joseph Kurian').waitFor();
  await next(page);
  const [last] = await call<{ by_hand_reason: string; allowed: boolean }[]>('GET', '/mess/scans');
  expect(last).toMatchObject({ allowed: true, by_hand_reason: 'Paid at the bank this morning' });
  // Also without a code, by name.
  await page.getByRole('button', { name: 'Let in by hand' }).click();
  await page.getByLabel('Name or roll number').fill('lakshmi');
  await page.getByRole('button', { name: /Lakshmi Nair/ }).waitFor();
  await page.getByRole('button', { name: 'Back' }).click();
});

test('after a cold start without a network it opens, decides by the roster, and keeps its decisions', async () => {
  await gate.context.setOffline(true);
  await gate.page.close();
  gate.page = await gate.context.newPage();
  const { page } = gate;
  // The camera is on again, as it was left.
  filmQr(stage.film, qrOf('Fatima'));
  await page.goto('/scanner/');
  await page.getByTestId('network').getByText('No network').waitFor();
  await page.getByTestId('roster-age').getByText('List').waitFor();
  await verdict(page).getByText('May eat').waitFor();
  await verdict(page).getByText('Checked without a network').waitFor();
  expect(await verdict(page).innerText()).not.toContain('Fatima');
  await queued(page, 1);
  await next(page);
  await page.getByRole('button', { name: 'Camera off' }).click();
  await scan(page, qrOf('Fatima'));
  await verdict(page).getByText('Already served this meal.').waitFor();
  // The students whom the server had served while online.
  await scan(page, qrOf('Asha'));
  await verdict(page).getByText('Already served this meal.').waitFor();
  const forged = qrOf('Lakshmi').replace(/.{6}$/, 'AAAAAA');
  await scan(page, forged);
  await verdict(page).getByText('This code is not valid').waitFor();
  await queued(page, 4);
  // Everything is stored.
  await page.reload();
  await queued(page, 4);
  expect(await kept(page)).toMatchObject({ sessions: 1, rosters: 1, queue: 4 });
});

test('two doors without a network serve the same student, which the settlement shows', async () => {
  const { url } = await newScanner('Gate 3');
  const other = await stage.visit(PHONE);
  other.watch();
  other.expectError(/ERR_INTERNET_DISCONNECTED/);
  await enter(other.page, url);
  await other.context.setOffline(true);
  await scan(other.page, qrOf('Fatima'));
  await verdict(other.page).getByText('May eat').waitFor();
  // A steward doesn't see personal reasons.
  await call('POST', `/mess/students/${pupils.Arjun?.id}/suspend`, { reason: 'Books not returned' });
  await gate.context.setOffline(false);
  await queued(gate.page, 0);
  await other.context.setOffline(false);
  await queued(other.page, 0);
  const line = await until(async () => (await settlements())[0]);
  expect(line).toMatchObject({ reason: 'already_served', device_name: 'Gate 3', student: { name: 'Fatima Sheikh' } });
  expect(line.other).toMatchObject({ device_name: 'Gate 2' });
  await scan(other.page, qrOf('Arjun'));
  await verdict(other.page).getByText('Please ask a supervisor.').waitFor();
  expect(other.faults).toEqual([]);
  await other.close();
});

test('a scanner that is ended while its phone is offline ends there too, and its scans are still uploaded', async () => {
  const { url } = await newScanner('Gate 4');
  const other = await stage.visit(PHONE);
  other.watch();
  other.expectError(/ERR_INTERNET_DISCONNECTED/);
  await enter(other.page, url);
  await other.context.setOffline(true);
  // The person who lost the phone finds it in the list.
  await office.page.getByRole('button', { name: 'Done' }).click();
  await office.page.reload();
  const line = office.page.getByRole('listitem').filter({ hasText: 'Gate 4' });
  await line.getByRole('button', { name: 'Remove' }).click();
  await line.getByRole('button', { name: 'End now' }).click();
  await line.getByText('ended').waitFor();
  await scan(other.page, qrOf('Lakshmi'));
  await verdict(other.page).getByText('May eat').waitFor();
  await other.context.setOffline(false);
  await other.page.getByText('This scanner has ended').waitFor();
  await until(async () => (await settlements()).some(({ reason }) => reason === 'after_revocation'));
  await until(async () => Object.values(await kept(other.page)).every((count) => count === 0));
  await other.page.goto(`${url}`);
  other.expectStatus(404);
  await other.page.getByRole('button', { name: 'Begin' }).click();
  await other.page.getByRole('alert').waitFor();
  expect(other.faults).toEqual([]);
  await other.close();
});

test('a phone whose clock is an hour fast says so, and its scans get the right time', async () => {
  const { url } = await newScanner('Gate 5');
  const other = await stage.visit(PHONE);
  other.watch();
  other.expectError(/ERR_INTERNET_DISCONNECTED/);
  await other.context.addInitScript(() => {
    const now = Date.now;
    Date.now = () => now() + 3_600_000;
  });
  await enter(other.page, url);
  await other.page.getByText("This phone's clock is 60 minutes fast.").waitFor();
  await other.context.setOffline(true);
  await scan(other.page, qrOf('Lakshmi'));
  await verdict(other.page).getByText('May eat').waitFor();
  await other.context.setOffline(false);
  await queued(other.page, 0);
  const [last] = await call<{ at: string; skew_seconds: number; offline: boolean }[]>('GET', '/mess/scans');
  expect(last?.offline).toBe(true);
  expect(Math.abs((last?.skew_seconds ?? 0) + 3600)).toBeLessThan(10);
  expect(Math.abs(Date.parse(last?.at ?? '') - Date.now())).toBeLessThan(60_000);
  expect(other.faults).toEqual([]);
  await other.close();
});

test('a phone is given back: no data of the scanner stays', async () => {
  const { page } = gate;
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByText('6 students').waitFor();
  await page.getByRole('button', { name: 'Give this phone back' }).click();
  await page.getByRole('alert').getByRole('button', { name: 'Give this phone back' }).click();
  await page.getByText('This phone is not a scanner yet').waitFor();
  expect(Object.values(await kept(page)).every((count) => count === 0)).toBe(true);
});

test('fits a phone and is in Hindi and Spanish', async () => {
  const { page } = gate;
  const { url } = await newScanner('द्वार 6', 'mess.supervisor');
  await enter(page, url);
  await page.getByRole('button', { name: 'More' }).click();
  for (const [language, words] of [
    ['हिन्दी', 'यह स्कैनर'],
    ['Español', 'Este lector'],
  ] as const) {
    await page.getByRole('button', { name: language }).click();
    await page.getByRole('heading', { name: words }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }
  await page.getByRole('button', { name: 'हिन्दी' }).click();
  await page.getByRole('button', { name: 'वापस' }).click();
  await scan(page, qrOf('Ravi'));
  await verdict(page).getByText('यह भोजन पहले ही मिल चुका है।').waitFor();
  const text = (await page.locator('main').innerText()).replaceAll(/Ravi Menon|21CS\d+|Lunch|RM/g, '');
  expect(text).not.toMatch(/[A-Za-z]{3,}/);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('an admin with a second factor is asked for its code', async () => {
  const { page } = office;
  const post = (path: string, body: object) =>
    page.evaluate(
      async ({ path, body }) => {
        const headers = { 'content-type': 'application/json', 'x-csrf-token': '1' };
        const answer = await fetch(`/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
        return (await answer.json()).data;
      },
      { path, body },
    );
  const { otpauth_uri } = await post('/auth/two-factor/enable', { password: OWNER.password });
  await post('/auth/two-factor/confirm', { code: await codeOf(otpauth_uri) });
  await page.getByRole('button', { name: 'Sign out' }).click();
  await fillSignIn(page);
  await page.getByText('The six digits from your authenticator app').waitFor();
  // A code is valid once, so the next one.
  await page.getByLabel('Code').fill(await codeOf(otpauth_uri, 1));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'New scanner' }).waitFor();
  // On the phone that stays at the door, the admin doesn't stay signed in.
  await page.getByLabel('Name', { exact: false }).first().fill('Gate 7');
  await page.getByRole('button', { name: 'Make the link' }).click();
  await page.getByRole('button', { name: 'Use on this phone' }).click();
  await page.getByText('Make this phone a scanner').waitFor();
  expect(await page.evaluate(async () => (await fetch('/api/v1/session')).status)).toBe(401);
});
