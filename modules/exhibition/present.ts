import { formatAmount } from '../../kernel/lib/money.ts';
import type { Payment } from '../../kernel/payments/index.ts';
import type { Bill, BillPayment, BillState } from './bills/contract.ts';
import type { Customer } from './customers/contract.ts';
import type { Exhibition } from './exhibitions/contract.ts';

/** Rows of the tables as the API gives them: the one place where column names become field names. */

export type ExhibitionRow = {
  id: string;
  name: string;
  prefix: string;
  currency: string;
  place: string | null;
  starts_on: string;
  ends_on: string;
  tax_label: string | null;
  tax_basis_points: number | null;
  created_at: Date;
  updated_at: Date;
};

export function asExhibition(row: ExhibitionRow): Exhibition {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    currency: row.currency,
    place: row.place,
    starts_on: row.starts_on,
    ends_on: row.ends_on,
    tax_label: row.tax_label,
    tax_percent: row.tax_basis_points === null ? null : percent(row.tax_basis_points),
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

/** 1800 → "18", 1250 → "12.5" */
export function percent(basisPoints: number): string {
  return String(basisPoints / 100);
}

export type CustomerRow = {
  id: string;
  code: string;
  name: string;
  email: string;
  phone: string;
  exhibition_id: string;
  exhibition_name: string;
  currency: string;
  bill_count: number;
  total_minor: number;
  paid_minor: number;
  email_state: string | null;
  created_at: Date;
  updated_at: Date;
};

export function asCustomer(row: CustomerRow): Customer {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    email: row.email,
    phone: row.phone,
    exhibition_id: row.exhibition_id,
    exhibition_name: row.exhibition_name,
    currency: row.currency,
    bill_count: row.bill_count,
    total: formatAmount(row.total_minor, row.currency),
    total_minor: row.total_minor,
    due: formatAmount(row.total_minor - row.paid_minor, row.currency),
    due_minor: row.total_minor - row.paid_minor,
    email_state: row.email_state,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

export type BillRow = {
  id: string;
  amount_minor: number;
  currency: string;
  code: string;
  exhibition_id: string;
  state: string;
  paid_minor: number;
  refunded_minor: number;
  description: string;
  customer_id: string | null;
  customer_code: string | null;
  customer_name: string | null;
  created_by_name: string;
  created_by_id: string | null;
  created_at: Date;
  voided_at: Date | null;
  voided_by_name: string | null;
  void_reason: string | null;
};

/** What is still to be paid of a bill. */
export const dueOf = (row: Pick<BillRow, 'amount_minor' | 'paid_minor' | 'voided_at'>): number =>
  row.voided_at ? 0 : row.amount_minor - row.paid_minor;

export function asBill(row: BillRow): Bill {
  const due_minor = dueOf(row);
  const { customer_id: id, customer_code: code, customer_name: name } = row;
  return {
    id: row.id,
    code: row.code,
    exhibition_id: row.exhibition_id,
    state: row.state as BillState,
    amount: formatAmount(row.amount_minor, row.currency),
    amount_minor: row.amount_minor,
    currency: row.currency,
    paid: formatAmount(row.paid_minor, row.currency),
    paid_minor: row.paid_minor,
    refunded: formatAmount(row.refunded_minor, row.currency),
    refunded_minor: row.refunded_minor,
    due: formatAmount(due_minor, row.currency),
    due_minor,
    description: row.description,
    customer: id === null ? null : { id, code: code ?? '', name: name ?? '' },
    created_by: row.created_by_name,
    created_by_id: row.created_by_id,
    created_at: row.created_at.toISOString(),
    voided_at: row.voided_at?.toISOString() ?? null,
    voided_by: row.voided_by_name,
    void_reason: row.void_reason,
  };
}

export function asBillPayment(payment: Payment): BillPayment {
  const { id, reference, method, amountMinor: amount_minor, refundedMinor: refunded_minor, currency } = payment;
  return {
    id,
    reference,
    method,
    amount: formatAmount(amount_minor, currency),
    amount_minor,
    refunded: formatAmount(refunded_minor, currency),
    refunded_minor,
    state: payment.state,
    owed: payment.owed,
    by: payment.decidedByName,
    at: payment.decidedAt?.toISOString() ?? null,
  };
}
