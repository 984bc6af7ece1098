import { defineExport, listPage } from '../../../kernel/exports/index.ts';
import { type Transaction, TransactionFilter } from './contract.ts';
import { listTransactions } from './transactions.query.ts';

const title = (key: string) => `console.electricity.columns.${key}`;

/** The list of transactions; kind and status as the API names them. */
export const transactionsExport = defineExport<Transaction>({
  name: 'electricity.transactions',
  permission: 'electricity.read',
  columns: [
    { key: 'created_at', title: title('created_at'), type: 'datetime', width: 18 },
    { key: 'kind', title: title('kind'), type: 'text' },
    { key: 'status', title: title('status'), type: 'text' },
    { key: 'number', title: title('number'), type: 'text', width: 15, value: ({ meter }) => meter.number },
    { key: 'name', title: title('name'), type: 'text', width: 24, value: ({ meter }) => meter.name },
    { key: 'amount_minor', title: title('amount'), type: 'money', currency: ({ currency }) => currency ?? '' },
    { key: 'currency', title: title('currency'), type: 'text' },
    { key: 'kwh', title: title('kwh'), type: 'number', value: ({ wh }) => wh / 1000 },
    { key: 'via', title: title('via'), type: 'text' },
    { key: 'reference', title: title('reference'), type: 'text' },
    { key: 'provider_reference', title: title('provider_reference'), type: 'text', width: 24 },
    { key: 'reason', title: title('reason'), type: 'text', width: 30 },
    { key: 'by', title: title('by'), type: 'text', width: 20 },
  ],
  page: listPage(TransactionFilter, listTransactions),
});
