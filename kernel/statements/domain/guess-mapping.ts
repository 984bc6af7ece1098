import type { DateOrder } from '../../lib/read-day.ts';
import type { DecimalSign } from '../../lib/read-money.ts';
import { type Content, contentOf, isDate } from './columns.ts';
import { type Named, type Role, rolesOf } from './heading-words.ts';
import type { Mapping } from './mapping.ts';
import { readAmount } from './read-amount.ts';
import { readWhen } from './read-when.ts';
import { addsUp } from './running-balance.ts';

export type Home = { country: string; currency: string; timeZone: string /** the organization's day */; today: string };

type Column = { heading: string; index: number; named: Named[]; content: Content; values: string[] };

/**
 * A mapping by the headings' names and by what stands in the columns, with the order of dates and the decimal separator
 * that the values show; null when there is no column of dates or of money in.
 */
export function guessMapping(headings: string[], rows: string[][], home: Home): Mapping | null {
  const columns = headings.map((heading, index): Column => {
    const values = rows.map((row) => row[index] ?? '');
    return { heading, index, named: rolesOf(heading), content: contentOf(values, home.currency), values };
  });
  const taken = new Set<number>();
  const find = (role: Role, fits: (column: Column) => boolean = () => true): Column | undefined => {
    const [best] = columns
      .filter((column) => !taken.has(column.index) && fits(column))
      .flatMap((column) => column.named.filter((name) => name.role === role).map(({ rank }) => ({ column, rank })))
      .sort((a, b) => a.rank - b.rank || b.column.content.filled - a.column.content.filled);
    if (best) taken.add(best.column.index);
    return best?.column;
  };
  const isEmpty = ({ content }: Column) => content.filled === 0;
  const hasMoney = (column: Column) => isEmpty(column) || column.content.money >= 0.75;
  const hasDates = ({ content }: Column) => content.filled === 0 || content.dates >= 0.7;

  // Amounts with a minus tell the direction by themselves.
  const signed = columns.some(
    ({ content, values }) => content.money >= 0.75 && values.some((value) => /^\D{0,3}[-−(]\S/.test(value)),
  );
  const date = find('date', (column) => column.content.filled > 0 && hasDates(column)) ?? anyDate(columns, taken);
  if (!date) return null;
  const balanceBefore = find('balance_before', hasMoney);
  const balance = find('balance', hasMoney);
  const direction = find('direction', (column) => !isEmpty(column) && saysDirections(column, signed));
  // With its own column of directions a file has one of amounts, whatever that is called.
  const credit = find('credit', hasMoney);
  const debit = find('debit', (column) => hasMoney(column) && column !== credit);
  const amount =
    credit && (debit || !direction) ? undefined : find('amount', (column) => hasMoney(column) && !isEmpty(column));
  const named = { credit: amount ? undefined : credit, debit: amount ? undefined : debit, amount };
  const money = named.credit || named.amount ? named : byContent(columns, taken, balance, home);
  if (!money) return null;
  for (const column of [money.credit, money.debit, money.amount]) if (column) taken.add(column.index);

  const status = find('status', (column) => column.content.money < 0.5);
  const currency = find('currency', (column) =>
    column.values.every((value) => value === '' || /^[A-Za-z]{3}$/.test(value)),
  );
  const time = find('time', (column) => column.values.some((value) => /\d:\d\d/.test(value)));
  const reference = findReference(columns, taken);
  const payer = find('payer', (column) => !column.content.counter && column.content.dates < 0.5);
  const textual = columns.filter((column) => !taken.has(column.index) && isTextual(column));
  const texts = textual.sort((a, b) => rankOf(a, 'text') - rankOf(b, 'text') || a.index - b.index);
  const amounts = [money.credit, money.debit, money.amount, balance].flatMap((column) => column?.values ?? []);
  const of = (heading: Column | undefined) => heading?.heading;
  const found = {
    time: of(time),
    amount: of(money.amount),
    credit: of(money.credit),
    debit: of(money.debit),
    // Beside two columns of money it would say nothing new.
    direction: money.amount ? of(direction) : undefined,
    currency: of(currency),
    payer: of(payer),
    transaction_reference: of(reference),
    balance: of(balance),
    balance_before: of(balanceBefore),
    status: of(status),
  };
  const currencies = currency?.values.filter(Boolean) ?? [];
  return {
    date: date.heading,
    ...(Object.fromEntries(Object.entries(found).filter(([, heading]) => heading !== undefined)) as Partial<Mapping>),
    text: texts.slice(0, 5).map((column) => column.heading),
    date_order: guessOrder(date.values, home),
    decimal: guessDecimal(amounts, currencies[0]?.toUpperCase() ?? home.currency),
  };
}

/** Few values; beside amounts with signs many different ones are a text, whatever stands above them. */
function saysDirections({ content, values }: Column, signed: boolean): boolean {
  if (content.money >= 0.5 || content.dates >= 0.5 || content.distinct > 20) return false;
  const filled = values.filter(Boolean);
  return !signed || content.ways >= 0.5 || content.distinct <= 3 || content.distinct * 2 <= filled.length;
}

const rankOf = (column: Column, role: Role) => column.named.find((name) => name.role === role)?.rank ?? 1000;

/** A column that nobody named, with nothing but dates. */
function anyDate(columns: Column[], taken: Set<number>): Column | undefined {
  const found = columns.find(
    ({ content, values, index }) =>
      !taken.has(index) &&
      content.filled > 0.6 &&
      content.dates >= 0.9 &&
      values.some((value) => isDate(value) && !/^\d+$/.test(value)),
  );
  if (found) taken.add(found.index);
  return found;
}

/**
 * Columns of money without a name that is known: with a balance that adds up, the one or two that it adds up with; else
 * a single one whose amounts have signs. Null: a person has to say.
 */
function byContent(columns: Column[], taken: Set<number>, balance: Column | undefined, home: Home) {
  const candidates = columns.filter(
    ({ index, content }) => !taken.has(index) && content.money >= 0.9 && content.written > 0.3 && !content.counter,
  );
  const sign = guessDecimal(
    [...candidates, ...(balance ? [balance] : [])].flatMap(({ values }) => values),
    home.currency,
  );
  const minor = (column: Column) => column.values.map((value) => readAmount(value, sign, home.currency)?.minor ?? null);
  for (const last of balance ? [balance] : candidates) {
    const others = candidates.filter((column) => column !== last);
    const balances = minor(last);
    for (const one of others) {
      const signed = one.values.some((value) => /[-−(]|\b(?:cr|dr)\b/i.test(value));
      if (signed && addsUp(minor(one), balances) >= 0.9) return take(taken, last, { amount: one });
      for (const two of others) {
        if (one.index >= two.index || !apart(one, two)) continue;
        const sums = one.values.map((_, at) => minor(one)[at] || minor(two)[at] || null);
        if (addsUp(sums, balances) < 0.9) continue;
        return take(
          taken,
          last,
          risesWith(minor(one), balances) ? { credit: one, debit: two } : { credit: two, debit: one },
        );
      }
    }
  }
  const [only] = candidates;
  const signed =
    candidates.length === 1 && only?.values.some((value) => /^\s*[-−(]|[-−)]\s*$|\b(?:cr|dr)\b/i.test(value));
  return signed ? take(taken, undefined, { amount: only }) : null;
}

function take(
  taken: Set<number>,
  balance: Column | undefined,
  money: { amount?: Column | undefined; credit?: Column; debit?: Column },
) {
  if (balance) taken.add(balance.index);
  return { amount: money.amount, credit: money.credit, debit: money.debit };
}

/** Of two columns each row fills one. */
const apart = (a: Column, b: Column) =>
  a.values.every((value, at) => Number(/[1-9]/.test(value)) + Number(/[1-9]/.test(b.values[at] ?? '')) <= 1);

function risesWith(credits: (number | null)[], balances: (number | null)[]): boolean {
  let rises = 0;
  for (let at = 1; at < credits.length; at += 1) {
    const [before, now, credit] = [balances[at - 1], balances[at], credits[at]];
    if (credit && before != null && now != null)
      rises += now - before === credit ? 1 : before - now === credit ? -1 : 0;
  }
  return rises >= 0;
}

/** Of several numbers the bank's own, which every row has; a customer's own number is text, and so are sentences. */
function findReference(columns: Column[], taken: Set<number>): Column | undefined {
  const found = columns
    .filter(
      ({ index, content, values }) =>
        !taken.has(index) &&
        content.dates < 0.5 &&
        !content.counter &&
        values.filter((value) => /\p{L}{3}.*\s|\s.*\p{L}{3}/u.test(value)).length * 2 <= values.filter(Boolean).length,
    )
    .flatMap((column) =>
      column.named.filter(({ role }) => role === 'transaction_reference').map(({ rank }) => ({ column, rank })),
    );
  const full = found.some(({ column }) => column.content.filled >= 0.9)
    ? found.filter(({ column }) => column.content.filled >= 0.9)
    : found;
  const best = full.sort((a, b) => a.rank - b.rank || a.column.index - b.column.index)[0]?.column;
  if (best) taken.add(best.index);
  return best;
}

/** Where a payer's words and our reference may stand: named so, or words that nobody named. */
function isTextual({ named, content }: Column): boolean {
  if (content.counter || content.dates >= 0.5) return false;
  if (named.some(({ role }) => role === 'text' || role === 'transaction_reference')) return true;
  return (
    named.every(({ role }) => role === 'direction') &&
    content.filled > 0 &&
    content.money < 0.5 &&
    content.letters > 0.3 &&
    content.longest >= 6 &&
    content.distinct > 1
  );
}

/** Countries that write the month first. */
const MONTH_FIRST = new Set(['US', 'PH', 'FM', 'PW']);

/** The order that all dates fit, without days in the future; of several the country's. */
function guessOrder(values: string[], home: Home): DateOrder {
  const filled = values.filter((value) => value !== '' && isDate(value));
  const orders: DateOrder[] = MONTH_FIRST.has(home.country) ? ['mdy', 'dmy', 'ymd'] : ['dmy', 'mdy', 'ymd'];
  const fits = orders.filter(
    (order) => filled.length > 0 && filled.every((value) => readWhen(value, order, home.timeZone) !== null),
  );
  return fits[0] ?? (orders[0] as DateOrder);
}

/** Another order in which no day lies in the future: offered, because a person has to decide. */
export function otherOrder(values: string[], order: DateOrder, home: Home): DateOrder | null {
  const latest = (one: DateOrder) =>
    values.reduce<string | null>((most, value) => {
      const day = readWhen(value, one, home.timeZone)?.day ?? '9999';
      return most === null || day > most ? day : most;
    }, null) ?? '9999';
  return (['mdy', 'dmy', 'ymd'] as const).find((one) => one !== order && latest(one) <= home.today) ?? null;
}

/** Currencies whose countries write a comma before the cents, for values that fit both signs. */
function guessDecimal(values: string[], currency: string): DecimalSign {
  const fits = (sign: DecimalSign) =>
    values.filter((value) => value !== '' && readAmount(value, sign, currency) !== null).length;
  return fits(',') > fits('.') ? ',' : '.';
}
