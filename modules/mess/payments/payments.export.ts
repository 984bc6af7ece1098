import { defineExport, listPage } from '../../../kernel/exports/index.ts';
import { type CyclePayment, CyclePaymentFilter } from './contract.ts';
import { listCyclePayments } from './payments.query.ts';

const title = (key: string) => `documents.mess.columns.${key}`;

/** What each student paid for a cycle, today's unless the filter names another. */
export const paymentsExport = defineExport<CyclePayment>({
  name: 'mess.payments',
  permission: 'mess.export',
  columns: [
    {
      key: 'roll_number',
      title: title('roll_number'),
      type: 'text',
      width: 14,
      value: (row) => row.student.roll_number,
    },
    { key: 'name', title: title('name'), type: 'text', width: 28, value: (row) => row.student.name },
    { key: 'cycle', title: title('cycle'), type: 'text', width: 18, value: (row) => row.cycle.name },
    { key: 'state', title: title('state'), type: 'text', width: 11 },
    { key: 'price_minor', title: title('price'), type: 'money' },
    { key: 'charges_minor', title: title('charges'), type: 'money' },
    { key: 'credit_minor', title: title('credit'), type: 'money' },
    { key: 'due_minor', title: title('due'), type: 'money' },
    { key: 'currency', title: title('currency'), type: 'text' },
    { key: 'reference', title: title('reference'), type: 'text', width: 11, value: (row) => row.payment?.reference },
    { key: 'grace_until', title: title('grace_until'), type: 'date', width: 12 },
    { key: 'verified_at', title: title('verified_at'), type: 'datetime', width: 18 },
  ],
  page: listPage(CyclePaymentFilter, listCyclePayments),
});
