import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeStripe, startFakeStripe } from '../fakes/stripe.ts';
import { type Killable, killable } from './support/killed.ts';

/**
 * The process is killed at each step between asking a provider and crediting the money, while the provider keeps
 * running: each payment is credited once, each refund made once, and the ledger agrees.
 */

const PRICE = 5_000;
let fake: FakeStripe;
let lab: Killable;

beforeAll(async () => {
  fake = await startFakeStripe();
  lab = await killable(fake.env, ['raffle']);
  fake.webhook = `${lab.url}/payment-callbacks/stripe/handloom-fair`;
  const raffle = { title: 'Onam raffle', ticket_price: '50', last_number: 100, active: true, pay_to: 'UPI' };
  await lab.call('POST', '/raffle/raffles', raffle);
});
afterAll(async () => {
  await lab?.stop();
  await fake?.stop();
});

/** Kills the process when it sends this request to Stripe. */
function killAt(what: string, when: 'before' | 'after'): Promise<void> {
  return new Promise((resolve) => {
    fake.onRequest = async (asked, moment) => {
      if (asked !== what || moment !== when) return;
      fake.onRequest = undefined;
      await lab.kill();
      resolve();
    };
  });
}

/** A visitor buys a number in the web chat, up to the payment link. */
async function buy(number: number): Promise<string> {
  let cookie = '';
  const chat = `${lab.url}/api/v1/chat/handloom-fair/messages`;
  const read = async () => {
    const reply = await fetch(chat, { headers: { cookie } });
    return ((await reply.json()) as { data: { lines: { text: string }[]; waiting: unknown[] } }).data;
  };
  for (const text of ['raffles', String(number), 'Asha Verma', 'confirm']) {
    const reply = await fetch(chat, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': '1', origin: lab.url, cookie },
      body: JSON.stringify({ nonce: crypto.randomUUID(), text }),
    });
    expect(reply.status).toBe(202);
    cookie ||= reply.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    await expect.poll(async () => (await read()).waiting.length).toBe(0);
  }
  const output = (await read()).lines.map(({ text }) => text).join('\n');
  const link = /Or pay online: (\S+)/.exec(output)?.[1];
  if (!link) throw new Error(output);
  return link;
}

/** Presses the button of the page; returns whether an answer came. */
const press = (link: string) =>
  fetch(link, { method: 'POST', body: new URLSearchParams({ provider: 'stripe' }), redirect: 'manual' }).then(
    ({ status }) => status === 303,
    () => false,
  );

/** The page at Stripe of a link, once ours leads there. */
async function sessionOf(link: string) {
  await expect
    .poll(async () => /class="button" href="([^"]+)"/.exec(await (await fetch(link)).text())?.[1], { timeout: 180_000 })
    .toBeTruthy();
  const page = /class="button" href="([^"]+)"/.exec(await (await fetch(link)).text())?.[1];
  return fake.sessions().find(({ url }) => url === page);
}

const paid = (link: string) =>
  expect.poll(async () => (await fetch(link)).text(), { timeout: 180_000 }).toContain('Paid. Thank you!');

const payments = () =>
  lab.call<{ id: string; state: string; refunded_minor: number }[]>('GET', '/payments?limit=50&sort=-created_at');

test('killed before Stripe has the request, or before its answer: asked again by the same key, one page each', async () => {
  const links: string[] = [];
  for (const [number, when] of [
    [1, 'before'],
    [2, 'after'],
  ] as const) {
    const link = await buy(number);
    const killed = killAt('POST /v1/checkout/sessions', when);
    expect(await press(link)).toBe(false);
    await killed;
    await lab.restart();
    links.push(link);
  }
  await lab.pauseIsOver();
  for (const link of links) await fake.pay(await sessionOf(link));
  for (const link of links) await paid(link);
  expect(fake.sessions()).toHaveLength(2);
}, 400_000);

test('killed while a webhook is being processed, and right after it: credited once', async () => {
  for (const [number, ms] of [
    [3, 0],
    [4, 2],
    [5, 10],
    [6, null],
  ] as const) {
    const link = await buy(number);
    expect(await press(link)).toBe(true);
    const brought = fake.pay(await sessionOf(link));
    // At some moment of the request, or at the moment of its answer.
    await (ms === null ? brought : wait(ms));
    await lab.kill();
    await lab.restart();
    await brought;
    // Stripe repeats it until it is acknowledged.
    await expect.poll(() => fake.bringAgain(fake.events.at(-1))).toBe(200);
    await paid(link);
  }
}, 400_000);

test('killed before and after Stripe has a refund: refunded once', async () => {
  const all = await payments();
  expect(all.map(({ state }) => state)).toEqual(Array.from({ length: 6 }, () => 'verified'));
  const [first, second] = all;
  for (const [payment, when] of [
    [first, 'before'],
    [second, 'after'],
  ] as const) {
    const killed = killAt('POST /v1/refunds', when);
    const refund = { reason: 'cancelled', amount: '50', by_provider: true };
    // The process may die after it asked Stripe and before the answer.
    await lab.call('POST', `/payments/${payment?.id}/refund`, refund).catch(() => null);
    await killed;
    await lab.restart();
  }
  await lab.pauseIsOver();
  for (const payment of [first, second])
    await expect
      .poll(async () => (await payments()).find(({ id }) => id === payment?.id)?.state, { timeout: 240_000 })
      .toBe('refunded');
  expect(fake.refunds().map(({ amount, status }) => [amount, status])).toEqual([
    [PRICE, 'succeeded'],
    [PRICE, 'succeeded'],
  ]);
}, 600_000);

test('in the end the ledger agrees with Stripe: six paid, two given back, nothing twice', async () => {
  const balance = await lab.books();
  expect(balance('income:raffle')).toBe(-4 * PRICE);
  expect(balance('liabilities:refunds_due')).toBe(0);
  expect(fake.sessions()).toHaveLength(6);
});
