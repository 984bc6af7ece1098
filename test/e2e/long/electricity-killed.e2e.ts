import { afterAll, beforeAll, expect, test } from 'vitest';
import { quote } from '../../../modules/electricity/tariffs/quote.rule.ts';
import { RWANDA } from '../../../modules/electricity/test/factories.ts';
import { type FakeMobileMoney, KEYS, SECRET, startFakeMobileMoney } from '../../fakes/mobile-money.ts';
import { cookieOf, send } from '../support/api.ts';
import { type Killable, killable } from '../support/killed.ts';

/**
 * 200 purchases for 20 meters, eight at a time, paid by phones of every kind, while the process is killed five times.
 * Whatever the operator took is credited or to be given back, and each meter has the tariff applied to its money in the
 * order in which it came.
 */

const ROUNDS = 5;
const A_ROUND = 40;
/** Of a round: so many are asked for when the process is killed, and others are on their way. */
const KILLED_AFTER = 28;
const AT_ONCE = 8;
const METERS = 20;
/** Taken down while money for it is on its way. */
const GONE = 7;
/** What the last two digits of a phone mean: kernel/payment-sandbox/domain/sandbox-magic.ts. */
const PHONES = ['00', '00', '08', '00', '01', '02', '00', '09', '00', '13'].map((last) => `0788 0000 ${last}`);
const LATE = '0788 0000 02';
const { mtn } = KEYS;
const ENV = {
  MTN_MOMO_TARGET_ENVIRONMENT: mtn.target_environment,
  MTN_MOMO_SUBSCRIPTION_KEY: SECRET,
  MTN_MOMO_API_USER: mtn.api_user,
  MTN_MOMO_API_KEY: SECRET,
};

type Purchase = { id: string; pay_link: string | null; payment: { id: string } };

let fake: FakeMobileMoney;
let lab: Killable;
let cookie: string;
/** settled while the server is there */
let there: Promise<void> = Promise.resolve();
const meters: string[] = [];

beforeAll(async () => {
  fake = await startFakeMobileMoney();
  const place = { name: 'Nyange Power', country: 'RW', time_zone: 'Africa/Kigali', currency: 'RWF' };
  lab = await killable({ ...ENV, ...fake.env }, ['electricity'], place);
  await lab.call('POST', '/electricity/tariffs', RWANDA);
  for (let i = 0; i < METERS; i++) {
    const meter = { name: `House ${i}`, tariff_class: 'residential' };
    meters.push((await lab.call<{ id: string }>('POST', '/electricity/meters', meter)).id);
  }
  cookie = await cookieOf(lab.server());
});
afterAll(async () => {
  await lab?.stop();
  await fake?.stop();
});

/** Asks until there is an answer: a request that died with the process is sent again, as clients do. */
async function answered<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    await there;
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
}

const desk = (path: string, body: object, key: string) =>
  answered(async () => {
    const reply = await send(lab.server(), 'POST', path, body, { cookie, 'idempotency-key': key });
    return (await reply.json()) as { ok: boolean; data: Purchase };
  });

/** One purchase: opened at the desk, asked for on a phone, and now and then paid in cash as well. */
async function buy(i: number): Promise<void> {
  const key = `purchase-number-${i}`;
  const open = (at: number, own: string) => {
    const input = { amount: String(400 + 37 * (i % 90)), cash: false };
    return desk(`/electricity/meters/${meters[at % METERS]}/purchases`, input, own);
  };
  let opened = await open(i, key);
  // The meter that was taken down sells nothing: it is bought for the next house.
  if (!opened.ok) opened = await open(i + 1, `${key}-next-door`);
  if (!opened.ok) throw new Error(`not opened: ${JSON.stringify(opened)}`);
  const { pay_link: link, payment } = opened.data;
  if (!link) return;
  const payer = i % METERS === GONE ? LATE : (PHONES[(i * 7) % PHONES.length] as string);
  const body = new URLSearchParams({ provider: 'mtn', payer });
  await answered(() => fetch(link, { method: 'POST', body, redirect: 'manual' }));
  if (i % 9 === 4) await desk(`/payments/${payment.id}/mark-paid`, { method: 'cash' }, `${key}-in-cash`);
}

