import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Caller, coffeeMachine, found, OWNER, send } from './support/api.ts';
import { until, type Visit } from './support/browser.ts';
import { onStage } from './support/stage.ts';

/** A bin runs low: the alarm shows without a reload, a technician fills it without a network, and it clears. */

const stage = onStage();
let call: Caller;
let owner: Visit;
let page: Page;
let machine: { id: string; token: string };

beforeAll(async () => {
  call = await found(stage.server, ['coffee']);
  const merchant = await call<{ id: string }>('POST', '/coffee/merchants', { name: 'Kiosks & Co' });
  const place = { merchant_id: merchant.id, name: 'Platform 3', latitude: 37.39, longitude: -5.97 };
  const location = await call<{ id: string }>('POST', '/coffee/locations', place);
  await call('POST', '/coffee/materials', { code: 'beans', name: 'House blend', unit: 'g' });
  const input = { serial: 'CM-1', name: 'Waiting room', merchant_id: merchant.id, location_id: location.id };
  machine = await coffeeMachine(stage.server, call, input);
  const bins = [{ position: 1, material: 'beans', capacity: 1000, threshold: 200 }];
  await call('PUT', `/coffee/machines/${machine.id}/bins`, { bins });
  await report(900);
  owner = await stage.visit();
  page = owner.page;
});
beforeEach(() => owner.watch());
afterEach(() => expect(owner.faults.splice(0)).toEqual([]));

async function report(level: number, over: object = {}): Promise<void> {
  const said = { bins: [{ position: 1, level }], temperature: 92, ...over };
  const path = `/devices/${machine.id}/status`;
  const answer = await send(stage.server, 'POST', path, said, { authorization: `Bearer ${machine.token}` });
  expect(answer.status).toBe(200);
}
const button = (name: string) => page.getByRole('button', { name, exact: true });
/** The page as it is, for people who look: PICTURES names a folder. */
const look = async (name: string) => {
  if (!process.env.PICTURES) return;
  for (const [size, width] of [
    ['wide', 1400],
    ['phone', 390],
  ] as const) {
    await page.setViewportSize({ width, height: 844 });
    await page.waitForTimeout(400);
    await page.screenshot({ path: `${process.env.PICTURES}/${name}-${size}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 720 });
};

test('an alarm appears and clears without a reload', async () => {
  owner.expectStatus(401);
  await page.goto('/console/coffee/alarms?filter={"state":"open"}');
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await button('Sign in').click();
  await page.getByText('Nothing found').waitFor();
  await report(150);
  await page.getByText('Bin low', { exact: true }).waitFor();
  await look('alarms');
  await button('I know of it').click();
  await page.getByRole('dialog').getByLabel('Note').fill('Tomorrow');
  await page.getByRole('dialog').getByRole('button', { name: 'I know of it' }).click();
  await page.getByText(`${OWNER.name} knows of it`).waitFor();
  await page.goto(`/console/coffee/machines/${machine.id}?tab=alarms`);
  await page.getByRole('alert').getByText('runs low: House blend, 150 g left').waitFor();
  await look('machine-alarms');
});

test('a round is ticked off without a network, and sent when there is one; then the bin is full', async () => {
  owner.expectError(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch/);
  await page.goto('/console/coffee/round');
  await page.getByText('Waiting room, 1. House blend').waitFor();
  await look('round');
  // As soon as the page was open for a moment with a network.
  await until(() => page.evaluate(async () => (await caches.match('/console/coffee/round')) !== undefined));
  await owner.context.setOffline(true);
  await button('Filled: Waiting room, 1. House blend').click();
  await page.getByText('Waits for the network').waitFor();
  await page.getByText('1 of 1 done').waitFor();
  await look('round-offline');
  // The phone's browser throws the page away, and the technician opens it again: where there is still no network.
  await page.reload();
  await page.getByText('There is no network. This is the list of').waitFor();
  await page.getByText('Waiting room, 1. House blend').waitFor();
  await page.getByText('Waits for the network').waitFor();
  await look('round-reloaded');
  await owner.context.setOffline(false);
  await until(async () => {
    const refills = await call<{ source: string; amount: number }[]>('GET', '/coffee/refills');
    return refills.some(({ source, amount }) => source === 'person' && amount === 850);
  });
  await page.getByText('Waits for the network').waitFor({ state: 'detached' });
  await page.getByText('There is no network.').waitFor({ state: 'detached' });
  const told = await call<{ source: string }[]>('GET', '/coffee/refills');
  expect(told.filter(({ source }) => source === 'person')).toHaveLength(1);
  // After a reload, and for a colleague, it is filled, and by whom; the machine has not measured it yet.
  await page.reload();
  await page.getByText(`${OWNER.name} filled it,`).waitFor();
  await page.getByText('1 of 1 done').waitFor();
  expect(await button('Filled: Waiting room, 1. House blend').count()).toBe(0);
  await look('round-filled');
  await page.goto('/console/coffee/alarms?filter={"state":"open"}');
  await page.getByText('Bin low', { exact: true }).waitFor();
  await report(1000);
  await page.getByText('Nothing found').waitFor();
});

test('the map shows where something is wrong, and what was done is in the log', async () => {
  const [{ id: merchant_id }] = (await call<{ id: string }[]>('GET', '/coffee/merchants')) as [{ id: string }];
  const more = { Airport: [37.42, -5.89], Nyabugogo: [-1.94, 30.04] };
  for (const [name, [latitude, longitude]] of Object.entries(more))
    await call('POST', '/coffee/locations', { merchant_id, name, latitude, longitude });
  await page.goto('/console/coffee/map');
  // Two sites of one city are one mark beside a far one, until it is chosen.
  await page.getByRole('link', { name: /^Nyabugogo, / }).waitFor();
  await look('map-far');
  await page.getByRole('button', { name: /^2 locations, / }).click();
  await page.getByRole('link', { name: /^Airport, / }).waitFor();
  const place = page.getByRole('link', { name: /^Platform 3, / });
  await place.and(page.getByLabel(/All well/)).waitFor();
  await report(1000, { errors: ['pump_pressure'] });
  await place.and(page.getByLabel(/Critical/)).waitFor();
  await look('map');
  await page.goto('/console/coffee/log');
  await page.getByText(`${OWNER.name} filled bin 1 of the machine CM-1`).waitFor();
  await look('log');
  await page.goto('/console/coffee/alarms');
  await button('Service hours').click();
  await button('Add hours').click();
  await look('service-hours');
});
