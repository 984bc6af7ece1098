import { type Route, route } from '../../../kernel/module/index.ts';
import { Summary, SummaryQuery } from './contract.ts';
import { summaryOf } from './summary.query.ts';

export const dashboardRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/coffee/dashboard',
    aliases: ['/api/v1/dashboard/summary'],
    permission: 'coffee.read',
    summary: 'Sales from day to day, by method, product and hour, day or week, and how the machines are now',
    query: SummaryQuery,
    reply: Summary,
    run: (ctx, { query }) => summaryOf(ctx, query),
  }),
];
