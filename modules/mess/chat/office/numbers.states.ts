import type { FlowState } from '../../../../kernel/conversations/index.ts';
import { formattingOf } from '../../../../kernel/i18n/index.ts';
import { plusDays } from '../../calendar/days.rule.ts';
import { durationText } from '../../calendar/duration.rule.ts';
import { countForKitchen } from '../../cook-count/cook-count.query.ts';
import { todayOf } from '../../cycles/cycles.query.ts';
import { todayBoard } from '../../reports/board.report.ts';
import { cutReport, paymentReport } from '../../reports/money.report.ts';
import { registrationReport } from '../../reports/registrations.report.ts';
import { dayText, done, menuButton, money } from '../talking.ts';
import { entry, staffFor, type Working } from './office-talk.ts';

/** The office's menu: what waits, with how many. */
export const office: FlowState<Working> = {
  async ask(talk) {
    const staff = await staffFor(talk, 'mess.read');
    if (!staff.ok) return staff;
    const { t, ctx } = talk;
    const board = await todayBoard(staff.data);
    if (!board.ok) return board;
    const { registrations, proofs } = board.data.waiting;
    const may = (permission: string) => ctx.services.authenticator.can({ ...ctx, actor: staff.data.actor }, permission);
    const counted = (id: string, count: number) => {
      const plain = entry(talk, id);
      return count > 0 ? { ...plain, label: `${plain.label} (${count})` } : plain;
    };
    const choices = [
      ...(may('mess.student.decide') ? [counted('pending', registrations)] : []),
      ...(may('payments.verify') ? [counted('proofs', proofs)] : []),
      entry(talk, 'today'),
      entry(talk, 'reports'),
      ...(may('mess.manage') ? [entry(talk, 'announce')] : []),
      menuButton(talk),
    ];
    return { text: t('office.ask', { name: staff.data.actor.name, registrations, proofs }), choices };
  },
  answer: () => null,
};

/** Today's numbers: who eats, each meal served against expected, and what the kitchen cooks for tomorrow. */
export const today: FlowState<Working> = {
  async ask(talk) {
    const staff = await staffFor(talk, 'mess.read');
    if (!staff.ok) return staff;
    const { ctx, t } = talk;
    const [board, cook] = [await todayBoard(staff.data), await countForKitchen(staff.data)];
    if (!board.ok) return board;
    if (!cook.ok) return cook;
    const { people, meals, waiting, day } = board.data;
    const lines = [
      t('today.title', { day: dayText(ctx, day) }),
      t('today.people', people),
      ...meals.map(({ meal, state, served, expected, refused }) =>
        t(state === 'closed' ? 'today.closed' : 'today.meal', { meal: meal.name, served, expected, refused }),
      ),
      t('today.waiting', waiting),
      ...(cook.data.meals.length > 0 ? [t('today.cook', { day: dayText(ctx, cook.data.day) })] : []),
      ...cook.data.meals.map(({ meal, closed, count, may_eat }) =>
        t(closed ? 'today.closed' : 'today.cook_meal', { meal: meal.name, count, may_eat }),
      ),
    ];
    const { days, mean_absolute } = cook.data.error.total;
    if (days > 0) lines.push(t('today.error', { off: mean_absolute, count: days }));
    return done(lines.join('\n'), [entry(talk, 'reports'), entry(talk, 'office')]);
  },
  answer: () => null,
};

/** How many days' cuts are listed. */
const DAYS_AHEAD = 7;

/** Reports: payments of the cycle by state, the last month's registrations, days off to come. */
export const reports: FlowState<Working> = {
  async ask(talk) {
    const staff = await staffFor(talk, 'mess.read');
    if (!staff.ok) return staff;
    const { ctx, t } = talk;
    const from = todayOf(ctx);
    const [paid, joined, cuts] = [
      await paymentReport(staff.data),
      await registrationReport(staff.data, {}),
      await cutReport(staff.data, { from, to: plusDays(from, DAYS_AHEAD - 1) }),
    ];
    const lines: string[] = [];
    if (paid.ok) {
      const { cycle, states, verified_minor, due_minor, currency, minutes_to_verify } = paid.data;
      const amounts = { verified: money(ctx, verified_minor, currency), due: money(ctx, due_minor, currency) };
      lines.push(
        t('reports.payments', { cycle: cycle.name }),
        t('reports.states', states),
        t('reports.money', amounts),
      );
      if (minutes_to_verify !== null) {
        const time = durationText(formattingOf(ctx).locale, minutes_to_verify);
        lines.push(t('reports.verify_time', { time }));
      }
    } else lines.push(t(`errors.${paid.code}`));
    if (joined.ok) lines.push(t('reports.registrations', joined.data));
    if (cuts.ok) {
      lines.push(t('reports.cuts'));
      for (const { day, cut, closed } of cuts.data)
        lines.push(t(closed ? 'reports.closed' : 'reports.cut', { day: dayText(ctx, day), count: cut }));
    }
    return done(lines.join('\n'), [entry(talk, 'today'), entry(talk, 'office')]);
  },
  answer: () => null,
};
