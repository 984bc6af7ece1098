import { Type } from 'typebox';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { enterOrganization } from '../../../kernel/db/index.ts';
import { ok, refuse } from '../../../kernel/lib/result.ts';
import { type Route, route } from '../../../kernel/module/index.ts';
import { ownCustomers } from '../customers/customers.query.ts';
import { memberOf } from '../customers/member.query.ts';
import { readFileLink } from '../file-link.ts';
import { Report, ReportQuery } from './contract.ts';
import { lastMonth, type ReportFile, reportOf, scopeOf } from './report.query.ts';
import { reportFile } from './report-file.ts';

const ALL = { kind: 'all' as const, id: '' };
/** Who names nothing means the household or institution that they belong to longest. */
async function ownAbout(ctx: Ctx) {
  const own = await ownCustomers(ctx);
  return { kind: 'customer' as const, id: (own.ok && own.data[0]?.id) || '' };
}

const monthly = (['', '/my'] as const).map(
  (own): Route =>
    route({
      method: 'GET',
      path: `/electricity${own}/reports/monthly`,
      aliases: [own ? { path: '/api/v1/reports/monthly', forPortal: true } : '/api/v1/reports/monthly'],
      permission: own ? 'portal' : 'electricity.read',
      summary:
        'A month of a meter, a building, a department, a customer or all of them, with links to it as PDF and XLSX',
      query: ReportQuery,
      reply: Report,
      run: async (ctx, { query }) => {
        const about = query.kind ? { kind: query.kind, id: query.id ?? '' } : own ? await ownAbout(ctx) : ALL;
        const scope = await scopeOf(ctx, { ...about, own: own !== '' });
        if (!scope.ok) return scope;
        if (own) {
          const { customerId } = scope.data;
          const member = customerId ? await memberOf(ctx, customerId, 'see') : refuse('electricity.customer.not_found');
          if (!member.ok) return member;
        }
        const month = query.month ? `${query.month}-01` : lastMonth(ctx);
        return ok(await reportOf(ctx, scope.data, month));
      },
    }),
);

export const reportRoutes: Route[] = [
  ...monthly,
  route({
    method: 'GET',
    path: '/electricity/reports/files/{file}',
    permission: 'public',
    file: '*/*',
    summary: 'A report as a file, by a link that the report names',
    params: Type.Object({ file: Type.String({ maxLength: 1000 }) }),
    rateLimit: 60,
    run: async (ctx, { params }) => {
      const read = readFileLink<ReportFile>(ctx, 'reports', params.file);
      const inside = read && (await enterOrganization(ctx, { id: read.linked.organizationId }));
      if (!inside || read.format === 'csv') return refuse('electricity.link_old');
      const { content, locale } = read.linked;
      const spoken = { ...inside, locale };
      const scope = await scopeOf(spoken, content);
      if (!scope.ok) return scope;
      // A link of whoever had the meter before.
      if (content.own && scope.data.customerId !== content.customerId) return refuse('electricity.link_old');
      return reportFile(spoken, scope.data, content.month, read.format);
    },
  }),
];
