import { type Route, route } from '../../../kernel/module/index.ts';
import { ReportInput, ReportTaken } from './contract.ts';
import { takeReport } from './take-report.action.ts';

export const reportRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/laundry/reports',
    permission: 'laundry.report',
    summary: 'A machine says what it did',
    body: ReportInput,
    reply: ReportTaken,
    run: (ctx, { body }) => takeReport(ctx, body),
  }),
];
