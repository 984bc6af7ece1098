import type { DateOrder } from '../../lib/read-day.ts';
import type { DecimalSign } from '../../lib/read-money.ts';
import type { Way } from './direction.ts';

/** Which column of a statement is which field, by its heading; the API's StatementMapping. */
export type Mapping = {
  date: string;
  time?: string;
  amount?: string;
  credit?: string;
  debit?: string;
  direction?: string;
  currency?: string;
  text: string[];
  payer?: string;
  transaction_reference?: string;
  balance?: string;
  balance_before?: string;
  status?: string;
  date_order: DateOrder;
  decimal: DecimalSign;
  default_currency?: string;
  /** the line with the headings, as a spreadsheet numbers it; 0: the file has none */
  heading_row?: number;
  /** what a person said about words that nobody knew */
  directions?: { word: string; means: Way | 'neither' }[];
};

/** The headings that a mapping names. */
export function headingsOf(mapping: Mapping): string[] {
  const {
    text,
    date_order: _,
    decimal: __,
    default_currency: ___,
    heading_row: ____,
    directions: _____,
    ...columns
  } = mapping;
  return [...text, ...Object.values(columns)];
}
