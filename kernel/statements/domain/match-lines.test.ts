import { expect, test } from 'vitest';
import { type MatchLine, type MatchPayment, matchLines } from './match-lines.ts';

const line = (over: Partial<MatchLine> = {}): MatchLine => ({
  id: 'line',
  amountMinor: 30_000,
  currency: 'INR',
  text: 'UPI/RAVI MENON/paid',
  payer: '',
  keys: [],
  day: '2026-11-21',
  ...over,
});
const payment = (over: Partial<MatchPayment> = {}): MatchPayment => ({
  id: 'payment',
  reference: 'K7MP2A',
  baseMinor: 30_000,
  amountMinor: 30_000,
  currency: 'INR',
  state: 'awaiting',
  ownAmount: false,
  payerName: 'Asha Verma',
  transactionKeys: [],
  openedOn: '2026-11-20',
  seenOn: '2026-11-20',
  ...over,
});
const matched = (lines: MatchLine[], payments: MatchPayment[]) =>
  matchLines(lines, payments).map((p) => `${p.lineId}=${p.paymentId} ${p.certainty} ${p.because}`);

test.each<[string, Partial<MatchLine>, Partial<MatchPayment>, string[]]>([
  [
    'our reference in the text and the amount',
    { text: 'UPI/4637/k7mp2a/ASHA' },
    {},
    ['line=payment certain reference'],
  ],
  ['the reference with another amount', { text: 'K7MP2A', amountMinor: 20_000 }, {}, ['line=payment likely reference']],
  ['our reference in two pieces', { text: 'UPI/K7M P2A/ASHA' }, {}, ['line=payment certain reference']],
  ['our reference with a hyphen', { text: 'K7M-P2A' }, {}, ['line=payment certain reference']],
  ['our reference over two lines', { text: 'UPI/K7MP\n2A' }, {}, ['line=payment certain reference']],
  ['our reference glued to a name', { text: 'AshaK7MP2A' }, {}, ['line=payment certain reference']],
  ['pieces of it with another amount', { text: 'K7M P2A', amountMinor: 20_000 }, {}, []],
  ['six signs inside a longer number', { text: 'XK7MP2A9' }, { payerName: 'Q' }, ['line=payment likely amount']],
  [
    'the bank’s number that the proof names',
    { keys: ['UTR463728'] },
    { transactionKeys: ['UTR463728'] },
    ['line=payment certain transaction'],
  ],
  [
    'that number in the text',
    { text: 'NEFT UTR463728 from X', keys: ['UTR463728'] },
    { transactionKeys: ['UTR463728'] },
    ['line=payment certain transaction'],
  ],
  ['that number with another amount', { keys: ['UTR463728'], amountMinor: 5 }, { transactionKeys: ['UTR463728'] }, []],
  [
    'an amount of its own',
    { amountMinor: 30_037 },
    { amountMinor: 30_037, ownAmount: true },
    ['line=payment certain amount'],
  ],
  ['a price that is everybody’s', {}, {}, ['line=payment likely amount']],
  ['a price and the payer’s name', { payer: 'VERMA ASHA K' }, {}, ['line=payment likely amount_and_payer']],
  ['another currency', { currency: 'USD', text: 'K7MP2A' }, {}, []],
  ['money of the week before', { day: '2026-11-12', text: 'K7MP2A' }, {}, []],
  ['money of the month after', { day: '2026-12-20', text: 'K7MP2A' }, {}, []],
  ['a payment that was closed', { text: 'K7MP2A' }, { state: 'expired' }, ['line=payment likely reference']],
  ['a payment that was denied', { text: 'K7MP2A' }, { state: 'denied' }, ['line=payment likely reference']],
  ['the amount of a closed one', {}, { state: 'expired' }, []],
])('%s', (_, l, p, expected) => {
  expect(matched([line(l)], [payment(p)])).toEqual(expected);
});

test('a unique amount is certain only while one line has it', () => {
  const own = payment({ amountMinor: 30_037, ownAmount: true });
  const lines = [line({ id: 'a', amountMinor: 30_037 }), line({ id: 'b', amountMinor: 30_037, day: '2026-11-25' })];
  expect(matched(lines, [own])).toEqual(['a=payment likely amount']);
});

