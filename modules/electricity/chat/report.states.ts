import type { FlowState } from '../../../kernel/conversations/index.ts';
import { formattingOf } from '../../../kernel/i18n/index.ts';
import { addDays } from '../../../kernel/lib/time.ts';
import { monthOf, today } from '../days.ts';
import { usageOf } from '../readings/usage.query.ts';
import { command, type Doing, done, entry, kwh, menu, nameOf, whoIs } from './talking.ts';

const MAX_METERS = 8;

/** What each meter used in the last month and in the one before. */
export const report: FlowState<Doing> = {
  async ask(talk) {
    const { ctx, t } = talk;
    const who = await whoIs(talk);
    if ('step' in who) return who.step;
    const month = monthOf(addDays(monthOf(today(ctx)), -1));
    const before = monthOf(addDays(month, -1));
    const lines = await Promise.all(
      who.me.meters.slice(0, MAX_METERS).map(async (meter) => {
        const usage = await usageOf(who.me.ctx, meter.id, { by: 'month', from: before, to: month }, meter.history);
        const used = (at: string) => (usage.ok ? (usage.data.find((one) => one.at === at)?.wh ?? 0) : 0);
        return t('report.line', { meter: nameOf(meter), kwh: kwh(ctx, used(month)), before: kwh(ctx, used(before)) });
      }),
    );
    const { locale } = formattingOf(ctx);
    const name = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
    const title = t('report.title', { month: name.format(new Date(`${month}T00:00:00Z`)) });
    return done([title, ...lines].join('\n'), [entry(talk, 'balance'), menu(talk)]);
  },
  answer: (talk, input) => (input.kind === 'text' ? command(talk, input.text) : null),
};
