import { createHash } from 'node:crypto';
import { isCurrency } from '../../lib/money.ts';
import { readTime } from '../../lib/read-day.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { transferKeys } from '../../lib/transfer-numbers.ts';
import type { Home } from '../domain/guess-mapping.ts';
import type { Mapping } from '../domain/mapping.ts';
import { type Amount, readAmount } from '../domain/read-amount.ts';
import { readWhen, type When } from '../domain/read-when.ts';
import { cellText, isBalanceOrTotal, isRule } from '../domain/row-kind.ts';
import { statusOf } from '../domain/row-status.ts';
import { decideWays, type Entry } from '../domain/ways.ts';
import type { Sheet } from './find-heading.ts';
import { fitRow, kindsOf } from './fit-row.ts';

/** Money in, from one line of a statement. */
export type StatementLine = {
  /** as a spreadsheet numbers it */
  row: number;
  day: string;
  /** milliseconds since 1970 */
  at: number | null;
  amountMinor: number;
  currency: string;
  text: string;
  payer: string;
  transactionReference: string | null;
  /** the same for the same line of another statement */
  hash: string;
  /** its number among equal lines */
  occurrence: number;
};

type LineFault = { row: number; column: string | null; value: string | null; code: string };
/** A word whose direction nobody knows, and in how many rows it stands. */
type Question = { column: string; word: string; rows: number };
export type Outcome = {
  lines: StatementLine[];
  outgoing: number;
  /** numbers above the heading and in rows of money out: they name no single transfer to us */
  otherKeys: string[];
  faults: LineFault[];
  faultCount: number;
  questions: Question[];
  /** lines that are money in only because nothing says otherwise */
  unsigned: number;
};

/** A year of a busy account; split more into two statements. */
const MAX_LINES = 20_000;
const FAULTS_KEPT = 200;
const QUESTIONS_KEPT = 50;
const OTHER_KEYS = 50_000;
const TEXT_LENGTH = 1000;

type Parsed = Entry & {
  row: number;
  /** the last row of its text */
  lastRow: number;
  time: string | null;
  currency: string;
  text: string;
  payer: string;
  reference: string;
  balanceCell: string;
};

/** All lines of money in; what went out or did not happen is counted and left out; what can't be read is a fault. */
export function readLines(sheet: Sheet, mapping: Mapping, home: Home): Result<Outcome> {
  const outcome: Outcome = {
    lines: [],
    outgoing: 0,
    otherKeys: [],
    faults: [],
    faultCount: 0,
    questions: [],
    unsigned: 0,
  };
  const fault = (one: LineFault) => {
    outcome.faultCount += 1;
    if (outcome.faults.length < FAULTS_KEPT) outcome.faults.push(one);
  };
  const entries: Parsed[] = [];
  for (const one of parseRows(sheet, mapping, home)) {
    if ('code' in one) fault(one);
    else if ('leftOut' in one) outcome.outgoing += 1;
    else entries.push(one);
    if (entries.length > MAX_LINES * 3) return refuse('statements.too_long', { limit: MAX_LINES });
  }
  // A bank in another zone may be a day ahead.
  const tomorrow = Temporal.PlainDate.from(home.today).add({ days: 1 }).toString();
  const ways = decideWays(entries, mapping);
  const seen = new Map<string, number>();
  const questions = new Map<string, number>();
  const other = new Set(
    transferKeys(
      sheet.rows
        .slice(0, Math.max(0, sheet.headingRow - 1))
        .flat()
        .join(' ')
        .slice(0, 20_000),
    ),
  );
  for (const [at, entry] of entries.entries()) {
    const { way, minor, problem } = ways[at] as ReturnType<typeof decideWays>[number];
    if (problem) {
      fault({ row: entry.row, column: problem.column, value: problem.value.slice(0, 100) || null, code: problem.code });
      if (problem.code === 'statements.direction_unknown' && problem.value)
        questions.set(problem.value, (questions.get(problem.value) ?? 0) + 1);
    } else if (way !== 'in' || minor === 0) {
      outcome.outgoing += 1;
      if (other.size < OTHER_KEYS) for (const key of transferKeys(entry.text, entry.reference)) other.add(key);
    } else if (entry.day > tomorrow) {
      fault({ row: entry.row, column: mapping.date, value: entry.day, code: 'statements.day_in_future' });
    } else {
      if (outcome.lines.length >= MAX_LINES) return refuse('statements.too_long', { limit: MAX_LINES });
      if (ways[at]?.assumed) outcome.unsigned += 1;
      outcome.lines.push(asLine(entry, minor, home, seen));
    }
  }
  outcome.otherKeys = [...other];
  outcome.questions = [...questions]
    .slice(0, QUESTIONS_KEPT)
    .map(([word, rows]) => ({ column: mapping.direction ?? '', word, rows }));
  outcome.faults.sort((a, b) => a.row - b.row);
  return ok(outcome);
}

