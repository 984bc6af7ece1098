import { createHash } from 'node:crypto';
import { sameHeading } from '../lib/same-heading.ts';
import type { AnyImport } from './define.ts';

/** Words that say nothing about which column it is. */
const FILLERS = new Set(
  (
    'of the a an your this their own s student students customer customers member members resident person full complete ' +
    'please enter type primary main current in as per for and or no nos number num nr id details ' +
    'de del la el los las su completo du des le les votre complet का की के अपना पूरा'
  ).split(' '),
);
/** Somebody else's: a father's telephone number is not the student's. */
const SOMEBODY_ELSES =
  /\b(?:father|mother|parents?|guardian|spouse|husband|wife|emergency|nominee|referee|referred|warden|staff|room ?mate|alternate|alternative|second(?:ary)?|other|local|office|company|father's|mother's|padre|madre|tutor|acudiente|père|mère|पिता|माता|अभिभावक)\b/iu;
export const isSomebodyElses = (heading: string): boolean => SOMEBODY_ELSES.test(heading);

/** What forms and people put before the data: nobody misses it. */
const BOOKKEEPING = new Set(
  [
    'timestamp',
    'submitted at',
    'submission time',
    's no',
    'sr no',
    'sl no',
    'serial no',
    'serial number',
    's n',
    'sno',
    '#',
    'no',
    'nº',
    'n°',
    'n',
    'row',
    'line',
    'marca temporal',
    'horodateur',
    'zeitstempel',
    'क्रम',
    'क्रमांक',
    'क्र सं',
  ].map(sameHeading),
);

export const isBookkeeping = (heading: string): boolean => BOOKKEEPING.has(sameHeading(heading));

/** The heading in its telling words: "Full Name of Student (in capitals)" is "name". */
function tellingWords(heading: string): string {
  const words = heading
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[([{].*?(?:[)\]}]|$)/g, ' ')
    .replaceAll(/e-?\s?mail/g, 'email')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word && !FILLERS.has(word));
  return words.join(' ');
}

/** What headings mean: exactly, and by their telling words. */
export type Known = { exact: ReadonlyMap<string, string>; close: ReadonlyMap<string, string> };

/** @param more headings of our own export in every language, by heading */
export function knownHeadings(definition: AnyImport, more: ReadonlyMap<string, string | null> = new Map()): Known {
  const exact = new Map<string, string>();
  for (const [heading, key] of more) if (key !== null) exact.set(heading, key);
  for (const { key, titles } of definition.columns)
    for (const title of [key, ...titles]) exact.set(sameHeading(title), key);
  const close = new Map<string, string | null>();
  for (const [heading, key] of exact) {
    const words = tellingWords(heading);
    if (words) close.set(words, close.has(words) && close.get(words) !== key ? null : key);
  }
  const sure = [...close].filter((one): one is [string, string] => one[1] !== null);
  return { exact, close: new Map(sure) };
}

/** For each heading the column's key; joined: columns that are written in parts, with their places in order. */
export type Named = {
  keys: (string | null)[];
  joined: Record<string, number[]> /** a heading that stands twice */;
  twice: string | null;
};

export function nameColumns(definition: AnyImport, known: Known, cells: string[]): Named {
  const whole = cells.map((cell) => known.exact.get(sameHeading(cell)) ?? null);
  const joined = joinedOf(definition, cells, whole);
  const places = new Map(Object.entries(joined).flatMap(([key, at]) => at.map((place) => [place, key])));
  const keys = whole.map((key, place) => places.get(place) ?? key);
  const at = keys.findIndex((key, index) => key !== null && !joined[key] && keys.indexOf(key) !== index);
  const near = cells.map((cell, place) =>
    keys[place] === null && !isSomebodyElses(cell) ? (known.close.get(tellingWords(cell)) ?? null) : null,
  );
  for (const [place, key] of near.entries())
    if (key && !keys.includes(key) && near.indexOf(key) === near.lastIndexOf(key)) keys[place] = key;
  return { keys, joined, twice: at < 0 ? null : (cells[at] ?? '') };
}

/** Columns that are written in parts in this heading, and not whole. */
function joinedOf(definition: AnyImport, cells: string[], whole: (string | null)[]): Record<string, number[]> {
  const joined: Record<string, number[]> = {};
  for (const { key, parts } of definition.columns) {
    if (!parts) continue;
    const places = placesOfParts(parts, cells);
    const free = whole.every((one, at) => one !== key || places.includes(at));
    if (free && places.every((at) => at >= 0)) joined[key] = places;
  }
  return joined;
}

/** Where each part stands, -1 for none: "First name" and "Last name", or both behind the same words ("Owner first name"). */
function placesOfParts(parts: readonly (readonly string[])[], cells: string[]): number[] {
  const headings = cells.map((cell) => (isSomebodyElses(cell) ? '' : sameHeading(cell)));
  const before = (titles: readonly string[]) =>
    new Map(
      headings
        .flatMap((heading, at) => {
          const title = titles.map(sameHeading).find((one) => heading === one || heading.endsWith(` ${one}`));
          return title === undefined ? [] : [[heading.slice(0, -title.length), at] as const];
        })
        // Of a heading that stands twice the first counts.
        .toReversed(),
    );
  const found = parts.map(before);
  const words = [...(found[0]?.keys() ?? [])].sort((a, b) => a.length - b.length);
  const common = words.find((one) => found.every((part) => part.has(one)));
  return found.map((part) => part.get(common ?? '') ?? -1);
}

/** Of the headings in their order: the next file of this kind has the same. */
export function fingerprintOf(cells: string[]): string {
  const headings = cells.map(sameHeading);
  while (headings.at(-1) === '') headings.pop();
  return createHash('sha256').update(JSON.stringify(headings)).digest('hex');
}
