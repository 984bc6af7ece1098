import { type DayRange, plusDays } from './days.rule.ts';

/**
 * Reads days as people type them in a chat: `25/11`, `25.11.2026`, `2026-11-25`, `25 Nov`, `25-28 Nov`, `25/11 to
 * 28/11`, and the words for today and tomorrow. The day comes before the month, as everywhere but in the United States.
 */

/**
 * Words of all languages together, in lower case: month names, words for today, tomorrow and the day after, and words
 * between two days.
 */
export type DayWords = {
  months: ReadonlyMap<string, number>;
  near: ReadonlyMap<string, number>;
  to: readonly string[];
};

/** The names of the months in these languages, long and short, as Intl has them; Spanish `sept` and `sep` both. */
export function monthNames(languages: readonly string[]): Map<string, number> {
  const names = new Map<string, number>();
  for (const language of languages) {
    for (const month of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' });
      for (let m = 1; m <= 12; m++) {
        const name = plain(format.format(new Date(Date.UTC(2026, m - 1, 15))));
        names.set(name, m);
        // People shorten month names to three letters where Intl has four.
        if (/^[a-z]{4,}$/.test(name)) names.set(name.slice(0, 3), names.get(name.slice(0, 3)) ?? m);
      }
    }
  }
  return names;
}

const plain = (text: string) => text.toLowerCase().normalize('NFC').replaceAll('.', '').trim();

/**
 * One day or a range; null when it is none. A day without a year is the nearest one that is not over by more than a
 * month: in December `3/1` is January's.
 */
export function readDays(text: string, today: string, words: DayWords): DayRange | null {
  const typed = digits(plain(text.replace(/(\d)\.(?=\d)/g, '$1/')));
  for (const word of words.to) {
    const [first, second, ...more] = typed.split(` ${word} `).map((part) => part.trim());
    if (first && second && more.length === 0) return range(first, second, today, words);
  }
  const dashed = /^(\d{1,2})\s*[-–—]\s*(\d{1,2})(\s+\p{L}[\s\S]*|\/\d[\s\S]*)$/u.exec(typed);
  if (dashed) return range(`${dashed[1]}${dashed[3]}`, `${dashed[2]}${dashed[3]}`, today, words);
  const spaced = typed.split(/\s+[-–—]\s+/);
  if (spaced.length === 2) return range(spaced[0] as string, spaced[1] as string, today, words);
  const day = readDay(typed, today, words);
  return day ? { from: day, to: day } : null;
}

function range(first: string, second: string, today: string, words: DayWords): DayRange | null {
  const to = readDay(second, today, words);
  if (!to) return null;
  // In "25 to 28 nov" the first day has the month of the second.
  const from = /^\d{1,2}$/.test(first) ? `${to.slice(0, 8)}${first.padStart(2, '0')}` : readDay(first, today, words);
  return from && isDay(from) ? { from, to } : null;
}

function readDay(text: string, today: string, words: DayWords): string | null {
  const near = words.near.get(text);
  if (near !== undefined) return plusDays(today, near);
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(text);
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const figures = /^(\d{1,2})[-/ ](\d{1,2})(?:[-/ ](\d{2}|\d{4}))?$/.exec(text);
  if (figures) return nearest(Number(figures[1]), Number(figures[2]), figures[3], today);
  const named = /^(\d{1,2})(?:st|nd|rd|th)?\s*(?:de\s+|of\s+)?(\p{L}[\p{L}\p{M}]*)(?:\s+(?:de\s+)?(\d{4}))?$/u.exec(
    text,
  );
  const month = named && words.months.get(named[2] as string);
  if (named && month) return nearest(Number(named[1]), month, named[3], today);
  const american = /^(\p{L}[\p{L}\p{M}]*)\s+(\d{1,2})(?:st|nd|rd|th)?$/u.exec(text);
  const its = american && words.months.get(american[1] as string);
  return american && its ? nearest(Number(american[2]), its, undefined, today) : null;
}

function nearest(day: number, month: number, year: string | undefined, today: string): string | null {
  if (year) return dayOf(year.length === 2 ? 2000 + Number(year) : Number(year), month, day);
  const thisYear = Number(today.slice(0, 4));
  const recent = plusDays(today, -31);
  for (const candidate of [thisYear, thisYear + 1]) {
    const found = dayOf(candidate, month, day);
    if (found && found >= recent) return found;
  }
  return null;
}

/** A day that exists: there is no 31 November. */
function dayOf(year: number, month: number, day: number): string | null {
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return isDay(text) ? text : null;
}

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

/** Converts digits of other scripts to 0–9. */
const digits = (text: string) => text.replace(/[०-९]/g, (digit) => String(digit.charCodeAt(0) - 0x966));
