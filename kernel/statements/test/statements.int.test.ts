import { expect, test } from 'vitest';
import { formOf } from '../../../test/harness/form.ts';
import type { Caller } from '../../../test/harness/index.ts';
import { dayIn } from '../../lib/time.ts';
import { closePayment, type Payment } from '../../payments/index.ts';
import { open, sendProof, settings, submitted, till } from '../../payments/test/factories.ts';

const today = dayIn('Asia/Kolkata', new Date());
const dmy = (day: string) => day.split('-').reverse().join('/');

/** A statement of an Indian bank: a title above, money in and out in separate columns, a sum below. */
function csv(
  ...lines: [text: string, credit: string, more?: { day?: string; ref?: string; debit?: string; balance?: string }][]
) {
  const rows = lines.map(
    ([text, credit, { day = today, ref = '', debit = '', balance = '' } = {}]) =>
      `${dmy(day)},"${text}",${ref},"${debit}","${credit}","${balance}"`,
  );
  return [
    'Account statement,,,,,',
    'Date,Narration,Chq./Ref.No.,Withdrawal Amt.,Deposit Amt.,Closing Balance',
    ...rows,
    ',Total,,,,',
  ].join('\n');
}

async function send(caller: Caller, path: string, bytes: string | Uint8Array, fields: Record<string, string> = {}) {
  const form = await formOf(fields, { name: 'HDFC Nov.csv', bytes, type: 'text/csv' });
  return caller.post(path, form.body, form.headers);
}
const read = async (caller: Caller, bytes: string, fields = {}) => {
  const done = await send(caller, '/statements', bytes, fields);
  if (done.status !== 201) throw new Error(JSON.stringify(done.body));
  return done.body.data as { id: string; lines: number; known: number; open: number; certain: number; matched: number };
};
type Line = {
  id: string;
  amount: string;
  text: string;
  state: string;
  certainty: string | null;
  because: string | null;
  payment: { id: string; state: string } | null;
};
const linesOf = async (caller: Caller, id: string) =>
  (await caller.get(`/statement-lines?filter=${JSON.stringify({ statement_id: id })}`)).body.data as Line[];
const rupees = (payment: Payment) => (payment.amountMinor / 100).toLocaleString('en-IN', { minimumFractionDigits: 2 });
const stateOf = async (caller: Caller, id: string) => (await caller.get(`/payments/${id}`)).body.data.state;

test('a preview guesses the columns, shows the lines and each fault, and writes nothing', async () => {
  const { admin, db } = await till();
  const file = csv(
    ['UPI/Ravi', '300.00'],
    ['rent', '', { debit: '5,000.00' }],
    ['odd', '30,0'],
    ['big', '1,23,456.50'],
  );
  const { status, body } = await send(admin, '/statements/preview', file);
  expect(status).toBe(200);
  expect(body.data).toMatchObject({
    mapping_source: 'guessed',
    mapping: {
      date: 'Date',
      credit: 'Deposit Amt.',
      debit: 'Withdrawal Amt.',
      text: ['Narration'],
      date_order: 'dmy',
      decimal: '.',
    },
    format: null,
    lines: 2,
    outgoing: 1,
    fault_count: 1,
    faults: [
      {
        row: 5,
        column: 'Deposit Amt.',
        value: '30,0',
        code: 'statements.amount_malformed',
        message: expect.stringMatching(/^This is not an amount/),
      },
    ],
  });
  expect(body.data.sample).toMatchObject([{ row: 3, day: today, amount: '300.00' }, { amount: '123456.50' }]);
  expect(await db.selectFrom('statement_format').select('id').execute()).toEqual([]);
  const refused = await send(admin, '/statements', file);
  expect([refused.status, refused.body.error.code]).toEqual([422, 'statements.has_faults']);
  expect(await db.selectFrom('statement_line').select('id').execute()).toEqual([]);
  expect(await read(admin, file, { skip_bad: 'true' })).toMatchObject({ lines: 2, open: 2 });
});

