import { beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { type Caller, found, scannerToken } from './support/api.ts';
import { until, type Visit } from './support/browser.ts';
import { readQr } from './support/qr.ts';
import { onStage } from './support/stage.ts';

/**
 * A student's phone that shows its own code, new every half minute: on a phone with a wrong clock, without a network,
 * and on a second phone.
 */

const stage = onStage();
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };
let call: Caller;
let phone: Visit;
let student: { id: string };

beforeAll(async () => {
  call = await found(stage.server, ['mess']);
  await call('PUT', '/mess/meals', {
    meals: [{ code: 'lunch', name: 'Lunch', starts: '00:01', ends: '00:00', active: true }],
  });
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  await call('POST', '/mess/cycles', { name: 'This cycle', starts_on: day(-10), ends_on: day(15), price: '3000' });
  const input = { name: 'Asha Verma', roll_number: '21CS104', room: 'B-204', approve: true, changing_code: true };
  student = await call<{ id: string }>('POST', '/mess/students', input);
  await call('POST', `/mess/students/${student.id}/cash`, {});
  phone = await stage.visit(PHONE);
  // An hour fast, and it runs as the test says.
  await phone.page.clock.install({ time: Date.now() + 3_600_000 });
});

let broken = false;
beforeEach(({ skip }) => {
  if (broken) skip('an earlier chapter failed');
  phone.watch();
  onTestFailed(() => {
    broken = true;
  });
});

const newLink = async () => (await call<{ url: string }>('POST', `/mess/students/${student.id}/code-link`)).url;
const code = async ({ page }: Visit) => {
  const picture = await page.getByRole('img', { name: 'Code for the door' }).screenshot();
  return readQr(picture);
};

test('the link opens the code, though the phone’s clock is an hour fast; the door takes it', async () => {
  await phone.page.goto(await newLink());
  await phone.page.getByRole('heading', { name: 'Asha Verma' }).waitFor();
  await phone.page.getByText('21CS104 · B-204').waitFor();
  // The part behind # is gone from the address, so that nobody copies it.
  expect(new URL(phone.page.url()).hash).toBe('');
  const shown = await until(() => code(phone));
  expect(shown).toMatch(/\/c\/[A-Za-z0-9_-]{148}$/);
  const token = await scannerToken(stage.server, call, 'Gate');
  const answer = await fetch(`${stage.server.url}/api/v1/scanner/scan`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ qr: shown, nonce: 'the-first-scan' }),
  });
  expect((await answer.json()).data).toMatchObject({ allowed: true, student: { roll_number: '21CS104' } });
});

test('after half a minute it changes; without a network it continues, and says when it can’t any more', async () => {
  const first = await code(phone);
  phone.expectError(/ERR_INTERNET_DISCONNECTED/);
  await phone.context.setOffline(true);
  await phone.page.clock.fastForward(30_000);
  const second = await until(async () => {
    const now = await code(phone);
    return now && now !== first && now;
  });
  expect(second).toMatch(/\/c\/[A-Za-z0-9_-]{148}$/);
  await phone.page.clock.fastForward(330_000);
  await phone.page.getByText('The codes are used up, and there is no connection.').waitFor();
  await phone.context.setOffline(false);
  await phone.page.clock.fastForward(6_000);
  await phone.page.getByText(/^New in \d+ s$/).waitFor();
});

test('opened again it needs no link; a used link is refused elsewhere; the latest phone has the code', async () => {
  await phone.page.goto('/m/');
  await phone.page.getByRole('heading', { name: 'Asha Verma' }).waitFor();
  const other = await stage.visit({ ...PHONE, locale: 'hi-IN' });
  other.expectStatus(404, 409);
  await other.page.goto('/m/');
  await other.page.getByText('यहाँ कोई कोड नहीं').waitFor();
  const link = await newLink();
  await other.page.goto(link);
  await other.page.getByRole('heading', { name: 'Asha Verma' }).waitFor();
  phone.expectStatus(409);
  await phone.page.reload();
  await phone.page.getByText('Your code is on another phone now.').waitFor();
  await phone.page.goto('about:blank');
  await phone.page.goto(link);
  await phone.page.getByText('This link was opened on another phone.').waitFor();
  expect([...phone.faults, ...other.faults]).toEqual([]);
  await other.close();
});
