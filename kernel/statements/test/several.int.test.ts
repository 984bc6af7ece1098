/** One line that pays several payments, and several lines that pay one. */
import { expect, test } from 'vitest';
import { formOf } from '../../../test/harness/form.ts';
import type { Caller } from '../../../test/harness/index.ts';
import { dayIn } from '../../lib/time.ts';
import type { Payment } from '../../payments/index.ts';
import { open, settings, till } from '../../payments/test/factories.ts';

const today = dayIn('Asia/Kolkata', new Date()).split('-').reverse().join('/');
const csv = (...rows: [text: string, credit: string, payer?: string][]) =>
  [
    'Date,Narration,Payer,Deposit',
    ...rows.map(([text, credit, payer = '']) => `${today},${text},${payer},${credit}`),
  ].join('\n');

async function read(caller: Caller, bytes: string) {
  const form = await formOf({}, { name: 'bank.csv', bytes, type: 'text/csv' });
  const done = await caller.post('/statements', form.body, form.headers);
  if (done.status !== 201) throw new Error(JSON.stringify(done.body));
  const { id } = done.body.data;
  const lines = await caller.get(`/statement-lines?filter=${JSON.stringify({ statement_id: id })}`);
  const rows = lines.body.data as { id: string; row: number; state: string }[];
  return { id: id as string, lines: rows.toSorted((a, b) => a.row - b.row).map((line) => line.id) };
}
const match = (caller: Caller, lines: (string | undefined)[], payments: Payment[], more = {}) =>
  caller.post('/statement-lines/match', { line_ids: lines, payment_ids: payments.map((p) => p.id), ...more });
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
const lineOf = async (caller: Caller, statementId: string, id: string | undefined): Promise<any> => {
  const all = await caller.get(`/statement-lines?filter=${JSON.stringify({ statement_id: statementId })}`);
  return all.body.data.find((line: { id: string }) => line.id === id);
};
const stateOf = async (caller: Caller, payment: Payment) => (await caller.get(`/payments/${payment.id}`)).body.data;
const audits = async (caller: Caller, payment: Payment) =>
  (
    await caller.get(
      `/audit-entries?filter=${JSON.stringify({ action: 'statements.matched', subject_id: payment.id })}`,
    )
  ).body.data;

test('a line with two references and both prices is suggested, split, and confirms both with the ledger', async () => {
  const { organization, admin, ops, owner, calls, db } = await till();
  const [a, b] = [
    await open(organization, { amountMinor: 320_000 }),
    await open(organization, { amountMinor: 320_000 }),
  ];
  const { id, lines } = await read(admin, csv([`${a.reference} and ${b.reference}`, '6400.00', 'ASHA VERMA']));
  const left = await admin.get(`/statements/${id}/leftovers`);
  expect(left.body.data).toMatchObject({ lines: [{ id: lines[0], left: '6400.00' }], payment_count: 2 });
  expect(left.body.data.suggestions).toEqual([{ line_id: lines[0], payment_ids: [a.id, b.id] }]);
  const done = await match(admin, lines, [b, a], { note: 'for both' });
  expect(done.status, JSON.stringify(done.body.error)).toBe(200);
  expect(done.body.data).toMatchObject([
    { id: lines[0], state: 'matched', certainty: 'by_hand', left: '0.00', note: 'for both' },
  ]);
  expect(done.body.data[0].parts).toMatchObject([
    { id: a.id, part: '3200.00' },
    { id: b.id, part: '3200.00' },
  ]);
  for (const payment of [a, b]) {
    expect(await stateOf(ops, payment)).toMatchObject({ state: 'verified', statement_line: { id: lines[0] } });
    expect(await audits(owner, payment)).toHaveLength(1);
  }
  expect(calls.verified.map((payment) => payment.id)).toEqual([a.id, b.id].sort());
  expect(await db.selectFrom('statement_part').select(['payment_id', 'amount_minor']).execute()).toHaveLength(2);
  expect((await admin.get('/ledger/verification')).body.data).toMatchObject({ ok: true, entries: 2 });
  // Neither is paid a second time, alone or together.
  const again = await read(admin, csv(['x', '3200.00'], ['y', '6400.00']));
  const second = await admin.post(`/statements/${again.id}/lines/${again.lines[0]}/match`, { payment_id: b.id });
  expect(second.body.error.code).toBe('statements.payment_matched');
  expect((await match(admin, [again.lines[1]], [a, b])).body.error.code).toBe('statements.payment_matched');
});

test('a payer for whom a line was split before is remembered', async () => {
  const { organization, admin } = await till();
  const children = (month: string) =>
    Promise.all(
      ['Anu', 'Binu'].map((payerName) => open(organization, { payerName, description: month, amountMinor: 50_000 })),
    );
  const november = await children('November');
  const first = await read(admin, csv(['school', '1000.00', 'Thomas K']));
  expect((await admin.get(`/statements/${first.id}/leftovers`)).body.data.suggestions).toEqual([]);
  expect((await match(admin, first.lines, november)).status).toBe(200);
  const december = await children('December');
  const next = await read(admin, csv(['school', '1000.00', 'THOMAS K'], ['school', '999.00', 'THOMAS K']));
  const [suggestion, ...others] = (await admin.get(`/statements/${next.id}/leftovers`)).body.data.suggestions;
  expect(others).toEqual([]);
  expect(suggestion).toMatchObject({ line_id: next.lines[0] });
  expect(suggestion.payment_ids.toSorted()).toEqual(december.map(({ id }) => id).toSorted());
});

