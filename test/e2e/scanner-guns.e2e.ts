/** Hand scanners of other keyboards, cameras that end or fail, and an iPhone's home screen, at the mess's door. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { TEST_CODE } from '../../kernel/ui/reader/check-scanner.ts';
import { type Caller, found } from './support/api.ts';
import { filmQr } from './support/qr.ts';
import { fillSignIn } from './support/sign-in.ts';
import { onStage } from './support/stage.ts';

const stage = onStage({ camera: true });
let call: Caller;
let qr = '';
beforeAll(async () => {
  call = await found(stage.server, ['mess']);
  await call('PUT', '/mess/meals', {
    meals: [{ code: 'lunch', name: 'Lunch', starts: '00:01', ends: '00:00', active: true }],
  });
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  await call('POST', '/mess/cycles', { name: 'This cycle', starts_on: day(-10), ends_on: day(15), price: '3000' });
  qr = (await call<{ qr: string }>('POST', '/mess/students', { name: 'Asha', roll_number: '1', approve: true })).qr;
});
const link = async () =>
  (await call<{ url: string }>('POST', '/devices', { name: `D${Math.random()}`, kind: 'mess.scanner' })).url;

/** The keys of a scanner, 8 ms from one to the next by the keyboard's clock. */
async function types(page: Page, keys: string[]): Promise<void> {
  await page.evaluate((all) => {
    let at = performance.now();
    for (const key of all) {
      at += 8;
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
      Object.defineProperty(event, 'timeStamp', { value: at });
      document.body.dispatchEvent(event);
    }
  }, keys);
}
const swapped = (text: string) =>
  text.replaceAll(/[a-z]/gi, (it) => (/[a-z]/.test(it) ? it.toUpperCase() : it.toLowerCase()));
const AZERTY = new Map(
  [...'aqzwAQZWmM1234567890-_:/.'].map((key, at) => [key, [...'qawzQAWZ,?&é"\'(-è_çà)°M!:'][at] ?? '']),
);

test('a gun on Caps Lock, on a French keyboard, or without Enter', async () => {
  const { page } = await stage.visit();
  page.setDefaultTimeout(20_000);
  await page.goto(await link());
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByTestId('roster-age').getByText('List: just now').waitFor();
  const verdict = page.getByTestId('verdict');
  const judged = async (keys: string[], words: string | null) => {
    await types(page, keys);
    await verdict.waitFor({ timeout: 15_000 });
    if (words) await page.getByRole('alert').getByText(words).waitFor();
    await verdict.getByRole('button', { name: 'Next' }).click();
    await verdict.waitFor({ state: 'detached' });
  };
  await judged([...qr], null);
  await judged([...swapped(qr), 'Enter'], 'Caps Lock');
  await judged([...Array.from(qr, (key) => AZERTY.get(key) ?? key), 'Enter'], 'AZERTY');
  await types(page, [...qr.toUpperCase(), 'Enter']);
  await page.getByRole('alert').getByText('Normal case').waitFor();
});

test('the page of this device says what a gun types, and what to look up in its booklet', async () => {
  const guest = await stage.visit();
  const { page } = guest;
  guest.expectStatus(401);
  await page.goto('/console/device');
  await fillSignIn(page);
  await page.getByRole('button', { name: 'Try a hand scanner' }).click();
  await page.getByRole('img', { name: TEST_CODE }).waitFor();
  const verdict = page.getByTestId('scanner-verdict');
  await types(page, [...`]Q1${swapped(TEST_CODE)}`, 'Enter']);
  await verdict.getByText('This scanner works').waitFor();
  await verdict.getByText('Caps Lock is on').waitFor();
  await verdict.getByText('It sends ]Q1 before each code').waitFor();
  await types(page, [...TEST_CODE.toUpperCase()]);
  await verdict.getByText('Codes from this scanner are not read').waitFor();
  await verdict.getByText('Normal case').waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await verdict.waitFor({ state: 'detached' });
});

test('a camera whose picture ends opens again, and a reader that rejects gives way', async () => {
  const { page } = await stage.visit();
  page.setDefaultTimeout(20_000);
  await page.addInitScript(() => {
    class Rejecting {
      static getSupportedFormats = async () => ['qr_code'];
      detect = () => Promise.reject(new Error('gone'));
    }
    Object.assign(globalThis, { BarcodeDetector: Rejecting });
  });
  await page.goto(await link());
  await page.getByRole('button', { name: 'Begin' }).click();
  filmQr(stage.film, qr);
  await page.getByRole('button', { name: 'Start the camera' }).click();
  await page.getByTestId('verdict').waitFor({ timeout: 15_000 });
  await page.getByTestId('verdict').getByRole('button', { name: 'Next' }).click();
  const streams = () =>
    page.evaluate(
      () =>
        (document.querySelector('video') as { srcObject: MediaStream } | null)?.srcObject.getVideoTracks()[0]
          ?.readyState,
    );
  await page.evaluate(() => {
    const video = document.querySelector('video') as { srcObject: MediaStream } | null;
    const track = video?.srcObject.getVideoTracks()[0];
    track?.stop();
    track?.dispatchEvent(new Event('ended'));
  });
  await expect.poll(streams, { timeout: 10_000 }).toBe('live');
});

test('an iPhone is told to carry the link to its home screen, whose page takes it', async () => {
  const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1';
  const url = await link();
  const { page } = await stage.visit({ userAgent: iphone });
  await page.goto(url);
  await page.getByTestId('carry').getByText('put this page on the home screen first').waitFor();
  await page.getByTestId('carry').getByRole('button', { name: '1. Copy the link' }).waitFor();
  const { page: icon } = await stage.visit({ userAgent: iphone });
  await icon.goto('/scanner/');
  await icon.getByLabel('Or paste the link, or its code, here').fill(url);
  await icon.getByRole('button', { name: 'Take the link' }).click();
  await icon.getByRole('button', { name: 'Begin' }).click();
  await icon.getByTestId('roster-age').getByText('List: just now').waitFor();
  const live = await icon.evaluate(() =>
    [...document.querySelectorAll('[data-testid=roster-age], [data-testid=meal]')].map(
      (it) => it.closest('[translate=no]') !== null,
    ),
  );
  expect(live, 'a browser that translates leaves what changes').toEqual([true, true]);
});
