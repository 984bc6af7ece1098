/** Layouts of banks and wallets: all but a few are read without a mapping, these after one that is remembered. */
import { afterAll, expect, test } from 'vitest';
import type { Mapping } from '../domain/mapping.ts';
import { READY_FORMATS } from '../domain/ready-formats.ts';
import { type Reading, readStatement } from '../file/read-statement.ts';
import { type Layout, layouts, type Move, printStatement } from './print.ts';

const homeOf = ({ country, currency }: Layout) => ({
  country,
  currency,
  timeZone: 'Asia/Kolkata',
  today: '2026-11-25',
});

const move = (at: string, minor: number, out: boolean, text: string, payer: string, ref: string): Move => ({
  at: Temporal.PlainDateTime.from(at),
  minor,
  out,
  text,
  payer,
  ref,
});
const MOVES = [
  move('2026-11-02T09:15:03', 320_000, false, 'UPI/ASHA VERMA/K7MP2A/mess', 'ASHA VERMA', '632511223344'),
  move('2026-11-03T10:00:00', 105_000, true, 'GAS CYLINDER', 'BHARAT GAS', '632511223999'),
  move('2026-11-05T18:42:10', 75_050, false, 'K7MQ3B November', 'RAVI MENON', '632511224001'),
  move('2026-11-14T07:05:59', 1_250_000, false, 'Mess fee K7MR4C', 'MEERA NAIR', '632511224002'),
  move('2026-11-20T12:30:00', 4_500, true, 'VEGETABLES', 'MARKET', '632511224003'),
  move('2026-11-21T21:11:45', 98_765, false, 'hostel K7MS5D', 'JOSEPH K', '632511224004'),
];
/** The next month's file of the same bank: all its days fit both orders. */
const NEXT = [
  move('2026-11-07T09:15:03', 64_000, false, 'K7MT6E mess', 'ASHA VERMA', '632511225001'),
  move('2026-11-08T09:15:03', 2_000, true, 'MILK', 'DAIRY', '632511225002'),
];

/** Without headings and signs only a person knows. */
const BY_HAND: Record<string, Mapping> = {
  'Till book': {
    date: 'A',
    payer: 'B',
    amount: 'C',
    transaction_reference: 'D',
    text: ['E'],
    date_order: 'dmy',
    decimal: '.',
    heading_row: 0,
  },
};

async function read(layout: Layout, moves: Move[], mapping: Mapping | null, formats: Mapping[] = []) {
  const first = await readStatement({
    bytes: printStatement(layout, moves),
    mapping,
    headingRow: null,
    formats: [],
    home: homeOf(layout),
  });
  if (!first.ok || formats.length === 0) return first;
  const known = formats.map((one, at) => ({ id: String(at), fingerprint: first.data.fingerprint, mapping: one }));
  const bytes = printStatement(layout, moves);
  return readStatement({ bytes, mapping: null, headingRow: null, formats: known, home: homeOf(layout) });
}

/** What is not as printed; empty: read right. */
function wrongIn(layout: Layout, moves: Move[], reading: Reading): string[] {
  const right = moves.filter(({ out }) => !out);
  const lines = reading.lines.toSorted((a, b) => a.day.localeCompare(b.day));
  const wrong: string[] = [];
  const compare = (what: string, is: unknown, should: unknown) => {
    if (JSON.stringify(is) !== JSON.stringify(should)) wrong.push(`${what}: ${JSON.stringify(is)}`);
  };
  compare('faults', reading.faults, []);
  compare('questions', reading.questions, []);
  if (reading.source === 'guessed' && !layout.options.has('income')) compare('warnings', reading.warnings, []);
  compare('out', reading.outgoing, layout.options.has('income') ? 0 : moves.length - right.length);
  compare('count', lines.length, right.length);
  for (const [at, { day, amountMinor, text, transactionReference, payer }] of lines.entries()) {
    const one = right[at];
    if (!one) break;
    compare('line', `${day} ${amountMinor}`, `${one.at.toPlainDate()} ${one.minor}`);
    const reference = /K7M\w{3}/.exec(one.text)?.[0] as string;
    if (!`${text} ${transactionReference}`.includes(reference)) wrong.push(`text: ${text}`);
    if (layout.cells.includes('ref')) compare('number', transactionReference, one.ref);
    if (layout.cells.includes('payer')) compare('payer', payer, one.payer);
  }
  return wrong;
}

let unmapped = 0;
afterAll(() => console.log(`layouts: ${unmapped} of ${layouts.length} read without a mapping`));

test.each(layouts.map((layout) => [layout.name, layout] as const))('%s', async (name, layout) => {
  const guessed = await read(layout, MOVES, null);
  if (!guessed.ok) throw new Error(guessed.code);
  const said = READY_FORMATS.find(({ id }) => layout.options.has(`ready=${id}`))?.mapping ?? BY_HAND[name];
  if (!said) {
    expect(wrongIn(layout, MOVES, guessed.data), JSON.stringify(guessed.data.mapping)).toEqual([]);
    unmapped += 1;
  }
  // Without its name such a file is asked about, or would be for another month.
  const mapping = said ?? (guessed.data.mapping as Mapping);
  const given = await read(layout, MOVES, mapping);
  if (!given.ok) throw new Error(given.code);
  expect(wrongIn(layout, MOVES, given.data)).toEqual([]);
  const next = await read(layout, NEXT, mapping, [mapping]);
  if (!next.ok) throw new Error(next.code);
  expect(next.data.source).toBe('remembered');
  expect(wrongIn(layout, NEXT, next.data)).toEqual([]);
});

test('sixty layouts and more, nearly all of them without a mapping; each ready format has its file', () => {
  const mapped = layouts.filter(({ options }) => [...options].some((option) => option.startsWith('ready=')));
  expect(layouts.length).toBeGreaterThanOrEqual(60);
  expect(layouts.length - mapped.length - Object.keys(BY_HAND).length).toBeGreaterThanOrEqual(55);
  expect(mapped.length).toBe(READY_FORMATS.length);
});
