import type { Ctx } from '../../../kernel/ctx/index.ts';
import { workbookDownload } from '../../../kernel/exports/index.ts';
import { findText } from '../../../kernel/i18n/index.ts';
import { route } from '../../../kernel/module/index.ts';
import { type Sales, SalesQuery, Sales as SalesSchema } from './contract.ts';
import { salesOf } from './sales.query.ts';

const title = (key: string) => `console.exhibition.sales.${key}`;
const column = (key: string) => `documents.exhibition.columns.${key}`;
const sums = [
  { key: 'count', title: column('bill_count'), type: 'number' as const },
  { key: 'amount_minor', title: column('amount'), type: 'money' as const },
  { key: 'currency', title: column('currency'), type: 'text' as const },
];

/** A sheet for each table of the page. */
function sheetsOf(ctx: Ctx, sales: Sales) {
  const methods = sales.by_method.map((row) => ({
    ...row,
    method: findText(ctx, `documents.exhibition.methods.${row.method}`) ?? row.method,
  }));
  const house = findText(ctx, 'console.exhibition.stall.house') ?? '';
  return [
    {
      title: title('by_method'),
      columns: [
        { key: 'method', title: title('by_method'), type: 'text' as const },
        ...sums,
        { key: 'refunded_minor', title: column('refunded'), type: 'money' as const },
      ],
      rows: methods,
    },
    {
      title: title('by_cashier'),
      columns: [{ key: 'cashier', title: column('created_by'), type: 'text' as const, width: 26 }, ...sums],
      rows: sales.by_cashier,
    },
    {
      title: title('by_hour'),
      columns: [{ key: 'hour', title: title('hour'), type: 'number' as const }, ...sums],
      rows: sales.by_hour,
    },
    {
      title: title('by_item'),
      columns: [
        { key: 'item', title: column('description'), type: 'text' as const, width: 36 },
        { key: 'quantity', title: column('quantity'), type: 'number' as const },
        ...sums,
        { key: 'returned_quantity', title: column('returned_quantity'), type: 'number' as const },
        { key: 'returned_minor', title: column('returned'), type: 'money' as const },
      ],
      rows: sales.by_item,
    },
    {
      title: title('by_tax'),
      columns: [
        { key: 'percent', title: column('tax_percent'), type: 'number' as const },
        { key: 'net_minor', title: column('net'), type: 'money' as const },
        { key: 'tax_minor', title: column('tax'), type: 'money' as const },
        { key: 'currency', title: column('currency'), type: 'text' as const },
      ],
      rows: sales.by_tax,
    },
    {
      title: title('by_stall'),
      columns: [
        { key: 'stall', title: title('by_stall'), type: 'text' as const, width: 28 },
        ...sums,
        { key: 'returned_minor', title: column('returned'), type: 'money' as const },
      ],
      rows: sales.by_stall.map((row) => ({ ...row, stall: row.stall ?? house })),
    },
    ...(sales.visitors ? [visitorsSheet(ctx, sales.visitors)] : []),
    {
      title: title('unpaid'),
      columns: [
        { key: 'created_at', title: column('created_at'), type: 'datetime' as const, width: 18 },
        { key: 'code', title: column('bill'), type: 'text' as const },
        {
          key: 'name',
          title: column('name'),
          type: 'text' as const,
          width: 28,
          value: ({ customer }: Sales['unpaid'][number]) => customer?.name ?? '',
        },
        { key: 'description', title: column('description'), type: 'text' as const, width: 32 },
        { key: 'amount_minor', title: column('amount'), type: 'money' as const },
        { key: 'due_minor', title: column('due'), type: 'money' as const },
        { key: 'currency', title: column('currency'), type: 'text' as const },
      ],
      rows: sales.unpaid,
    },
  ];
}

/** By hour, and all of them together: who came in two hours is one of the people. */
function visitorsSheet(ctx: Ctx, { by_hour, ...all }: NonNullable<Sales['visitors']>) {
  return {
    title: title('visitors'),
    columns: [
      { key: 'when', title: title('hour'), type: 'text' as const },
      { key: 'people', title: title('people'), type: 'number' as const },
      { key: 'visits', title: title('visits'), type: 'number' as const },
    ],
    rows: [
      ...by_hour.map(({ hour, ...came }) => ({ when: `${String(hour).padStart(2, '0')}:00`, ...came })),
      { when: findText(ctx, title('all_hours')) ?? '', ...all },
    ],
  };
}

export const salesRoutes = [
  route({
    method: 'GET',
    path: '/exhibition/sales',
    permission: 'exhibition.read',
    summary: 'Sales of a span of days by method, cashier, hour and item, the unpaid bills, and who came',
    query: SalesQuery,
    reply: SalesSchema,
    run: (ctx, { query }) => salesOf(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/exhibition/sales.xlsx',
    permission: 'exhibition.export',
    summary: 'The same as a workbook with a sheet for each table',
    query: SalesQuery,
    run: async (ctx, { query }) => {
      const sales = await salesOf(ctx, query);
      if (!sales.ok) return sales;
      return workbookDownload(ctx, { name: 'exhibition.sales', query, sheets: sheetsOf(ctx, sales.data) });
    },
  }),
];
