import { defineExport } from '../../kernel/exports/index.ts';
import { readFilter } from '../../kernel/http/index.ts';
import { ok } from '../../kernel/lib/result.ts';
import { type Bill, BillFilter, type Customer, CustomerFilter } from './contract.ts';
import { listBills } from './queries/bills.ts';
import { listCustomers } from './queries/customers.ts';

const title = (key: string) => `documents.exhibition.columns.${key}`;

/** The list of customers as it is filtered on the screen. */
export const customersExport = defineExport<Customer>({
  name: 'exhibition.customers',
  permission: 'exhibition.export',
  columns: [
    { key: 'code', title: title('code'), type: 'text', width: 11 },
    { key: 'name', title: title('name'), type: 'text', width: 28 },
    { key: 'email', title: title('email'), type: 'text', width: 30 },
    { key: 'phone', title: title('phone'), type: 'text', width: 16 },
    { key: 'exhibition_name', title: title('exhibition'), type: 'text', width: 24 },
    { key: 'bill_count', title: title('bill_count'), type: 'number' },
    { key: 'total_minor', title: title('total'), type: 'money' },
    { key: 'currency', title: title('currency'), type: 'text' },
    { key: 'email_state', title: title('email_state'), type: 'text' },
    { key: 'created_at', title: title('created_at'), type: 'datetime', width: 18 },
  ],
  sorts: ['name'],
  async page(ctx, { filter: text, search, sort }, after, limit) {
    const filter = readFilter(CustomerFilter, text);
    if (!filter.ok) return filter;
    const list = await listCustomers(ctx, { filter: filter.data, search, sort, limit, after: after ?? undefined });
    return list.ok ? ok({ rows: list.data, next: list.page?.next ?? null }) : list;
  },
});

/** The list of bills, voided ones with their reason. */
export const billsExport = defineExport<Bill>({
  name: 'exhibition.bills',
  permission: 'exhibition.export',
  columns: [
    { key: 'created_at', title: title('created_at'), type: 'datetime', width: 18 },
    { key: 'code', title: title('code'), type: 'text', width: 11, value: (bill) => bill.customer.code },
    { key: 'name', title: title('name'), type: 'text', width: 28, value: (bill) => bill.customer.name },
    { key: 'description', title: title('description'), type: 'text', width: 32 },
    { key: 'amount_minor', title: title('amount'), type: 'money' },
    { key: 'currency', title: title('currency'), type: 'text' },
    { key: 'created_by', title: title('created_by'), type: 'text', width: 20 },
    { key: 'voided_at', title: title('voided_at'), type: 'datetime', width: 18 },
    { key: 'void_reason', title: title('void_reason'), type: 'text', width: 30 },
  ],
  async page(ctx, { filter: text, search }, after, limit) {
    const filter = readFilter(BillFilter, text);
    if (!filter.ok) return filter;
    const list = await listBills(ctx, { filter: filter.data, search, limit, after: after ?? undefined });
    return list.ok ? ok({ rows: list.data, next: list.page?.next ?? null }) : list;
  },
});
