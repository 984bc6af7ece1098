import { ById } from '../../lib/schemas.ts';
import { download, route } from '../../module/index.ts';
import { Report } from '../contract.ts';
import { tillReport } from './report.query.ts';
import { renderReport } from './report-paper.ts';

export const reportRoutes = [
  route({
    method: 'GET',
    path: '/till/sessions/{id}/report',
    permission: 'till.use',
    summary: 'The X report of an open session, for supervisors, or the Z report of a closed one',
    params: ById,
    reply: Report,
    run: (ctx, { params }) => tillReport(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/till/sessions/{id}/report.pdf',
    permission: 'till.use',
    summary: 'The same as a PDF for a roll of 80 mm',
    params: ById,
    async run(ctx, { params }) {
      const report = await tillReport(ctx, params.id);
      if (!report.ok) return report;
      const body = await renderReport(ctx, report.data);
      const { session, kind } = report.data;
      const filename = `${kind}-${session.drawer.code}-${session.opened_at.slice(0, 10)}.pdf`;
      return download({ type: 'application/pdf', body, filename, inline: true });
    },
  }),
];
