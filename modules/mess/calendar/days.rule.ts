/**
 * Days as text, `2026-11-21`, and local time in a time zone. It does not use Temporal (kernel/lib/time.ts does),
 * because the scanner runs these rules in phone browsers that have none.
 */

/** A range of days, first and last included. */
export type DayRange = { from: string; to: string };

const DAY_MS = 86_400_000;
const utc = (day: string) => Date.parse(`${day}T00:00:00Z`);

/** `plusDays('2028-02-28', 1)` → `2028-02-29` */
export function plusDays(day: string, days: number): string {
  return new Date(utc(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How many days a range has: 1 from a day to itself, below 1 when it is reversed. */
export function daysIn({ from, to }: DayRange): number {
  return Math.round((utc(to) - utc(from)) / DAY_MS) + 1;
}

export const holds = (range: DayRange, day: string) => range.from <= day && day <= range.to;

/** Whether two ranges share a day. */
export const overlap = (a: DayRange, b: DayRange) => a.from <= b.to && b.from <= a.to;

/** Whether they share a day or lie side by side. */
export const touch = (a: DayRange, b: DayRange) => a.from <= plusDays(b.to, 1) && b.from <= plusDays(a.to, 1);

/** The days both have, or null. */
export function common(a: DayRange, b: DayRange): DayRange | null {
  const from = a.from > b.from ? a.from : b.from;
  const to = a.to < b.to ? a.to : b.to;
  return from <= to ? { from, to } : null;
}

/** Ranges in order, those that touch made one. */
export function joined(ranges: DayRange[]): DayRange[] {
  const result: DayRange[] = [];
  for (const range of [...ranges].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = result.at(-1);
    if (last && touch(last, range)) last.to = range.to > last.to ? range.to : last.to;
    else result.push({ ...range });
  }
  return result;
}

/** What is left of `ranges` without the days of `holes`, in order. */
export function without(ranges: DayRange[], holes: DayRange[]): DayRange[] {
  let left = joined(ranges);
  for (const hole of holes) {
    left = left.flatMap((range) => {
      if (!overlap(range, hole)) return [range];
      const before = { from: range.from, to: plusDays(hole.from, -1) };
      const after = { from: plusDays(hole.to, 1), to: range.to };
      return [before, after].filter(({ from, to }) => from <= to);
    });
  }
  return left;
}

/** All days of the ranges; none may overlap. */
export const countDays = (ranges: DayRange[]) => ranges.reduce((sum, range) => sum + daysIn(range), 0);

/** Local time: the day, and the full minutes since midnight. */
export type WallTime = { day: string; minute: number };

// Keeps the last answer for each zone for its minute: no zone changes its offset within a minute, and scans ask many
// times in it.
type Clock = { format: Intl.DateTimeFormat; minute: number; shows: WallTime };
const clocks = new Map<string, Clock>();

export function wallTime(zone: string, at: Date): WallTime {
  const minute = Math.floor(at.getTime() / 60_000);
  const known = clocks.get(zone);
  if (known?.minute === minute) return known.shows;
  const format = known?.format ?? formatIn(zone);
  const shows = read(format, at);
  clocks.set(zone, { format, minute, shows });
  return shows;
}

function formatIn(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
}

function read(clock: Intl.DateTimeFormat, at: Date): WallTime {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of clock.formatToParts(at)) part[type] = value;
  return { day: `${part.year}-${part.month}-${part.day}`, minute: Number(part.hour) * 60 + Number(part.minute) };
}

/** `23:00` → 1380 */
export function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** Days without a meal (`mealId`), or without any (null). */
export type ClosedDays = DayRange & { mealId: string | null };
