import { defineExport, listPage } from '../../../kernel/exports/index.ts';
import { answersText } from '../form/answers.rule.ts';
import { type Customer, CustomerFilter } from './contract.ts';
import { listCustomers } from './customers.query.ts';

const title = (key: string) => `documents.exhibition.columns.${key}`;

/** The list of customers with the filters of the screen. */
export const customersExport = defineExport<Customer>({
  name: 'exhibition.customers',
  permission: 'exhibition.export',
  columns: [
    { key: 'code', title: title('code'), type: 'text', width: 11 },
    { key: 'name', title: title('name'), type: 'text', width: 28 },
    { key: 'email', title: title('email'), type: 'text', width: 30 },
    { key: 'phone', title: title('phone'), type: 'text', width: 16 },
    { key: 'tax_number', title: title('tax_number'), type: 'text', width: 18 },
    { key: 'address', title: title('address'), type: 'text', width: 30 },
    {
      key: 'answers',
      title: title('answers'),
      type: 'text',
      width: 30,
      value: ({ answers }) => answersText(answers) || null,
    },
    { key: 'exhibition_name', title: title('exhibition'), type: 'text', width: 24 },
    { key: 'bill_count', title: title('bill_count'), type: 'number' },
    { key: 'total_minor', title: title('total'), type: 'money' },
    { key: 'due_minor', title: title('due'), type: 'money' },
    { key: 'currency', title: title('currency'), type: 'text' },
    { key: 'email_state', title: title('email_state'), type: 'text' },
    { key: 'created_at', title: title('created_at'), type: 'datetime', width: 18 },
  ],
  sorts: ['name'],
  page: listPage(CustomerFilter, listCustomers),
});
