import type { FlowState } from '../../../kernel/conversations/index.ts';
import { formatTime, formattingOf } from '../../../kernel/i18n/index.ts';
import { lastMeals } from '../door/meal-history.query.ts';
import { accountOf } from '../payments/account.query.ts';
import type { Account, CyclePayment } from '../payments/contract.ts';
import { partsOf, unpaid } from './owed-in-chat.ts';
import { approved, type Chat, type Doing, entry, meOf } from './student-talk.ts';
import { daysText, dayText, done, menuButton, money } from './talking.ts';

/** Shows what the student owes for this cycle and those to come, and their credit. */
export const owe: FlowState<Doing> = {
  async ask(talk) {
    const account = await accountFor(talk);
    if ('step' in account) return account.step;
    const { t } = talk;
    const owed = await unpaid(talk, account.id);
    const lines = owed.flatMap((payment) => [owedLine(talk, payment), partsOf(talk, payment) ?? []].flat());
    if (lines.length === 0) lines.push(t('owe.nothing'));
    if (owed.length === 0) lines.push(...creditLine(talk, account.data));
    const next = [...(owed.length > 0 ? [entry(talk, 'pay')] : []), entry(talk, 'rebates'), menuButton(talk)];
    return done(lines.join('\n'), next);
  },
  answer: () => null,
};

/** The credit, or the debt when it is below zero. */
function creditLine({ ctx, t }: Chat, { credit_minor, currency }: Account): string[] {
  if (credit_minor === 0) return [];
  const credit = money(ctx, Math.abs(credit_minor), currency);
  return [t(credit_minor > 0 ? 'owe.credit' : 'owe.overdrawn', { credit })];
}

const owedLine = ({ ctx, t }: Chat, { cycle, due_minor, currency, state }: CyclePayment): string =>
  t('owe.line', {
    cycle: cycle.name,
    days: daysText(ctx, { from: cycle.starts_on, to: cycle.ends_on }, 'with year'),
    due: money(ctx, due_minor, currency),
    state: t(`payment.${state}`),
  });

/** Shows what days off give back, line by line. */
export const rebates: FlowState<Doing> = {
  async ask(talk) {
    const account = await accountFor(talk);
    if ('step' in account) return account.step;
    const { ctx, t } = talk;
    const { rebates, currency } = account.data;
    const lines = rebates.slice(0, 3).flatMap(({ cycle, credited, lines, total_minor }) => [
      `*${cycle.name}*`,
      ...lines.map((line) =>
        t(`rebates.${line.kind}`, {
          days: daysText(ctx, line),
          meal: line.meal ?? '',
          count: line.days,
          day: money(ctx, line.day_minor, currency),
          amount: money(ctx, line.amount_minor, currency),
        }),
      ),
      t(credited ? 'rebates.credited' : 'rebates.so_far', { total: money(ctx, total_minor, currency) }),
    ]);
    if (lines.length === 0) lines.push(t('rebates.none'));
    lines.push(...creditLine(talk, account.data));
    return done(lines.join('\n'), [entry(talk, 'owe'), menuButton(talk)]);
  },
  answer: () => null,
};

const MEALS = 12;
const CYCLES = 6;

/** Shows the latest meals and payments. */
export const history: FlowState<Doing> = {
  async ask(talk) {
    const account = await accountFor(talk);
    if ('step' in account) return account.step;
    const { ctx, t } = talk;
    const formatting = formattingOf(ctx);
    const meals = (await lastMeals(ctx, account.id, MEALS)).map(({ service_on, meal, at, device }) =>
      t('history.meal', { day: dayText(ctx, service_on), meal, time: formatTime(at, formatting), device }),
    );
    const payments = account.data.payments
      .filter(({ id }) => id)
      .slice(0, CYCLES)
      .map(({ cycle, due_minor, currency, state }) =>
        t('history.payment', {
          cycle: cycle.name,
          amount: money(ctx, due_minor, currency),
          state: t(`payment.${state}`),
        }),
      );
    const lines = [
      t('history.meals'),
      ...(meals.length > 0 ? meals : [t('history.no_meals')]),
      t('history.payments'),
      ...(payments.length > 0 ? payments : [t('history.no_payments')]),
    ];
    return done(lines.join('\n'), [entry(talk, 'rebates'), menuButton(talk)]);
  },
  answer: () => null,
};

/** The account of this chat's student; every student who eats or has eaten has one. */
async function accountFor(talk: Chat) {
  const me = await meOf(talk);
  if (!me || me.state === 'pending' || me.state === 'denied') {
    const who = await approved(talk);
    return 'step' in who ? who : { step: done(talk.t('stranger')) };
  }
  const account = await accountOf(talk.ctx, me.id);
  return account.ok ? { id: me.id, data: account.data } : { step: done(talk.t('stranger')) };
}