test('columns chosen by hand are stored for these headings, in a semicolon file with decimal commas', async () => {
  const { admin } = await till();
  const file = (n: number) => `Wann;Wieviel;Wer;Was\n${dmy(today).replaceAll('/', '.')};1.250,0${n};Ravi Menon;Los\n`;
  const unknown = await send(admin, '/statements/preview', file(1));
  expect(unknown.body.data).toMatchObject({
    mapping_source: 'none',
    mapping: null,
    headings: ['Wann', 'Wieviel', 'Wer', 'Was'],
  });
  expect((await send(admin, '/statements', file(1))).body.error.code).toBe('statements.mapping_needed');
  const mapping = { date: 'Wann', amount: 'Wieviel', payer: 'Wer', text: ['Was'], date_order: 'dmy', decimal: ',' };
  const given = (over: object) =>
    send(admin, '/statements/preview', file(1), { mapping: JSON.stringify({ ...mapping, ...over }) });
  expect((await given({ payer: 'Wessen' })).body.error.code).toBe('statements.column_missing');
  expect((await given({ amount: undefined })).body.error.code).toBe('statements.no_amount');
  expect((await given({ decimal: '!' })).body.error.code).toBe('http.invalid');
  expect((await given({ date_order: 'mdy' })).body.data).toMatchObject({ lines: dmy(today) > '13' ? 0 : 1 });
  await read(admin, file(1), { mapping: JSON.stringify(mapping), format_name: 'Sparkasse' });
  const again = await send(admin, '/statements/preview', file(2));
  expect(again.body.data).toMatchObject({
    mapping_source: 'remembered',
    format: { name: 'Sparkasse' },
    sample: [{ amount: '1250.02', payer: 'Ravi Menon' }],
  });
  expect((await admin.get('/statements/formats')).body.data).toMatchObject([{ name: 'Sparkasse', mapping }]);
});

test('statements overlap: the same line is stored once, two equal ones are two', async () => {
  const { admin } = await till();
  const first = await read(admin, csv(['UPI/Ravi', '300.00'], ['UPI/Ravi', '300.00'], ['UPI/Meena', '200.00']));
  expect(first).toMatchObject({ lines: 3, known: 0, open: 3 });
  const second = await read(
    admin,
    csv(['UPI/Ravi', '300.00'], ['UPI/Ravi', '300.00'], ['UPI/Ravi', '300.00'], ['UPI/Jose', '100.00']),
  );
  expect(second).toMatchObject({ lines: 4, known: 2, open: 2 });
  const twice = await Promise.all([1, 2, 3].map(() => read(admin, csv(['UPI/Anu', '50.00']))));
  expect(twice.map((s) => s.known).sort()).toEqual([0, 1, 1]);
});

test('certain matches are confirmed in bulk by a person: reference, the bank’s number, a unique amount', async () => {
  const { organization, admin, ops, calls, db } = await till();
  await settings(organization, { unique_amounts: true });
  const [a, b, c] = [await open(organization), await open(organization), await open(organization)];
  await sendProof(ops, b.id, null, { transaction_reference: 'N463-7281900' });
  const statement = await read(
    admin,
    csv(
      [`UPI/${a.reference}/ASHA`, rupees(a)],
      ['NEFT', rupees(b), { ref: 'N4637281900' }],
      ['cash deposit', rupees(c)],
      ['interest', '12.34'],
    ),
  );
  expect(statement).toMatchObject({ open: 4, certain: 3 });
  const lines = await linesOf(admin, statement.id);
  expect(Object.fromEntries(lines.map((l) => [l.because, l.payment?.id]))).toEqual({
    reference: a.id,
    transaction: b.id,
    amount: c.id,
    null: undefined,
  });
  expect(await stateOf(ops, a.id)).toBe('awaiting');
  expect((await ops.post(`/statements/${statement.id}/confirm`)).status).toBe(403);
  const done = await admin.post(`/statements/${statement.id}/confirm`);
  expect(done.body.data).toMatchObject({ done: 3 });
  expect(calls.verified.map((p) => p.id).sort()).toEqual([a.id, b.id, c.id].sort());
  expect((await admin.get(`/statements/${statement.id}`)).body.data).toMatchObject({ open: 1, matched: 3, certain: 0 });
  const detail = (await ops.get(`/payments/${b.id}`)).body.data;
  expect(detail).toMatchObject({
    state: 'verified',
    transaction_reference: 'N4637281900',
    statement_line: { statement_id: statement.id },
  });
  expect(detail.history.map((e: { what: string }) => e.what)).toEqual(['opened', 'submitted', 'verified', 'matched']);
  const left = (await admin.get(`/statements/${statement.id}/leftovers`)).body.data;
  expect(left).toMatchObject({ lines: [{ text: 'interest' }], line_count: 1, payments: [], payment_count: 0 });
  const actions = await db.selectFrom('audit_entry').select('action').where('action', 'like', 'statements.%').execute();
  expect(actions.map((a) => a.action).sort()).toEqual(['statements.imported', ...Array(3).fill('statements.matched')]);
  expect((await admin.get('/ledger/verification')).body.data.ok).toBe(true);
});

