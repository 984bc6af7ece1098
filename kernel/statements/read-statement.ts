import { createHash } from 'node:crypto';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { BrokenCsv, readTable, sameHeading, type Table, type TableRow } from '../imports/index.ts';
import { isCurrency } from '../lib/money.ts';
import { readDay, readTime } from '../lib/read-day.ts';
import { isOut, readMoney } from '../lib/read-money.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { LIKELY_HEADINGS, type Mapping } from './domain/guess-mapping.ts';
import { statusOf } from './domain/row-status.ts';

/** Money in, from one line of a statement. */
export type StatementLine = {
  /** as a spreadsheet numbers it */
  row: number;
  day: string;
  at: Date | null;
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

export type LineFault = { row: number; column: string | null; value: string | null; code: string };
export type ReadStatement = { lines: StatementLine[]; outgoing: number; faults: LineFault[]; faultCount: number };

export const MAX_STATEMENT_BYTES = 5 * 1024 * 1024;
/** A year of a busy account; split more into two statements. */
const MAX_LINES = 20_000;
const FAULTS_KEPT = 200;

/** The file as a table. Refusals: `imports.empty`, `statements.not_csv`. */
export function openStatement(bytes: Uint8Array, mapping: Mapping | null): Result<Table & { fingerprint: string }> {
  // A spreadsheet or a PDF named .csv would be read as one line of garbage.
  const head = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
  if (head.startsWith('PK') || head === '%PDF' || (bytes.includes(0) && !/^(\xff\xfe|\xfe\xff)/.test(head)))
    return refuse('statements.not_csv');
  const table = readTable(bytes, [...(mapping ? headingsOf(mapping) : []), ...LIKELY_HEADINGS]);
  if (!table.ok) return table;
  const fingerprint = createHash('sha256').update(table.data.headings.map(sameHeading).join('\n')).digest('hex');
  return ok({ ...table.data, fingerprint });
}

function headingsOf(mapping: Mapping): string[] {
  const { text, date_order: _, decimal: __, default_currency: ___, ...columns } = mapping;
  return [...text, ...Object.values(columns)];
}

/**
 * Refuses a mapping that names missing columns (`statements.column_missing`), or no column of money
 * (`statements.no_amount`).
 */
export function checkMapping(mapping: Mapping, headings: string[]): Result<Mapping> {
  if (mapping.credit === undefined && mapping.amount === undefined) return refuse('statements.no_amount');
  const missing = headingsOf(mapping).find((heading) => !headings.includes(heading));
  return missing === undefined ? ok(mapping) : refuse('statements.column_missing', { column: missing });
}

/**
 * All lines of money in; money out, and what did not happen, is counted and left out; a line that can't be read is a fault with its row.
 * Refusals: `statements.too_long`, `statements.broken_file` (a quote that never closes, so the rest is unknown).
 */
export async function readStatement(ctx: Ctx, table: Table, mapping: Mapping): Promise<Result<ReadStatement>> {
  const read: ReadStatement = { lines: [], outgoing: 0, faults: [], faultCount: 0 };
  const seen = new Map<string, number>();
  const line = lineReader(ctx, table.headings, mapping);
  try {
    for await (const row of table.rows()) {
      const outcome = line(row);
      if (outcome === null) continue;
      if (outcome === 'left out') {
        read.outgoing += 1;
      } else if ('code' in outcome) {
        read.faultCount += 1;
        if (read.faults.length < FAULTS_KEPT) read.faults.push(outcome);
      } else if (outcome.amountMinor <= 0) {
        read.outgoing += 1;
      } else {
        if (read.lines.length >= MAX_LINES) return refuse('statements.too_long', { limit: MAX_LINES });
        const occurrence = (seen.get(outcome.hash) ?? 0) + 1;
        seen.set(outcome.hash, occurrence);
        read.lines.push({ ...outcome, occurrence });
      }
    }
  } catch (error) {
    if (error instanceof BrokenCsv) return refuse('statements.broken_file', { row: error.row });
    throw error;
  }
  return ok(read);
}

type Line = Omit<StatementLine, 'occurrence'>;

function lineReader(
  ctx: Ctx,
  headings: string[],
  mapping: Mapping,
): (row: TableRow) => Line | LineFault | 'left out' | null {
  const organization = orgOf(ctx);
  const at = (heading: string | undefined) => (heading === undefined ? -1 : headings.indexOf(heading));
  const columns = {
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
    status: at(mapping.status),
  };
  const texts = mapping.text.map(at);
  return (row) => {
    const cell = (index: number) => (index < 0 ? '' : (row.cells[index] ?? '').trim());
    const fault = (column: number, code: string): LineFault => ({
      row: row.number,
      column: headings[column] ?? null,
      value: cell(column).slice(0, 100) || null,
      code,
    });
    if (row.extra > 0) return { row: row.number, column: null, value: null, code: 'statements.too_many_cells' };
    const money = [columns.amount, columns.credit, columns.debit].filter((index) => cell(index) !== '');
    // Notes above, sums below, rules of hyphens: a row with neither a day nor money isn't a line.
    if (cell(columns.date) === '' || money.length === 0) {
      return cell(columns.date) === '' || !readDay(cell(columns.date), mapping.date_order)
        ? null
        : fault(columns.amount >= 0 ? columns.amount : columns.credit, 'statements.amount_missing');
    }
    const status = cell(columns.status) === '' ? 'happened' : statusOf(cell(columns.status));
    if (status === null) return fault(columns.status, 'statements.status_unknown');
    if (status === 'not') return 'left out';
    const day = readDay(cell(columns.date), mapping.date_order);
    if (!day) return fault(columns.date, 'statements.date_malformed');
    const currency = cell(columns.currency).toUpperCase() || mapping.default_currency || organization.currency;
    if (!isCurrency(currency)) return fault(columns.currency, 'statements.currency_malformed');
    const amount = amountOf(cell, columns, mapping, currency);
    if ('at' in amount) return fault(amount.at, 'statements.amount_malformed');
    const time = cell(columns.time) ? readTime(cell(columns.time)) : day.time;
    const text = texts.map(cell).filter(Boolean).join(' · ').slice(0, 1000);
    const reference = cell(columns.reference).slice(0, 100);
    const known = [day.day, time, amount.minor, currency, text, cell(columns.payer), reference, cell(columns.balance)];
    return {
      row: row.number,
      day: day.day,
      at: time ? instant(`${day.day}T${time}`, organization.timeZone) : null,
      amountMinor: amount.minor,
      currency,
      text,
      payer: cell(columns.payer).slice(0, 255),
      transactionReference: reference || null,
      hash: createHash('sha256').update(JSON.stringify(known)).digest('hex'),
    };
  };
}

function amountOf(
  cell: (index: number) => string,
  columns: { amount: number; credit: number; debit: number; direction: number },
  mapping: Mapping,
  currency: string,
): { minor: number } | { at: number } {
  const minor = (index: number) => (cell(index) === '' ? 0 : readMoney(cell(index), mapping.decimal, currency));
  if (columns.credit < 0) {
    const amount = minor(columns.amount);
    if (amount === null) return { at: columns.amount };
    return { minor: isOut(cell(columns.direction)) ? -Math.abs(amount) : amount };
  }
  const [credit, debit] = [minor(columns.credit), minor(columns.debit)];
  if (credit === null) return { at: columns.credit };
  if (debit === null) return { at: columns.debit };
  // Some banks write money out below zero, some above: in this column it is always out.
  return { minor: credit - Math.abs(debit) };
}

function instant(local: string, zone: string): Date {
  return new Date(Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds);
}