test.each(['expired', 'verified'] as const)('an amount that one that is %s had before is not certain', (state) => {
  const now = payment({ amountMinor: 30_037, ownAmount: true });
  const before = payment({ id: 'before', reference: 'BBBBBB', amountMinor: 30_037, state });
  expect(matched([line({ amountMinor: 30_037 })], [now, before])).toEqual(['line=payment likely amount']);
  expect(matched([line({ amountMinor: 30_037 })], [before])).toEqual(['line=before likely amount']);
});

test('the price without its cents is likely when the name fits, and nothing otherwise', () => {
  const own = payment({ amountMinor: 30_037, ownAmount: true });
  expect(matched([line({ payer: 'ASHA VERMA' })], [own])).toEqual(['line=payment likely amount_and_payer']);
  expect(matched([line()], [own])).toEqual([]);
});

test('a payment that was confirmed already is matched by its reference', () => {
  expect(matched([line({ text: 'K7MP2A' })], [payment({ state: 'verified' })])).toEqual([
    'line=payment certain reference',
  ]);
});

test('a number that two payments claim is certain for neither', () => {
  const claimed = ['p', 'q'].map((id) =>
    payment({ id, reference: `K7MP2${id.toUpperCase()}`, transactionKeys: ['UTR463728'] }),
  );
  expect(matched([line({ keys: ['UTR463728'] })], claimed)).toEqual(['line=p likely transaction']);
});

test('among many alike the name decides, then the time; each payment is used once', () => {
  const payments = [
    payment({ id: 'early', reference: 'AAAAAA', seenOn: '2026-11-10', openedOn: '2026-11-10' }),
    payment({
      id: 'named',
      reference: 'BBBBBB',
      payerName: 'Ravi Menon',
      seenOn: '2026-11-12',
      openedOn: '2026-11-10',
    }),
    payment({ id: 'near', reference: 'CCCCCC' }),
  ];
  const lines = [
    line({ id: 'ravi' }),
    line({ id: 'x', text: 'cash' }),
    line({ id: 'y', text: 'cash' }),
    line({ id: 'z', text: 'cash' }),
  ];
  expect(matched(lines, payments)).toEqual([
    'ravi=named likely amount_and_payer',
    'x=near likely amount',
    'y=early likely amount',
  ]);
});

test('a certain match goes before a likely one, whatever the order', () => {
  const payments = [payment({ id: 'first' }), payment({ id: 'second', reference: 'QQQQQQ' })];
  const lines = [line({ id: 'plain' }), line({ id: 'sure', text: 'ref K7MP2A' })];
  expect(matched(lines, payments)).toEqual(['sure=first certain reference', 'plain=second likely amount']);
});

test('a line that names a paid payment belongs to that payment or to none', () => {
  const stranger = payment({ id: 'stranger', reference: 'W3XY9Z', payerName: 'Ravi Menon', ownAmount: true });
  const paid = payment({ id: 'paid', settled: true, state: 'verified', transactionKeys: ['UTR4711900012'] });
  const again = line({ text: 'UPI/K7MP2A/RAVI MENON' });
  expect(matched([again], [paid, stranger])).toEqual(['line=paid paid_already reference']);
  const number = line({ text: 'UPI/RAVI MENON', keys: ['UTR4711900012'] });
  expect(matched([number], [paid, stranger])).toEqual(['line=paid paid_already transaction']);
  // The same after a refund.
  expect(matched([again], [{ ...paid, state: 'refunded' }, stranger])).toEqual(['line=paid paid_already reference']);
  // Also with another amount or a year later, because it has our reference.
  expect(matched([{ ...again, amountMinor: 100, day: '2027-11-21' }], [paid, stranger])).toEqual([
    'line=paid paid_already reference',
  ]);
});

test('two lines that name one open payment: the first is it, the second is paid already', () => {
  const stranger = payment({ id: 'stranger', reference: 'W3XY9Z', ownAmount: true });
  const lines = ['one', 'two'].map((id) => line({ id, text: 'K7MP2A' }));
  expect(matched(lines, [payment(), stranger])).toEqual([
    'one=payment certain reference',
    'two=payment paid_already reference',
  ]);
});

test('a line with an old reference is proposed for the same person’s next payment, and a person decides', () => {
  const paid = payment({ id: 'paid', settled: true, state: 'verified', personId: 'asha' });
  const theirs = payment({ id: 'theirs', reference: 'W3XY9Z', personId: 'asha' });
  const others = payment({ id: 'others', reference: 'V8NT4Q', personId: 'ravi', ownAmount: true });
  expect(matched([line({ text: 'K7MP2A' })], [paid, others, theirs])).toEqual(['line=theirs likely amount_and_payer']);
});
