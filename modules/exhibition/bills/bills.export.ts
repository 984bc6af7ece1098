import { defineExport, listPage } from '../../../kernel/exports/index.ts';
import { listBills } from './bills.query.ts';
import { type Bill, BillFilter } from './contract.ts';

const title = (key: string) => `documents.exhibition.columns.${key}`;

/** The list of bills, with the reason of voided ones. */
export const billsExport = defineExport<Bill>({
  name: 'exhibition.bills',
  permission: 'exhibition.export',
  columns: [
    { key: 'created_at', title: title('created_at'), type: 'datetime', width: 18 },
    { key: 'bill', title: title('bill'), type: 'text', width: 9, value: (bill) => bill.code },
    { key: 'code', title: title('code'), type: 'text', width: 11, value: (bill) => bill.customer?.code ?? '' },
    { key: 'name', title: title('name'), type: 'text', width: 28, value: (bill) => bill.customer?.name ?? '' },
    { key: 'description', title: title('description'), type: 'text', width: 32 },
    { key: 'amount_minor', title: title('amount'), type: 'money' },
    { key: 'currency', title: title('currency'), type: 'text' },
    { key: 'state', title: title('state'), type: 'text', width: 10 },
    { key: 'paid_minor', title: title('paid'), type: 'money' },
    { key: 'refunded_minor', title: title('refunded'), type: 'money' },
    { key: 'due_minor', title: title('due'), type: 'money' },
    { key: 'created_by', title: title('created_by'), type: 'text', width: 20 },
    { key: 'voided_at', title: title('voided_at'), type: 'datetime', width: 18 },
    { key: 'void_reason', title: title('void_reason'), type: 'text', width: 30 },
  ],
  page: listPage(BillFilter, listBills),
});
