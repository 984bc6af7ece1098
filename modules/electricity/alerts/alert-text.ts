import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { formatDate, formatMoney, formatNumber, inLanguage, localeIn, t } from '../../../kernel/i18n/index.ts';
import { emptyText } from '../empty-text.ts';
import { showNumber } from '../meters/contract.ts';

export type AlertRow = {
  kind: string;
  detail: unknown;
  opened_at: Date;
  number: string;
  name: string;
  place: string;
};
type Detail = Record<string, number | string | undefined>;
type Names = (name: string) => string;

const HOUR_MS = 3_600_000;

/** An alert in a sentence or two; `literally` protects names where a text has markup (kernel/lib/chat-markup.ts). */
export function alertText(ctx: Ctx, language: string, alert: AlertRow, literally: Names = (name) => name): string {
  const detail = alert.detail as Detail;
  const { country, timeZone } = orgOf(ctx);
  const locale = localeIn(language, country);
  const kwh = (wh: Detail[string]) => formatNumber(Number(wh ?? 0) / 1000, { locale }, { maximumFractionDigits: 1 });
  const meter = literally(alert.name || alert.place || showNumber(alert.number));
  const say = (key: string, values: object) =>
    t(inLanguage(ctx, language), `messages.electricity.alert.${key}`, { meter, ...values });
  const day = formatDate(alert.opened_at, { locale, timeZone });
  const { hours_left } = detail;
  const until = hours_left === undefined ? null : new Date(alert.opened_at.getTime() + Number(hours_left) * HOUR_MS);
  const soon = until && until > ctx.clock.now() ? ` ${emptyText(ctx, language, until)}` : '';
  switch (alert.kind) {
    case 'low_balance':
      if (Number(detail.balance_wh) <= 0) return say('empty', {});
      return say('low_balance', { kwh: kwh(detail.balance_wh) }) + soon;
    case 'days_left':
      return say('low_balance', { kwh: kwh(detail.balance_wh) }) + soon;
    case 'unusual':
      return say('unusual', { kwh: kwh(detail.day_wh), usual: kwh(detail.usual_wh) });
    case 'over_limit': {
      const values = { kwh: kwh(detail.used_wh), limit: kwh(detail.limit_wh), day };
      return say(detail.month ? 'over_month' : 'over_day', values);
    }
    case 'silent':
      return say('silent', { hours: formatNumber(Number(detail.hours), { locale }) });
    default:
      return say('payment', {
        amount: formatMoney(Number(detail.amount_minor), String(detail.currency), { locale }),
        kwh: kwh(detail.wh),
        left: kwh(detail.balance_wh),
      });
  }
}

export const alertSubject = (ctx: Ctx, language: string, { kind, name, place, number }: AlertRow) =>
  t(inLanguage(ctx, language), `messages.electricity.alert.subject_${kind}`, {
    meter: name || place || showNumber(number),
  });
