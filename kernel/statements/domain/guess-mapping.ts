import { type DateOrder, readDay } from '../../lib/read-day.ts';
import { type DecimalSign, readMoney } from '../../lib/read-money.ts';

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
  status?: string;
  date_order: DateOrder;
  decimal: DecimalSign;
  default_currency?: string;
};

type Role = Exclude<keyof Mapping, 'date_order' | 'decimal' | 'default_currency'>;

/** Headings of banks' and operators' statements, the likelier first; compared without case and punctuation. */
const HEADINGS: Record<Role, string[]> = {
  date: [
    'Transaction Date',
    'Transaction Date & Time',
    'Date & Time',
    'Txn Date',
    'Tran Date',
    'Date',
    'Completion Time',
    'Booking Date',
    'Posting Date',
    'Value Date',
    'Value Dt',
    'Fecha de operación',
    'Fecha',
    'Fecha valor',
    'दिनांक',
    'तारीख',
  ],
  time: ['Time', 'Txn Time', 'Transaction Time', 'Hora', 'समय'],
  credit: [
    'Credit',
    'Credit Amount',
    'Credits',
    'Deposit',
    'Deposits',
    'Deposit Amt',
    'Deposit Amount',
    'Paid In',
    'Money In',
    'Credit Amt',
    'Abono',
    'Abonos',
    'Haber',
    'Crédito',
    'Créditos',
    'Depósito',
    'Depósitos',
    'जमा',
  ],
  debit: [
    'Debit',
    'Debit Amount',
    'Debits',
    'Withdrawal',
    'Withdrawals',
    'Withdrawal Amt',
    'Withdrawal Amount',
    'Withdrawn',
    'Paid Out',
    'Money Out',
    'Debit Amt',
    'Cargo',
    'Cargos',
    'Debe',
    'Débito',
    'Débitos',
    'Retiro',
    'Retiros',
    'निकासी',
  ],
  amount: [
    'Amount',
    'Transaction Amount',
    'Txn Amount',
    'Amount (INR)',
    'Amount INR',
    'Importe',
    'Monto',
    'Valor',
    'राशि',
  ],
  direction: ['Cr/Dr', 'Dr/Cr', 'Dr / Cr', 'Cr / Dr', 'Debit/Credit', 'Credit/Debit', 'Type', 'Tipo'],
  currency: ['Currency', 'Ccy', 'Moneda', 'Divisa', 'मुद्रा'],
  text: [
    'Narration',
    'Description',
    'Particulars',
    'Transaction Remarks',
    'Remarks',
    'Details',
    'Transaction Details',
    'Message',
    'To Message',
    'Information',
    'Note',
    'Memo',
    'Reason',
    'Concepto',
    'Descripción',
    'Detalle',
    'Observaciones',
    'Mensaje',
    'विवरण',
  ],
  payer: [
    'From Name',
    'Sender Name',
    'Payer Name',
    'From',
    'Sender',
    'Payer',
    'Sender MSISDN',
    'Payer MSISDN',
    'Customer MSISDN',
    'Counterparty',
    'Other Party Info',
    'Name',
    'Ordenante',
    'Remitente',
    'Nombre',
  ],
  transaction_reference: [
    'Transaction ID',
    'Txn ID',
    'Transaction Reference',
    'UTR',
    'UTR No',
    'RRN',
    'Reference No',
    'Ref No',
    'Ref No./Cheque No',
    'Chq./Ref.No.',
    'Chq/Ref No',
    'Reference',
    'Receipt No',
    'External Transaction Id',
    'Financial Transaction Id',
    'Referencia',
    'Número de operación',
    'No. de operación',
    'Folio',
    'संदर्भ',
    'Id',
  ],
  status: ['Transaction Status', 'Status', 'Estado', 'स्थिति'],
  balance: ['Balance', 'Closing Balance', 'Running Balance', 'Available Balance', 'Saldo', 'शेष'],
};

export const LIKELY_HEADINGS = Object.values(HEADINGS).flat();

/**
 * A mapping by the headings' names, with the order of dates and the decimal separator that the values show; null when
 * there is no column of dates or of money in. `same` tells whether two headings look alike to a person.
 */
export function guessMapping(
  headings: string[],
  rows: string[][],
  home: { country: string; currency: string },
  same: (heading: string) => string,
): Mapping | null {
  const find = (role: Role) => {
    for (const title of HEADINGS[role]) {
      const found = headings.find((heading) => heading !== '' && same(heading) === same(title));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const date = find('date');
  const credit = find('credit');
  const amount = credit === undefined ? find('amount') : undefined;
  if (date === undefined || (credit === undefined && amount === undefined)) return null;
  const roles = {
    time: find('time'),
    debit: find('debit'),
    direction: find('direction'),
    currency: find('currency'),
    payer: find('payer'),
    transaction_reference: find('transaction_reference'),
    balance: find('balance'),
    status: find('status'),
  };
  const valuesOf = (heading: string | undefined) =>
    heading === undefined
      ? []
      : rows.map((row) => row[headings.indexOf(heading)] ?? '').filter((value) => value !== '');
  const texts = HEADINGS.text.flatMap((title) =>
    headings.filter((heading) => heading !== '' && same(heading) === same(title)),
  );
  return {
    date,
    ...(credit !== undefined ? { credit } : { amount: amount as string }),
    ...(Object.fromEntries(Object.entries(roles).filter(([, heading]) => heading !== undefined)) as Partial<Mapping>),
    text: [...new Set(texts)].slice(0, 5),
    date_order: guessOrder(valuesOf(date), home.country),
    decimal: guessDecimal([...valuesOf(credit ?? amount), ...valuesOf(roles.balance)], home.currency),
  };
}

/** Countries that write the month first. */
const MONTH_FIRST = new Set(['US', 'PH', 'FM', 'PW']);

function guessOrder(values: string[], country: string): DateOrder {
  const orders: DateOrder[] = MONTH_FIRST.has(country) ? ['mdy', 'dmy', 'ymd'] : ['dmy', 'mdy', 'ymd'];
  return (
    orders.find((order) => values.length > 0 && values.every((value) => readDay(value, order) !== null)) ??
    (orders[0] as DateOrder)
  );
}

function guessDecimal(values: string[], currency: string): DecimalSign {
  const fits = (sign: DecimalSign) => values.filter((value) => readMoney(value, sign, currency) !== null).length;
  // "1.234" and "1,234" fit both separators in a currency without decimals; the point is more common.
  return fits(',') > fits('.') ? ',' : '.';
}
