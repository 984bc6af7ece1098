import { formatAmount } from '../../../kernel/lib/money.ts';
import type { Bill, Customer, Exhibition } from '../contract.ts';

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
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    taxLabel: row.tax_label,
    taxPercent: row.tax_basis_points === null ? null : percent(row.tax_basis_points),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
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
    exhibitionId: row.exhibition_id,
    exhibitionName: row.exhibition_name,
    currency: row.currency,
    billCount: row.bill_count,
    total: formatAmount(row.total_minor, row.currency),
    totalMinor: row.total_minor,
    emailState: row.email_state,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

export type BillRow = {
  id: string;
  amount_minor: number;
  currency: string;
  description: string;
  customer_id: string;
  customer_code: string;
  customer_name: string;
  created_by_name: string;
  created_at: Date;
  voided_at: Date | null;
  voided_by_name: string | null;
  void_reason: string | null;
};

export function asBill(row: BillRow): Bill {
  return {
    id: row.id,
    amount: formatAmount(row.amount_minor, row.currency),
    amountMinor: row.amount_minor,
    currency: row.currency,
    description: row.description,
    customer: { id: row.customer_id, code: row.customer_code, name: row.customer_name },
    createdBy: row.created_by_name,
    createdAt: row.created_at.toISOString(),
    voidedAt: row.voided_at?.toISOString() ?? null,
    voidedBy: row.voided_by_name,
    voidReason: row.void_reason,
  };
}
