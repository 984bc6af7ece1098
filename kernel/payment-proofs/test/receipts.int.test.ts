import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formOf } from '../../../test/harness/form.ts';
import { openTestApp, type TestApp } from '../../../test/harness/index.ts';
import { APPS, type App, Chance, COPIES, paidAgain, purchase, screenshot } from '../../../test/receipts/set.ts';
import { drainJobs } from '../../jobs/index.ts';
import { open, sendProof, till } from '../../payments/test/factories.ts';

/*
 * The set: receipts of six apps (test/receipts/apps.ts), each sent once, then again as copies (test/receipts/set.ts:
 * compressed, scaled, its edges or all but its middle cut off, photographed), each for a payment of its own; beside it
 * another receipt of the same app, payee, amount and payer, minutes later, which is no copy. `node bench/receipts.ts`
 * measures the whole of it.
 */

let app: TestApp;
// A separate application: reading pictures takes seconds, and other tests' jobs must not wait for it.
beforeAll(async () => {
  app = await openTestApp({});
});
afterAll(() => app.close());

type Place = Awaited<ReturnType<typeof till>>;
type Named = { kind: string; here: { payment_id: string }[]; more: number };

const CURRENCY = { INR: 100, RWF: 1, PEN: 100 };
const priceOf = (app: App, minor: number) => (minor / 100) * CURRENCY[app.currency as keyof typeof CURRENCY];

async function sent({ organization, ops }: Place, app: App, minor: number, picture: Buffer): Promise<string> {
  const payment = await open(organization, { currency: app.currency, amountMinor: priceOf(app, minor) });
  await sendProof(ops, payment.id, picture);
  return payment.id;
}

const read = () => drainJobs(app.boot, app.boot.services.jobs);
const detail = async ({ ops }: Place, id: string) => (await ops.get(`/payments/${id}`)).body.data;
const namedOf = async (place: Place, id: string) =>
  ((await detail(place, id)).signals as Named[]).flatMap(({ here }) => here.map((one) => one.payment_id));

describe('receipts of six apps', () => {
  // Reading three dozen pictures takes a minute of the processor: for `npm run test:all`.
  test.runIf(process.env.TEST_ALL === '1')(
    'at least 95 % of the copies give a warning, and at most 2 % of the other receipts',
    async () => {
      const place = await till({ app });
      const chance = new Chance(20_261_122);
      const families: { app: App; minor: number; first: string; copies: [string, string][]; again: string }[] = [];
      for (const [i, look] of APPS.entries()) {
        const bought = purchase(chance);
        const picture = await screenshot(look, bought);
        const first = await sent(place, look, bought.amountMinor, picture);
        const copies: [string, string][] = [];
        // Three of the seven kinds for each app, so that every kind is used.
        for (const copy of COPIES.filter((_, kind) => kind % APPS.length === i)) {
          copies.push([copy.name, await sent(place, look, bought.amountMinor, await copy.make(picture, chance))]);
        }
        const later = await screenshot(look, paidAgain(chance, bought));
        families.push({
          app: look,
          minor: bought.amountMinor,
          first,
          copies,
          again: await sent(place, look, bought.amountMinor, later),
        });
      }
      await read();

      const missed: string[] = [];
      const wrong: string[] = [];
      for (const { app, first, copies, again } of families) {
        const family = new Set([first, ...copies.map(([, id]) => id)]);
        for (const [name, id] of copies) {
          const named = await namedOf(place, id);
          if (!named.includes(first)) missed.push(`${app.name}, ${name}`);
          if (named.some((other) => !family.has(other))) wrong.push(`${app.name}, ${name}`);
        }
        if ((await namedOf(place, again)).length > 0) wrong.push(`${app.name}, paid again`);
      }
      const copies = families.flatMap((f) => f.copies).length;
      expect(missed.length / copies, `not warned of: ${missed.join('; ')}`).toBeLessThanOrEqual(0.05);
      expect(wrong.length / (copies + families.length), `warned of wrongly: ${wrong.join('; ')}`).toBeLessThanOrEqual(
        0.02,
      );
    },
    600_000,
  );

  test('the desk shows what was read beside what is expected', async () => {
    const place = await till({ app });
    const look = APPS[0] as App;
    const bought = purchase(new Chance(5), { payer: 'Asha Verma', at: new Date('2026-11-20T11:32:00Z') });
    const id = await sent(place, look, 99_900, await screenshot(look, bought));
    expect((await detail(place, id)).proofs[0]).toMatchObject({ reading: null, reading_expected: true });
    await read();
    expect((await detail(place, id)).proofs[0]).toMatchObject({
      reading_expected: false,
      reading: {
        legible: true,
        amount_minor: bought.amountMinor,
        paid_on: '2026-11-20',
        paid_time: '11:32',
        payer: 'Asha Verma',
        reference: bought.reference,
      },
    });
    // The state is a person's to change.
    expect((await detail(place, id)).state).toBe('submitted');
  });
});

