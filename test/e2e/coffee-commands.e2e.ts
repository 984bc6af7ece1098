import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Caller, coffeeMachine, found, OWNER, send } from './support/api.ts';
import type { Visit } from './support/browser.ts';
import { onStage } from './support/stage.ts';

/** Machines are told what to do, from their pages and from the list; what they answer shows without a reload. */

const stage = onStage();
let call: Caller;
let owner: Visit;
let page: Page;
const machines: { id: string; serial: string; token: string }[] = [];

beforeAll(async () => {
  call = await found(stage.server, ['coffee']);
  const merchant = await call<{ id: string }>('POST', '/coffee/merchants', { name: 'Kiosks & Co' });
  for (const serial of ['CM-1', 'CM-2']) {
    const input = { serial, merchant_id: merchant.id, model: 'Uno' };
    machines.push({ ...(await coffeeMachine(stage.server, call, input)), serial });
  }
  owner = await stage.visit();
  page = owner.page;
});
beforeEach(() => owner.watch());
afterEach(() => expect(owner.faults.splice(0)).toEqual([]));

const look = async (name: string) => {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true });
};
const button = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true });
const row = (text: string) => page.getByRole('row').filter({ hasText: text });

/** What a machine does: it asks, says that it has the command, and says how it ended. */
async function obey(index: number, result: 'succeeded' | 'failed', message?: string): Promise<string[]> {
  const { id, token } = machines[index] as (typeof machines)[number];
  const own = async (method: string, path: string, body?: object) => {
    const answer = await send(stage.server, method, path, body, { authorization: `Bearer ${token}` });
    return ((await answer.json()) as { data: { commands: { id: string; kind: string }[] } }).data;
  };
  const { commands } = await own('GET', `/devices/${id}/commands/pending`);
  for (const command of commands) {
    await own('POST', `/commands/${command.id}/ack`);
    await own('POST', `/commands/${command.id}/result`, { result, ...(message && { message }) });
  }
  return commands.map(({ kind }) => kind);
}

test('a command for one machine is given at its page, which shows what the machine answers', async () => {
  owner.expectStatus(401);
  await page.goto(`/console/coffee/machines/${machines[0]?.id}?tab=commands`);
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await button(page, 'Sign in').click();
  await page.getByText('What machines are told appears here').waitFor();
  await button(page, 'Give a command').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What to do').click();
  await page.getByRole('option', { name: 'Set the temperature' }).click();
  await dialog.getByLabel('Water, °C').fill('91');
  await look('command-dialog');
  await button(dialog, 'Give').click();
  await row('Temperature 91 °C').getByText('Waits for the machine').waitFor();
  expect(await obey(0, 'failed', 'The heater is off')).toEqual(['set_temperature']);
  await row('Temperature 91 °C').getByText('Failed').waitFor();
  await row('Temperature 91 °C').getByText('The heater is off').waitFor();
  await look('machine-commands');
});

test('a command for selected machines is a batch, with its progress', async () => {
  await page.goto('/console/coffee/machines');
  for (const { serial } of machines) await row(serial).getByRole('checkbox').check();
  await button(page, 'Give a command').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('2 machines are selected.').waitFor();
  await button(dialog, 'Give a command').click();
  await dialog.waitFor({ state: 'detached' });
  await page.goto('/console/coffee/batches');
  await row('Restart').getByText('0 of 2').waitFor();
  expect(await obey(0, 'succeeded')).toEqual(['restart']);
  await row('Restart').getByText('1 of 2').waitFor();
  await look('batches');
  await button(row('Restart'), 'Pause').click();
  await row('Restart').getByText('Paused').waitFor();
  expect(await obey(1, 'succeeded')).toEqual([]);
  await button(row('Restart'), 'Resume').click();
  await row('Restart').getByText('Under way').waitFor();
  expect(await obey(1, 'succeeded')).toEqual(['restart']);
  await row('Restart').getByText('2 of 2').waitFor();
  await row('Restart').locator('.MuiChip-root').getByText('Done', { exact: true }).waitFor();
});