test('with the setting, certain matches are confirmed at the import, by the server', async () => {
  const { organization, admin, ops } = await till();
  await settings(organization, { second_approval_above: 1000 });
  expect(
    (await (await organization.as('owner')).patch('/settings/statements', { auto_verify_certain: true })).status,
  ).toBe(200);
  const [small, large] = [await open(organization), await open(organization, { amountMinor: 200_000 })];
  const statement = await read(admin, csv([small.reference, rupees(small)], [large.reference, rupees(large)]));
  expect(statement).toMatchObject({ matched: 1, open: 1, certain: 1 });
  expect((await ops.get(`/payments/${small.id}`)).body.data).toMatchObject({
    state: 'verified',
    decided_by: 'Bank statement',
  });
  // Two people must approve.
  expect(await stateOf(ops, large.id)).toBe('awaiting');
  const first = await admin.post(`/statements/${statement.id}/confirm`);
  expect(first.body.data).toMatchObject({ done: 0, results: [{ ok: true, needs_second: true }] });
  expect(await stateOf(ops, large.id)).toBe('submitted');
  const same = await admin.post(`/statements/${statement.id}/confirm`);
  expect(same.body.data.results).toMatchObject([{ ok: false, code: 'payments.second_person' }]);
  const second = await (await organization.as('admin')).post(`/statements/${statement.id}/confirm`);
  expect(second.body.data).toMatchObject({ done: 1 });
  expect(await stateOf(ops, large.id)).toBe('verified');
});

test('payments from before the setting wait for a person, and so do the statements of the one who switched it on', async () => {
  const { app, organization, owner, admin, ops } = await till();
  const before = await open(organization);
  app.clock.advance(1000);
  expect((await owner.patch('/settings/statements', { auto_verify_certain: true })).status).toBe(200);
  app.clock.advance(1000);
  const [after, own] = [await open(organization), await open(organization)];
  const byAdmin = csv([before.reference, rupees(before)], [after.reference, rupees(after)]);
  expect(await read(admin, byAdmin)).toMatchObject({ matched: 1, open: 1, certain: 1 });
  expect([await stateOf(ops, before.id), await stateOf(ops, after.id)]).toEqual(['awaiting', 'verified']);
  const statement = await read(owner, csv([own.reference, rupees(own)]));
  expect(statement).toMatchObject({ matched: 0, open: 1, certain: 1 });
  // A key is whose made it.
  const key = (await owner.post('/api-keys', { name: 'Import', role: 'admin' })).body.data.key;
  const other = await open(organization);
  const form = await formOf({}, { name: 'more.csv', bytes: csv([other.reference, rupees(other)]), type: 'text/csv' });
  const headers = { ...form.headers, authorization: `Bearer ${key}` };
  const sent = await app.http.inject({ method: 'POST', url: '/api/v1/statements', payload: form.body, headers });
  expect(sent.json().data).toMatchObject({ matched: 0, certain: 1 });
  // Confirmed by hand it bears their name.
  expect((await owner.post(`/statements/${statement.id}/confirm`)).body.data).toMatchObject({ done: 1 });
  expect((await ops.get(`/payments/${own.id}`)).body.data).toMatchObject({ decided_by: 'Test owner' });
  app.clock.reset();
});

