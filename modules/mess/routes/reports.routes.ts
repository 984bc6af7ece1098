import { Type } from 'typebox';
import { route } from '../../../kernel/module/index.ts';
import { CutReport, PaymentReport } from '../contract.ts';
import { cutReport, paymentReport } from '../queries/reports.ts';

const Day = Type.Optional(Type.String({ format: 'date' }));

export const reportRoutes = [
  route({
    method: 'GET',
    path: '/mess/reports/payments',
    aliases: ['/api/v1/admin/reports/payments'],
    permission: 'mess.read',
    summary: 'Payments of a cycle by state, the money, and how long confirming takes',
    query: Type.Object({ cycle_id: Type.Optional(Type.String({ format: 'uuid' })) }),
    reply: PaymentReport,
    run: (ctx, { query }) => paymentReport(ctx, query.cycle_id),
  }),
  route({
    method: 'GET',
    path: '/mess/reports/mess-cuts',
    aliases: ['/api/v1/admin/reports/mess-cuts'],
    permission: 'mess.read',
    summary: 'How many are away on each day, at most 92 days',
    query: Type.Object({ from: Day, to: Day }),
    reply: CutReport,
    run: (ctx, { query }) => cutReport(ctx, query),
  }),
];
