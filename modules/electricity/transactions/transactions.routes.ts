import { Type } from 'typebox';
import { exportRoutes } from '../../../kernel/exports/index.ts';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { type Route, route } from '../../../kernel/module/index.ts';
import { Transaction, TransactionFiles, TransactionFilter } from './contract.ts';
import { linkOwn, openOwn } from './own-file.ts';
import { transactionsExport } from './transactions.export.ts';
import { listTransactions, ownTransactions } from './transactions.query.ts';

export const transactionRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/electricity/transactions',
    aliases: ['/api/v1/transactions'],
    permission: 'electricity.read',
    summary: 'Purchases, tokens, adjustments and refunds of all meters, newest first',
    query: NewestFirst,
    filter: TransactionFilter,
    reply: Type.Array(Transaction),
    run: (ctx, { query, filter }) => listTransactions(ctx, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/electricity/my/transactions',
    aliases: [{ path: '/api/v1/transactions', forPortal: true }],
    permission: 'portal',
    summary: 'The same of one’s own meters',
    query: NewestFirst,
    filter: TransactionFilter,
    reply: Type.Array(Transaction),
    run: (ctx, { query, filter }) => ownTransactions(ctx, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/electricity/my/transactions/files',
    permission: 'portal',
    summary: 'Links to one’s own transactions as CSV and XLSX, good for an hour',
    filter: TransactionFilter,
    reply: TransactionFiles,
    run: (ctx, { filter }) => linkOwn(ctx, filter),
  }),
  route({
    method: 'GET',
    path: '/electricity/transactions/files/{file}',
    permission: 'public',
    file: '*/*',
    summary: 'Somebody’s transactions as a file, by a link that they asked for',
    params: Type.Object({ file: Type.String({ maxLength: 1000 }) }),
    rateLimit: 60,
    run: (ctx, { params }) => openOwn(ctx, params.file),
  }),
  ...exportRoutes(transactionsExport, '/electricity/transactions/export', '/api/v1/transactions/export'),
];
