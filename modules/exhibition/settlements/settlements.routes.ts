import type { Ctx } from '../../../kernel/ctx/index.ts';
import { workbookDownload } from '../../../kernel/exports/index.ts';
import { findText } from '../../../kernel/i18n/index.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { download, route } from '../../../kernel/module/index.ts';
import { PayoutInput, Statement, StatementQuery } from './contract.ts';
import { payOutStall } from './pay-out.action.ts';
import { statementOf } from './statement.query.ts';
import { renderStatement, rowsOf } from './statement-paper.ts';

const title = (key: string) => `documents.exhibition.statement.${key}`;
const column = (key: string) => `documents.exhibition.columns.${key}`;
const text = (key: string, name: string, width?: number) => ({
  key,
  title: name,
  type: 'text' as const,
  ...(width && { width }),
});
const money = (key: string, name: string) => ({ key, title: name, type: 'money' as const });

/** A sheet for how it stands, one for the money by place, one for the pay-outs. */
function sheetsOf(ctx: Ctx, statement: Statement) {
  const word = (key: string) => findText(ctx, title(key)) ?? key;
  const currency = text('currency', column('currency'));
  const all = { currency: statement.currency };
  return [
    {
      title: title('title'),
      columns: [text('label', title('what'), 36), money('minor', column('amount')), currency],
      rows: rowsOf(ctx, statement).map((row) => ({ ...row, ...all })),
    },
    {
      title: title('received'),
      columns: [
        text('place', title('place'), 20),
        text('method', title('method')),
        text('by', column('created_by'), 26),
        { key: 'count', title: title('payments'), type: 'number' as const },
        money('amount_minor', column('amount')),
        money('refunded_minor', column('refunded')),
        currency,
      ],
      rows: statement.received.map((row) => ({
        ...row,
        ...all,
        place: word(`at_${row.place}`),
        method: findText(ctx, `documents.exhibition.methods.${row.method}`) ?? row.method,
      })),
    },
    {
      title: title('payouts'),
      columns: [
        { key: 'at', title: column('created_at'), type: 'datetime' as const, width: 18 },
        money('amount_minor', column('amount')),
        currency,
        text('method', title('method')),
        text('reference', title('reference'), 20),
        text('note', title('note'), 30),
        text('by', column('created_by'), 26),
      ],
      rows: statement.payouts.map((row) => ({ ...row, ...all, method: word(`by_${row.method}`) })),
    },
  ];
}

export const settlementRoutes = [
  route({
    method: 'GET',
    path: '/exhibition/stalls/{id}/statement',
    permission: 'exhibition.read',
    summary: 'What a stall sold, what was received for it and by whom, and what the house owes it',
    params: ById,
    query: StatementQuery,
    reply: Statement,
    run: (ctx, { params, query }) => statementOf(ctx, params.id, query),
  }),
  route({
    method: 'GET',
    path: '/exhibition/stalls/{id}/statement.pdf',
    permission: 'exhibition.read',
    summary: 'The same as a PDF on A4',
    params: ById,
    query: StatementQuery,
    run: async (ctx, { params, query }) => {
      const statement = await statementOf(ctx, params.id, query);
      if (!statement.ok) return statement;
      return download({
        type: 'application/pdf',
        body: await renderStatement(ctx, statement.data),
        filename: `statement-${statement.data.stall.code}.pdf`,
        inline: true,
        headers: { 'cache-control': 'private, no-store' },
      });
    },
  }),
  route({
    method: 'GET',
    path: '/exhibition/stalls/{id}/statement.xlsx',
    permission: 'exhibition.export',
    summary: 'The same as a workbook',
    params: ById,
    query: StatementQuery,
    run: async (ctx, { params, query }) => {
      const statement = await statementOf(ctx, params.id, query);
      if (!statement.ok) return statement;
      const about = { stall: statement.data.stall.code, ...query };
      return workbookDownload(ctx, {
        name: 'exhibition.statement',
        query: about,
        sheets: sheetsOf(ctx, statement.data),
      });
    },
  }),
  route({
    method: 'POST',
    path: '/exhibition/stalls/{id}/payouts',
    permission: 'exhibition.stall.settle',
    summary: 'Record money between the house and a stall: cash from the till, or a transfer',
    params: ById,
    body: PayoutInput,
    reply: Statement,
    status: 201,
    idempotent: true,
    run: (ctx, { params, body }) => payOutStall(ctx, params.id, body),
  }),
];
