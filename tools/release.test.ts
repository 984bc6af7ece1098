import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { notices, shippedParts } from './licences.ts';
import { changesBetween } from './openapi-diff.ts';
import { checksums, lastRelease, mayBreak, notesOf } from './release.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

test('the change log tells owners about this version, and about the last release', () => {
  const changes = readFileSync('CHANGELOG.md', 'utf8');
  expect(/^## (\S+)/m.exec(changes)?.[1]).toBe(version);
  expect(changes).toContain(`\n## ${lastRelease().version}\n`);
  expect(notesOf('1.2.3', '# Changes\n\n## 1.2.3\n\nNew: a till.\n\n## 1.2.2\n\nOld.\n')).toBe('New: a till.');
  expect(() => notesOf('1.2.4', '## 1.2.3\n\nNew.\n')).toThrow('says nothing of 1.2.4');
  expect(() => notesOf('1.2.3', '## 1.2.3 (not released yet)\n\nNew.\n')).toThrow('not released yet');
});

test('what breaks programs since the last release needs a version that says so', () => {
  const last = lastRelease();
  const breaks = changesBetween(last.document, JSON.parse(readFileSync('docs/openapi.json', 'utf8'))).filter(
    (change) => change.breaks,
  );
  if (!mayBreak(last.version, version)) expect(breaks.map(({ at, what }) => `${at}: ${what}`)).toEqual([]);
  expect(mayBreak('0.1.0', '0.1.1')).toBe(false);
  expect(mayBreak('0.1.0', '0.2.0')).toBe(true);
  expect(mayBreak('1.4.2', '1.5.0')).toBe(false);
  expect(mayBreak('1.4.2', '2.0.0')).toBe(true);
});

test('all that ships has a licence that allows it; the library under LGPL and the fonts are named', () => {
  const parts = shippedParts();
  expect(parts.length).toBeGreaterThan(300);
  expect(parts.filter(({ ships }) => ships === 'pages').map(({ name }) => name)).toContain('react-dom');
  const free =
    /^(\(?(MIT|ISC|Apache-2\.0|BSD(-[23]-Clause)?|0BSD|BlueOak-1\.0\.0|Unlicense|CC0-1\.0|Zlib|Python-2\.0|OFL-1\.1|MIT-0|MIT\/X11|MPL-2\.0(?= OR Apache))( (OR|AND|WITH) )?)+\)?/;
  const others = parts.filter(({ licence }) => !free.test(licence)).map(({ name, licence }) => `${name}: ${licence}`);
  expect(others.filter((one) => !/^@img\/sharp-(libvips-)?.*LGPL-3\.0-or-later/.test(one))).toEqual([]);
  const text = notices();
  for (const named of ['libvips | LGPL-3.0-or-later', 'Noto Sans Devanagari | OFL-1.1', 'Roboto | Apache-2.0'])
    expect(text).toContain(named);
});

test('checksums are those that sha256sum checks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-sums-'));
  try {
    writeFileSync(join(folder, 'a'), 'abc');
    writeFileSync(join(folder, 'SHA256SUMS'), 'old');
    const sum = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(checksums(folder)).toBe(`${sum}  a\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
