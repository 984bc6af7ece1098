/** Every part has every language: the same keys, no empty text, the same placeholders. */
import { basename, dirname, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LANGUAGE, flatten, languageFolders, readLanguageFiles } from './index.ts';

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
  expect(languages).toEqual(expect.arrayContaining(['en', 'es', 'hi']));
});

describe.each(files)('$name', ({ folder, language, texts }) => {
  const english = files.find((file) => file.folder === folder && file.language === DEFAULT_LANGUAGE);

  it('has the same keys as English', () => {
    expect(baseKeys(texts)).toEqual(baseKeys(english?.texts ?? new Map()));
  });

  it('has no empty text', () => {
    expect([...texts].filter(([, text]) => text.trim() === '')).toEqual([]);
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

it('has a file for every language in every part', () => {
  for (const folder of new Set(files.map((file) => file.folder))) {
    expect(
      files
        .filter((file) => file.folder === folder)
        .map((file) => file.language)
        .sort(),
      folder,
    ).toEqual([...languages].sort());
  }
});
