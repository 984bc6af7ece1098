/** How long a bin lasts, from what was used on the days before. */
export type Forecast = {
  daysLeft: number;
  /** how far such forecasts were off on average, of the days before themselves; null: too few days to tell */
  errorPercent: number | null;
};

/** Fewer days say nothing; more than this don't count any more. */
const MIN_DAYS = 4;
/** How far ahead a forecast is tried, on how many earlier days. */
const TRIED_DAYS = 3;
const MIN_TRIES = 10;
const FAR = 90;

/** A day with what was used on it; `weekday` 1 Monday … 7 Sunday. */
export type UseDay = { weekday: number; milli: number };

/**
 * How long `level` lasts. A day uses what days of its kind (working day, weekend) used on average; as long as fewer than
 * two of a kind are known, it is the average of all. Null when nothing is used, or fewer than four days are known.
 * @param days whole days until yesterday, oldest first, without a gap
 * @param today weekday of today
 * @param rest the part of today that is still to come, from 0 to 1
 */
export function forecast(level: number, days: UseDay[], today: number, rest: number): Forecast | null {
  if (days.length < MIN_DAYS || days.every(({ milli }) => milli === 0)) return null;
  let left = level;
  let lasts = 0;
  for (let ahead = 0; ahead < FAR; ahead++) {
    const part = ahead === 0 ? rest : 1;
    const use = usualOn(days, weekdayAfter(today, ahead)) * part;
    if (use >= left && use > 0) return { daysLeft: lasts + (left / use) * part, errorPercent: errorOf(days) };
    left -= use;
    lasts += part;
  }
  return { daysLeft: lasts, errorPercent: errorOf(days) };
}

const weekdayAfter = (weekday: number, days: number) => ((weekday - 1 + days) % 7) + 1;
const mean = (numbers: number[]) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

function usualOn(days: UseDay[], weekday: number): number {
  const same = days.filter((day) => day.weekday > 5 === weekday > 5);
  return mean((same.length >= 2 ? same : days).map(({ milli }) => milli));
}

/** Tries the same on earlier days: what it would have said of the next three, and what was used on them. */
function errorOf(days: UseDay[]): number | null {
  const wrong: number[] = [];
  const used: number[] = [];
  for (let end = days.length - TRIED_DAYS; end >= MIN_DAYS && wrong.length < MIN_TRIES; end--) {
    const known = days.slice(0, end);
    const next = days.slice(end, end + TRIED_DAYS);
    const said = next.reduce((sum, { weekday }) => sum + usualOn(known, weekday), 0);
    const real = next.reduce((sum, { milli }) => sum + milli, 0);
    wrong.push(Math.abs(said - real));
    used.push(real);
  }
  const all = used.reduce((sum, n) => sum + n, 0);
  return wrong.length < 2 || all === 0 ? null : Math.round((100 * wrong.reduce((sum, n) => sum + n, 0)) / all);
}
