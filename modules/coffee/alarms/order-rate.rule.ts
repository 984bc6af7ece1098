/** Hours that are compared with the same ones of earlier days of the same kind: working days, or weekends. */
export const RATE_HOURS = 3;
/** How far back; four weeks have eight days of weekends. */
const RATE_DAYS = 28;
const MIN_DAYS = 7;
/** Fewer orders than this in three hours are chance. */
const MIN_USUAL = 6;
const MIN_MORE = 10;

export type RateVerdict = { open: boolean; orders: number; usual: number };

/**
 * Whether a machine sells unusually little (a quarter of the usual) or much (three times), and less or more than on nine
 * of ten days; a holiday among them changes nothing. It ends at half and at twice. Null: as it was, or nobody knows what
 * is usual.
 * @param before the orders in the same hours of each of the earlier days
 */
export function judgeRate(orders: number, before: number[]): RateVerdict | null {
  if (before.length < MIN_DAYS) return null;
  const sorted = before.toSorted((a, b) => a - b);
  const tenth = Math.floor(sorted.length / 10);
  const usual = sorted[Math.floor(sorted.length / 2)] as number;
  const [low, high] = [sorted[tenth] as number, sorted[sorted.length - 1 - tenth] as number];
  const few = usual >= MIN_USUAL && orders <= usual / 4 && orders < low;
  const many = orders >= usual * 3 && orders - usual >= MIN_MORE && orders > high;
  if (few || many) return { open: true, orders, usual };
  const ended = (usual < MIN_USUAL || orders >= usual / 2) && (orders <= usual * 2 || orders - usual < MIN_MORE);
  return ended ? { open: false, orders, usual } : null;
}

/** The beginnings of the last whole hours, and of the same ones on the earlier days of the same kind, newest first. */
export function hoursToCompare(zone: string, now: Date): { last: Date[]; earlier: Date[][] } {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone);
  const begun = here.round({ smallestUnit: 'hour', roundingMode: 'floor' });
  const hoursOf = (back: number) =>
    Array.from({ length: RATE_HOURS }, (_, i) => {
      const hour = begun.subtract({ hours: i + 1 }).subtract({ days: back });
      return new Date(hour.epochMilliseconds);
    });
  const weekend = (back: number) => begun.subtract({ hours: RATE_HOURS, days: back }).dayOfWeek > 5;
  const days = Array.from({ length: RATE_DAYS }, (_, i) => i + 1).filter((back) => weekend(back) === weekend(0));
  return { last: hoursOf(0), earlier: days.map(hoursOf) };
}