test('likely matches wait for a person, who matches by hand, or sets a line aside', async () => {
  const { organization, admin, ops } = await till();
  const [a, b] = [
    await open(organization, { payerName: 'Meena Kumari' }),
    await open(organization, { payerName: 'Jose Thomas' }),
  ];
  const statement = await read(admin, csv(['UPI/JOSE THOMAS', '300.00'], ['UPI/9876', '300.00'], ['gift', '77.00']));
  expect(statement.certain).toBe(0);
  const [gift, other, jose] = await linesOf(admin, statement.id);
  expect(jose).toMatchObject({ certainty: 'likely', because: 'amount_and_payer', payment: { id: b.id } });
  expect(other).toMatchObject({ certainty: 'likely', because: 'amount', payment: { id: a.id } });
  const at = (line: Line | undefined, what: string) => `/statements/${statement.id}/lines/${line?.id}/${what}`;
  const wrong = await admin.post(at(gift, 'match'), { payment_id: a.id });
  expect([wrong.status, wrong.body.error.code]).toEqual([409, 'statements.amount_differs']);
  const matched = await admin.post(at(other, 'match'), { payment_id: b.id, note: 'Jose paid from his sister’s phone' });
  expect(matched.body.data).toMatchObject({ state: 'matched', certainty: 'by_hand', decided_by: 'Test admin' });
  expect(await stateOf(ops, b.id)).toBe('verified');
  expect((await admin.post(at(jose, 'match'), { payment_id: b.id })).body.error.code).toBe(
    'statements.payment_matched',
  );
  expect((await admin.post(at(other, 'ignore'))).body.error.code).toBe('statements.line_decided');
  expect((await admin.post(at(gift, 'ignore'), { note: 'from grandmother' })).body.data).toMatchObject({
    state: 'ignored',
    note: 'from grandmother',
  });
  expect((await admin.post(at(gift, 'reopen'))).body.data).toMatchObject({ state: 'open', note: null });
  // Jose's proposal is used; the other payment fits the line now.
  expect((await linesOf(admin, statement.id)).find((l) => l.id === jose?.id)).toMatchObject({ payment: { id: a.id } });
  const bulk = await admin.post(`/statements/${statement.id}/confirm`, { line_ids: [gift?.id, other?.id, jose?.id] });
  expect(bulk.body.data.results).toMatchObject([
    { ok: false, code: 'statements.no_proposal' },
    { ok: false, code: 'statements.line_decided' },
    { ok: true },
  ]);
});

test('two people who match one payment with two lines, or one line with two payments: one succeeds', async () => {
  const { organization, admin, as } = await till();
  const other = await as('admin');
  const [a, b] = [await open(organization), await open(organization)];
  const statement = await read(admin, csv(['x', '300.00'], ['y', '300.00'], ['z', '300.00']));
  const [l1, l2, l3] = await linesOf(admin, statement.id);
  const match = (who: Caller, line: Line | undefined, payment: Payment) =>
    who.post(`/statements/${statement.id}/lines/${line?.id}/match`, { payment_id: payment.id });
  const taken = await Promise.all([match(admin, l1, a), match(other, l2, a)]);
  expect(taken.map((r) => r.status).sort()).toEqual([200, 409]);
  const free = (await linesOf(admin, statement.id)).find((l) => l.state === 'open' && l.id !== l3?.id);
  const c = await open(organization);
  const same = await Promise.all([match(admin, free as Line, b), match(other, free as Line, c)]);
  expect(same.map((r) => r.status).sort()).toEqual([200, 409]);
  expect((await admin.get('/ledger/verification')).body.data).toMatchObject({ ok: true, entries: 2 });
});

test('money for a closed payment opens it again, late; the price without its cents can be matched by hand', async () => {
  const { organization, admin, ops, calls } = await till();
  await settings(organization, { unique_amounts: true });
  const [late, short] = [await open(organization), await open(organization)];
  await closePayment(organization.ctx, late.id, 'time ran out');
  const statement = await read(admin, csv([`ref ${late.reference}`, rupees(late)], ['verma', '300.00']));
  const [bare, closed] = await linesOf(admin, statement.id);
  expect(closed).toMatchObject({ certainty: 'likely', because: 'reference', payment: { state: 'expired' } });
  const confirmed = await admin.post(`/statements/${statement.id}/confirm`, { line_ids: [closed?.id] });
  expect(confirmed.body.data.done).toBe(1);
  expect(calls.verified[0]).toMatchObject({ id: late.id, late: true });
  await admin.post(`/statements/${statement.id}/lines/${bare?.id}/match`, { payment_id: short.id });
  expect((await ops.get(`/payments/${short.id}`)).body.data).toMatchObject({ state: 'verified', amount: '300.00' });
  expect((await admin.get('/ledger/verification')).body.data.ok).toBe(true);
});

