import type { FlowState } from '../../../kernel/conversations/index.ts';
import { formatDate, formattingOf } from '../../../kernel/i18n/index.ts';
import { emptyText } from '../empty-text.ts';
import { listPurchases } from '../purchases/purchases.query.ts';
import { balanceOf } from '../readings/usage.query.ts';
import { command, type Doing, done, entry, kwh, menu, money, nameOf, whoIs } from './talking.ts';

/** As many as one message can hold, for an institution with a hundred meters. */
const MAX_METERS = 8;

const answer: FlowState<Doing>['answer'] = (talk, input) => (input.kind === 'text' ? command(talk, input.text) : null);

/** What each meter has left, and until when. */
export const balance: FlowState<Doing> = {
  async ask(talk) {
    const { ctx, t } = talk;
    const who = await whoIs(talk);
    if ('step' in who) return who.step;
    const lines = await Promise.all(
      who.me.meters.slice(0, MAX_METERS).map(async (meter) => {
        const left = t('balance.left', { meter: nameOf(meter), kwh: kwh(ctx, meter.balance_wh) });
        const seen = await balanceOf(who.me.ctx, meter.id, meter.history);
        const until = seen.ok && meter.balance_wh > 0 ? seen.data.empty_at : null;
        return until ? `${left} ${emptyText(ctx, ctx.locale, new Date(until))}` : left;
      }),
    );
    const more = who.me.meters.length - MAX_METERS;
    if (more > 0) lines.push(t('balance.more', { count: more }));
    return done(lines.join('\n'), [entry(talk, 'buy'), entry(talk, 'history'), menu(talk)]);
  },
  answer,
};

/** The latest purchases for all meters. */
export const history: FlowState<Doing> = {
  async ask(talk) {
    const { ctx, t } = talk;
    const who = await whoIs(talk);
    if ('step' in who) return who.step;
    const lists = await Promise.all(
      who.me.meters
        .slice(0, MAX_METERS)
        .map(({ id, history }) => listPurchases(who.me.ctx, { filter: { meter_id: id }, limit: 5, history })),
    );
    const latest = lists
      .flatMap((list) => (list.ok ? list.data : []))
      .sort((a, b) => (a.id < b.id ? 1 : -1))
      .slice(0, 5);
    if (latest.length === 0) return done(t('history.none'), [entry(talk, 'buy'), menu(talk)]);
    const meters = new Map(who.me.meters.map((meter) => [meter.id, meter]));
    const lines = latest.map((one) => {
      const meter = meters.get(one.meter.id);
      const state = one.payment.state === 'unknown' && one.state === 'open' ? 'unknown' : one.state;
      return t('history.line', {
        day: formatDate(new Date(one.created_at), formattingOf(ctx)),
        amount: money(ctx, one.amount_minor, one.currency),
        kwh: kwh(ctx, one.wh),
        meter: meter ? nameOf(meter) : one.meter.number,
        state: t(`history.${state}`),
      });
    });
    return done(lines.join('\n'), [entry(talk, 'balance'), entry(talk, 'buy'), menu(talk)]);
  },
  answer,
};
