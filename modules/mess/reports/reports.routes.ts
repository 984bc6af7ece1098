import { Type } from 'typebox';
import { route } from '../../../kernel/module/index.ts';
import { todayBoard } from './board.report.ts';
import { Board, CutReport, MealReport, PaymentReport, RegistrationReport, ScanReport } from './contract.ts';
import { mealReport } from './meals.report.ts';
import { cutReport, paymentReport } from './money.report.ts';
import { registrationReport } from './registrations.report.ts';
import { scanReport } from './scans.report.ts';

const Day = Type.Optional(Type.String({ format: 'date' }));
const Days = Type.Object({ from: Day, to: Day });
/** The older address; module.ts has it for the files of the lists behind the reports. */
const OLDER = '/api/v1/admin/reports';

export const reportRoutes = [
  route({
    method: 'GET',
    path: '/mess/reports/board',
    permission: 'mess.read',
    summary: 'Today: who may eat, each meal’s served against expected, what waits',
    reply: Board,
    run: (ctx) => todayBoard(ctx),
  }),
  route({
    method: 'GET',
    path: '/mess/reports/meals',
    permission: 'mess.read',
    summary: 'Served of those who could eat, by day and meal, at most 92 days',
    query: Days,
    reply: MealReport,
    run: (ctx, { query }) => mealReport(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/mess/reports/registrations',
    permission: 'mess.read',
    summary: 'What became of those who registered, and how long they waited',
    query: Days,
    reply: RegistrationReport,
    run: (ctx, { query }) => registrationReport(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/mess/reports/payments',
    aliases: [`${OLDER}/payments`],
    permission: 'mess.read',
    summary: 'Payments of a cycle by state, the money, and how long confirming takes',
    query: Type.Object({ cycle_id: Type.Optional(Type.String({ format: 'uuid' })) }),
    reply: PaymentReport,
    run: (ctx, { query }) => paymentReport(ctx, query.cycle_id),
  }),
  route({
    method: 'GET',
    path: '/mess/reports/mess-cuts',
    aliases: [`${OLDER}/mess-cuts`],
    permission: 'mess.read',
    summary: 'How many are away on each day, at most 92 days',
    query: Days,
    reply: CutReport,
    run: (ctx, { query }) => cutReport(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/mess/reports/scans',
    aliases: [`${OLDER}/scans`],
    permission: 'mess.read',
    summary: 'Served and turned away at the door, by day, with the reasons, at most 92 days',
    query: Days,
    reply: ScanReport,
    run: (ctx, { query }) => scanReport(ctx, query),
  }),
];
