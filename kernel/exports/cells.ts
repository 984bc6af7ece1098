import type { Organization } from '../ctx/index.ts';
import { defuse } from '../lib/defuse.ts';
import { formatAmount } from '../lib/money.ts';
import type { CellType, ExportColumn } from './define.ts';

/** The organization's values that cells need. */
export type CellContext = Pick<Organization, 'timeZone' | 'currency'>;

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
