import { afterAll, beforeAll, expect, test } from 'vitest';
import { RWANDA } from '../../../modules/electricity/test/factories.ts';
import { type FakeMobileMoney, KEYS, SECRET, startFakeMobileMoney } from '../../fakes/mobile-money.ts';
import { startFakeSmtp } from '../../fakes/smtp.ts';
import { send } from '../support/api.ts';
import { type Killable, killable } from '../support/killed.ts';

/**
 * The process is killed at each step between asking MTN or Airtel and crediting the units, while the operators keep
 * running: what was paid is credited once, what never arrived ends unpaid and can be bought again, and the ledgers of
 * money and of energy agree. An operator's callback comes once, to a dead process too.
 */

const PRICE = 890;
const WH = 10_000;
const KIGALI = { name: 'Nyange Power', country: 'RW', time_zone: 'Africa/Kigali', currency: 'RWF' };
const ALINE = 'aline@example.rw';
const { mtn, airtel } = KEYS;
const ENV = {
  MTN_MOMO_TARGET_ENVIRONMENT: mtn.target_environment,
  MTN_MOMO_SUBSCRIPTION_KEY: SECRET,
  MTN_MOMO_API_USER: mtn.api_user,
  MTN_MOMO_API_KEY: SECRET,
  MTN_MOMO_DISBURSEMENT_SUBSCRIPTION_KEY: SECRET,
  MTN_MOMO_DISBURSEMENT_API_USER: mtn.api_user,
  MTN_MOMO_DISBURSEMENT_API_KEY: SECRET,
  AIRTEL_MONEY_CLIENT_ID: airtel.client_id,
  AIRTEL_MONEY_CLIENT_SECRET: SECRET,
};
const OPERATORS = ['mtn', 'airtel'] as const;
type Operator = (typeof OPERATORS)[number];
/** Phones that pay by themselves, with a callback and without. */
const PAYS = { mtn: '0788 0000 00', airtel: '0738 0000 00' };
const PAYS_SILENTLY = { mtn: '0788 0000 08', airtel: '0738 0000 08' };
const ASK = { mtn: 'POST /mtn/collection/v1_0/requesttopay', airtel: 'POST /airtel/merchant/v2/payments/' };
const LOOK = { mtn: 'GET /mtn/collection/v1_0/requesttopay/:id', airtel: 'GET /airtel/standard/v1/payments/:id' };
const REFUND = { mtn: 'POST /mtn/disbursement/v1_0/refund', airtel: 'POST /airtel/standard/v2/payments/refund' };

type Purchase = {
  id: string;
  state: string;
  wh: number;
  payment: { id: string; reference: string };
  charge: { state: string; reason: string | null } | null;
};

let fake: FakeMobileMoney;
let smtp: Awaited<ReturnType<typeof startFakeSmtp>>;
let lab: Killable;
let token: string;
const meters = {} as Record<Operator, string>;
/** Purchases that were paid, so far; and of what was given back. */
const credited: Purchase[] = [];

beforeAll(async () => {
  [fake, smtp] = await Promise.all([startFakeMobileMoney(), startFakeSmtp()]);
  const mail = { EMAIL_HOST: smtp.host, EMAIL_PORT: String(smtp.port), EMAIL_USE_TLS: 'false' };
  lab = await killable(
    { ...ENV, ...fake.env, ...mail, DEFAULT_FROM_EMAIL: 'desk@power.example' },
    ['electricity'],
    KIGALI,
  );
  fake.airtelCallback = `${lab.url}/webhooks/airtel`;
  await lab.call('PATCH', '/settings/portal', { open: true });
  // Each purchase costs the same.
  const flat = [{ code: 'residential', name: 'Residential', blocks: [{ up_to_kwh: null, price: '89' }] }];
  await lab.call('POST', '/electricity/tariffs', { ...RWANDA, classes: flat });
  token = await signUp();
  for (const operator of OPERATORS) {
    const meter = { name: operator, tariff_class: 'residential' };
    const { id, number } = await lab.call<{ id: string; number: string }>('POST', '/electricity/meters', meter);
    const { code } = await lab.call<{ code: string }>('POST', `/electricity/meters/${id}/claim-code`);
    await aline('POST', '/electricity/my/claims', { number, code, kind: 'household', name: 'Uwase' });
    meters[operator] = id;
  }
});
afterAll(async () => {
  await lab?.stop();
  await Promise.all([fake?.stop(), smtp?.stop()]);
});

