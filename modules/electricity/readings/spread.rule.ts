/** Shares the consumption between two readings among the hours between them. */

export type HourShare = { at: Date; day: string; month: string; wh: number };

/** A pause that is longer is shared among its last days only: nobody looks at the hours of a quarter. */
const MAX_HOURS = 31 * 24;

/**
 * Shares watt-hours evenly over the time from one reading to the next, by full hours of the zone. The shares are whole
 * and add up; an hour without any is left out.
 */
export function spread(zone: string, from: Date, to: Date, wh: number): HourShare[] {
  if (wh === 0) return [];
  const end = to.getTime();
  const start = Math.min(Math.max(from.getTime(), end - MAX_HOURS * 3_600_000), end);
  const shares: HourShare[] = [];
  let hour = startOfHour(zone, start);
  let given = 0;
  for (;;) {
    const next = hour.add({ hours: 1 });
    const until = Math.min(next.epochMilliseconds, end);
    // Of the whole up to here, less what was given: the rounding of one hour is made up in the next.
    // A product of watt-hours and milliseconds can be larger than numbers are exact.
    const due = until >= end ? wh : Number((BigInt(wh) * BigInt(until - start)) / BigInt(end - start));
    const date = hour.toPlainDate();
    if (due > given) {
      const day = date.toString();
      shares.push({ at: new Date(hour.epochMilliseconds), day, month: `${day.slice(0, 7)}-01`, wh: due - given });
    }
    given = due;
    if (until >= end) return shares;
    hour = next;
  }
}

function startOfHour(zone: string, at: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .round({ smallestUnit: 'hour', roundingMode: 'floor' });
}
