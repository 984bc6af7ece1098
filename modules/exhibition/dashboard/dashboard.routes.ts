import { route } from '../../../kernel/module/index.ts';
import { Dashboard } from './contract.ts';
import { dashboard } from './dashboard.query.ts';

export const dashboardRoutes = [
  route({
    method: 'GET',
    path: '/exhibition/dashboard',
    permission: 'exhibition.customer.read',
    summary: "Today's registrations and sales, a fortnight of days, top customers",
    reply: Dashboard,
    run: (ctx) => dashboard(ctx),
  }),
];
