/**
 * Statements as banks and operators write them, each with its right lines: `statements/expected.json` says them. Names and
 * numbers are invented, the layouts are real. Every file is previewed and read in over HTTP.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { transferKeys } from '../../kernel/lib/transfer-numbers.ts';
import { open, sendProof, settings, till } from '../../kernel/payments/test/factories.ts';
import { formOf } from '../harness/form.ts';
import type { Caller } from '../harness/index.ts';

type Line = { day: string; minor: number; ref?: string; contains?: string; payer?: string };
type Case = { file: string; why: string; in?: Line[]; out?: number | number[]; faults?: number };

const FOLDER = join(import.meta.dirname, 'statements');
const cases: Case[] = JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8'));
/** The day on which all of them were made. */
const TODAY = new Date('2026-11-25T08:00:00Z');
let right = 0;
afterAll(() =>
  console.log(`statements: ${right === cases.length ? 'all' : right} given files right (${cases.length})`),
);

async function send(caller: Caller, path: string, file: string, bytes: Uint8Array | string, fields = {}) {
  const form = await formOf(fields, { name: file, bytes });
  return caller.post(path, form.body, form.headers);
}

async function atTheTill() {
  const all = await till();
  all.app.clock.set(TODAY);
  return all;
}

test.each(cases)('$file: $why', async ({ file, in: lines, out, faults }) => {
  const { admin } = await atTheTill();
  const bytes = readFileSync(join(FOLDER, file));
  const { status, body } = await send(admin, '/statements/preview', file, bytes);
  expect(status, JSON.stringify(body.error)).toBe(200);
  const seen = body.data;
  if (!lines) {
    expect(seen).toMatchObject({
      lines: 0,
      warnings: [{ date_order: 'mdy', message: expect.stringMatching(/future/) }],
    });
    const mapping = JSON.stringify({ ...seen.mapping, date_order: 'mdy' });
    const again = await send(admin, '/statements/preview', file, bytes, { mapping });
    expect(again.body.data.sample).toMatchObject([{ day: '2026-05-12', amount_minor: 320_000 }]);
    right += 1;
    return;
  }
  const is = (line: Line) => ({
    day: line.day,
    amount_minor: line.minor,
    ...(line.ref && { transaction_reference: line.ref }),
    ...(line.payer && { payer: line.payer }),
  });
  expect(seen).toMatchObject({ mapping_source: 'guessed', lines: lines.length });
  expect(seen.sample).toMatchObject(lines.map(is));
  for (const [at, { contains = '' }] of lines.entries())
    expect(`${seen.sample[at].text} ${seen.sample[at].transaction_reference}`).toContain(contains);
  if (out !== undefined) expect([out].flat()).toContain(seen.outgoing);
  if (faults !== undefined) expect(seen.fault_count, JSON.stringify(seen.faults)).toBe(faults);

  const read = await send(admin, '/statements', file, bytes, { skip_bad: 'true' });
  expect(read.status, JSON.stringify(read.body.error)).toBe(201);
  expect(read.body.data).toMatchObject({ lines: lines.length, outgoing: seen.outgoing });
  const stored = await admin.get(`/statement-lines?filter=${JSON.stringify({ statement_id: read.body.data.id })}`);
  const byRow = stored.body.data.toSorted((a: { row: number }, b: { row: number }) => a.row - b.row);
  expect(byRow).toMatchObject(lines.map(is));
  // The same file is remembered, and brings nothing a second time.
  const twice = await send(admin, '/statements/preview', file, bytes);
  expect(twice.body.data).toMatchObject({ mapping_source: 'remembered', lines: lines.length, known: lines.length });
  right += 1;
});

const csv = (...rows: string[]) => ['Date,Narration,Ref No,Dr/Cr,Amount', ...rows].join('\n');
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
const linesOf = async (caller: Caller, id: string): Promise<any[]> =>
  (await caller.get(`/statement-lines?filter=${JSON.stringify({ statement_id: id })}`)).body.data;
async function read(caller: Caller, rows: string[], fields = {}) {
  const done = await send(caller, '/statements', 'bank.csv', csv(...rows), fields);
  if (done.status !== 201) throw new Error(JSON.stringify(done.body));
  return done.body.data as { id: string; certain: number };
}

