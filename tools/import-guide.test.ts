import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { guideOf, LANGUAGES, missing, withTables } from './import-guide.ts';

test('the guide of lists has the columns of each importer, as they are', () => {
  expect(missing(), 'name it in tools/import-guide.ts, and give it a section in the guide').toEqual([]);
  for (const language of LANGUAGES) {
    const text = readFileSync(guideOf(language), 'utf8');
    expect(text, `${guideOf(language)}: node tools/import-guide.ts`).toBe(withTables(text, language));
  }
});