function asLine(entry: Parsed, minor: number, home: Home, seen: Map<string, number>): StatementLine {
  const text = entry.text.slice(0, TEXT_LENGTH);
  const known = [entry.day, entry.time, minor, entry.currency, text, entry.payer, entry.reference, entry.balanceCell];
  const hash = createHash('sha256').update(JSON.stringify(known)).digest('hex');
  const occurrence = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, occurrence);
  return {
    row: entry.row,
    day: entry.day,
    at: entry.time ? instant(`${entry.day}T${entry.time}`, home.timeZone) : null,
    amountMinor: minor,
    currency: entry.currency,
    text,
    payer: entry.payer.slice(0, 255),
    transactionReference: entry.reference || null,
    hash,
    occurrence,
  };
}

function instant(local: string, zone: string): number {
  return Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds;
}

/** What a row is read with. */
type Reading = {
  headings: string[];
  columns: ReturnType<typeof columnsOf>;
  texts: number[];
  kinds: ReturnType<typeof kindsOf>;
  mapping: Mapping;
  home: Home;
  whenOf: (text: string) => When | null;
};
/** A row that is no line of its own: a balance, or more words of the line above. */
type Beside = { balanceBefore: number | null } | { more: string };
const LEFT_OUT = { leftOut: true } as const;

function* parseRows(sheet: Sheet, mapping: Mapping, home: Home): Generator<Parsed | LineFault | { leftOut: true }> {
  const { headings } = sheet;
  const at = (heading: string | undefined) => (heading === undefined ? -1 : headings.indexOf(heading));
  const data = sheet.rows.slice(sheet.headingRow).map((row) => row.map(cellText));
  const kinds = kindsOf(data.slice(0, 500), headings.length, home.currency);
  const [columns, texts] = [columnsOf(mapping, at), mapping.text.map(at)];
  const reading = { headings, columns, texts, kinds, mapping, home, whenOf: readsDays(mapping, home) };
  const title = headings.join('\n').toLowerCase();
  let before: number | null = null;
  let last: Parsed | null = null;
  for (const [index, raw] of data.entries()) {
    const row = sheet.headingRow + index + 1;
    if (raw.every((cell) => cell === '') || isRule(raw)) continue;
    if (raw.slice(0, headings.length).join('\n').toLowerCase() === title || isTitle(raw, headings)) continue;
    const width = widthOf(raw, headings.length);
    const cells =
      width > headings.length
        ? fitRow(raw.slice(0, width), headings.length, kinds, texts, sheet.delimiter, home.currency)
        : raw;
    if (!cells) {
      yield { row, column: null, value: null, code: 'statements.too_many_cells' };
      continue;
    }
    const found = readRow(row, cells, reading);
    if (found === null) continue;
    if ('balanceBefore' in found) {
      if (last === null) before = found.balanceBefore ?? before;
    } else if ('more' in found) {
      if (last?.lastRow !== row - 1) continue;
      last.text = joined(last.text, found.more);
      last.lastRow = row;
    } else if ('day' in found) {
      last = { ...found, before: found.before ?? before };
      before = null;
      yield last;
    } else yield found;
  }
}

/** A busy account has hundreds of rows a day. */
function readsDays(mapping: Mapping, home: Home): (text: string) => When | null {
  const days = new Map<string, When | null>();
  return (text) => {
    const known = days.get(text);
    if (known !== undefined) return known;
    const when = readWhen(text, mapping.date_order, home.timeZone);
    days.set(text, when);
    return when;
  };
}