test('an unknown word is asked about once, never money in, and what a person says is remembered', async () => {
  const { admin, db } = await atTheTill();
  const file = csv(
    '20/11/2026,ASHA,632511223344,CR,300.00',
    '21/11/2026,GAS,632511223999,QXZ,105.00',
    '22/11/2026,MILK,632511223998,QXZ,5.00',
  );
  const first = await send(admin, '/statements/preview', 'bank.csv', file);
  expect(first.body.data).toMatchObject({
    lines: 1,
    outgoing: 0,
    fault_count: 2,
    faults: [{ row: 3, column: 'Dr/Cr', value: 'QXZ', code: 'statements.direction_unknown' }, { row: 4 }],
    questions: [{ column: 'Dr/Cr', word: 'QXZ', rows: 2 }],
  });
  expect((await send(admin, '/statements', 'bank.csv', file)).body.error.code).toBe('statements.has_faults');
  expect(await db.selectFrom('statement_line').select('id').execute()).toEqual([]);
  const mapping = JSON.stringify({ ...first.body.data.mapping, directions: [{ word: 'QXZ', means: 'out' }] });
  const done = await send(admin, '/statements', 'bank.csv', file, { mapping });
  expect(done.body.data).toMatchObject({ lines: 1, outgoing: 2 });
  const next = await send(admin, '/statements/preview', 'bank.csv', csv('23/11/2026,RENT,632511224000,QXZ,7.00'));
  expect(next.body.data).toMatchObject({
    mapping_source: 'remembered',
    lines: 0,
    outgoing: 1,
    fault_count: 0,
    questions: [],
  });
});

test('the running balance decides where no word does, and contradicts a word that is wrong', async () => {
  const { admin } = await atTheTill();
  const head = 'Date,Narration,Ref No,Type,Amount,Balance';
  const row = (word: string, amount: string, balance: string) => `20/11/2026,X,,${word},${amount},${balance}`;
  const seen = await send(
    admin,
    '/statements/preview',
    'b.csv',
    [
      head,
      row('Received', '10.00', '110.00'),
      row('Zapped', '30.00', '140.00'),
      row('Zapped', '5.00', '135.00'),
      row('Received', '7.00', '128.00'),
    ].join('\n'),
  );
  expect(seen.body.data).toMatchObject({
    lines: 2,
    outgoing: 1,
    sample: [{ amount: '10.00' }, { amount: '30.00' }],
    faults: [{ row: 5, code: 'statements.balance_contradicts' }],
    questions: [],
  });
});

test('the payee’s own number identifies nobody: not typed, not in another person’s line, also confirmed automatically', async () => {
  const { organization, admin, ops, db } = await atTheTill();
  await settings(organization, { pay_to: 'UPI mess@ybl, phone 98460 55555, a/c 50100000012345' });
  const automatic = await (await organization.as('owner')).patch('/settings/statements', { auto_verify_certain: true });
  expect(automatic.status).toBe(200);
  const asha = await open(organization, { payerName: 'Asha Verma' });
  // Typed alone, the chat and the desk take it for the transfer's number.
  await sendProof(ops, asha.id, null, { transaction_reference: '919846055555' });
  const [proof] = await db.selectFrom('payment_proof').select(['transaction_reference', 'caption']).execute();
  expect(proof).toEqual({ transaction_reference: null, caption: '919846055555' });
  // A proof of the version before still has it.
  await db.updateTable('payment_proof').set({ transaction_reference: '919846055555' }).execute();
  const statement = await read(admin, ['25/11/2026,RAVI MENON TO 919846055555,,CR,300.00']);
  expect(statement.certain).toBe(0);
  expect((await linesOf(admin, statement.id))[0]).toMatchObject({
    state: 'open',
    certainty: 'likely',
    because: 'amount',
  });
  expect((await ops.get(`/payments/${asha.id}`)).body.data.state).toBe('submitted');
});

test('a number that several lines or proofs have, in this or an earlier file, in money in or out, is certain for none', async () => {
  const { organization, admin, ops } = await atTheTill();
  const proofOf = async (number: string, amountMinor: number) => {
    const payment = await open(organization, { amountMinor });
    await sendProof(ops, payment.id, null, { transaction_reference: number });
    return payment;
  };
  const once = await proofOf('632511220001', 10_100);
  await proofOf('632511220002', 10_200);
  await proofOf('632511220003', 10_300);
  await proofOf('632511220004', 10_400);
  await proofOf('632511220004', 99_900);
  await read(admin, ['24/11/2026,EARLIER,632511220002,CR,1.00']);
  const statement = await read(admin, [
    '25/11/2026,A,632511220001,CR,101.00',
    '25/11/2026,B,632511220002,CR,102.00',
    '25/11/2026,C,632511220003,CR,103.00',
    '25/11/2026,C SENT BACK 632511220003,,DR,103.00',
    '25/11/2026,D,632511220004,CR,104.00',
  ]);
  const lines = await linesOf(admin, statement.id);
  const by = (amount: string) => lines.find((line) => line.amount === amount);
  expect(by('101.00')).toMatchObject({ certainty: 'certain', because: 'transaction', payment: { id: once.id } });
  for (const amount of ['102.00', '103.00', '104.00'])
    expect(by(amount)).toMatchObject({ certainty: 'likely', because: 'transaction' });
});

