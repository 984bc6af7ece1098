import { globSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import { Marked, type Tokens } from 'marked';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { flatten, readLanguageFiles, texts } from '../kernel/i18n/index.ts';
import { TEST_CODE } from '../kernel/ui/reader/check-scanner.ts';
import { addressOf, readSite } from '../web/help/site.ts';

/** The guides stay true: links lead somewhere, pictures are there, and words in bold type are on the screens. */

const { languages, staffLanguages } = texts();
const site = await readSite('.', languages, (path) => path);
/** All addresses of /help in a language, with their sections. */
const addresses = new Set(
  site.flatMap(({ language, name, html }) => [
    addressOf(language, name),
    ...[...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => addressOf(language, name, id)),
  ]),
);
const guides = globSync('docs/guides/{*,*/*}.md').sort();
const read = (path: string) => readFileSync(path, 'utf8');

test('the guides were read', () => {
  expect(site.length).toBeGreaterThan(100);
  expect(languages).toEqual(expect.arrayContaining(['en', 'hi', 'es', 'fr', 'rw']));
});

test('each link of a guide leads to a page and a section', () => {
  const lost = site.flatMap(({ html, file }) =>
    [...html.matchAll(/<a href="([^"]+)"/g)]
      .map(([, href]) => String(href))
      .filter((href) => !/^https?:/.test(href) && !addresses.has(href))
      .map((href) => `${file}: ${href}`),
  );
  expect(lost).toEqual([]);
});

describe('pages of the program', () => {
  const sources = globSync('{kernel,modules,web}/**/*.tsx');
  const consoleParts = sources.filter((file) => file.endsWith('routes.tsx'));
  const placesIn = (file: string) => {
    const help = /\n {2}help: \{([\s\S]*?)\},?\n/.exec(read(file))?.[1] ?? '';
    return [...help.matchAll(/'(\/[^']*)':\s*'([^']*)'/g)].map(([, page, at]) => ({ page: `${page}`, at: `${at}` }));
  };

  test('lead to a guide and a section that exist', () => {
    const light = sources.flatMap((file) =>
      [...read(file).matchAll(/<HelpLink\s+at="([^"]+)"/g)].map(([, at]) => ({ file, at: `${at}` })),
    );
    const staff = consoleParts.flatMap((file) => placesIn(file).map(({ at }) => ({ file, at })));
    expect(light.length).toBeGreaterThan(8);
    expect(staff.length).toBeGreaterThan(50);
    const lost = [...light, ...staff].filter(({ at }) => !addresses.has(`/help/en/${at}`));
    expect(lost).toEqual([]);
  });

  test('of the console have a guide each', () => {
    const places = consoleParts.flatMap(placesIn).map(({ page }) => page);
    const paths = consoleParts.flatMap((file) =>
      [...read(file).matchAll(/\b(?:path: |page\()'([^']+)'/g)].map(([, p]) => `${p}`),
    );
    expect(paths.length).toBeGreaterThan(60);
    const without = paths.filter((path) => !places.some((at) => path === at || path.startsWith(`${at}/`)));
    expect(without).toEqual([]);
  });
});

describe('pictures', () => {
  const there = globSync('docs/guides/pictures/*').sort();
  const names = there.map((path) => basename(path, '.webp')).sort();

  test('that a guide names are there, and none is there that nobody shows', () => {
    const named = new Set([
      ...site.flatMap(({ pictures }) => pictures),
      ...[...read('README.md').matchAll(/\]\((docs\/guides\/pictures\/[^)]+)\)/g)].map(([, path]) => `${path}`),
    ]);
    expect([...named].sort()).toEqual(there);
  });

  test('are made by the script', () => {
    const made = [...read('tools/docs-pictures.ts').matchAll(/\bpicture\('([\w-]+)'/g)].map(([, name]) => name);
    expect(names.filter((name) => !made.includes(name))).toEqual([]);
  });

  test('of the code that tries a hand scanner are that code, in both kinds', async () => {
    const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
    prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(readFileSync(path)).buffer } });
    const png = await sharp('docs/guides/pictures/scanner-test.webp').png().toBuffer();
    const found = await readBarcodes(png, { formats: ['QRCode', 'Code128'] });
    expect(found.map(({ format, text }) => `${format} ${text}`).sort()).toEqual([
      `Code128 ${TEST_CODE}`,
      `QRCode ${TEST_CODE}`,
    ]);
  });

  test('take less than 4 MB', () => {
    const bytes = there.reduce((sum, path) => sum + statSync(path).size, 0);
    expect(bytes).toBeLessThan(4e6);
  });
});

test('the first page lists each guide', () => {
  for (const language of languages) {
    const first = site.find((page) => page.language === language && page.name === 'README');
    const listed = (name: string) => first?.html.includes(`href="${addressOf(language, name)}"`);
    const names = guides.filter((file) => dirname(file) === 'docs/guides').map((file) => basename(file, '.md'));
    expect(
      names.filter((name) => name !== 'README' && !listed(name)),
      language,
    ).toEqual([]);
  }
});

test('a translation has the headings and pictures of the English guide, in its order', () => {
  const shape = (file: string) =>
    new Marked()
      .lexer(read(file))
      .flatMap((token) =>
        token.type === 'heading'
          ? [`heading ${(token as Tokens.Heading).depth}`]
          : [...token.raw.matchAll(/pictures\/[\w.-]+/g)].map(([name]) => name),
      );
  const translations = guides.filter((file) => dirname(file) !== 'docs/guides');
  for (const file of translations) expect(shape(file), file).toEqual(shape(`docs/guides/${basename(file)}`));
});

/** Written for people at a command line or in another program. */
const OF_PROGRAMS = ['operating', 'backup-and-restore', 'webhooks', 'older-addresses', 'integrator', 'machine-maker'];

test('words in bold type are on the screens, in the language of the guide', () => {
  const shown = new Map(languages.map((language) => [language, new Set<string>()]));
  for (const [path, tree] of Object.entries(readLanguageFiles()))
    for (const text of flatten(tree).values()) {
      shown.get(basename(path, '.json'))?.add(text);
      // Modules without a language for customers show their pages in English.
      if (basename(path) === 'en.json')
        for (const language of languages) if (!staffLanguages.includes(language)) shown.get(language)?.add(text);
    }
  const unknown = guides
    .filter((file) => !OF_PROGRAMS.includes(basename(file, '.md')))
    .flatMap((file) => {
      const folder = basename(dirname(file));
      const words = shown.get(folder === 'guides' ? 'en' : folder);
      const bold = [
        ...read(file)
          .replaceAll(/\s*\n\s*/g, ' ')
          .matchAll(/\*\*(.+?)\*\*/g),
      ].map(([, text]) => `${text}`);
      return bold.filter((text) => !words?.has(text)).map((text) => `${file}: ${text}`);
    });
  expect(unknown).toEqual([]);
});
