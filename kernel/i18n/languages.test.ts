/**
 * Every part has every language: the same keys, no empty text, the same placeholders. A language for customers has what
 * customers read (readers.ts), in the kernel and in the modules that have it.
 */
import { basename, dirname, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  texts as all,
  DEFAULT_LANGUAGE,
  flatten,
  isForCustomers,
  languageFolders,
  READERS,
  readLanguageFiles,
} from './index.ts';

const PLURAL = /_(zero|one|two|few|many|other)$/;
const files = Object.entries(readLanguageFiles()).map(([path, tree]) => ({
  folder: dirname(path),
  name: relative(process.cwd(), path),
  language: basename(path, '.json'),
  texts: flatten(tree),
}));
const languages = [...new Set(files.map((file) => file.language))];

/** Keys without their plural endings, since languages differ in the number of plural forms. */
const baseKeys = (texts: Map<string, string>) =>
  [...new Set([...texts.keys()].map((key) => key.replace(PLURAL, '')))].sort();
const placeholders = (text: string) => [...new Set(text.match(/\{\{[^}]*\}\}/g) ?? [])].sort();

it('finds the files', () => {
  expect(languageFolders().length).toBeGreaterThan(0);
  expect(languages).toEqual(expect.arrayContaining(['en', 'es', 'fr', 'hi', 'rw']));
  expect(all().staffLanguages).toEqual(['en', 'es', 'hi']);
});

it('names only groups of texts that exist as those of customers or staff', () => {
  const keys = files.filter(({ language }) => language === DEFAULT_LANGUAGE).flatMap(({ texts }) => [...texts.keys()]);
  const unknown = Object.keys(READERS).filter((prefix) => !keys.some((key) => `${key}.`.startsWith(`${prefix}.`)));
  expect(unknown).toEqual([]);
});

describe.each(files)('$name', ({ folder, language, texts }) => {
  const english = files.find((file) => file.folder === folder && file.language === DEFAULT_LANGUAGE);

  it('has the same keys as English', () => {
    const wanted = baseKeys(english?.texts ?? new Map());
    const isForStaff = all().staffLanguages.includes(language);
    expect(baseKeys(texts)).toEqual(isForStaff ? wanted : wanted.filter(isForCustomers));
  });

  it('has no empty text, except for the foot of a document, which is the organization’s alone', () => {
    const empty = [...texts].flatMap(([key, text]) => (text.trim() === '' ? [key] : []));
    expect(empty.filter((key) => !/^documents\.\w+\.footer$/.test(key))).toEqual([]);
  });

  it('has the same placeholders as English', () => {
    const differing: string[] = [];
    for (const [key, text] of texts) {
      const original = english?.texts.get(key) ?? english?.texts.get(key.replace(PLURAL, '_other'));
      // A singular may omit the number: "one bill".
      const optional = key.endsWith('_one') ? ['{{count}}'] : [];
      const plain = (list: string[]) => list.filter((p) => !optional.includes(p)).join(' ');
      if (original !== undefined && plain(placeholders(text)) !== plain(placeholders(original))) differing.push(key);
    }
    expect(differing).toEqual([]);
  });

  it('has every plural form of its language', () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const missing: string[] = [];
    for (const key of texts.keys()) {
      if (!key.endsWith('_other')) continue;
      for (const category of categories)
        if (!texts.has(key.replace(PLURAL, `_${category}`))) missing.push(`${key} → ${category}`);
    }
    expect(missing).toEqual([]);
  });
});

it('has a file for every language of staff in every part, and for all languages in the kernel', () => {
  for (const folder of new Set(files.map((file) => file.folder))) {
    const wanted = folder.endsWith('kernel/i18n') ? all().languages : all().staffLanguages;
    const present = files.filter((file) => file.folder === folder).map((file) => file.language);
    expect(present, folder).toEqual(expect.arrayContaining(wanted));
  }
});
