/**
 * Values that requests carry as text and the database stores as a narrower type. Bodies, filters and cursors share one
 * definition, so that none accepts what another part can't store.
 */

/** The years that we accept; the database's range is wider. */
const EARLIEST = 1900;
const LATEST = 2199;

/** A day of the calendar, as `2026-11-21`. */
export function isDay(text: string): boolean {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!parts) return false;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  if (year < EARLIEST || year > LATEST) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const INSTANT = /^([\d-]{10})[Tt ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?([Zz]|[+-](0\d|1[0-4])(:?[0-5]\d)?)$/;

/** An instant with its offset (RFC 3339), as `2026-11-21T18:30:00Z`. */
export function isInstant(text: string): boolean {
  const parts = INSTANT.exec(text);
  return parts !== null && isDay(parts[1] as string);
}
