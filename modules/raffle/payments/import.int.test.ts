/** A paper book of a raffle, typed into a list: orders, their money, and numbers that somebody has. */
import { expect, test } from 'vitest';
import { drainJobs } from '../../../kernel/jobs/index.ts';
import { formOf } from '../../../test/harness/form.ts';
import { desk, openRaffle, reserveNumbers } from '../test/factories.ts';

async function book() {
  const at = await desk();
  const raffle = await openRaffle(at.admin);
  const check = async (csv: string, who = at.ops, fields = {}) => {
    const form = await formOf({ raffle_id: raffle.id, ...fields }, { name: 'book.csv', bytes: csv });
    return who.post('/imports/raffle.orders', form.body, form.headers);
  };
  const run = async (id: string, body = {}) => {
    expect((await at.ops.post(`/imports/${id}/run`, body)).status).toBe(202);
    await drainJobs(at.app.boot, at.app.boot.services.jobs);
    return (await at.ops.get(`/imports/${id}`)).body.data;
  };
  const orders = async () =>
    (await at.admin.get('/raffle/orders?limit=100')).body.data
      .map(({ numbers, contact_name, contact_phone, state }: Record<string, unknown>) => [
        numbers,
        contact_name,
        contact_phone,
        state,
      ])
      .sort((a: [number[]], b: [number[]]) => (a[0][0] ?? 0) - (b[0][0] ?? 0));
  return { ...at, raffle, check, run, orders };
}

const BOOK = `Ticket Nos,Buyer Name,Mobile,Paid by
"5, 6",Asha Verma,98765 00003,Cash
7,Imran Khan,,UPI
8-9,Neha Rao,98765 00005,
`;

test('each row is an order; what is paid is sold, with its money in the ledger', async () => {
  const { check, run, orders, db } = await book();
  const checked = await check(BOOK.replace('Ticket Nos', 'Ticket numbers'));
  expect(checked.body.data).toMatchObject({ good: 3, bad: 0, unused: [] });
  expect(await run(checked.body.data.id)).toMatchObject({ written: 3, refused: 0 });
  expect(await orders()).toEqual([
    [[5, 6], 'Asha Verma', '+919876500003', 'paid'],
    [[7], 'Imran Khan', null, 'paid'],
    [[8, 9], 'Neha Rao', '+919876500005', 'pending_payment'],
  ]);
  const paid = await db
    .selectFrom('payment')
    .select(['method', 'amount_minor'])
    .where('state', '=', 'verified')
    .execute();
  expect(paid.map(({ amount_minor }) => Number(amount_minor)).sort()).toEqual([10_000, 5_000].sort());
  const audited = await db
    .selectFrom('audit_entry')
    .select('action')
    .where('action', '=', 'imports.finished')
    .execute();
  expect(audited).toHaveLength(1);
});

test('a telephone number that looks impossible is kept as typed where a person said so', async () => {
  const { check, run, orders } = await book();
  const odd = 'Number,Name,Phone\n5,Asha Verma,12345678\n';
  expect((await check(odd)).body.data).toMatchObject({ good: 0, bad: 1 });
  const kept = await check(odd, undefined, { keep_phones: 'true' });
  expect(kept.body.data).toMatchObject({ good: 1, bad: 0 });
  expect(await run(kept.body.data.id)).toMatchObject({ written: 1, refused: 0 });
  expect(await orders()).toEqual([[[5], 'Asha Verma', '+9112345678', 'pending_payment']]);
});

test('a number that somebody has, or that stands twice, refuses its row and no other', async () => {
  const { check, run, orders, ops, raffle } = await book();
  await reserveNumbers(ops, raffle, [6]);
  const checked = await check(
    'Number,Name,Paid\n"5,6",A B,yes\n7,C D,yes\n7,E F,yes\n8,G H,Tuesday\n5000,I J,\n,K L,\n',
  );
  expect(checked.body.data).toMatchObject({ good: 1, bad: 5 });
  expect(checked.body.data.faults.map(({ row, code }: { row: number; code: string }) => [row, code])).toEqual([
    [2, 'raffle.numbers.taken'],
    [4, 'raffle.numbers.taken'],
    [5, 'raffle.paid_unknown'],
    [6, 'raffle.numbers.outside'],
    [7, 'raffle.numbers.none'],
  ]);
  expect(await run(checked.body.data.id, { skip_bad: true })).toMatchObject({ written: 1, refused: 5 });
  expect((await orders()).map(([numbers]: [number[]]) => numbers)).toEqual([[6], [7]]);
});

test('a number that is taken between the check and the run refuses its row', async () => {
  const { check, run, ops, raffle } = await book();
  const checked = await check('Number,Name,Paid\n5,A B,yes\n6,C D,yes\n');
  await reserveNumbers(ops, raffle, [5]);
  expect(await run(checked.body.data.id)).toMatchObject({ written: 1, refused: 1 });
});

test('a viewer and an unknown raffle are refused', async () => {
  const { check, organization } = await book();
  expect((await check(BOOK, await organization.as('viewer'))).status).toBe(403);
});
