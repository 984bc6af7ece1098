import { beforeEach, describe, expect, test } from 'vitest';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { type Caller, useTestApp } from '../../../test/harness/index.ts';
import { withCheck } from '../vouchers/digits.rule.ts';
import { redeemVoucher } from '../vouchers/redeem-voucher.action.ts';
import { claim, newMachine, newMeter, newTariff, readSheets, type Supplier, sound, supplier } from './factories.ts';

let desk: Supplier;
beforeEach(async () => {
  (await useTestApp()).clock.reset();
  desk = await supplier();
  await newTariff(desk.admin);
});

const BATCHES = '/electricity/voucher-batches';
const REDEEM = '/electricity/vouchers/redeem';
async function newBatch(over: object = {}) {
  const made = await desk.admin.post(BATCHES, {
    name: 'Market',
    count: 3,
    amount: '1780',
    expires_on: '2099-01-01',
    ...over,
  });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return made.body.data as { id: string; code: string };
}
const print = (batch: { id: string; code: string }) => readSheets(desk.admin, batch);
const sell = (batch: { id: string }, from: number, to: number, over: object = {}) =>
  desk.ops.post(`${BATCHES}/${batch.id}/sales`, { from, to, ...over });
const redeem = (person: Caller, code: string, meter: { number: string }) =>
  person.post('/electricity/my/vouchers/redeem', { code, meter: meter.number });
async function home() {
  const person = await desk.join();
  const meter = await newMeter(desk.ops);
  await claim(desk.ops, person, meter);
  return { person, meter };
}
const kept = async (account: string) => {
  const accounts = (await desk.admin.get('/ledger/accounts')).body.data;
  return accounts.find(({ code }: { code: string }) => code === account)?.balances[0].balance_minor;
};

