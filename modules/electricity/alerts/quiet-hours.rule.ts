/** From and to a minute of the day, such as 22:00 (1320) to 6:00 (360); over midnight when it ends before it begins. */
export type QuietHours = { from: number; to: number };

const MINUTES = 1440;

function isQuiet({ from, to }: QuietHours, minute: number): boolean {
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

/**
 * When a message may be sent at the earliest: now, or at the end of the quiet hours of the organization and the person,
 * which may follow each other. Whoever is quiet around the clock gets it at once: they would never get it.
 */
export function sendAt(zone: string, now: Date, quiet: QuietHours[]): Date {
  let at = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone);
  const begin = at;
  for (let round = 0; round < quiet.length * 2; round++) {
    const minute = at.hour * 60 + at.minute;
    const one = quiet.find((each) => isQuiet(each, minute));
    if (!one) return new Date(at.epochMilliseconds);
    const end = at.startOfDay().add({ minutes: one.to + (one.to <= minute ? MINUTES : 0) });
    at = end;
    if (at.since(begin).total('hours') >= 24) return now;
  }
  const minute = at.hour * 60 + at.minute;
  return quiet.some((each) => isQuiet(each, minute)) ? now : new Date(at.epochMilliseconds);
}

/** "22:00" → 1320; null when it is no time. */
export function readTime(text: string): number | null {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text.trim()) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) return null;
  return Number(hours) * 60 + Number(minutes);
}

export const showTime = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
