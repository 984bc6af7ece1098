/**
 * When an alert of each kind begins and ends. Between the two limits nothing changes, so that a meter which hovers
 * about one of them gives one message and not ten.
 */

export const ALERT_KINDS = ['low_balance', 'days_left', 'unusual', 'over_limit', 'silent', 'payment'] as const;
/** What people may be written about; one that is muted is shown in the portal alone. */
export const NOTICE_KINDS = [...ALERT_KINDS, 'report'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];
/** Those that begin and end; a confirmed payment is one moment. */
export const WATCHED = ['low_balance', 'days_left', 'unusual', 'over_limit', 'silent'] as const;
export type WatchedKind = (typeof WATCHED)[number];

export type Facts = {
  balanceWh: number;
  /** at this balance or below it is low */
  lowWh: number;
  /** hours until it is empty; null: nobody knows */
  hoursLeft: number | null;
  /** fewer days than this are worth a message */
  warnDays: number;
  /** what was used on the last whole day that is known, and on the days before it */
  lastDayWh: number | null;
  daysBefore: number[];
  /** this day's and this month's use, and their limits */
  dayWh: number;
  monthWh: number;
  dayLimitWh: number | null;
  monthLimitWh: number | null;
  /** hours since its machine reported; null when it has none */
  quietHours: number | null;
  silentHours: number;
};

export type Judged = { open: boolean; values?: Record<string, number> } | null;

/** A quarter above the limit ends it. */
const RELIEF = 1.25;
/** A day is unusual from twice the usual one on, and ends below one and a half. */
const UNUSUAL = 2;
const USUAL = 1.5;
/** Fewer days don't say what is usual, and below a kilowatt-hour an iron makes the difference. */
const MIN_DAYS = 10;
const MIN_WH = 1000;

/** Whether each kind is on (`open`), off, or as it was (null). */
export function judge(facts: Facts): Record<WatchedKind, Judged> {
  return {
    low_balance: low(facts),
    days_left: daysLeft(facts),
    unusual: unusual(facts),
    over_limit: overLimit(facts),
    silent: silent(facts),
  };
}

function low({ balanceWh, lowWh, hoursLeft }: Facts): Judged {
  if (balanceWh <= lowWh) {
    const values = { balance_wh: balanceWh };
    return { open: true, values: hoursLeft === null ? values : { ...values, hours_left: Math.round(hoursLeft) } };
  }
  return balanceWh > lowWh * RELIEF ? { open: false } : null;
}

function daysLeft({ hoursLeft, warnDays, balanceWh }: Facts): Judged {
  if (hoursLeft === null || hoursLeft > warnDays * 24 * RELIEF) return { open: false };
  if (hoursLeft > warnDays * 24) return null;
  return { open: true, values: { balance_wh: balanceWh, hours_left: Math.round(hoursLeft) } };
}

function unusual({ lastDayWh, daysBefore }: Facts): Judged {
  if (lastDayWh === null || daysBefore.length < MIN_DAYS) return null;
  const sorted = daysBefore.toSorted((a, b) => a - b);
  const usual = sorted[Math.floor(sorted.length / 2)] as number;
  const most = sorted.at(-1) as number;
  // The largest of four weeks is still usual for a household that washes on Saturdays.
  if (lastDayWh >= usual * UNUSUAL && lastDayWh > most && lastDayWh - usual >= MIN_WH)
    return { open: true, values: { day_wh: lastDayWh, usual_wh: usual } };
  return lastDayWh < usual * USUAL || lastDayWh <= most / RELIEF ? { open: false } : null;
}

function overLimit({ dayWh, dayLimitWh, monthWh, monthLimitWh }: Facts): Judged {
  if (monthLimitWh !== null && monthWh > monthLimitWh)
    return { open: true, values: { used_wh: monthWh, limit_wh: monthLimitWh, month: 1 } };
  if (dayLimitWh !== null && dayWh > dayLimitWh)
    return { open: true, values: { used_wh: dayWh, limit_wh: dayLimitWh, month: 0 } };
  return { open: false };
}

function silent({ quietHours, silentHours }: Facts): Judged {
  if (quietHours === null || quietHours < silentHours) return { open: false };
  return { open: true, values: { hours: Math.round(quietHours) } };
}
