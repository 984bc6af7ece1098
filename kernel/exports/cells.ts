import type { Organization } from '../ctx/index.ts';
import { formatAmount } from '../lib/money.ts';
import type { CellType, ExportColumn } from './define.ts';

/** The organization's values that cells need. */
export type CellContext = Pick<Organization, 'timeZone' | 'currency'>;

/**
 * The places where a spreadsheet could execute a typed text as a formula
 * (https://owasp.org/www-community/attacks/CSV_Injection): at = + - @ or their full-width forms, which Japanese and
 * Chinese versions of Excel treat alike. Not only at the start: with another separator than the comma, `;=1+1` is two
 * cells, and a line break in a quoted cell begins a new row. White space and quotes before the character do not prevent
 * it; apostrophes are counted, so that an import can remove the added one.
 */
const FORMULA = /(^|[;|\t\r\n])([\s"]*)('*)(?=[=+\-@＝＋－＠])/g;
/** A plain number or telephone number, or a single + or -, is no formula and stays unchanged. */
const PLAIN = /^[+-](?:\d[\d ]*(?:[.,]\d+)?)?(?=$|[;|\t\r\n])/;
/** Excel removes these from the beginning of a cell and reads the rest. */
const BEGINS_WITH_SPACE = /^'*[\t\r\n]/;

/** Makes text safe for spreadsheets: puts an apostrophe before each character that could begin a formula. */
export function defuse(text: string): string {
  const safe = text.replace(FORMULA, (found, edge, space, quotes, at: number) =>
    quotes === '' && PLAIN.test(text.slice(at + found.length)) ? found : `${edge}${space}'${quotes}`,
  );
  return BEGINS_WITH_SPACE.test(safe) ? `'${safe}` : safe;
}

/** The reverse, for imports: an exported text is read back unchanged. */
export function restore(text: string): string {
  const bare = text.startsWith("'") && BEGINS_WITH_SPACE.test(text.slice(1)) ? text.slice(1) : text;
  return bare.replace(FORMULA, (_, edge, space, quotes) => `${edge}${space}${quotes.slice(1)}`);
}

/** A cell as CSV text. Money and numbers are plain digits with a point; their leading minus is harmless. */
export function csvCell<Row>(column: ExportColumn<Row>, row: Row, context: CellContext): string {
  const value = cellValue(column, row);
  if (value === null || value === undefined) return '';
  switch (column.type) {
    case 'money':
      return formatAmount(Number(value), currencyOf(column, row, context));
    case 'number':
      return String(value);
    case 'date':
      return dayOf(value, context.timeZone);
    case 'datetime':
      return wallTime(value, context.timeZone).toString({ smallestUnit: 'second' }).replace('T', ' ');
    default:
      return defuse(String(value));
  }
}

/** Excel opens no file with a longer text in one cell. */
const MAX_TEXT_LENGTH = 32_767;

/**
 * A cell for XLSX: text is typed as text, which no spreadsheet executes; money and numbers are numbers; dates are
 * dates. Spreadsheets have no time zones, so a Date contains the organization's wall time as if it were UTC.
 */
export function xlsxCell<Row>(
  column: ExportColumn<Row>,
  row: Row,
  context: CellContext,
): string | number | Date | null {
  const value = cellValue(column, row);
  if (value === null || value === undefined) return null;
  switch (column.type) {
    case 'money':
      // XLSX stores doubles; the decimal text makes it the nearest one.
      return Number(formatAmount(Number(value), currencyOf(column, row, context)));
    case 'number':
      return Number(value);
    case 'date':
      return new Date(`${dayOf(value, context.timeZone)}T00:00:00Z`);
    case 'datetime':
      return new Date(`${wallTime(value, context.timeZone).toString({ smallestUnit: 'second' })}Z`);
    default:
      return String(value).slice(0, MAX_TEXT_LENGTH);
  }
}

/** How a spreadsheet shows a column. */
export function numberFormat(type: CellType, decimals: number): string | undefined {
  if (type === 'money') return decimals === 0 ? '#,##0' : `#,##0.${'0'.repeat(decimals)}`;
  if (type === 'date') return 'yyyy-mm-dd';
  if (type === 'datetime') return 'yyyy-mm-dd hh:mm';
  // Text, so that an ID or a phone number keeps its zeros when someone edits the cell.
  return type === 'text' ? '@' : undefined;
}

function cellValue<Row>(column: ExportColumn<Row>, row: Row): unknown {
  return column.value ? column.value(row) : (row as Record<string, unknown>)[column.key];
}

function currencyOf<Row>(column: ExportColumn<Row>, row: Row, context: CellContext): string {
  return column.currency?.(row) ?? (row as { currency?: string }).currency ?? context.currency;
}

function wallTime(value: unknown, timeZone: string): Temporal.PlainDateTime {
  const at = value instanceof Date ? value : new Date(String(value));
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDateTime();
}

function dayOf(value: unknown, timeZone: string): string {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return value;
  return wallTime(value, timeZone).toPlainDate().toString();
}
