import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { type Caller, found } from './support/api.ts';
import { interceptable, type Visit } from './support/browser.ts';
import { filmQr } from './support/qr.ts';
import { fillSignIn } from './support/sign-in.ts';
import { onStage } from './support/stage.ts';
import { scan } from './support/wedge.ts';

/** A phone at the entrance of an exhibition: with a network, without one, after a lost answer, and back. */

const stage = onStage({ camera: true });
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };
type Person = { id: string; code: string; qr: string; name: string };
type Counted = { customer: { name: string }; first: boolean; offline: boolean };
const people: Record<string, Person> = {};
let call: Caller;
let office: Visit;
let gate: Visit;
let exhibition = '';
let link = '';

/** Where it is noon now, so that no day ends while the tests run. */
function noonZone(): string {
  const east = 12 - new Date().getUTCHours();
  return east === 0 ? 'Etc/GMT' : `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`;
}

beforeAll(async () => {
  call = await found(stage.server, ['exhibition'], { time_zone: noonZone() });
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const fair = { name: 'Craft fair', prefix: 'CF', starts_on: day(-3), ends_on: day(5) };
  exhibition = (await call<{ id: string }>('POST', '/exhibition/exhibitions', fair)).id;
  const other = { name: 'Book fair', prefix: 'BF', starts_on: day(-3), ends_on: day(5) };
  const { id: books } = await call<{ id: string }>('POST', '/exhibition/exhibitions', other);
  for (const name of ['Asha', 'Ravi', 'Fatima', 'Joseph', 'Lakshmi', 'Reader']) {
    const exhibition_id = name === 'Reader' ? books : exhibition;
    const input = { name, email: `${name.toLowerCase()}@example.org`, exhibition_id };
    people[name] = await call<Person>('POST', '/exhibition/customers', input);
  }
  office = await stage.visit();
  gate = await stage.visit(PHONE);
  gate.expectError(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  await interceptable(gate.page);
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

const of = (name: string) => people[name] as Person;
const verdict = (page: Page) => page.getByTestId('verdict');
const says = (page: Page, words: string) => verdict(page).getByText(words, { exact: true }).waitFor();
const visits = () => call<Counted[]>('GET', '/exhibition/visits');
async function queued(page: Page, count: number): Promise<void> {
  if (count > 0) await page.getByTestId('queued').getByText(String(count)).waitFor();
  else await page.getByTestId('queued').waitFor({ state: 'detached' });
}

test('the organizer adds a scanner at the page of the exhibition, and its link makes a phone the scanner', async () => {
  const { page } = office;
  office.expectStatus(401);
  await page.goto(`/console/exhibition/exhibitions/${exhibition}`);
  await fillSignIn(page);
  await page.getByRole('link', { name: 'Entrance' }).click();
  await page.getByText('No scanner yet.').waitFor();
  await page.getByRole('button', { name: 'Add a scanner' }).click();
  await page.getByLabel('Name').fill('North gate');
  await page.getByRole('dialog').getByRole('button', { name: 'Add a scanner' }).click();
  await page.getByText('Link for North gate').waitFor();
  link = (await page
    .locator('input')
    .evaluateAll((all) =>
      all.map((one) => (one as HTMLInputElement).value).find((value) => value.includes('/entrance/#code=')),
    )) as string;
  expect(link).toMatch(new RegExp(`^${stage.server.url}/entrance/#code=`));
  await gate.page.goto('/entrance/');
  await gate.page.getByText('This phone is not a scanner yet').waitFor();
  await gate.page.goto(link);
  await gate.page.getByRole('button', { name: 'Begin' }).click();
  await gate.page.getByTestId('roster-age').getByText('List: just now').waitFor();
  await gate.page.evaluate(() => navigator.serviceWorker.ready);
});

test('three people come, one of them twice: by camera, hand scanner and typed', async () => {
  const { page } = gate;
  filmQr(stage.film, of('Asha').qr);
  await page.getByRole('button', { name: 'Start the camera' }).click();
  await says(page, 'Welcome, Asha');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Camera off' }).click();
  await scan(page, of('Ravi').qr);
  await says(page, 'Welcome, Ravi');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('ID, e-mail or phone').fill('fatima@example.org');
  await page.getByRole('button', { name: 'Look up' }).click();
  await says(page, 'Welcome, Fatima');
  await page.getByTestId('visitors').getByText('3 visitors today').waitFor();
  await scan(page, of('Asha').qr);
  await verdict(page).getByText('Came at').waitFor();
  await says(page, 'Come in again.');
  await scan(page, of('Reader').qr);
  await says(page, 'Other exhibition');
  await says(page, 'Registered for Book fair.');
  await page.getByRole('button', { name: 'Next' }).click();
  expect((await visits()).map(({ customer, first }) => [customer.name, first])).toEqual([
    ['Asha', false],
    ['Fatima', true],
    ['Ravi', true],
    ['Asha', true],
  ]);
});

test('an answer that is lost: the phone decides, and the visit counts once', async () => {
  const { page } = gate;
  await page.route(
    '**/exhibition/entrance/scan',
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await scan(page, of('Joseph').qr);
  await verdict(page).getByText('Checked without a network').waitFor();
  await says(page, 'Welcome');
  await queued(page, 0);
  expect((await visits()).filter(({ customer }) => customer.name === 'Joseph')).toMatchObject([{ offline: false }]);
});

test('without a network, after a cold start, it lets in by its list, and hands in what it counted', async () => {
  await gate.context.setOffline(true);
  await gate.page.close();
  gate.page = await gate.context.newPage();
  const { page } = gate;
  await page.goto('/entrance/');
  await page.getByTestId('network').getByText('No network').waitFor();
  await page.getByTestId('visitors').getByText('4 visitors today').waitFor();
  await scan(page, of('Lakshmi').qr);
  await says(page, 'Welcome');
  await queued(page, 1);
  await scan(page, of('Lakshmi').qr);
  await says(page, 'Come in again.');
  await queued(page, 2);
  // They came while there was a network.
  await scan(page, of('Ravi').qr);
  await says(page, 'Come in again.');
  await scan(page, of('Reader').qr);
  await says(page, 'Not on this phone’s list');
  await queued(page, 3);
  // Everything is stored.
  await page.reload();
  await queued(page, 3);
  await gate.context.setOffline(false);
  await queued(page, 0);
  await page.getByTestId('network').getByText('Online').waitFor();
  const all = await visits();
  expect(all).toHaveLength(8);
  expect(all.filter(({ offline }) => offline)).toHaveLength(3);
  expect(
    all
      .filter(({ first }) => first)
      .map(({ customer }) => customer.name)
      .sort(),
  ).toEqual(['Asha', 'Fatima', 'Joseph', 'Lakshmi', 'Ravi']);
  const dashboard = await call<{ today: object }>('GET', '/exhibition/dashboard');
  expect(dashboard.today).toMatchObject({ visitors: 5, visits: 8 });
});

test('the office sees who came, and a scanner that it ends lets nobody in', async () => {
  const { page } = office;
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('link', { name: 'Lakshmi' }).first().waitFor();
  await page.getByRole('button', { name: 'End', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End', exact: true }).click();
  await page.getByText('The scanner was ended').waitFor();
  gate.expectStatus(401);
  await scan(gate.page, of('Asha').qr);
  await gate.page.getByText('This scanner has ended').waitFor();
  expect(await visits()).toHaveLength(8);
});

test('fits a phone, in Hindi too', async () => {
  const { page } = gate;
  const made = await call<{ url: string }>('POST', `/exhibition/exhibitions/${exhibition}/entrances`, { name: 'द्वार' });
  await page.goto(made.url);
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByText('5 people').waitFor();
  await page.getByRole('button', { name: 'हिन्दी' }).click();
  await page.getByText('5 लोग').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByRole('button', { name: 'वापस' }).click();
  await scan(page, of('Asha').qr);
  await says(page, 'फिर से अंदर आ सकते हैं।');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