test('several lines pay one payment together; the sums have to agree', async () => {
  const { organization, admin, ops, owner } = await till();
  const fee = await open(organization, { amountMinor: 320_000 });
  const { id, lines } = await read(admin, csv(['first', '2000.00'], ['rest', '1200.00'], ['gift', '5.00']));
  const wrong = await match(admin, lines, [fee]);
  expect([wrong.status, wrong.body.error.code]).toEqual([409, 'statements.sum_differs']);
  expect(await stateOf(ops, fee)).toMatchObject({ state: 'awaiting' });
  const [first, rest, gift] = lines;
  expect((await match(admin, [first, rest], [fee])).status).toBe(200);
  expect(await stateOf(ops, fee)).toMatchObject({ state: 'verified', amount: '3200.00' });
  for (const line of [first, rest])
    expect(await lineOf(admin, id, line)).toMatchObject({ state: 'matched', payment: { id: fee.id }, parts: [] });
  expect(await audits(owner, fee)).toMatchObject([{ after: { amount_minor: 320_000, line: `${first}, ${rest}` } }]);
  expect((await admin.get('/ledger/verification')).body.data).toMatchObject({ ok: true, entries: 1 });
  // Undone as mistaken, both are open again.
  await admin.post(`/payments/${fee.id}/refund`, { reason: 'another one', mistaken: true });
  for (const line of [first, rest]) expect(await lineOf(admin, id, line)).toMatchObject({ state: 'open' });
  const both = await match(admin, [first, gift], [fee, fee, await open(organization)]);
  expect([both.status, both.body.error.code]).toEqual([422, 'statements.one_of_both']);
});

test('of a split line one payment is undone: its part is open again, and is matched alone', async () => {
  const { organization, admin, ops, db } = await till();
  const [a, b] = [await open(organization, { amountMinor: 20_000 }), await open(organization, { amountMinor: 30_000 })];
  const { id, lines } = await read(admin, csv(['both', '500.00']));
  await match(admin, lines, [a, b]);
  await admin.post(`/payments/${b.id}/refund`, { reason: 'it was for another', mistaken: true });
  expect(await lineOf(admin, id, lines[0])).toMatchObject({ state: 'open', left: '300.00', parts: [{ id: a.id }] });
  expect(await stateOf(ops, a)).toMatchObject({ state: 'verified', statement_line: { id: lines[0] } });
  const c = await open(organization, { amountMinor: 30_000 });
  const at = `/statements/${id}/lines/${lines[0]}/match`;
  expect((await admin.post(at, { payment_id: (await open(organization, { amountMinor: 50_000 })).id })).status).toBe(
    409,
  );
  expect((await admin.post(at, { payment_id: c.id })).body.data).toMatchObject({ state: 'matched', left: '0.00' });
  expect(await db.selectFrom('statement_part').select('payment_id').execute()).toHaveLength(2);
  expect((await admin.get('/ledger/verification')).body.data.ok).toBe(true);
});

test('without the cents of unique amounts all pay the price; a second person keeps the rest open', async () => {
  const { organization, admin, owner, ops } = await till();
  await settings(organization, { unique_amounts: true });
  const [a, b] = [await open(organization), await open(organization)];
  const bare = await read(admin, csv(['two', '600.00']));
  expect((await match(admin, bare.lines, [a, b])).status).toBe(200);
  expect(await stateOf(ops, a)).toMatchObject({ state: 'verified', amount: '300.00' });
  await settings(organization, { unique_amounts: false, second_approval_above: 1000 });
  const [small, large] = [await open(organization), await open(organization, { amountMinor: 200_000 })];
  const { id, lines } = await read(admin, csv(['small and large', '2300.00']));
  const done = await match(admin, lines, [small, large]);
  expect(done.body.data, JSON.stringify(done.body.error)).toMatchObject([
    { state: 'open', left: '2000.00', parts: [{ id: small.id }] },
  ]);
  expect(await stateOf(ops, large)).toMatchObject({ state: 'submitted' });
  expect((await owner.post(`/statements/${id}/lines/${lines[0]}/match`, { payment_id: large.id })).status).toBe(200);
  expect(await lineOf(admin, id, lines[0])).toMatchObject({ state: 'matched', left: '0.00' });
});

test('two people who split the same money at once: one succeeds', async () => {
  const { organization, admin, as, db } = await till();
  const other = await as('admin');
  const [a, b, c] = await Promise.all([open(organization), open(organization), open(organization)]);
  const { id, lines } = await read(admin, csv(['two', '600.00'], ['two more', '600.00'], ['one', '300.00']));
  const [first, second, single] = lines;
  const tried = await Promise.all([
    match(admin, [first], [a, b]),
    match(other, [second], [b, c]),
    other.post(`/statements/${id}/lines/${single}/match`, { payment_id: b.id }),
  ]);
  expect(tried.map((one) => one.status).toSorted()).toEqual([200, 409, 409]);
  const parts = await db.selectFrom('statement_part').select('payment_id').execute();
  expect([0, 2]).toContain(parts.length);
  const same = await read(admin, csv(['part one', '100.00'], ['part two', '200.00']));
  const [d, e] = [await open(organization), await open(organization)];
  const joint = await Promise.all([match(admin, same.lines, [d]), match(other, same.lines, [e])]);
  expect(joint.map((one) => one.status).toSorted()).toEqual([200, 409]);
  expect((await admin.get('/ledger/verification')).body.data.ok).toBe(true);
});