function readRow(row: number, cells: string[], reading: Reading): Parsed | LineFault | Beside | typeof LEFT_OUT | null {
  const { headings, columns, texts, kinds, mapping, home } = reading;
  const cell = (column: number) => (column < 0 ? '' : (cells[column] ?? ''));
  const fault = (column: number, code: string): LineFault => ({
    row,
    column: headings[column] ?? null,
    value: cell(column).slice(0, 100) || null,
    code,
  });
  const balance = balanceOf(cell(columns.balance), mapping, home);
  if (isBalanceOrTotal(spokenCells(cells, reading))) return { balanceBefore: balance };
  const day = reading.whenOf(cell(columns.date));
  const text = texts.map(cell).filter(Boolean).join(' · ');
  if ([columns.amount, columns.credit, columns.debit].every((column) => cell(column) === '')) {
    const isDated = day && cell(columns.date) !== '' && kinds[columns.date] === 'date';
    if (isDated && cells.filter(Boolean).length > 1 && !isNote(cells, columns))
      return fault(columns.amount >= 0 ? columns.amount : columns.credit, 'statements.amount_missing');
    return continues(cells, texts) ? { more: text } : null;
  }
  if (cell(columns.date) === '') {
    // A sum without a word stands below the last row; money with a text or a number is somebody's.
    return text !== '' || cell(columns.reference) !== '' ? fault(columns.date, 'statements.date_missing') : null;
  }
  if (!day) return fault(columns.date, 'statements.date_malformed');
  const status = cell(columns.status) === '' ? 'happened' : statusOf(cell(columns.status));
  if (status === null) return fault(columns.status, 'statements.status_unknown');
  if (status === 'not') return LEFT_OUT;
  const currency = cell(columns.currency).toUpperCase() || mapping.default_currency || home.currency;
  if (!isCurrency(currency)) return fault(columns.currency, 'statements.currency_malformed');
  const money = { amount: null, credit: null, debit: null } as Record<'amount' | 'credit' | 'debit', Amount | null>;
  for (const kind of ['amount', 'credit', 'debit'] as const) {
    const column = columns[kind];
    if (cell(column) === '') continue;
    money[kind] = readAmount(cell(column), mapping.decimal, currency);
    if (money[kind] === null) return fault(column, 'statements.amount_malformed');
  }
  return {
    row,
    lastRow: row,
    day: day.day,
    time: cell(columns.time) ? readTime(cell(columns.time)) : day.time,
    currency,
    ...money,
    word: cell(columns.direction),
    balance,
    before: balanceOf(cell(columns.before), mapping, home),
    text,
    payer: cell(columns.payer),
    reference: cell(columns.reference).slice(0, 100),
    balanceCell: cell(columns.balance),
  };
}

/** The cells that may say that this is a balance or a total. */
function spokenCells(cells: string[], { columns, kinds }: Reading): string[] {
  const others = [columns.payer, columns.reference, columns.direction, columns.status];
  return cells.filter((_, column) => !others.includes(column) && kinds[column] !== 'money');
}

function columnsOf(mapping: Mapping, at: (heading: string | undefined) => number) {
  return {
    date: at(mapping.date),
    time: at(mapping.time),
    amount: at(mapping.amount),
    credit: at(mapping.credit),
    debit: at(mapping.debit),
    direction: at(mapping.direction),
    currency: at(mapping.currency),
    payer: at(mapping.payer),
    reference: at(mapping.transaction_reference),
    balance: at(mapping.balance),
    before: at(mapping.balance_before),
    status: at(mapping.status),
  };
}

function balanceOf(cell: string, mapping: Mapping, home: Home): number | null {
  const read = cell === '' ? null : readAmount(cell, mapping.decimal, mapping.default_currency ?? home.currency);
  return read && (read.sign === '-' || read.mark === 'out' ? -read.minor : read.minor);
}

/** Up to the last filled cell. */
function widthOf(cells: string[], least: number): number {
  let width = cells.length;
  while (width > least && cells[width - 1] === '') width -= 1;
  return width;
}

/** The heading again, at the top of the next page, perhaps with cells missing at its end. */
function isTitle(cells: string[], headings: string[]): boolean {
  const filled = cells.filter((cell) => cell !== '');
  return (
    filled.length >= 3 &&
    cells.every((cell, at) => cell === '' || cell.toLowerCase() === (headings[at] ?? '').toLowerCase())
  );
}

/** A row with nothing but narration continues the row above. */
function continues(cells: string[], texts: number[]): boolean {
  return cells.every((cell, column) => cell === '' || texts.includes(column));
}

/** A row with a day and a single other word, such as "Statement period". */
function isNote(cells: string[], columns: ReturnType<typeof columnsOf>): boolean {
  return cells.filter((cell, column) => cell !== '' && column !== columns.date).length === 0;
}

function joined(above: string, below: string): string {
  return `${above}${/[/\-:]$/.test(above) || above === '' ? '' : ' '}${below}`.slice(0, TEXT_LENGTH);
}