test('a number is certain only near the day of its proof; filled up with zeros or behind UPI- it is the same', async () => {
  const { app, as, organization, admin, ops } = await atTheTill();
  const proofOf = async (number: string, amountMinor: number) => {
    const payment = await open(organization, { amountMinor });
    await sendProof(ops, payment.id, null, { transaction_reference: number });
    return payment;
  };
  const padded = await proofOf('603412345678', 32_000);
  const glued = await proofOf('UPI-603412345679', 32_100);
  const late = await proofOf('603412345680', 32_200);
  await open(organization, { amountMinor: 32_000 });
  const first = await read(admin, ['25/11/2026,A,0000603412345678,CR,320.00', '25/11/2026,B,603412345679,CR,321.00']);
  expect(first.certain).toBe(2);
  expect(await linesOf(admin, first.id)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ amount: '320.00', payment: expect.objectContaining({ id: padded.id }) }),
      expect.objectContaining({ amount: '321.00', payment: expect.objectContaining({ id: glued.id }) }),
    ]),
  );
  // Two weeks later the same amount is worth a look, and no more than that.
  app.clock.set('2026-12-10T08:00:00Z');
  const later = await as('admin');
  const second = await read(later, ['10/12/2026,C,603412345680,CR,322.00']);
  expect(await linesOf(later, second.id)).toMatchObject([
    { certainty: 'likely', because: 'transaction', payment: { id: late.id } },
  ]);
});

test('the database and the program read the numbers of a line alike', async () => {
  const { organization } = await atTheTill();
  for (const [text, reference] of [
    ['UPI/P2A/632511223344/ASHA', null],
    ['NEFT-HDFCN52026112212345 x', 'N463-7281900'],
    ['', '0000603412345678'],
    ['UPI603412345678 UTR463728 000012', 'UPI-603412345678'],
    ['CI261120.1015.D47100', 'CI261120.1015.D47100'],
    ['K7MP2A ABCDEF 12345', 'é12345678'],
  ] as const) {
    const { rows } = await sql<{ keys: string[] }>`select statement_line_keys(${text}, ${reference}) as keys`.execute(
      organization.ctx.db,
    );
    expect(rows[0]?.keys.toSorted()).toEqual(transferKeys(text, reference).toSorted());
  }
});

test('a bank whose file doesn’t tell how it is read is chosen by its name, once', async () => {
  const { admin } = await atTheTill();
  const formats = await admin.get('/statements/ready-formats');
  expect(formats.status).toBe(200);
  const chosen = formats.body.data.find((one: { id: string }) => one.id === 'standard-bank');
  const file = (day: string, amount: string, text: string) => `HIST,${day},,${amount},CREDIT TRANSFER,${text},1234,0\n`;
  const first = file('20261120', '3200.00', 'K7MP2A ASHA') + file('20261121', '-1050.00', 'GAS');
  const alone = await send(admin, '/statements/preview', 'history.csv', first);
  expect(alone.body.data).toMatchObject({ mapping_source: 'none', lines: 0 });
  const mapping = JSON.stringify(chosen.mapping);
  const read = await send(admin, '/statements', 'history.csv', first, { mapping, format_name: chosen.name });
  expect(read.status, JSON.stringify(read.body.error)).toBe(201);
  expect(read.body.data).toMatchObject({ lines: 1, outgoing: 1, format: { name: chosen.name } });
  expect(await linesOf(admin, read.body.data.id)).toMatchObject([
    { day: '2026-11-20', amount: '3200.00', text: expect.stringContaining('K7MP2A') },
  ]);
  const next = await send(admin, '/statements/preview', 'history.csv', file('20261122', '500.00', 'RAVI'));
  expect(next.body.data).toMatchObject({ mapping_source: 'remembered', lines: 1, format: { name: chosen.name } });
  const another = await send(admin, '/statements/preview', 'hdfc.csv', csv('25/11/2026,X,,CR,1.00'), { mapping });
  expect(another.body.error).toMatchObject({ code: 'statements.column_missing' });
});
