import { expect, test } from 'vitest';
import { formOf } from '../../../test/harness/form.ts';
import type { Caller } from '../../../test/harness/index.ts';
import { dayIn } from '../../lib/time.ts';
import { open, settings, till } from '../../payments/test/factories.ts';

const today = dayIn('Asia/Kolkata', new Date());
const csv = (...lines: [text: string, amount: string][]) =>
  ['Date,Narration,Deposit Amt.', ...lines.map(([text, amount]) => `${today},"${text}","${amount}"`)].join('\n');

async function read(caller: Caller, bytes: string) {
  const form = await formOf({}, { name: 'bank.csv', bytes, type: 'text/csv' });
  const done = await caller.post('/statements', form.body, form.headers);
  if (done.status !== 201) throw new Error(JSON.stringify(done.body));
  return done.body.data as { id: string; certain: number };
}
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
const linesOf = async (caller: Caller, id: string): Promise<any[]> =>
  (await caller.get(`/statement-lines?filter=${JSON.stringify({ statement_id: id })}`)).body.data;

/** One payment paid by a line, another open one of the same amount, and a second line that names the first. */
async function paidTwice() {
  const all = await till();
  const [asha, ravi] = [
    await open(all.organization, { payerName: 'Asha Verma' }),
    await open(all.organization, { payerName: 'Ravi Menon' }),
  ];
  const first = await read(all.admin, csv([`UPI ${asha.reference} ASHA`, '300.00']));
  await all.admin.post(`/statements/${first.id}/confirm`);
  const second = await read(all.admin, csv([`NEFT ${asha.reference} RAVI MENON`, '300.00']));
  const [line] = await linesOf(all.admin, second.id);
  return { ...all, asha, ravi, statement: second, line };
}

test('a second line that names a paid payment says so, and is proposed for no other person’s', async () => {
  const { admin, asha, ravi, statement, line, db, ops } = await paidTwice();
  expect(statement.certain).toBe(0);
  expect(line).toMatchObject({
    state: 'open',
    certainty: 'paid_already',
    because: 'reference',
    payment: { id: asha.id, state: 'verified' },
    paid_already: { by: 'Asha Verma', on: today },
  });
  const confirm = async (body?: object) => (await admin.post(`/statements/${statement.id}/confirm`, body)).body.data;
  expect(await confirm()).toMatchObject({ done: 0, results: [] });
  expect(await confirm({ line_ids: [line.id] })).toMatchObject({
    done: 0,
    results: [{ ok: false, code: 'statements.paid_already' }],
  });
  expect((await ops.get(`/payments/${ravi.id}`)).body.data.state).toBe('awaiting');
  expect(await db.selectFrom('ledger_entry').select('id').execute()).toHaveLength(1);
  const only = await admin.get(
    `/statement-lines?filter=${JSON.stringify({ statement_id: statement.id, certainty: 'paid_already' })}`,
  );
  expect(only.body.data).toHaveLength(1);
  // Matching again changes nothing.
  await admin.post(`/statements/${statement.id}/propose`);
  expect((await linesOf(admin, statement.id))[0]).toMatchObject({ certainty: 'paid_already' });
});

test('its money is recorded as owed, listed among the refunds due, and given back', async () => {
  const { admin, asha, statement, line, db, ops, organization } = await paidTwice();
  await settings(organization, { unique_amounts: true, second_approval_above: 1 });
  const owe = () => admin.post(`/statements/${statement.id}/lines/${line.id}/owe`, { note: 'paid twice' });
  expect((await ops.post(`/statements/${statement.id}/lines/${line.id}/owe`)).status).toBe(403);
  const both = await Promise.all([owe(), owe()]);
  expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
  const done = both.find((answer) => answer.status === 200)?.body.data;
  expect(done).toMatchObject({
    state: 'matched',
    payment: { amount: '300.00', state: 'verified' },
    note: 'paid twice',
  });
  expect(done.payment.id).not.toBe(asha.id);
  const due = (await admin.get(`/payments?filter=${JSON.stringify({ owed: true })}`)).body.data;
  expect(due).toMatchObject([
    { id: done.payment.id, owed: true, amount: '300.00', subject: { type: 'payments.surplus', id: asha.id } },
  ]);
  const balance = async (account: string) =>
    (await db.selectFrom('ledger_line').select('amount_minor').where('account', '=', account).execute()).reduce(
      (sum, row) => sum + row.amount_minor,
      0,
    );
  expect([await balance('liabilities:refunds_due'), await balance('assets:bank')]).toEqual([-30_000, 60_000]);
  const entry = await db
    .selectFrom('audit_entry')
    .select(['actor_id', 'after'])
    .where('action', '=', 'statements.owed')
    .executeTakeFirstOrThrow();
  expect(entry).toMatchObject({ actor_id: admin.userId, after: { reference: asha.reference, amount_minor: 30_000 } });

  expect((await admin.post(`/payments/${done.payment.id}/refund`, { reason: 'paid twice' })).status).toBe(200);
  expect([await balance('liabilities:refunds_due'), await balance('assets:bank')]).toEqual([0, 30_000]);
  expect((await admin.get('/ledger/verification')).body.data.ok).toBe(true);
  // The first payment stays paid.
  expect((await ops.get(`/payments/${asha.id}`)).body.data.state).toBe('verified');
});

test('a line that names no paid payment is not recorded as owed; a mistaken one is open again', async () => {
  const { admin, statement, line } = await paidTwice();
  const other = await read(admin, csv(['a gift', '77.00']));
  const [gift] = await linesOf(admin, other.id);
  const refused = await admin.post(`/statements/${other.id}/lines/${gift.id}/owe`);
  expect([refused.status, refused.body.error.code]).toEqual([409, 'statements.not_paid_already']);
  const owed = await admin.post(`/statements/${statement.id}/lines/${line.id}/owe`);
  await admin.post(`/payments/${owed.body.data.payment.id}/refund`, { reason: 'it never came', mistaken: true });
  expect((await linesOf(admin, statement.id))[0]).toMatchObject({ state: 'open', payment: null });
  await admin.post(`/statements/${statement.id}/propose`);
  expect((await linesOf(admin, statement.id))[0]).toMatchObject({ state: 'open', certainty: 'paid_already' });
});
