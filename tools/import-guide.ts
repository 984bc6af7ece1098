import { readFileSync, writeFileSync } from 'node:fs';
import { READY_FORMATS } from '../kernel/statements/index.ts';
import { modules } from '../server/modules.ts';

/**
 * The tables of `docs/guides/lists.md` and its translations, as the importers and the formats say themselves. Written by
 * `node tools/import-guide.ts`; a test compares.
 */

/** In the order of the guide's sections. */
const SECTIONS = [
  'mess.students',
  'exhibition.customers',
  'exhibition.items',
  'raffle.orders',
  'electricity.meters',
  'electricity.customers',
  'coffee.machines',
  'coffee.materials',
];
const WORDS: Record<string, { head: [string, string, string, string]; needed: string; bank: string }> = {
  en: { head: ['Column', 'Also read as', 'Needed', 'Example'], needed: 'yes', bank: 'Bank or operator' },
  es: { head: ['Columna', 'También se lee', 'Necesaria', 'Ejemplo'], needed: 'sí', bank: 'Banco u operador' },
  hi: { head: ['स्तंभ', 'ये नाम भी', 'ज़रूरी', 'उदाहरण'], needed: 'हाँ', bank: 'बैंक या ऑपरेटर' },
};
/** Of a column's other names; the program knows more. */
const MAX_TITLES = 10;
export const LANGUAGES = Object.keys(WORDS);
export const guideOf = (language: string) => `docs/guides/${language === 'en' ? '' : `${language}/`}lists.md`;

type Importer = NonNullable<(typeof modules)[number]['importers']>[number];
const importers = new Map(modules.flatMap((one) => one.importers ?? []).map((one) => [one.name, one]));
/** Importers that the guide doesn't have. */
export const missing = () => [...importers.keys()].filter((name) => !SECTIONS.includes(name));

const table = (head: readonly string[], rows: string[][]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const plain = (text: string) => text.replaceAll('|', '\\|');

function columnsOf(definition: Importer, language: string): string {
  const { head, needed } = WORDS[language] as (typeof WORDS)[string];
  const rows = definition.columns.map(({ titles: [first, ...others], parts, required, example }) => {
    const apart = parts?.map((each) => each[0] ?? '').join(' + ');
    const also = [...(apart ? [apart] : []), ...others.filter((one) => one.toLowerCase() !== first.toLowerCase())];
    const shown = also.length > MAX_TITLES ? [...also.slice(0, MAX_TITLES), '…'] : also;
    return [first, shown.join(' · '), required ? needed : '', example ?? ''].map(plain);
  });
  return table(head, rows);
}

/** A guide with its tables as the program is now. */
export function withTables(text: string, language: string): string {
  const { head, bank } = WORDS[language] as (typeof WORDS)[string];
  const tables = [
    ...SECTIONS.map((name) => columnsOf(importers.get(name) as Importer, language)),
    table(
      [bank],
      READY_FORMATS.map(({ name }) => [plain(name)]),
    ),
  ];
  let at = 0;
  const found = text.replace(/^\|.*\n(?:\|.*\n)*/gm, (old) => {
    const known = old.startsWith(`| ${head[0]} |`) || old.startsWith(`| ${bank} |`);
    return known ? `${tables[at++]}\n` : old;
  });
  if (at !== tables.length) throw new Error(`the guide has ${at} tables, and ${tables.length} are made`);
  return found;
}

if (import.meta.main)
  for (const language of LANGUAGES) {
    const path = guideOf(language);
    writeFileSync(path, withTables(readFileSync(path, 'utf8'), language));
  }
