/**
 * A statement printed in any known layout, with its columns in any order and its days in any form, comes back as the same
 * lines, or is asked about; never as other lines.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalsOf } from '../../lib/money.ts';
import { readStatement } from '../file/read-statement.ts';
import { layouts as banks, type Move as Printable, printStatement } from './print.ts';

const HOME = { country: 'IN', currency: 'INR', timeZone: 'Asia/Kolkata', today: '2026-11-25' };

type Move = { day: string; minor: number; out: boolean; text: string; ref: string };

const move = fc.record({
  ago: fc.integer({ min: 0, max: 400 }),
  minor: fc.oneof(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 100_000, max: 900_000_000 })),
  out: fc.boolean(),
  text: fc.constantFrom(
    'UPI/ASHA VERMA/K7MP2A',
    'NEFT Ravi Menon',
    'José "El" Muñoz, mess',
    'रवि मेनन',
    "O'Brien; rent",
    'Total Gas K7MP2B',
  ),
  ref: fc.integer({ min: 600_000_000_000, max: 699_999_999_999 }).map(String),
});

const moves = fc.array(move, { minLength: 1, maxLength: 12 }).map((some) =>
  some
    .toSorted((a, b) => b.ago - a.ago)
    .map(
      ({ ago, ...rest }): Move => ({
        day: Temporal.PlainDate.from(HOME.today).subtract({ days: ago }).toString(),
        ...rest,
      }),
    ),
);

const two = (n: number) => String(n).padStart(2, '0');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const FRENCH = ['janv.', 'févr.', 'mars', 'avr.', 'mai', 'juin', 'juil.', 'août', 'sept.', 'oct.', 'nov.', 'déc.'];
const SPANISH = [
  'enero',
  'febrero',
  'marzo',
  'abril',
  'mayo',
  'junio',
  'julio',
  'agosto',
  'septiembre',
  'octubre',
  'noviembre',
  'diciembre',
];
const SWAHILI = [
  'Januari',
  'Februari',
  'Machi',
  'Aprili',
  'Mei',
  'Juni',
  'Julai',
  'Agosti',
  'Septemba',
  'Oktoba',
  'Novemba',
  'Desemba',
];
const days: Record<string, (d: Temporal.PlainDate) => string> = {
  iso: (d) => d.toString(),
  slashes: (d) => `${two(d.day)}/${two(d.month)}/${d.year}`,
  'month first': (d) => `${two(d.month)}/${two(d.day)}/${d.year}`,
  short: (d) => `${two(d.day)}/${two(d.month)}/${two(d.year % 100)}`,
  points: (d) => `${d.day}.${d.month}.${d.year}`,
  hyphens: (d) => `${two(d.day)}-${MONTHS[d.month - 1]}-${d.year}`,
  shouted: (d) => `${two(d.day)}-${MONTHS[d.month - 1]?.toUpperCase()}-${two(d.year % 100)}`,
  glued: (d) => `${two(d.day)}${MONTHS[d.month - 1]?.toUpperCase()}${d.year}`,
  american: (d) => `${MONTHS[d.month - 1]} ${d.day}, ${d.year}`,
  compact: (d) => d.toString().replaceAll('-', ''),
  serial: (d) => String(Temporal.PlainDate.from('1899-12-30').until(d).days),
  french: (d) => `${d.day} ${FRENCH[d.month - 1]} ${d.year}`,
  spanish: (d) => `${d.day} de ${SPANISH[d.month - 1]} de ${d.year}`,
  swahili: (d) => `${d.day} ${SWAHILI[d.month - 1]} ${d.year}`,
  timed: (d) => `${two(d.day)}-${two(d.month)}-${d.year} 10:15:03`,
  'timed with points': (d) => `${two(d.day)}-${MONTHS[d.month - 1]?.toUpperCase()}-${two(d.year % 100)} 10.15.03 AM`,
  utc: (d) => `${d.toString()}T05:00:00Z`,
};

const grouped = (digits: string, sign: string) => digits.replace(/\B(?=(\d{3})+$)/g, sign);
const lakhs = (digits: string) =>
  digits.length <= 3 ? digits : `${digits.slice(0, -3).replace(/\B(?=(\d{2})+$)/g, ',')},${digits.slice(-3)}`;
const parts = (minor: number) => {
  const digits = String(minor).padStart(decimalsOf('INR') + 1, '0');
  return [digits.slice(0, -2), digits.slice(-2)] as const;
};
const amounts: Record<string, (minor: number) => string> = {
  plain: (minor) => parts(minor).join('.'),
  thousands: (minor) => `${grouped(parts(minor)[0], ',')}.${parts(minor)[1]}`,
  lakhs: (minor) => `${lakhs(parts(minor)[0])}.${parts(minor)[1]}`,
  comma: (minor) => `${grouped(parts(minor)[0], '.')},${parts(minor)[1]}`,
  spaces: (minor) => `${grouped(parts(minor)[0], '\u00a0')},${parts(minor)[1]}`,
  rupees: (minor) => `₹ ${lakhs(parts(minor)[0])}.${parts(minor)[1]}`,
};

type Money = (move: Move, show: (minor: number) => string) => string[];
const layouts: Record<string, { headings: string[]; money: Money }> = {
  columns: {
    headings: ['Withdrawal Amt.', 'Deposit Amt.'],
    money: (m, show) => (m.out ? [show(m.minor), ''] : ['', show(m.minor)]),
  },
  'columns with dashes': {
    headings: ['Débit', 'Crédit'],
    money: (m, show) => (m.out ? [show(m.minor), '-'] : ['--', show(m.minor)]),
  },
  hindi: { headings: ['निकासी', 'जमा'], money: (m, show) => (m.out ? [show(m.minor), ''] : ['', show(m.minor)]) },
  swahili: {
    headings: ['Iliyotoka', 'Iliyoingia'],
    money: (m, show) => (m.out ? [show(m.minor), ''] : ['', show(m.minor)]),
  },
  kinyarwanda: {
    headings: ['Yasohotse', 'Yinjiye'],
    money: (m, show) => (m.out ? [show(m.minor), ''] : ['', show(m.minor)]),
  },
  word: { headings: ['Dr/Cr', 'Amount'], money: (m, show) => [m.out ? 'DR' : 'CR', show(m.minor)] },
  spanish: { headings: ['Tipo', 'Importe'], money: (m, show) => [m.out ? 'Egreso' : 'Ingreso', show(m.minor)] },
  german: { headings: ['Soll/Haben', 'Betrag'], money: (m, show) => [m.out ? 'S' : 'H', show(m.minor)] },
  'mark behind': { headings: ['Amount'], money: (m, show) => [`${show(m.minor)} ${m.out ? '(Dr)' : '(Cr)'}`] },
  'mark before': { headings: ['Amount'], money: (m, show) => [`${m.out ? 'Dr. ' : 'Cr. '}${show(m.minor)}`] },
  signed: { headings: ['Montant'], money: (m, show) => [`${m.out ? '-' : '+'}${show(m.minor)}`] },
  'an unknown word': { headings: ['Type', 'Amount'], money: (m, show) => [m.out ? 'Zapped' : 'Zopped', show(m.minor)] },
};

const printed = fc.record({
  moves,
  day: fc.constantFrom(...Object.keys(days)),
  amount: fc.constantFrom(...Object.keys(amounts)),
  layout: fc.constantFrom(...Object.keys(layouts)),
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  preamble: fc.integer({ min: 0, max: 40 }),
  balance: fc.boolean(),
  newestFirst: fc.boolean(),
  order: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
});

type Printed = typeof printed extends fc.Arbitrary<infer P> ? P : never;

function print({ moves, day, amount, layout, delimiter, preamble, balance, newestFirst, order }: Printed): string {
  const show = amounts[amount] as (minor: number) => string;
  const { headings, money } = layouts[layout] as (typeof layouts)[string];
  let standing = 10_000_000_000;
  const rows = moves.map((one) => {
    standing += one.out ? -one.minor : one.minor;
    const date = (days[day] as (d: Temporal.PlainDate) => string)(Temporal.PlainDate.from(one.day));
    return [date, one.text, one.ref, ...money(one, show), ...(balance ? [show(standing)] : [])];
  });
  const columns = ['Date', 'Narration', 'Ref No', ...headings, ...(balance ? ['Balance'] : [])];
  const shuffled = columns.map((_, at) => at).toSorted((a, b) => (order[a] as number) - (order[b] as number));
  const quoted = (cell: string) =>
    /["\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;
  const line = (cells: string[]) => shuffled.map((at) => quoted(cells[at] as string)).join(delimiter);
  const body = newestFirst ? rows.toReversed() : rows;
  return [...Array.from({ length: preamble }, (_, at) => `Note ${at}`), line(columns), ...body.map(line)].join('\r\n');
}

test('a printed statement comes back as the same lines, or is asked about', async () => {
  let exact = 0;
  let asked = 0;
  await fc.assert(
    fc.asyncProperty(printed, async (one) => {
      const read = await readStatement({
        bytes: Buffer.from(print(one)),
        mapping: null,
        headingRow: null,
        formats: [],
        home: HOME,
      });
      if (!read.ok) throw new Error(read.code);
      const { lines, faultCount, questions, warnings, mapping } = read.data;
      const line = (day: string, minor: number, ref: string | null) => `${day} ${minor} ${ref}`;
      const right = one.moves
        .filter(({ out }) => !out)
        .map((m) => line(m.day, m.minor, m.ref))
        .toSorted();
      const got = lines.map((l) => line(l.day, l.amountMinor, l.transactionReference)).toSorted();
      if (JSON.stringify(right) === JSON.stringify(got)) {
        exact += 1;
        return;
      }
      // Asked: a fault, a question, an order of days that is not sure, or columns that a person has to name.
      asked += 1;
      expect(
        mapping === null || faultCount > 0 || questions.length > 0 || warnings.length > 0,
        JSON.stringify({ right, got, mapping }),
      ).toBe(true);
      // Of the lines that came nevertheless each is a right one, unless the order of its days is what is asked.
      if (!warnings.some(({ date_order }) => date_order)) for (const found of got) expect(right).toContain(found);
    }),
    { numRuns: 300, seed: 20261126 },
  );
  // A reader that asks about everything would pass, too.
  expect(exact).toBeGreaterThan(asked * 3);
});

const FORMS = ['%d/%m/%Y', '%m/%d/%Y', '%d-%m-%y', '%e.%m.%Y', '%Y-%m-%d', '%Y/%m/%d', '%Y%m%d', '%d%m%Y', '%d %b %Y'];
const TIMED = ['%d-%b-%y %H:%M', '%Y-%m-%d %H:%M:%S', '%d/%m/%Y %I:%M:%S %p', '%d%b%Y', '%b %d, %Y', '%e %b %y'];
const ofABank = fc.record({
  bank: fc.constantFrom(...banks),
  moves,
  order: fc.option(fc.array(fc.nat(), { minLength: 20, maxLength: 20 })),
  day: fc.option(fc.constantFrom(...FORMS, ...TIMED)),
});

test('a statement of any bank, its columns shuffled and its days in any form, too', async () => {
  let exact = 0;
  let asked = 0;
  await fc.assert(
    fc.asyncProperty(ofABank, async ({ bank, moves, order, day }) => {
      const printable = moves.map(({ day: on, text, ...rest }): Printable => {
        const at = Temporal.PlainDateTime.from(`${on}T10:15:03`);
        return { ...rest, at, text: bank.options.has('latin1') ? 'José Muñoz K7MP2A' : text, payer: 'ASHA VERMA' };
      });
      const bytes = printStatement(bank, printable, {
        ...(order && {
          order: (n: number) => [...Array(n).keys()].sort((a, b) => Number(order[a]) - Number(order[b])),
        }),
        ...(day && { day }),
      });
      const home = { country: bank.country, currency: bank.currency, timeZone: 'Asia/Kolkata', today: HOME.today };
      const read = await readStatement({ bytes, mapping: null, headingRow: null, formats: [], home });
      // A file of which not even a first entry is found: refused.
      if (!read.ok) {
        expect(read.code).toBe('imports.empty');
        asked += 1;
        return;
      }
      const { lines, faultCount, questions, warnings, mapping } = read.data;
      const right = printable
        .filter(({ out }) => !out)
        .map((one) => `${one.at.toPlainDate()} ${one.minor}`)
        .toSorted();
      const got = lines.map((line) => `${line.day} ${line.amountMinor}`).toSorted();
      if (JSON.stringify(right) === JSON.stringify(got)) {
        exact += 1;
        return;
      }
      asked += 1;
      expect(
        mapping === null || faultCount > 0 || questions.length > 0 || warnings.length > 0,
        JSON.stringify({ bank: bank.name, right, got, mapping }),
      ).toBe(true);
      if (warnings.length === 0) for (const found of got) expect(right, bank.name).toContain(found);
    }),
    { numRuns: 300, seed: 20261126 },
  );
  console.log(`any bank: ${exact} right, ${asked} asked about`);
  expect(exact).toBeGreaterThan(asked * 3);
});
