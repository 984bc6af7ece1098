import { describe, expect, test } from 'vitest';
import { claimsPaid } from './claims-paid.ts';
import { amountIn, proofIn } from './typed-proof.ts';

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
    // beside an amount, a day or a phone
    ['430112345671 3200', '430112345671'],
    ['3200 430112345671', '430112345671'],
    ['430112345671, 3200', '430112345671'],
    ['430112345671 Rs 3200', '430112345671'],
    ['430112345671Rs3200', '430112345671'],
    ['430112345671 21/11/26', '430112345671'],
    ['430112345671 9812345670', '430112345671'],
    ['UTR 430112345671-3200', '430112345671'],
    ['UTR 4301 1234 5671 3200', '430112345671'],
    ['UTR 430112 345671 3200', '430112345671'],
    ['ref 4123 4567 8901 2345', '4123456789012345'],
    ['SKA4T7Q2LM 3200', 'SKA4T7Q2LM'],
    ['TxId:17301234567*S*Your payment of 4,150 RWF to HILLTOP has been completed', '17301234567'],
    ['numéro de transaction: 40117712345', '40117712345'],
    ['Référence : MP261121.1234.A12345', 'MP261121.1234.A12345'],
    ['Kumbukumbu na. 40117712345', '40117712345'],
    ['nambari ya muamala ni RL90X1Q7ZB', 'RL90X1Q7ZB'],
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

const EN_MOMO =
  '*165*S*3200 RWF transferred to MALABAR MESS (250788000001) from 36521838 at 2026-11-20 20:34:47 . Fee was: 100 RWF. New balance: 28300 RWF. *EN#';
const FR_AIRTEL =
  'Trans. ID: CI261120.1831.D47100 vous avez envoye de 3200.0000 RWF a 788000001. Votre solde disponible est de 9000.0000 RWF.';

test.each([
  // No account and no phone, ours, the payer's or the bank's, is the number of a transfer.
  [EN_MOMO, 'RWF', null, 3200],
  ['Paid 3200 to 919846055555 by PhonePe', 'INR', null, null],
  ['Payment done to account 50100000012345 Rs 3200', 'INR', null, 320_000],
  ['Paid to 9846055555 Rs 3200', 'INR', null, 320_000],
  [
    'INR 3200.00 debited\nA/c no. XX1234\n20-11-26, 10:15:03\nUPI/P2M/632511223304/MALABAR MESS\nNot you? SMS BLOCKUPI Cust ID to 919951860002',
    'INR',
    '632511223304',
    320_000,
  ],
  [
    'A/c X1234 debited INR 3200.00 Dt 20-11-26 10:15:03 thru UPI:632511223306.Bal INR 10000.00 Not u?Fwd this SMS to 9264092640',
    'INR',
    '632511223306',
    320_000,
  ],
  [
    'Transaction Successful\nPaid to MALABAR MESS ₹3,200\nTransaction ID\nT2611201015031234567890\nDebited from XX1234\nUTR: 632511223308',
    'INR',
    '632511223308',
    320_000,
  ],
  [
    'You have received 3200 RWF from ASHA (*********901) at 2026-11-20 10:37:10 . Balance:7675 RWF. FT Id: 29945559123',
    'RWF',
    '29945559123',
    3200,
  ],
  [FR_AIRTEL, 'RWF', 'CI261120.1831.D47100', 3200],
  [
    'UG9QXAXODW Confirmed. Ksh3,200.00 sent to MALABAR MESS 0700000001 on 20/11/26 at 2:33 PM. New M-PESA balance is Ksh0.00.',
    'KES',
    'UG9QXAXODW',
    320_000,
  ],
  [
    'UG9QXAXODW Imethibitishwa. Ksh3,200.00 imetumwa kwa MALABAR MESS 0700000001 tarehe 20/11/26. Salio lako ni Ksh50.00',
    'KES',
    'UG9QXAXODW',
    320_000,
  ],
] as const)('the message "%s"', (text, currency, reference, minor) => {
  expect(proofIn(text)).toMatchObject({ reference, message: true });
  expect(amountIn(text, currency)).toBe(minor);
});

test.each([
  ["j'ai payé", true],
  ['J’ai déjà payé', true],
  ['nishyuye', true],
  ['Nimelipa', true],
  ['payment done sir', true],
  ['paid 3200', true],
  ['Paid Rs 3,200 sir', true],
  ['पेमेंट कर दी है', true],
  ['मैंने भुगतान कर दिया है', true],
  ['3200', false],
  ['sir', false],
  ['not done', false],
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
