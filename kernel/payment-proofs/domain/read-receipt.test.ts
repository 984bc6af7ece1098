import { describe, expect, test } from 'vitest';
import { readReceipt, shapeOf } from './read-receipt.ts';

const inr = (amountMinor: number) => ({ currency: 'INR', amountMinor });

/** Tesseract's output, with its own mistakes. */
const RECEIPTS = {
  'a green head, ₹ read as a dollar': {
    lines: [
      '11:35  49%',
      'Transaction Successful',
      '11:32 AM on 20 Nov 2026',
      'Paid to',
      'O  Kerala Arts Club  $1,250',
      'Transfer Details',
      'Transaction ID',
      'T2611201903006987064280',
      'Debited from',
      'xxxxxxxx9092  $1,250',
      'UTR: 632411810778',
      'Name',
      'Lakshmi lyer',
    ],
    expected: inr(125_000),
    receipt: {
      amountMinor: 125_000,
      day: '2026-11-20',
      time: '11:32',
      payer: 'Lakshmi lyer',
      reference: '632411810778',
    },
  },
  'a white card, the amount without its sign': {
    lines: [
      '15:30  47%',
      'To Kerala Arts Club',
      '<300.00',
      '® Completed',
      '21 Nov 2026, 3:27 pm',
      'HDFC Bank 7814',
      'UPI transaction ID',
      '632515856964',
      'artsclub9876543210@okbank',
      'From: MEENA MUTESI',
    ],
    expected: inr(30_000),
    receipt: {
      amountMinor: 30_000,
      day: '2026-11-21',
      time: '15:27',
      payer: 'MEENA MUTESI',
      reference: '632515856964',
    },
  },
  'a reference in groups, ₹300 read as 3300': {
    lines: [
      '14:43  60%',
      'Paid Successfully',
      '3300',
      'From',
      'Asha Verma',
      'UPI Ref. No: 6325 1457 6177',
      '21 Nov 2026, 2:40 PM',
    ],
    expected: inr(30_000),
    receipt: { amountMinor: 30_000, day: '2026-11-21', time: '14:40', payer: 'Asha Verma', reference: '632514576177' },
  },
  'a table of a bank': {
    lines: [
      'Amount  INR 300.00',
      'Reference No.  632412490418',
      'Transaction Date  20/11/2026 12:41:41',
      'From Account  xxxxxx8906',
      'Remitter  Lakshmi Khan',
      'Beneficiary A/c  xxxxxx7781',
    ],
    expected: inr(50_000),
    receipt: {
      amountMinor: 30_000,
      day: '2026-11-20',
      time: '12:41',
      payer: 'Lakshmi Khan',
      reference: '632412490418',
    },
  },
  'a message of mobile money: neither the fee nor the balance is the amount': {
    lines: [
      '*165*S* Your Payment of 300 RWF',
      'to Kerala Arts Club has been',
      'completed at 2026-1 1-19',
      '14:40:51. Financial Transaction',
      'Id: 63231490325. Fee was 100 RWF.',
      'Your new balance: 2,611,192',
      'RWF. Sender: Claudine Khan',
    ],
    expected: { currency: 'RWF', amountMinor: 500 },
    receipt: { amountMinor: 300, day: '2026-11-19', time: '14:40', payer: 'Claudine Khan', reference: '63231490325' },
  },
  'a Spanish one': {
    lines: [
      'Pago realizado',
      'iListo!',
      'S/ 500.00',
      '21 nov. 2026 | 2:06 p. m.',
      'Nro. de celular  *kk kkk 741 3',
      'Origen  Asha Uwase',
      'Nro. de operacién  14778402',
    ],
    expected: { currency: 'PEN', amountMinor: 50_000 },
    receipt: { amountMinor: 50_000, day: '2026-11-21', time: '14:06', payer: 'Asha Uwase', reference: '14778402' },
  },
  'something else': {
    lines: ['Happy birthday!', 'See you at 18:00'],
    expected: inr(30_000),
    receipt: { amountMinor: null, day: null, time: null, payer: null, reference: null },
  },
};

describe('a receipt is read', () => {
  test.each(Object.entries(RECEIPTS))('%s', (_, { lines, expected, receipt }) => {
    expect(readReceipt(lines, expected)).toMatchObject(receipt);
  });
});

test('numbers that may name a transfer are found; days, phones in addresses and masked accounts are not', () => {
  const { numbers } = readReceipt(
    [
      'UTR: 632411810778',
      'T2611201903006987064280',
      '20261121',
      '21/11/2026',
      'xxxxxxxx9092',
      '9876543210@okbank',
      '1,250.00',
    ],
    inr(1),
  );
  expect(numbers).toEqual(['632411810778', 'T2611201903006987064280']);
});

test('an amount other than the expected one is returned as written', () => {
  expect(readReceipt(['₹1,00,000.50'], inr(5)).amountMinor).toBe(10_000_050);
  expect(readReceipt(['Paid ₹250'], inr(30_000)).amountMinor).toBe(25_000);
  expect(readReceipt(['Room 12'], inr(30_000)).amountMinor).toBeNull();
});

test('letters that look like digits are compared as those digits', () => {
  expect(shapeOf('O1l-ISZ 8B')).toBe('01115288');
});