async function signUp(): Promise<string> {
  const { organization } = await lab.call<{ organization: { slug: string } }>('GET', '/session');
  const path = `/portal/${organization.slug}`;
  await send(lab.server(), 'POST', `${path}/codes`, { email: ALINE });
  const [mail] = await smtp.waitFor({ to: ALINE });
  const code = /^\d{6}/.exec((await mail?.parse())?.subject ?? '')?.[0];
  const entered = await send(lab.server(), 'POST', `${path}/sign-in`, { email: ALINE, code, name: 'Aline Uwase' });
  return ((await entered.json()) as { data: { access_token: string } }).data.access_token;
}

/** A request of the household's. */
async function aline<T>(method: string, path: string, body?: unknown): Promise<T> {
  const reply = await send(lab.server(), method, path, body, { authorization: `Bearer ${token}` });
  const envelope = (await reply.json()) as { ok: boolean; data: T };
  if (!envelope.ok) throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(envelope)}`);
  return envelope.data;
}

const purchase = (id: string) => aline<Purchase>('GET', `/electricity/my/purchases/${id}`);

/**
 * Buys, and has a phone asked for the money. MTN's is asked by the request itself, whose answer may never come, and
 * Airtel's by a job after it.
 */
async function buy(operator: Operator, phones: Record<Operator, string>): Promise<string> {
  const [meter, phone] = [meters[operator], phones[operator]];
  if (operator === 'airtel') {
    const input = { meter, amount: String(PRICE), provider: operator, phone };
    return (await aline<Purchase>('POST', '/electricity/my/payments', input)).id;
  }
  const { id } = await aline<Purchase>('POST', `/electricity/my/meters/${meter}/purchases`, { amount: String(PRICE) });
  const input = { provider: operator, payer: phone };
  void aline('POST', `/electricity/my/purchases/${id}/charge`, input).catch(() => undefined);
  return id;
}

type Moment = [request: string, when: 'before' | 'after'];

/** The next such requests stay at the operators, before or after these have done them, until their sender is dead. */
function held(moments: Moment[]): Promise<void> {
  const left = [...moments];
  return new Promise((resolve) => {
    fake.onRequest = (asked, moment) => {
      const at = left.findIndex(([request, when]) => request === asked && when === moment);
      if (at < 0) return;
      left.splice(at, 1);
      if (left.length === 0) resolve();
      return new Promise(() => {});
    };
  });
}

async function killAndStart(): Promise<void> {
  await lab.kill();
  fake.onRequest = undefined;
  await lab.restart();
}

/** Buys at both operators, and kills the process when each has reached this moment. */
async function killedAt(requests: typeof ASK, when: Moment[1], phones = PAYS): Promise<string[]> {
  const reached = held(OPERATORS.map((operator) => [requests[operator], when]));
  const bought = await Promise.all(OPERATORS.map((operator) => buy(operator, phones)));
  await reached;
  await killAndStart();
  return bought;
}

/** Waits until the purchases have their units. */
async function areCredited(ids: string[]): Promise<void> {
  for (const id of ids) {
    await expect.poll(async () => (await purchase(id)).state, { timeout: 240_000, interval: 500 }).toBe('credited');
    credited.push(await purchase(id));
  }
  await agree();
}

/** The operators took money for what was credited, and for nothing else; both ledgers agree. */
async function agree(refunded: Purchase[] = []): Promise<void> {
  const kept = credited.length - refunded.length;
  const taken = fake.book.all().filter(({ kind, state }) => kind === 'charge' && state === 'paid');
  const references = credited.map(({ payment }) => payment.reference);
  expect(taken.map(({ message }) => message.split(' ')[0]).sort()).toEqual(references.sort());
  const balance = await lab.books();
  expect(balance('income:electricity')).toBe(-kept * PRICE);
  expect(balance('assets:mobile_money')).toBe(kept * PRICE);
  const left = await Promise.all(
    Object.values(meters).map((id) => aline<{ balance_wh: number }>('GET', `/electricity/my/meters/${id}`)),
  );
  expect(left.reduce((sum, { balance_wh }) => sum + balance_wh, 0)).toBe(kept * WH);
}

test('before the operator has the request: it is asked again by the same reference, and credited once', async () => {
  const bought = await killedAt(ASK, 'before');
  await lab.pauseIsOver();
  await areCredited(bought);
}, 400_000);

test('the same, and the server is away for ten minutes: it never arrived, and can be bought again', async () => {
  const lost = await killedAt(ASK, 'before');
  const client = await lab.connect();
  await client.query(
    `update payment_attempt set created_at = created_at - interval '10 minutes' where state = 'sending'`,
  );
  await client.end();
  await lab.pauseIsOver();
  for (const id of lost)
    await expect
      .poll(() => purchase(id), { timeout: 240_000, interval: 500 })
      .toMatchObject({ state: 'open', charge: { state: 'failed', reason: 'never_arrived' } });
  await agree();
  const again = await Promise.all(OPERATORS.map((operator) => buy(operator, PAYS)));
  await areCredited(again);
  for (const id of lost) expect((await purchase(id)).state).toBe('ended');
}, 400_000);

test('before the operator’s answer, and no callback comes: found by the same reference, and credited once', async () => {
  const bought = await killedAt(ASK, 'after', PAYS_SILENTLY);
  await lab.pauseIsOver();
  await areCredited(bought);
}, 400_000);

test('after the callback, before the operator is asked what it means: asked again, and credited once', async () => {
  const bought = await killedAt(LOOK, 'before');
  await lab.pauseIsOver();
  await areCredited(bought);
}, 400_000);

test('while the units are being credited: nothing of it is kept, and it is credited once', async () => {
  const client = await lab.connect();
  await client.query('begin; lock table electricity_entry in share row exclusive mode');
  const bought = await Promise.all(OPERATORS.map((operator) => buy(operator, PAYS)));
  const waiting = `select count(*)::int as count from pg_locks
    where relation = 'electricity_entry'::regclass and mode = 'RowExclusiveLock' and not granted`;
  await expect
    .poll(async () => (await client.query(waiting)).rows[0].count, { timeout: 120_000 })
    .toBe(OPERATORS.length);
  await killAndStart();
  await lab.pauseIsOver();
  await areCredited(bought);
}, 400_000);

test('before and after the operator has a refund: given back once; a person looks up what Airtel can’t be asked', async () => {
  // Two of each operator.
  const chosen = credited.slice(0, 4);
  const reached = held(
    OPERATORS.flatMap((operator): Moment[] => [
      [REFUND[operator], 'before'],
      [REFUND[operator], 'after'],
    ]),
  );
  for (const { payment } of chosen)
    void lab
      .call('POST', `/payments/${payment.id}/refund`, { reason: 'cancelled', by_provider: true })
      .catch(() => undefined);
  await reached;
  await killAndStart();
  await lab.pauseIsOver();
  type Attempt = { id: string; provider: string; state: string; payment: { reference: string } };
  const open = () => lab.call<Attempt[]>('GET', '/payment-attempts');
  await expect
    .poll(async () => (await open()).map(({ provider, state }) => [provider, state]), {
      timeout: 240_000,
      interval: 500,
    })
    .toEqual([
      ['airtel', 'unknown'],
      ['airtel', 'unknown'],
    ]);
  const done = fake.book.all().filter(({ kind }) => kind === 'refund');
  expect(done.map(({ operator }) => operator).sort()).toEqual(['airtel', 'mtn', 'mtn']);
  const given = new Set(done.map(({ charge }) => fake.book.all().find((one) => one.reference === charge)?.message));
  for (const { id, payment } of await open()) {
    // As a person sees it in Airtel's portal.
    const outcome = given.has(payment.reference) ? 'succeeded' : 'failed';
    await lab.call('POST', `/payment-attempts/${id}/settle`, { outcome, note: 'seen in the portal' });
  }
  const now = await Promise.all(chosen.map(({ id }) => purchase(id)));
  const refunded = now.filter(({ state }) => state === 'refunded');
  expect(refunded).toHaveLength(3);
  await agree(refunded);
}, 400_000);
