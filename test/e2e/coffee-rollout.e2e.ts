import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Caller, coffeeMachine, found, OWNER, send } from './support/api.ts';
import type { Visit } from './support/browser.ts';
import { onStage } from './support/stage.ts';

/** A package that machines can't run is started in the console, and the page shows how they go back, without a reload. */

const stage = onStage();
let call: Caller;
let owner: Visit;
let page: Page;
const machines: { id: string; token: string }[] = [];

const own = async (token: string, method: string, path: string, body?: object) => {
  const answer = await send(stage.server, method, path, body, { authorization: `Bearer ${token}` });
  return ((await answer.json()) as { data: { commands: { id: string; params: { package: number } }[] } }).data;
};

beforeAll(async () => {
  call = await found(stage.server, ['coffee']);
  await call('POST', '/coffee/materials', { code: 'beans', name: 'Beans', unit: 'g' });
  const body = { cup_ml: 40, temperature: 92, ingredients: [{ material: 'beans', quantity: 8 }] };
  await call('POST', '/coffee/recipes', { code: 'espresso', name: 'Espresso', body });
  for (const name of ['Summer', 'Winter']) await call('POST', '/coffee/packages', { name });
  const merchant = await call<{ id: string }>('POST', '/coffee/merchants', { name: 'Kiosks & Co' });
  for (const serial of ['CM-1', 'CM-2', 'CM-3', 'CM-4']) {
    const machine = await coffeeMachine(stage.server, call, { serial, merchant_id: merchant.id });
    machines.push(machine);
    await own(machine.token, 'POST', `/devices/${machine.id}/status`, { package: 1 });
  }
  owner = await stage.visit();
  page = owner.page;
});
beforeEach(() => owner.watch());
afterEach(() => expect(owner.faults.splice(0)).toEqual([]));

const look = async (name: string) => {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true });
};

/** All machines do what they are told; returns how many were told something. */
async function obey(result: 'succeeded' | 'failed'): Promise<number> {
  let told = 0;
  for (const { id, token } of machines) {
    const { commands } = await own(token, 'GET', `/devices/${id}/commands/pending`);
    for (const command of commands) {
      told += 1;
      await own(token, 'POST', `/commands/${command.id}/ack`);
      await own(token, 'POST', `/commands/${command.id}/result`, { result, message: 'no space' });
    }
  }
  return told;
}

test('a rollout that fails goes back to what the machines ran', async () => {
  owner.expectStatus(401);
  await page.goto(`${stage.server.url}/console/coffee/rollouts`);
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('No rollouts yet').waitFor();
  await page.getByRole('button', { name: 'Start a rollout' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Package').click();
  await page.getByRole('option', { name: 'Package 2: Winter' }).click();
  await dialog.getByLabel('Stages, in percent of the machines').fill('50, 100');
  await dialog.getByText('It goes to 4 machines.').waitFor();
  await look('rollout-start');
  await dialog.getByRole('button', { name: 'Start a rollout' }).click();
  await page.getByText('Stage 1 of 2: 50 % of 4 machines').waitFor();
  await page.getByText('Told: 2').waitFor();
  await look('rollout-running');
  expect(await obey('failed')).toBe(2);
  await page.getByText('Too many machines failed.').waitFor();
  await page.getByText('Going back: 2').waitFor();
  expect(await obey('succeeded')).toBe(2);
  await page.getByText('Went back', { exact: true }).waitFor();
  await page.getByText('Back: 2').waitFor();
  await look('rollout-back');
});
