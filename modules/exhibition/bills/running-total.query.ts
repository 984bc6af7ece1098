import { formatAmount } from '../../../kernel/lib/money.ts';

/** The customer's columns that the statements with a changed total return. */
export type CustomerTotal = {
  customer_id: string;
  customer_code: string;
  customer_name: string;
  bill_count: number;
  total_minor: number;
  paid_minor: number;
  currency: string;
};

export function runningTotal(row: CustomerTotal) {
  return {
    id: row.customer_id,
    code: row.customer_code,
    name: row.customer_name,
    bill_count: row.bill_count,
    total: formatAmount(row.total_minor, row.currency),
    total_minor: row.total_minor,
    due: formatAmount(row.total_minor - row.paid_minor, row.currency),
    due_minor: row.total_minor - row.paid_minor,
    currency: row.currency,
  };
}
