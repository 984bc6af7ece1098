/** Days of the week (1 Monday … 7 Sunday), from and to a minute of the day; over midnight when it ends before it begins. */
export type ServiceWindow = { days: number[]; from: number; to: number };

const WEEK = 8;

/**
 * When people may be told at the earliest: now, or when the next window begins. Without windows it is always now. A
 * window over midnight belongs to the day on which it begins.
 */
export function notifyAt(zone: string, now: Date, windows: ServiceWindow[]): Date {
  if (windows.length === 0) return now;
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone);
  const today = here.toPlainDate();
  let next: number | null = null;
  // From yesterday on, whose last window may still be open.
  for (let ahead = -1; ahead < WEEK; ahead++) {
    const day = today.add({ days: ahead });
    for (const { days, from, to } of windows) {
      if (!days.includes(day.dayOfWeek)) continue;
      const start = instantOf(zone, day, from);
      const end = instantOf(zone, to <= from ? day.add({ days: 1 }) : day, to);
      if (now.getTime() >= start && now.getTime() < end) return now;
      if (start > now.getTime() && (next === null || start < next)) next = start;
    }
  }
  return next === null ? now : new Date(next);
}

function instantOf(zone: string, day: Temporal.PlainDate, minute: number): number {
  const [date, rest] = minute === 1440 ? [day.add({ days: 1 }), 0] : [day, minute];
  const time = Temporal.PlainTime.from({ hour: Math.floor(rest / 60), minute: rest % 60 });
  return date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
}

/** "8:00" → 480, "24:00" → 1440; null when it is no time. */
export function readMinute(text: string): number | null {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text.trim()) ?? [];
  if (hours === undefined || Number(minutes) > 59) return null;
  const minute = Number(hours) * 60 + Number(minutes);
  return minute <= 1440 ? minute : null;
}

export const showMinute = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
