/** The files of operators of mobile money: a column of states, money out below zero, the operator's id as reference. */
import { expect, test } from 'vitest';
import { formOf } from '../../../test/harness/form.ts';
import type { Caller } from '../../../test/harness/index.ts';
import { dayIn } from '../../lib/time.ts';
import { verifyPayment } from '../../payments/index.ts';
import { open, till } from '../../payments/test/factories.ts';
import { statusOf } from '../domain/row-status.ts';

const today = dayIn('Asia/Kolkata', new Date());
const HEAD = 'Id,External id,Date,Status,Type,From,From name,To,To name,Amount,Fee,Balance';
const row = (id: string, status: string, amount: string, from = 'Aline Uwase') =>
  `${id},,${today} 09:00:00,${status},Payment,FRI:250788000001/MSISDN,${from},FRI:99/ID,Shop,${amount},0,5000`;

async function send(caller: Caller, path: string, bytes: string) {
  const form = await formOf({}, { name: 'momo.csv', bytes, type: 'text/csv' });
  return caller.post(path, form.body, form.headers);
}

test('MTN’s file: what failed and what went out is left out, and each confirmed payment is found by its id', async () => {
  const { organization, admin } = await till();
  const payment = await open(organization, { amountMinor: 100_000 });
  await verifyPayment(organization.ctx, payment.id, { transactionReference: '13579246810' });
  const file = [
    HEAD,
    row('13579246810', 'Successful', '1000'),
    row('13579246811', 'Failed', '1000'),
    row('13579246812', 'Successful', '-400'),
    row('13579246813', 'Successful', '700', 'Jean Bosco'),
  ];
  const preview = await send(admin, '/statements/preview', [...file, row('13579246814', 'Odd', '10')].join('\n'));
  expect(preview.body.data).toMatchObject({
    mapping: { date: 'Date', amount: 'Amount', status: 'Status', payer: 'From name', transaction_reference: 'Id' },
    lines: 2,
    outgoing: 2,
    fault_count: 1,
    faults: [{ row: 6, column: 'Status', value: 'Odd', code: 'statements.status_unknown' }],
  });
  const read = await send(admin, '/statements', file.join('\n'));
  expect(read.body.data).toMatchObject({ lines: 2, certain: 1 });
  const lines = await admin.get(`/statement-lines?filter=${JSON.stringify({ statement_id: read.body.data.id })}`);
  const of = (amount: string) => lines.body.data.find((line: { amount: string }) => line.amount === amount);
  expect(of('1000.00')).toMatchObject({ because: 'transaction', payment: { id: payment.id } });
  // Money that no payment knows: for a person to look at.
  expect(of('700.00')).toMatchObject({ payment: null });
});

test.each([
  ['TS', 'happened'],
  ['Successful', 'happened'],
  ['Transaction Success', 'happened'],
  ['COMPLETED', 'happened'],
  ['TF', 'not'],
  ['Transaction Failed', 'not'],
  ['Pending', 'not'],
  ['Reversed', 'not'],
  ['Unsuccessful', null],
  ['', null],
])('the status %j: %s', (text, meaning) => {
  expect(statusOf(text)).toBe(meaning);
});
