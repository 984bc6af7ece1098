/** Play money of the program itself: the pay page leads to a phone, which is a page, and the PIN pays. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KEYS } from '../../../test/fakes/mobile-money.ts';
import type { TestApp } from '../../../test/harness/index.ts';
import { attemptIs, balances, choose, listeningApp } from '../../payment-providers/test/payer.ts';
import { open, till } from '../../payments/test/factories.ts';
import { openBook } from '../index.ts';

let app: TestApp;
const folder = mkdtempSync(join(tmpdir(), 'counterfoil-play-'));
beforeAll(async () => {
  app = await listeningApp({ PAYMENT_SANDBOX: 'true', DATA_DIR: join(folder, 'data') });
});
afterAll(async () => {
  await app?.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each(['mtn', 'airtel'] as const)('%s takes play money as soon as the sandbox is switched on', async (operator) => {
  const { organization, owner: admin } = await till({ app });
  const payment = await open(organization, { amountMinor: 1000, currency: 'RWF' });
  const provider = app.boot.services.providers.get(operator);
  expect(await provider?.account(organization.ctx)).toBe(null);
  expect((await admin.patch('/settings/sandbox', { enabled: true })).status).toBe(200);
  expect(await provider?.account(organization.ctx)).toBe('play money');
  const phone = await choose(organization, payment.id, operator, '0788 123 456');
  expect(phone).toBe(`${app.config.PUBLIC_URL}/sandbox-mobile-money/phones/250788123456`);
  const page = await (await fetch(phone, { headers: { 'accept-language': 'en' } })).text();
  expect(page).toContain('Enter your PIN.');
  const [, transfer = ''] = /name="transfer" value="([^"]+)"/.exec(page) ?? [];
  const body = new URLSearchParams({ transfer, pin: '1234', decision: 'pay' });
  expect((await fetch(phone, { method: 'POST', body, redirect: 'manual' })).status).toBe(303);
  await attemptIs(organization, payment.id, 'succeeded');
  expect(await balances(organization)).toEqual({ 'assets:mobile_money RWF': 1000, 'income:test RWF': -1000 });
  const elsewhere = `${app.config.PUBLIC_URL}/sandbox-mobile-money/phones/%2F%2Fevil.example`;
  const { headers } = await fetch(elsewhere, { method: 'POST', body, redirect: 'manual' });
  expect(new URL(String(headers.get('location')), elsewhere).href, 'it leads to itself').toBe(elsewhere);
  // A stranger's request is refused: it would name an address to be called.
  const root = `${app.config.PUBLIC_URL}/sandbox-mobile-money`;
  expect((await fetch(`${root}/mtn/collection/token/`, { method: 'POST' })).status).toBe(401);
  expect((await fetch(`${root}/airtel/auth/oauth2/token`, { method: 'POST', body: '{}' })).status).toBe(401);
  // What it knows survives a restart, also when the last line was cut off.
  const file = join(folder, 'data', 'sandbox.jsonl');
  expect(readFileSync(file, 'utf8').split('\n').length).toBeGreaterThan(2);
  const { reference, state } = openBook(file).all().at(-1) ?? {};
  expect([reference, state]).toEqual([transfer, 'paid']);
});

test('an operator whose keys are entered stays real', async () => {
  const { organization, owner } = await till({ app });
  expect((await owner.patch('/settings/sandbox', { enabled: true })).status).toBe(200);
  for (const [operator, keys] of Object.entries(KEYS))
    expect((await owner.patch(`/settings/${operator}`, keys)).status).toBe(200);
  for (const operator of Object.keys(KEYS))
    expect(await app.boot.services.providers.get(operator)?.account(organization.ctx)).not.toBe('play money');
});