test('a receipt that was sent many times gives a warning each time, with the five most similar payments', async () => {
  const place = await till({ app });
  const look = APPS[1] as App;
  const chance = new Chance(77);
  const picture = await screenshot(look, purchase(chance));
  const cut = COPIES.find(({ name }) => name === 'one per cent off');
  const ids: string[] = [];
  for (let i = 0; i < 8; i++)
    ids.push(await sent(place, look, 30_000, i % 2 ? picture : ((await cut?.make(picture, chance)) as Buffer)));
  await read();
  const { signals } = await detail(place, ids[7] as string);
  const named = (signals as Named[]).reduce((sum, { here, more }) => sum + here.length + more, 0);
  expect(named).toBe(7);
  expect(signals[0]).toMatchObject({ kind: 'same_bytes' });
});

test('a proof that two workers read at once is stored once', async () => {
  const place = await till({ app });
  const look = APPS[5] as App;
  const id = await sent(place, look, 30_000, await screenshot(look, purchase(new Chance(3))));
  const { proofs } = await detail(place, id);
  const job = app.boot.manifests.flatMap((m) => m.jobs ?? []).find(({ name }) => name === 'payments.read-proof');
  const run = () => job?.run(place.organization.ctx, { proofId: proofs[0].id }, (async () => {}) as never);
  await Promise.all([run(), run()]);
  await run();
  const rows = await place.db
    .selectFrom('payment_proof_reading')
    .select('reference')
    .where('payment_id', '=', id)
    .execute();
  expect(rows).toHaveLength(1);
  await read();
});

test('a line of a statement is matched by the number in the picture', async () => {
  const place = await till({ app });
  const look = APPS[3] as App;
  const bought = purchase(new Chance(11), { amountMinor: 50_000, at: new Date(Date.now() - 3_600_000) });
  const id = await sent(place, look, 50_000, await screenshot(look, bought));
  await sent(place, look, 50_000, await screenshot(look, purchase(new Chance(12), { amountMinor: 50_000 })));
  await read();
  const day = new Date().toISOString().slice(0, 10);
  const csv = [
    'Date,Narration,Chq./Ref.No.,Withdrawal Amt.,Deposit Amt.,Closing Balance',
    `${day.split('-').reverse().join('/')},"NEFT IN",${bought.reference},"","500.00","9,000.00"`,
  ].join('\n');
  const form = await formOf({}, { name: 'november.csv', bytes: csv, type: 'text/csv' });
  const statement = await place.admin.post('/statements', form.body, form.headers);
  expect(statement.status).toBe(201);
  const filter = JSON.stringify({ statement_id: statement.body.data.id });
  const [line] = (await place.admin.get(`/statement-lines?filter=${filter}`)).body.data;
  expect(line).toMatchObject({ certainty: 'certain', because: 'transaction', payment: { id } });
});
