import { orgOf } from '../../../kernel/ctx/index.ts';
import { formatMoney, formatNumber, formattingOf, t } from '../../../kernel/i18n/index.ts';
import { defineMessage, mailBody } from '../../../kernel/messages/index.ts';
import { accountPage } from '../../../kernel/portal/index.ts';
import { changeOf } from './contract.ts';
import { monthName } from './draw-report.ts';
import { reportOf, scopeOf } from './report.query.ts';
import { reportPdf } from './report-file.ts';

/** The report of the last month by mail, with the paper. */
export const reportMessage = defineMessage<{ customerId: string; month: string }>({
  name: 'electricity.report',
  goodForDays: 21,
  async render(ctx, { customerId, month }) {
    const scope = await scopeOf(ctx, { kind: 'customer', id: customerId, own: true });
    if (!scope.ok) throw new Error(`customer ${customerId} is gone`);
    const report = await reportOf(ctx, scope.data, month);
    const formatting = formattingOf(ctx);
    const say = (key: string, values: Record<string, string> = {}) =>
      t(ctx, `messages.electricity.report.${key}`, values);
    const { used_wh, before_wh, cost_minor } = report.total;
    const percent = changeOf(used_wh, before_wh);
    const name = monthName(month, formatting.locale);
    const page = await accountPage(ctx);
    const rows: [string, string][] = [
      [say('used'), `${formatNumber(used_wh / 1000, formatting, { maximumFractionDigits: 1 })} kWh`],
      ...(percent === null
        ? []
        : [
            [
              say('change'),
              formatNumber(percent / 100, formatting, { style: 'percent', signDisplay: 'exceptZero' }),
            ] as [string, string],
          ]),
      ...(cost_minor === null
        ? []
        : [[say('cost'), formatMoney(cost_minor, report.currency, formatting)] as [string, string]]),
    ];
    return {
      subject: say('subject', { month: name, holder: report.holder }),
      ...mailBody(ctx, [
        { kind: 'heading', text: say('subject', { month: name, holder: report.holder }) },
        { kind: 'facts', rows },
        { kind: 'text', text: say('text') },
        ...(page
          ? [{ kind: 'button' as const, text: say('open'), url: `${ctx.config.PUBLIC_URL}${page}/electricity/reports` }]
          : []),
        { kind: 'note', text: say('note', { organization: orgOf(ctx).name }) },
      ]),
      attachments: [
        {
          filename: `electricity-${month.slice(0, 7)}.pdf`,
          contentType: 'application/pdf',
          content: await reportPdf(ctx, report),
        },
      ],
    };
  },
});