describe('a voucher', () => {
  test('is printed as often as it takes, sold, and redeemed once by fifty at the same moment', async () => {
    const batch = await newBatch();
    const digits = await print(batch);
    expect(digits).toHaveLength(3);
    expect(await print(batch)).toEqual(digits);
    const { person, meter } = await home();
    expect((await redeem(person, digits[0] as string, meter)).body.error.code).toBe('electricity.voucher.not_sold');
    expect((await sell(batch, 1, 2)).body.data).toMatchObject({ vouchers: 2, amount: '3560' });
    const again = await desk.admin.get(`${BATCHES}/${batch.id}/sheets.pdf`);
    expect([again.status, again.body.error.code]).toEqual([409, 'electricity.batch.printed']);
    const all = await Promise.all(
      Array.from({ length: 50 }, () =>
        desk.ops.post('/electricity/vouchers/redeem', { code: digits[0], meter: meter.number }),
      ),
    );
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(all.filter(({ status }) => status !== 200).map(({ body }) => body.error.code))).toEqual(
      new Set(['electricity.voucher.redeemed']),
    );
    const [voucher] = (await desk.ops.get(`/tokens?search=${batch.code}-0001`)).body.data;
    expect(voucher).toMatchObject({ state: 'redeemed', last4: digits[0]?.slice(-4), wh: 20_000 });
    const audited = desk.db.selectFrom('audit_entry').select('action').where('subject_id', '=', voucher.id);
    expect(await audited.execute()).toEqual([{ action: 'electricity.voucher.redeemed' }]);
    const stored = JSON.stringify(await desk.db.selectFrom('electricity_voucher').selectAll().execute());
    expect(stored).not.toContain(digits[1]);
    await sound(desk);
  });

  test('of money buys by the blocks of the month, also when several are redeemed at once: a split buys no more', async () => {
    const batch = await newBatch({ count: 4, amount: '890' });
    const digits = await print(batch);
    await sell(batch, 1, 4);
    const { person, meter } = await home();
    const bought = await person.post(`/electricity/my/meters/${meter.number}/purchases`, { amount: '890' });
    await desk.ops.post(`/payments/${bought.body.data.payment.id}/verify`);
    const redeemed = await Promise.all(digits.slice(0, 3).map((code) => redeem(person, code, meter)));
    expect(redeemed.map(({ status }) => status)).toEqual([200, 200, 200]);
    const whole = await desk.ops.get(`/tariffs/quote?amount=3560&class=residential`);
    const left = (await desk.ops.get(`/electricity/meters/${meter.id}`)).body.data.balance_wh;
    expect(whole.body.data.wh - left).toBeGreaterThanOrEqual(0);
    expect(whole.body.data.wh - left).toBeLessThan(4);
    const next = await person.post(`/electricity/my/meters/${meter.number}/purchases`, { amount: '369' });
    expect(next.body.data.quote.bought_wh).toBe(left);
    const seen = (await person.get('/electricity/my/vouchers')).body.data;
    expect(seen).toHaveLength(3);
    // Four vouchers and a purchase; redeeming moved no money.
    expect(await kept('income:electricity')).toBe(-5 * 890);
    await sound(desk);
  });

  test('of units gives them at any tariff, and the meter’s machine gets its credit', async () => {
    const batch = await newBatch({ amount: undefined, kwh: 12.5, price: '1000' });
    const [code] = await print(batch);
    await sell(batch, 1, 3);
    const { person, meter } = await home();
    const machine = await newMachine(desk, meter);
    expect((await redeem(person, code as string, meter)).body.data).toMatchObject({
      wh: 12_500,
      quote: null,
      balance_wh: 12_500,
    });
    expect((await machine.report([1000, '0'])).credits).toMatchObject([{ number: 1, wh: 12_500 }]);
    await sound(desk);
  });

  test('that is cancelled or too old buys nothing, and its money goes back', async () => {
    const batch = await newBatch({ expires_on: '2099-01-01' });
    const digits = await print(batch);
    await sell(batch, 1, 2);
    const { person, meter } = await home();
    expect((await redeem(person, digits[0] as string, meter)).status).toBe(200);
    const cancel = (from: number, to: number) =>
      desk.admin.post(`${BATCHES}/${batch.id}/cancel`, { from, to, reason: 'lost' });
    expect((await cancel(1, 3)).body.error.code).toBe('electricity.voucher.redeemed_already');
    expect((await cancel(2, 3)).body.data).toMatchObject({ vouchers: 2, amount: '1780' });
    expect((await redeem(person, digits[1] as string, meter)).body.error.code).toBe('electricity.voucher.cancelled');
    const counts = (await desk.ops.get(`${BATCHES}/${batch.id}`)).body.data.states;
    expect(counts).toMatchObject({ redeemed: 1, cancelled: 2, sold: 0 });
    const old = await newBatch({ expires_on: '2026-12-01' });
    const [late] = await print(old);
    await sell(old, 1, 1);
    await desk.db
      .updateTable('electricity_voucher_batch')
      .set({ expires_at: new Date(0) })
      .where('id', '=', old.id)
      .execute();
    expect((await redeem(person, late as string, meter)).body.error.code).toBe('electricity.voucher.expired');
    await sound(desk);
  });

  test('that is cancelled in the moment when it is redeemed buys nothing', async () => {
    const batch = await newBatch();
    const [code = ''] = await print(batch);
    await sell(batch, 1, 1);
    const { person, meter } = await home();
    const late = await desk.db.transaction().execute(async (tx) => {
      await tx
        .updateTable('electricity_voucher')
        .set({ state: 'cancelled' })
        .where('batch_id', '=', batch.id)
        .where('number', '=', 1)
        .execute();
      const redeeming = redeem(person, code, meter);
      // It waits for the row, and everything that it has written goes back.
      await new Promise((resolve) => setTimeout(resolve, 200));
      return [redeeming];
    });
    expect((await late[0])?.body.error.code).toBe('electricity.voucher.cancelled');
    expect(await desk.db.selectFrom('electricity_redemption').selectAll().execute()).toEqual([]);
    expect(await desk.db.selectFrom('electricity_balance').select(['balance_wh', 'bought']).execute()).toEqual([
      { balance_wh: 0, bought: 0 },
    ]);
  });

  test('that another process redeems in this moment is refused as redeemed', async () => {
    const batch = await newBatch();
    const [code = ''] = await print(batch);
    await sell(batch, 1, 1);
    const { person, meter } = await home();
    const late = await desk.db.transaction().execute(async (tx) => {
      await tx.updateTable('electricity_voucher').set({ state: 'redeemed' }).where('number', '=', 1).execute();
      const redeeming = redeem(person, code, meter);
      await new Promise((resolve) => setTimeout(resolve, 200));
      return [redeeming];
    });
    expect((await late[0])?.body.error.code).toBe('electricity.voucher.redeemed');
    expect(await desk.db.selectFrom('electricity_redemption').selectAll().execute()).toEqual([]);
  });

  test('for two meters at the same moment is for one of them', async () => {
    const batch = await newBatch();
    const [code = ''] = await print(batch);
    await sell(batch, 1, 1);
    const meters = await Promise.all([newMeter(desk.ops), newMeter(desk.ops)]);
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, i) => desk.ops.post(REDEEM, { code, meter: meters[i % 2]?.number })),
    );
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await desk.db.selectFrom('electricity_redemption').selectAll().execute()).toHaveLength(1);
    await sound(desk);
  });

  test('is redeemed at the desk, and not by a session that has ended', async () => {
    const batch = await newBatch();
    const [first, second] = await print(batch);
    await sell(batch, 1, 2);
    const meter = await newMeter(desk.ops);
    const at = (code: string | undefined) => desk.ops.post(REDEEM, { code, meter: meter.number });
    expect((await at(first)).status).toBe(200);
    const { system } = desk.app.boot.database;
    const failures = async () =>
      (await system.selectFrom('auth_throttle').select('failures').execute()).map((row) => row.failures);
    await system.deleteFrom('auth_throttle').execute();
    // Wrong digits count once.
    expect((await at('0'.repeat(20))).body.error.code).toBe('electricity.voucher.wrong');
    expect(new Set(await failures())).toEqual(new Set([1]));
    await system.deleteFrom('auth_session').where('user_id', '=', desk.ops.userId).execute();
    expect((await at('0'.repeat(20))).status).toBe(401);
    expect((await at(second)).status).toBe(401);
    expect(new Set(await failures())).toEqual(new Set([1]));
    await sound(desk);
  });

  test('cannot be guessed: after some wrong digits even the right ones wait; a typing error counts for nothing', async () => {
    const batch = await newBatch();
    const digits = await print(batch);
    await sell(batch, 1, 3);
    const { person, meter } = await home();
    for (let i = 0; i < 8; i++) {
      const typo = await redeem(person, `${digits[0]?.slice(0, 19)}${(Number(digits[0]?.at(-1)) + 1) % 10}`, meter);
      expect(typo.body.error.code).toBe('electricity.voucher.mistyped');
    }
    // Luhn holds for zeros.
    for (let i = 0; i < 6; i++) await redeem(person, '0'.repeat(20), meter);
    expect((await redeem(person, digits[0] as string, meter)).body.error.code).toBe('auth.too_many_attempts');
    const other = await home();
    expect((await redeem(other.person, digits[0] as string, meter)).body.error.code).toBe(
      'electricity.meter.not_found',
    );
    expect((await redeem(other.person, digits[0] as string, other.meter)).status).toBe(200);
  });

  test('cannot be guessed by many at the same moment: neither by one person nor by all of an organization', async () => {
    const batch = await newBatch();
    const [right = ''] = await print(batch);
    await sell(batch, 1, 3);
    const { meter } = await home();
    const guesses = (count: number) => Array.from({ length: count }, (_, i) => withCheck(String(i).padStart(19, '7')));
    // The clock stands still: the first pauses last a second, and a busy machine takes longer than that.
    const now = desk.app.clock.now();
    const still = { ...desk.ctx, clock: { now: () => now } };
    const all = async (codes: string[], ctxOf: (i: number) => Ctx) => {
      const tried = codes.map((code, i) => redeemVoucher(ctxOf(i), { code, meter: meter.number }, null));
      return (await Promise.all(tried)).map((answer) => (answer.ok ? 'redeemed' : answer.code));
    };
    const wrong = (answers: string[]) => answers.filter((code) => code === 'electricity.voucher.wrong').length;
    const one = await all([...guesses(50), right], () => still);
    expect([wrong(one), one.at(-1)]).toEqual([5, 'auth.too_many_attempts']);
    // Each from an account and an address of its own: only the organization's counter knows of all.
    const many = await all([...guesses(320), right], (i) => ({
      ...still,
      actor: { ...still.actor, id: newId() } as Ctx['actor'],
      ip: `10.0.${i >> 8}.${i & 255}`,
    }));
    expect([wrong(many), many.at(-1)]).toEqual([300 - 5, 'auth.too_many_attempts']);
  });
});