test('a payment that was confirmed before is only matched; undone as mistaken, its line is open again', async () => {
  const { organization, admin, ops, calls } = await till();
  const payment = await submitted(organization, ops);
  await ops.post(`/payments/${payment.id}/verify`);
  const lone = await submitted(organization, ops, { amountMinor: 12_300 });
  await ops.post(`/payments/${lone.id}/verify`);
  const statement = await read(admin, csv([payment.reference, '300.00']));
  expect(statement.certain).toBe(1);
  expect((await admin.get(`/statements/${statement.id}/leftovers`)).body.data.payments).toMatchObject([
    { id: lone.id, state: 'verified' },
  ]);
  await admin.post(`/statements/${statement.id}/confirm`);
  expect(calls.verified).toHaveLength(2);
  expect(await linesOf(admin, statement.id)).toMatchObject([{ state: 'matched', payment: { id: payment.id } }]);
  await admin.post(`/payments/${payment.id}/refund`, { reason: 'that was another one', mistaken: true });
  expect(await linesOf(admin, statement.id)).toMatchObject([{ state: 'open', payment: null }]);
});

test('a payment opened after the import is found when matching again', async () => {
  const { organization, admin } = await till();
  const statement = await read(admin, csv(['early bird', '301.00']));
  expect((await linesOf(admin, statement.id))[0]?.payment).toBeNull();
  const payment = await open(organization, { amountMinor: 30_100 });
  expect((await admin.post(`/statements/${statement.id}/propose`)).status).toBe(200);
  expect((await linesOf(admin, statement.id))[0]?.payment?.id).toBe(payment.id);
});

test.each([
  ['nothing', '', 'imports.empty'],
  ['a spreadsheet', 'PK\u0003\u0004xxxx', 'statements.not_csv'],
  ['a PDF', '%PDF-1.7 …', 'statements.not_csv'],
  ['money out only', csv(['rent', '', { debit: '5.00' }]), 'statements.no_lines'],
  [
    'a quote that never closes',
    `${csv(['a', '1.00'])}\n${dmy(today)},"never closed,,,1.00,\n`,
    'statements.broken_file',
  ],
  ['two currencies', `Date,Amount,Currency\n${today},1.00,INR\n${today},2.00,USD\n`, 'statements.several_currencies'],
])('a file with %s is refused with a message, and nothing is written', async (_, file, code) => {
  const { admin, db } = await till();
  const refused = await send(admin, '/statements', file);
  expect(refused.body.error.code).toBe(code);
  expect(refused.status).toBeGreaterThanOrEqual(400);
  expect(refused.body.error.message).not.toContain('errors.');
  expect(await db.selectFrom('statement').select('id').execute()).toEqual([]);
});

test('only an admin reads statements, and other organizations’ are hidden', async () => {
  const { admin, ops } = await till();
  const statement = await read(admin, csv(['x', '3.00']));
  expect((await ops.get('/statements')).status).toBe(403);
  expect((await send(ops, '/statements', csv(['x', '3.00']))).status).toBe(403);
  const other = await till();
  expect((await other.admin.get(`/statements/${statement.id}`)).status).toBe(404);
  expect((await other.admin.get(`/statements/${statement.id}/leftovers`)).status).toBe(404);
  expect((await other.admin.post(`/statements/${statement.id}/confirm`)).status).toBe(404);
  expect((await admin.get('/statements')).body.data).toMatchObject([
    { id: statement.id, file_name: 'HDFC Nov.csv', created_by: 'Test admin' },
  ]);
});

test('several people who import and confirm at once neither lose nor double anything', async () => {
  const { organization, admin, as } = await till();
  const people = [admin, await as('admin'), await as('admin')];
  const payments = await Promise.all(Array.from({ length: 12 }, () => open(organization)));
  const file = csv(...payments.map((p): [string, string] => [`ref ${p.reference}`, '300.00']));
  const statements = await Promise.all(people.map((one) => read(one, file)));
  expect(statements.map((s) => s.known).sort((a, b) => a - b)).toEqual([0, 12, 12]);
  const answers = await Promise.all(
    people.flatMap((one) => statements.map((s) => one.post(`/statements/${s.id}/confirm`))),
  );
  expect(answers.every((a) => a.status === 200)).toBe(true);
  expect(answers.reduce((sum, a) => sum + a.body.data.done, 0)).toBe(12);
  expect((await admin.get('/ledger/verification')).body.data).toMatchObject({ ok: true, entries: 12 });
});
