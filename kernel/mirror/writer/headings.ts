/** Finds the columns of an event by what stands in the heading row: people insert, move and rename columns. */
import { SheetsFault } from '../google/fault.ts';

/** For each column of ours the headings that mean it, the first one is what we write. */
export type Headings = readonly (readonly string[])[];

/** For each column of ours its place in the sheet, and the first of those whose heading is still to be written. */
export type Places = { places: number[]; missingFrom: number };

/**
 * The places of the columns. New ones of ours, which come last, go behind the last heading. Throws a SheetsFault with
 * the code `headings` when one was renamed, removed, or stands there twice, or when a column before them has none:
 * Google would begin a row behind it.
 */
export function placesOf(tab: string, texts: readonly string[], ours: Headings): Places {
  const found = texts.map((text) => text.trim());
  while (found.at(-1) === '') found.pop();
  if (found.length === 0) return { places: ours.map((_, i) => i), missingFrom: 0 };
  const taken = new Set<number>();
  const places = ours.map((names, i) => {
    const there = found.flatMap((text, at) => (names.includes(text) ? [at] : []));
    // Two columns of ours may have one heading: then as many stand there, in our order.
    const alike = ours.filter((other) => other.some((name) => names.includes(name))).length;
    if (there.length > alike) throw fault(tab, `${names[0]} stands there ${there.length} times`, found);
    const at = there.find((place) => !taken.has(place));
    if (at === undefined) return { i, at: -1 };
    taken.add(at);
    return { i, at };
  });
  const known = places.findLastIndex(({ at }) => at >= 0) + 1;
  const lost = places.slice(0, known).filter(({ at }) => at < 0);
  const unknown = found.filter((text, at) => text !== '' && !taken.has(at));
  // A column that was added by a new version comes last; beside a heading of somebody's it may be a renamed one.
  const renamed = known < ours.length && unknown.length > 0 ? places.slice(known) : [];
  const missing = [...lost, ...renamed].map(({ i }) => ours[i]?.[0]);
  if (missing.length > 0) throw fault(tab, `not found: ${missing.join(', ')}`, found);
  const nameless = found.indexOf('');
  if (nameless >= 0 && nameless < Math.max(...places.map(({ at }) => at)))
    throw fault(tab, `column ${letterOf(nameless)} has no heading`, found);
  return {
    places: places.map(({ i, at }) => (at >= 0 ? at : found.length + i - known)),
    missingFrom: known,
  };
}

const fault = (tab: string, what: string, found: string[]) =>
  new SheetsFault(
    'headings',
    `${tab}: ${what}. Found: ${found.map((text, at) => `${letterOf(at)} ${text || '–'}`).join(', ')}`,
    'no',
  );

/** 0 is A, 26 is AA. */
export function letterOf(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : letterOf(Math.floor(column / 26) - 1) + letter;
}
