import { attempt, type Choice, type FlowState } from '../../../kernel/conversations/index.ts';
import { plusDays } from '../calendar/days.rule.ts';
import { closedDaysIn } from '../closures/closures.query.ts';
import { makeCodeLink } from '../codes/make-code-link.action.ts';
import { qrPicture } from '../codes/qr-picture.action.ts';
import { activeCuts } from '../cuts/cuts.query.ts';
import { todayOf } from '../cycles/cycles.query.ts';
import { mealsOf } from '../meals/meals.query.ts';
import { paymentsOfStudent } from '../payments/payments.query.ts';
import { changeStudent } from '../students/change-student.action.ts';
import type { Student } from '../students/contract.ts';
import { approved, type Chat, type Doing, entry, meOf, nextOf } from './student-talk.ts';
import { daysText, dayText, done, menuButton } from './talking.ts';

/** Sends the code for the door: a picture or, for a changing code, the link that opens it on this phone. */
export const qr: FlowState<Doing> = {
  async ask(talk) {
    const who = await approved(talk);
    if ('step' in who) return who.step;
    const { me } = who;
    const { ctx, t } = talk;
    if (me.code_changes) {
      const link = await attempt(ctx, () => makeCodeLink(ctx, me.id));
      return link.ok ? done(t('qr.changes', { url: link.data.url }), [menuButton(talk)]) : link;
    }
    if (!me.qr) return done(t('qr.none'), [menuButton(talk)]);
    const picture = await qrPicture(ctx, me.id, me.qr);
    if (!picture.ok) return picture;
    const text = t('qr.text', { name: me.name, roll: me.roll_number });
    return done(text, [menuButton(talk)], { image: picture.data });
  },
  answer: () => null,
};

/**
 * Shows the student's status: registration, this cycle's payment, cuts, closures, meal times; and the switch for
 * messages after meals.
 */
export const status: FlowState<Doing> = {
  async ask(talk) {
    const me = await meOf(talk);
    const { t } = talk;
    if (!me) return done(t('stranger'), [entry(talk, 'register'), menuButton(talk)]);
    const lines = [
      `*${me.name}*, ${me.roll_number}${me.room ? `, ${me.room}` : ''}`,
      t(`status.${me.state}`, { reason: me.denial_reason ?? '' }),
    ];
    if (me.state !== 'approved') return done(lines.join('\n'), nextOf(talk, me));
    lines.push(...(await factsOf(talk, me)), t(me.notify_meals ? 'status.meal_notices' : 'status.no_meal_notices'));
    const turn = me.notify_meals ? 'off' : 'on';
    return { text: lines.join('\n'), choices: [{ id: turn, label: t(`status.turn_${turn}`) }, ...waysOn(talk)] };
  },
  async answer(talk, input) {
    const me = await meOf(talk);
    if (!me || input.kind !== 'choice') return null;
    const notify_meals = input.id === 'on';
    const changed = await changeStudent(talk.ctx, me.id, { notify_meals });
    if (!changed.ok) return changed;
    return done(talk.t(notify_meals ? 'status.turned_on' : 'status.turned_off'), [menuButton(talk)]);
  },
};

const waysOn = (talk: Chat): Choice[] => [entry(talk, 'owe'), menuButton(talk)];

/** Closures are listed this many days ahead. */
const DAYS_AHEAD = 14;

async function factsOf({ ctx, t }: Chat, me: Student): Promise<string[]> {
  const today = todayOf(ctx);
  const [payments, cuts, closed, meals] = await Promise.all([
    paymentsOfStudent(ctx, me.id),
    activeCuts(ctx, me.id),
    closedDaysIn(ctx, { from: today, to: plusDays(today, DAYS_AHEAD) }),
    mealsOf(ctx),
  ]);
  const current = payments.find(({ cycle }) => cycle.starts_on <= today && today <= cycle.ends_on);
  const lines = [
    current
      ? t('status.payment', { cycle: current.cycle.name, state: t(`payment.${current.state}`) })
      : t('status.no_cycle'),
  ];
  if (current?.grace_until && current.state !== 'verified' && current.grace_until >= today)
    lines.push(t('status.grace', { day: dayText(ctx, current.grace_until) }));
  for (const cut of cuts.filter(({ to }) => to >= today).slice(0, 3))
    lines.push(t('status.cut', { days: daysText(ctx, cut) }));
  for (const closure of closed) {
    const meal = meals.find(({ id }) => id === closure.mealId)?.name;
    lines.push(t(meal ? 'status.closed_meal' : 'status.closed', { days: daysText(ctx, closure), meal: meal ?? '' }));
  }
  const hours = meals.filter(({ active }) => active).map(({ name, starts, ends }) => `${name} ${starts}–${ends}`);
  if (hours.length > 0) lines.push(t('status.meals', { hours: hours.join(', ') }));
  return lines;
}
