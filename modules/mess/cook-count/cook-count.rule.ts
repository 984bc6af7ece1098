import type { DayRange } from '../calendar/days.rule.ts';

/** A meal of a past day: how many could have eaten, and how many came. */
export type Turnout = { day: string; entitled: number; served: number };

/** The fewest days that show a habit; fewer are chance. */
const MIN_DAYS = 3;
/** Two months of a weekday: long enough to be steady, short enough to follow a term. */
const SAME_WEEKDAYS = 8;
const ANY_DAYS = 28;

/** The days that the count looks back over. */
export const LOOK_BACK_DAYS = SAME_WEEKDAYS * 7;

/** The basis of a share: the same weekday, any day of this meal, or nothing. */
type Basis = 'weekday' | 'meal' | 'nothing';
export type Share = { basis: Basis; days: number; entitled: number; served: number };

/** 0 for Sunday. */
export const weekdayOf = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay();

/**
 * The share of those who could eat that came on past days: on the last eight of the same weekday or, with fewer than
 * three of them, in the last four weeks. A day without any scan is left out: nobody used the scanner, which does not
 * mean that nobody came.
 */
export function shareFor(day: string, past: readonly Turnout[]): Share {
  const known = past
    .filter((each) => each.day < day && each.entitled > 0 && each.served > 0)
    .sort((a, b) => (a.day < b.day ? -1 : 1));
  const weekday = known.filter((each) => weekdayOf(each.day) === weekdayOf(day)).slice(-SAME_WEEKDAYS);
  if (weekday.length >= MIN_DAYS) return sum('weekday', weekday);
  const any = known.slice(-ANY_DAYS);
  return any.length >= MIN_DAYS ? sum('meal', any) : sum('nothing', []);
}

function sum(basis: Basis, days: readonly Turnout[]): Share {
  const of = (field: 'entitled' | 'served') => days.reduce((total, each) => total + each[field], 0);
  return { basis, days: days.length, entitled: of('entitled'), served: of('served') };
}

/** How many will come: those who may eat, times the share of past days; all of them while there is no share. */
export function cookCount(mayEat: number, share: Share): number {
  return share.entitled === 0 ? mayEat : Math.round((mayEat * share.served) / share.entitled);
}

/** How far counts were off. `bias` above 0: too much was cooked. */
export type CountError = { days: number; meanAbsolute: number; bias: number; percent: number | null };

/** The mean absolute error of the counts, their mean error, and the first as a percentage of those who came. */
export function countError(counts: readonly { forecast: number; served: number }[]): CountError {
  const days = counts.length;
  if (days === 0) return { days, meanAbsolute: 0, bias: 0, percent: null };
  const off = counts.map(({ forecast, served }) => forecast - served);
  const absolute = off.reduce((total, each) => total + Math.abs(each), 0);
  const came = counts.reduce((total, { served }) => total + served, 0);
  return {
    days,
    meanAbsolute: tenths(absolute / days),
    bias: tenths(off.reduce((total, each) => total + each, 0) / days),
    percent: came === 0 ? null : tenths((100 * absolute) / came),
  };
}

const tenths = (value: number) => Math.round(value * 10) / 10;

/** `part` of `whole` in percent, to the tenth; null when there is no whole. */
export const percentOf = (part: number, whole: number) => (whole === 0 ? null : tenths((100 * part) / whole));

/** All days of a range, in order. */
export function daysOf({ from, to }: DayRange): string[] {
  const days: string[] = [];
  for (let at = Date.parse(`${from}T00:00:00Z`); at <= Date.parse(`${to}T00:00:00Z`); at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}
