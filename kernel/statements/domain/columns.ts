import type { DateOrder } from '../../lib/read-day.ts';
import type { DecimalSign } from '../../lib/read-money.ts';
import { wayOf } from './direction.ts';
import { readAmount } from './read-amount.ts';
import { readWhen } from './read-when.ts';

/** What stands in a column, by its first rows: shares of its filled cells. */
export type Content = {
  filled: number;
  dates: number;
  money: number;
  /** amounts that show cents, a currency or a direction, so that they are no mere numbers */
  written: number;
  ways: number;
  distinct: number;
  longest: number;
  letters: number;
  /** 1, 2, 3 …: the number of the row */
  counter: boolean;
  /** long numbers and codes: accounts, phones, references */
  codes: number;
};

const ORDERS: DateOrder[] = ['dmy', 'mdy', 'ymd'];
const SIGNS: DecimalSign[] = ['.', ','];

export function isDate(cell: string): boolean {
  return ORDERS.some((order) => readWhen(cell, order, 'UTC') !== null);
}

export function isMoney(cell: string, currency: string): boolean {
  return SIGNS.some((sign) => readAmount(cell, sign, currency) !== null || readAmount(cell, sign, 'KWD') !== null);
}

export function contentOf(values: string[], currency: string): Content {
  const cells = values.filter((value) => value !== '');
  const share = (test: (cell: string) => boolean) =>
    cells.length === 0 ? 0 : cells.filter(test).length / cells.length;
  const numbers = cells.map(Number);
  return {
    filled: values.length === 0 ? 0 : cells.length / values.length,
    dates: share((cell) => isDate(cell) && !/^\d{5}$/.test(cell)) || share(isDate),
    money: share((cell) => isMoney(cell, currency)),
    written: share(
      (cell) => /[.,]\d{1,2}\b|[\p{Sc}+]|\b(?:cr|dr|inr|rs|kes|rwf)\b/iu.test(cell) && isMoney(cell, currency),
    ),
    ways: share((cell) => wayOf(cell) !== null),
    distinct: new Set(cells).size,
    longest: cells.reduce((most, cell) => Math.max(most, cell.length), 0),
    letters: share((cell) => /\p{L}{3}/u.test(cell)),
    counter:
      cells.length > 1 &&
      numbers.every(
        (number, at) =>
          Number.isInteger(number) &&
          number < 100_000 &&
          (at === 0 || Math.abs(number - (numbers[at - 1] as number)) === 1),
      ),
    codes: share((cell) => /^(?=[^\s]*\d)[A-Z0-9][A-Z0-9./_-]{5,}$/i.test(cell)),
  };
}
