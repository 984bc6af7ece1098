/**
 * When a meter will be empty, by what it used in each hour of the week during the last four weeks; and how far such
 * forecasts were off in the last month.
 *
 * `hours` are watt-hours, hour by hour without gaps; the last one ends at the latest reading. `week` is the hour of the
 * week (0 to 167) in which the first of them lies, in the organization's zone. A change of the clock within the four
 * weeks shifts a few hours by one, which is less than people's habits vary.
 */
export type Past = { hours: number[]; week: number };

export const WEEK = 168;
/** Older habits say little about the next days. */
export const LEARNED = 4 * WEEK;
const DAY = 24;
/** A morning says nothing about a day. */
const MIN_SPAN = DAY;
/** Longer than anybody plans, and than a date can be shown. */
const MAX_WEEKS = 520;
/** The forecasts that are looked back on: one for each day of the last month, three days ahead. */
const LOOKED_BACK = 28;
const HOURS_AHEAD = 72;
/** One with less to learn from says nothing about later ones. */
const MIN_TO_JUDGE = WEEK;

/**
 * What is used in each hour of the week: the mean of that hour, drawn to the mean of its time of day, since four weeks
 * have it only four times. Null when there is too little to say.
 */
function weekOf({ hours, week }: Past, end: number): number[] | null {
  const start = Math.max(0, end - LEARNED);
  if (end - start < MIN_SPAN) return null;
  const sums = Array.from({ length: WEEK }, () => ({ wh: 0, count: 0 }));
  const days = Array.from({ length: DAY }, () => ({ wh: 0, count: 0 }));
  for (let i = start; i < end; i++) {
    for (const sum of [sums[(week + i) % WEEK], days[(week + i) % DAY]]) {
      if (!sum) continue;
      sum.wh += hours[i] ?? 0;
      sum.count += 1;
    }
  }
  return sums.map(({ wh, count }, i) => {
    const day = days[i % DAY] as { wh: number; count: number };
    return (wh + day.wh / Math.max(1, day.count)) / (count + 1);
  });
}

/** Hours until so many watt-hours are used, from the end of `past`; null when that is too long to say. */
function hoursFor(profile: number[], first: number, wh: number): number | null {
  const whole = profile.reduce((sum, one) => sum + one, 0);
  if (whole <= 0) return null;
  const weeks = Math.floor(wh / whole);
  if (weeks > MAX_WEEKS) return null;
  let left = wh - weeks * whole;
  for (let i = 0; i < WEEK; i++) {
    const use = profile[(first + i) % WEEK] as number;
    if (use > 0 && use >= left) return weeks * WEEK + i + left / use;
    left -= use;
  }
  return (weeks + 1) * WEEK;
}

/** Hours from the latest reading on until nothing is left; null without use, or with less than a day to learn from. */
export function hoursLeft(past: Past, balanceWh: number): number | null {
  if (balanceWh <= 0) return 0;
  const profile = weekOf(past, past.hours.length);
  return profile && hoursFor(profile, (past.week + past.hours.length) % WEEK, balanceWh);
}

/**
 * For each day of the last month: how long would we have said that the use of the following three days lasts? The mean
 * distance from three days, as a share of them; null while there is too little to look back on. Some milliseconds.
 */
export function errorOf(past: Past): number | null {
  const { hours, week } = past;
  const off: number[] = [];
  for (let back = 1; back <= LOOKED_BACK; back++) {
    const end = hours.length - HOURS_AHEAD - (back - 1) * DAY;
    if (end < MIN_TO_JUDGE) break;
    const used = hours.slice(end, end + HOURS_AHEAD).reduce((sum, wh) => sum + wh, 0);
    const profile = used > 0 ? weekOf(past, end) : null;
    const said = profile && hoursFor(profile, (week + end) % WEEK, used);
    if (said !== null) off.push(Math.min(1, Math.abs(said - HOURS_AHEAD) / HOURS_AHEAD));
  }
  return off.length === 0 ? null : off.reduce((sum, one) => sum + one, 0) / off.length;
}
