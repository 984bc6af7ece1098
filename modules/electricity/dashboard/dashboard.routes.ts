import { type Route, route } from '../../../kernel/module/index.ts';
import { Dashboard } from './contract.ts';
import { dashboard } from './dashboard.query.ts';

export const dashboardRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/electricity/dashboard',
    permission: 'electricity.read',
    summary: 'Revenue and consumption: today, this month and the last, by month and day, class and way of paying',
    reply: Dashboard,
    run: (ctx) => dashboard(ctx),
  }),
];