describe('an agent', () => {
  test('sells what they were handed up to their limit, hands money over, and closes the day once', async () => {
    const batch = await newBatch({ count: 5, amount: '1000' });
    const digits = await print(batch);
    const { person, meter } = await home();
    const { email } = (await person.get('/portal/account')).body.data ?? {};
    const input = { name: 'Kiosk', limit: '2000', contact: email };
    const agent = (await desk.admin.post('/electricity/agents', input)).body.data;
    expect(agent).toMatchObject({ owed: '0', left: '2000' });
    await desk.ops.post(`${BATCHES}/${batch.id}/hand-out`, { from: 1, to: 4, agent_id: agent.id });
    expect((await sell(batch, 1, 1)).body.error.code).toBe('electricity.voucher.sold_already');
    const own = (serial: string) => person.post('/electricity/my/agent/sales', { serial });
    const sold = await Promise.all([1, 2, 3, 4].map((n) => own(`${batch.code}-000${n}`)));
    expect(sold.filter(({ status }) => status === 201)).toHaveLength(2);
    expect(sold.find(({ status }) => status !== 201)?.body.error.code).toBe('electricity.agent.limit');
    expect((await own(`${batch.code}-0005`)).body.error.code).toBe('electricity.agent.not_theirs');
    const first = sold.findIndex(({ status }) => status === 201);
    expect((await redeem(person, digits[first] as string, meter)).status).toBe(200);
    const closed = await desk.ops.post(`/electricity/agents/${agent.id}/closes`, { handed: '1500' });
    expect(closed.body.data).toMatchObject({ vouchers: 2, sold: '2000', handed: '1500', owed: '500' });
    const twice = await desk.ops.post(`/electricity/agents/${agent.id}/closes`, { handed: '0' });
    expect(twice.body.error.code).toBe('electricity.agent.closed');
    const left = sold.findIndex(({ status }) => status !== 201);
    expect((await own(`${batch.code}-000${left + 1}`)).status).toBe(201);
    expect((await person.get('/electricity/my/agent')).body.data).toMatchObject({ owed: '1500', left: '500' });
    await sound(desk);
  });

  test('whose vouchers are cancelled while they are being sold owes what stays sold, and nothing else', async () => {
    const batch = await newBatch({ count: 8, amount: '1000' });
    const input = { name: 'Kiosk', limit: '100000' };
    const agent = (await desk.admin.post('/electricity/agents', input)).body.data;
    const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
    await Promise.all([
      ...numbers.map((n) => sell(batch, n, n, { agent_id: agent.id })),
      desk.admin.post(`${BATCHES}/${batch.id}/cancel`, { from: 1, to: 8, reason: 'lost' }),
    ]);
    const { sold } = (await desk.ops.get(`${BATCHES}/${batch.id}`)).body.data.states;
    expect((await desk.ops.get(`/electricity/agents/${agent.id}`)).body.data.owed).toBe(String(sold * 1000));
    await sound(desk);
  });
});
