/**
 * Dates as numbers of a spreadsheet: as text they would sort by letters, and no pivot table would group them by month.
 */

/** `day`: `2026-11-21`; `moment`: `2026-11-21 19:30:05`, in the organization's local time. */
export type DateKind = 'day' | 'moment';

/** How Google shows the numbers: https://developers.google.com/workspace/sheets/api/guides/formats */
export const NUMBER_FORMATS = {
  day: { type: 'DATE', pattern: 'yyyy-mm-dd' },
  moment: { type: 'DATE_TIME', pattern: 'yyyy-mm-dd hh:mm:ss' },
} as const;

const TEXT = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}:\d{2}))?$/;
const DAY_MS = 86_400_000;
/** Serial numbers count days from 30 December 1899. */
const DAYS_TO_1970 = 25_569;

/** The serial number of such a text, as local time without a zone; null for any other text. */
export function serialOf(text: string): number | null {
  const [, day, time = '00:00:00'] = TEXT.exec(text) ?? [];
  const ms = day ? Date.parse(`${day}T${time}Z`) : Number.NaN;
  // Date.parse would read 30 February as a day in March.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day) return null;
  return ms / DAY_MS + DAYS_TO_1970;
}
