import { describe, expect, test } from 'vitest';
import { amountIn, claimsPaid, proofIn } from './typed-proof.ts';

const SMS =
  'Dear Customer, Rs.150.00 debited from A/c XX1234 on 21-11-26 to VPA raffle@okbank. UPI Ref No 412345678901. Avl Bal Rs 2,310.55. Not you? Call 18001234567';

describe('the number of a transfer, as people type it', () => {
  test.each([
    // alone
    ['412345678901', '412345678901'],
    ['UTR4711900012', 'UTR4711900012'],
    ['T2411211234567890123456', 'T2411211234567890123456'],
    ['HDFCN52026112212345', 'HDFCN52026112212345'],
    ['४१२३४५६७८९०१', '412345678901'],
    // with a word before it
    ['UTR 412345678901', '412345678901'],
    ['UTR: 412345678901', '412345678901'],
    ['utr no. 412345678901', '412345678901'],
    ['UTR number is 412345678901', '412345678901'],
    ['Ref: 412345678901', '412345678901'],
    ['Ref no 4123-4567-8901', '412345678901'],
    ['ref# AXIS0042', 'AXIS0042'],
    ['Txn ID: T24112112345', 'T24112112345'],
    ['Transaction ID T24112112345', 'T24112112345'],
    ['upi ref no. 412345678901', '412345678901'],
    ['my reference number is 412345678901', '412345678901'],
    ['RRN 412345678901', '412345678901'],
    ['referencia 0045678912', '0045678912'],
    ['Folio de operación: 98765432', '98765432'],
    ['clave de rastreo MBAN01002611210012345', 'MBAN01002611210012345'],
    ['número de referencia: 77012345', '77012345'],
    ['यूटीआर 412345678901', '412345678901'],
    ['संदर्भ संख्या: ४१२३४५६७८९०१', '412345678901'],
    // in groups
    ['4123 4567 8901', '412345678901'],
    ['4123-4567-8901', '412345678901'],
    ['UTR 4123 4567 8901', '412345678901'],
    ['HDFCN 5202 6112 2123', 'HDFCN520261122123'],
    // in a message
    ['I have paid, 412345678901', '412345678901'],
    ['payment done 4123 4567 8901', '412345678901'],
    ['ya pagué, es 00456789123', '00456789123'],
    ['पेमेंट कर दिया 412345678901', '412345678901'],
    // pasted
    [SMS, '412345678901'],
    ['Rs 150 sent via UPI to asha@okaxis on 21/11/26. UPI:412345678901. -SBI', '412345678901'],
    [
      'Sent Rs.150.00 From HDFC Bank A/C *1234 To RAFFLE On 21/11/26 Ref 412345678901 Not You? Call 18002586161',
      '412345678901',
    ],
    ['BBVA: Enviaste una transferencia por $150.00 MXN a la cuenta *9876. Folio 0045678912', '0045678912'],
    ['INR 150.00 credited. IMPS Ref no 632511223344 dated 21-Nov-26', '632511223344'],
  ])('%s', (text, reference) => expect(proofIn(text)?.reference).toBe(reference));

  test('a bank’s message without a number is a proof too', () => {
    expect(proofIn('Rs.150 debited from your account XX12 on 21-11-26. Bal Rs.900')).toEqual({
      reference: null,
      message: true,
    });
  });

  test.each([
    'hello there',
    'what is a UTR?',
    'UTR',
    'ref please',
    '5 12 99',
    '5, 12, 40-44',
    '100 200 300',
    'random 5',
    '+91 98765 43210',
    'call me on 9876543210',
    'how long are they held? 30 minutes?',
    'I want numbers 5 and 12',
    'transfer on 21-11-2026',
    'Ref: 150.00',
    'paid',
    'paid 150',
    'can I pay Rs 150 tomorrow?',
    '',
  ])('%s is none', (text) => expect(proofIn(text)).toBeNull());

  test('is fast for hostile input', () => {
    for (const text of [
      'UTR '.repeat(5000),
      '1 '.repeat(20_000),
      'ref no '.repeat(5000),
      '4123-'.repeat(5000),
      'Rs.'.repeat(9000),
    ])
      expect(() => proofIn(text.slice(0, 4000))).not.toThrow();
  }, 5000);
});

test.each([
  [SMS, 'INR', 15000],
  ['Sent Rs. 1,250 to asha@ok. Ref 412345678901', 'INR', 125000],
  ['₹1,50,000.50 debited', 'INR', 15000050],
  ['Enviaste $1,150.00 MXN', 'MXN', 115000],
  ['Transferiste 1.234,50 EUR', 'EUR', 123450],
  ['५०० रुपये भेजे', 'INR', 50000],
  ['Avl Bal Rs 2,310.55', 'INR', null],
  ['UTR 412345678901', 'INR', null],
] as const)('the amount of "%s" in %s is %s', (text, currency, minor) => expect(amountIn(text, currency)).toBe(minor));

test.each([
  ['paid', true],
  ['Paid!', true],
  ['I have paid', true],
  ['I’ve paid', true],
  ['done', true],
  ['yes paid', true],
  ['ya pagué', true],
  ['Listo.', true],
  ['भुगतान कर दिया', true],
  ['हो गया', true],
  ['payment ho gaya', true],
  ['I will pay tomorrow', false],
  ['not paid', false],
  ['how do I pay?', false],
  ['', false],
])('"%s" says that it is paid: %s', (text, paid) => expect(claimsPaid(text)).toBe(paid));