async function round(n: number): Promise<void> {
  const left = Array.from({ length: A_ROUND }, (_, i) => n * A_ROUND + i);
  let done = 0;
  let killed: Promise<void> | undefined;
  const killAndStart = async () => {
    let back = () => {};
    there = new Promise((resolve) => {
      back = resolve;
    });
    await lab.kill();
    await lab.restart();
    cookie = await cookieOf(lab.server());
    back();
  };
  const work = async () => {
    for (let i = left.shift(); i !== undefined; i = left.shift()) {
      await buy(i);
      done += 1;
      if (done === KILLED_AFTER) killed = killAndStart();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await killed;
}

/** Time goes by at the operator and here, until no charge is open. */
async function settled(): Promise<void> {
  const client = await lab.connect();
  const open = `select count(*)::int as count from payment_attempt where state in ('sending', 'waiting', 'unknown')`;
  await expect
    .poll(
      async () => {
        fake.ahead += 60_000;
        await lab.pauseIsOver();
        return (await client.query(open)).rows[0].count;
      },
      { timeout: 400_000, interval: 3_000 },
    )
    .toBe(0);
  await client.end();
}

test('electricity: 200 interleaved purchases through kill -9, charges = credits + to give back', async () => {
  for (let n = 0; n < ROUNDS; n++) {
    await round(n);
    if (n === 1) {
      const gone = { action: 'deactivate', reason: 'the house is gone' };
      await lab.call('POST', `/electricity/meters/${meters[GONE]}/state`, gone);
    }
  }
  await settled();

  const client = await lab.connect();
  const rows = async <T>(text: string) => (await client.query(text)).rows as T[];
  type Bought = { meter_id: string; wh: string; amount: string; to_pay: string; before: string; method: string };
  const credited = await rows<Bought>(`
    select p.meter_id, p.wh, p.amount_minor as amount, y.amount_minor as to_pay, p.working->>'bought_wh' as before, y.method
    from electricity_purchase p join payment y on y.organization_id = p.organization_id and y.id = p.payment_id
    where p.state = 'credited' order by p.meter_id, (p.working->>'bought_wh')::bigint`);
  const owed = await rows<{ amount: string }>(
    `select amount_minor as amount from payment where state = 'verified' and owed and method = 'mobile_money'`,
  );
  const [opened] = await rows<{ count: number }>('select count(*)::int as count from electricity_purchase');
  const balances = await rows<{ meter_id: string; balance_wh: string }>(
    'select meter_id, balance_wh from electricity_balance',
  );
  await client.end();
  const sum = (values: (string | number)[]) => values.reduce<number>((all, one) => all + Number(one), 0);
  const taken = fake.book.all().filter(({ kind, state }) => kind === 'charge' && state === 'paid');
  const charges = sum(taken.map(({ amountMinor }) => amountMinor));
  const byPhone = credited.filter(({ method }) => method === 'mobile_money');
  const credits = sum(byPhone.map(({ to_pay }) => to_pay));
  const back = sum(owed.map(({ amount }) => amount));
  console.log(
    `electricity: ${opened?.count} interleaved purchases through kill -9 (${ROUNDS} times): charges ${charges} = ` +
      `credits ${credits} + to give back ${back} RWF; ${taken.length} charges, ${byPhone.length} credited, ` +
      `${owed.length} to give back, ${credited.length - byPhone.length} in cash`,
  );
  expect(charges).toBe(credits + back);
  expect(taken).toHaveLength(byPhone.length + owed.length);
  // Every request that died with the process was sent again, and opened one purchase.
  expect(opened?.count).toBe(ROUNDS * A_ROUND);
  // The run had all of it.
  expect(Math.min(byPhone.length - 50, owed.length, credited.length - byPhone.length)).toBeGreaterThan(0);

  // Each meter has the tariff applied to its money, in the order in which it came.
  const blocks = (RWANDA.classes[0]?.blocks ?? []).map(({ up_to_kwh, price }) => ({
    upToWh: up_to_kwh && up_to_kwh * 1000,
    price: Number(price) * 1000,
  }));
  const prices = { blocks, vat: 0, levy: 0, fee: 0 };
  for (const { meter_id, balance_wh } of balances) {
    let bought = 0;
    for (const one of credited.filter((row) => row.meter_id === meter_id)) {
      const priced = quote(Number(one.amount), prices, bought);
      expect([one.before, one.wh].map(Number)).toEqual([bought, priced.ok && priced.data.wh]);
      bought += Number(one.wh);
    }
    expect(Number(balance_wh)).toBe(bought);
  }
  const balance = await lab.books();
  expect([balance('assets:mobile_money'), balance('liabilities:refunds_due')]).toEqual([charges, -back]);
}, 900_000);
