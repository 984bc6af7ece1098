import type { FlowState } from '../../../kernel/conversations/index.ts';
import { orgOf } from '../../../kernel/ctx/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { type DayRange, daysIn, plusDays, wallTime } from '../calendar/days.rule.ts';
import { readDays } from '../calendar/read-days.rule.ts';
import { applyCut, cancelCut } from '../cuts/apply-cut.action.ts';
import { activeCuts } from '../cuts/cuts.query.ts';
import { earliestCut, keptOfCut, mayBegin } from '../cuts/cuts.rule.ts';
import { messSettings } from '../settings.ts';
import { approved, type Chat, type Doing, entry } from './student-talk.ts';
import { dayChoices, daysText, dayText, dayWords, done, menuButton, typed } from './talking.ts';

/** How many days are offered as buttons; others are typed. */
const OFFERED = 6;

async function clockOf({ ctx }: Chat) {
  const { cut_off, cut_max_days } = await getSettings(ctx, messSettings);
  const now = wallTime(orgOf(ctx).timeZone, ctx.clock.now());
  return { now, cut_off, cut_max_days, earliest: earliestCut(now, cut_off) };
}

/** Asks for the first day; a student who types a range is not asked for the last one. */
export const cut: FlowState<Doing> = {
  async ask(talk) {
    const who = await approved(talk);
    if ('step' in who) return who.step;
    const { earliest, cut_off } = await clockOf(talk);
    const text = talk.t('cut.ask', { day: dayText(talk.ctx, earliest), time: cut_off });
    return { text, choices: dayChoices(talk.ctx, earliest, OFFERED) };
  },
  async answer(talk, input) {
    const { now, cut_off } = await clockOf(talk);
    const days = input.kind === 'choice' ? { from: input.id, to: input.id } : readInput(talk, input, now.day);
    if (!days) return null;
    const begins = mayBegin(days.from, now, cut_off);
    if (!begins.ok) return begins;
    const both = input.kind === 'text' && days.to !== days.from;
    return both ? { to: 'cut_ok', data: days } : { to: 'until', data: { from: days.from } };
  },
};

type Input = Parameters<FlowState<Doing>['answer']>[1];

const readInput = ({ t }: Chat, input: Input, today: string): DayRange | null =>
  input.kind === 'text' ? readDays(input.text, today, dayWords(t)) : null;

/** Asks for the last day. */
export const until: FlowState<Doing> = {
  ask({ ctx, data, t }) {
    const { from } = data;
    if (!from) return { to: 'cut', data: {} };
    const [, ...later] = dayChoices(ctx, from, OFFERED);
    const choices = [{ id: from, label: t('until.only') }, ...later];
    return { text: t('until.ask', { day: dayText(ctx, from) }), choices };
  },
  async answer(talk, input) {
    const { data } = talk;
    const { now } = await clockOf(talk);
    const to = input.kind === 'choice' ? input.id : readInput(talk, input, now.day)?.to;
    return to && data.from ? { to: 'cut_ok', data: { from: data.from, to } } : null;
  },
};

/** Asks for confirmation of both days. The choice contains them, so an old button never cuts other days. */
export const cut_ok: FlowState<Doing> = {
  ask({ ctx, data, t }) {
    const days = daysOf(data);
    if (!days) return { to: 'cut', data: {} };
    const text = t('cut_ok.ask', { days: daysText(ctx, days), count: Math.max(0, daysIn(days)) });
    const choices = [
      { id: yesOf(days), label: t('yes') },
      { id: 'no', label: t('no') },
    ];
    return { text, choices };
  },
  async answer(talk, input) {
    const { ctx, data, t } = talk;
    const days = daysOf(data);
    const meant = input.kind === 'choice' ? input.id : typed(talk, input, ['yes', 'no']);
    if (!days || meant === null) return null;
    if (meant === 'no') return { to: 'cut', data: {} };
    if (meant !== 'yes' && meant !== yesOf(days)) return null;
    const who = await approved(talk);
    if ('step' in who) return who.step;
    const made = await applyCut(ctx, who.me.id, days);
    if (!made.ok) return made;
    const { from, to, days: count } = made.data;
    const text = t('cut_ok.done', { days: daysText(ctx, { from, to }), count });
    return done(text, [entry(talk, 'cuts'), menuButton(talk)]);
  },
};

const daysOf = ({ from, to }: Doing): DayRange | null => (from && to ? { from, to } : null);
const yesOf = ({ from, to }: DayRange) => `yes.${from}.${to}`;

/** The cuts of today and later; each can be cancelled while a part of it can still change. */
export const cuts: FlowState<Doing> = {
  async ask(talk) {
    const who = await approved(talk);
    if ('step' in who) return who.step;
    const { ctx, t } = talk;
    const { now, cut_off } = await clockOf(talk);
    const list = (await activeCuts(ctx, who.me.id)).filter((one) => one.to >= now.day);
    if (list.length === 0) return done(t('cuts.none'), [entry(talk, 'cut'), menuButton(talk)]);
    const lines = list.map((one) => t('cuts.line', { days: daysText(ctx, one), count: daysIn(one) }));
    const text = [t('cuts.title'), ...lines].join('\n');
    const back = list.filter((one) => keptOfCut(one, now, cut_off).ok);
    if (back.length === 0) return done(text, [entry(talk, 'cut'), menuButton(talk)]);
    const choices = back.map((one) => ({ id: one.id, label: t('cuts.back', { days: daysText(ctx, one) }) }));
    return { text, choices: [...choices, menuButton(talk)] };
  },
  answer: (_, input) => (input.kind === 'choice' ? { to: 'back_ok', data: { cut: input.id } } : null),
};

/** Asks for confirmation, and shows from which day the student eats again. */
export const back_ok: FlowState<Doing> = {
  async ask(talk) {
    const { ctx, data, t } = talk;
    const mine = await mineOf(talk);
    if (!mine.ok) return mine;
    if (!mine.data) return { to: 'cuts', data: {} };
    const { earliest } = await clockOf(talk);
    const eats = mine.data.from > earliest ? mine.data.from : earliest;
    const text = t('back_ok.ask', { days: daysText(ctx, mine.data), day: dayText(ctx, eats) });
    const choices = [
      { id: `yes.${data.cut}`, label: t('yes') },
      { id: 'no', label: t('no') },
    ];
    return { text, choices };
  },
  async answer(talk, input) {
    const { ctx, data, t } = talk;
    const meant = input.kind === 'choice' ? input.id : typed(talk, input, ['yes', 'no']);
    if (meant === null) return null;
    if (meant === 'no') return { to: 'cuts', data: {} };
    const mine = await mineOf(talk);
    if (!mine.ok || !mine.data || (meant !== 'yes' && meant !== `yes.${data.cut}`)) return null;
    const cancelled = await cancelCut(ctx, mine.data.id);
    if (!cancelled.ok) return cancelled;
    return done(t('back_ok.done'), [entry(talk, 'cuts'), menuButton(talk)]);
  },
};

/** The cut in question, if it is this student's and still active; days that are over can't be given back. */
async function mineOf(talk: Chat): Promise<Result<(DayRange & { id: string }) | null>> {
  const who = await approved(talk);
  if ('step' in who) return ok(null);
  const { now, cut_off } = await clockOf(talk);
  const mine = (await activeCuts(talk.ctx, who.me.id)).find((one) => one.id === talk.data.cut);
  if (!mine) return ok(null);
  const kept = keptOfCut(mine, now, cut_off);
  return kept.ok ? ok({ ...mine, to: mine.to, from: kept.data ? plusDays(kept.data.to, 1) : mine.from }) : kept;
}
