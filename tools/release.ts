/**
 * `npm run release`: the files of a release in `release/`: tests, pages, package, list of parts (SBOM, CycloneDX), licences,
 * what changed in the API, checksums. Nothing is published; a person does that.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { notices } from './licences.ts';
import { changesBetween } from './openapi-diff.ts';
import { pack } from './pack.ts';

const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, 'release');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** The API's description of the last release, and its version. */
export function lastRelease() {
  const name = readdirSync(join(ROOT, 'docs/releases'))
    .filter((file) => /^openapi-.*\.json\.gz$/.test(file))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .at(-1) as string;
  const document = JSON.parse(gunzipSync(readFileSync(join(ROOT, 'docs/releases', name))).toString());
  return { version: name.slice('openapi-'.length, -'.json.gz'.length), document };
}

/** Whether a version may take away what the last one had: its first number moved or, before 1.0, its second. */
export function mayBreak(last: string, now: string): boolean {
  const [[major, minor], [nowMajor, nowMinor]] = [last, now].map((one) => one.split('.').map(Number)) as [
    number[],
    number[],
  ];
  return nowMajor !== major || (major === 0 && nowMinor !== minor);
}

/** The part of CHANGELOG.md about a version; throws when owners would not learn what changed. */
export function notesOf(version: string, changes = read('CHANGELOG.md')): string {
  const [, title, text] =
    new RegExp(`^## (${version.replaceAll('.', '\\.')}\\b.*)\n([\\s\\S]*?)(?=^## |(?![\\s\\S]))`, 'm').exec(changes) ??
    [];
  if (!text?.trim()) throw new Error(`CHANGELOG.md says nothing of ${version}.`);
  if (/not released/.test(title ?? ''))
    throw new Error(`CHANGELOG.md calls ${version} not released yet: put its day there.`);
  return text.trim();
}

/** One line for each file, as sha256sum writes and checks them. */
export function checksums(folder: string): string {
  const names = readdirSync(folder)
    .filter((name) => name !== 'SHA256SUMS')
    .sort();
  const line = (name: string) =>
    `${createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex')}  ${name}\n`;
  return names.map(line).join('');
}

/** Writes what stands beside the package. */
export function describeRelease(folder: string): void {
  const sbom = execFileSync('npm', ['sbom', '--sbom-format=cyclonedx', '--omit=dev', '--package-lock-only'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  writeFileSync(join(folder, 'sbom.cdx.json'), sbom);
  writeFileSync(join(folder, 'NOTICES.md'), notices());
  const { version, document } = lastRelease();
  const changes = changesBetween(document, JSON.parse(read('docs/openapi.json')));
  const lines = changes.map(({ breaks, at, what }) => `${breaks ? 'BREAKS' : '      '}  ${at}: ${what}`);
  writeFileSync(join(folder, 'API-CHANGES.txt'), `The API since ${version}:\n${lines.join('\n')}\n`);
  writeFileSync(join(folder, 'SHA256SUMS'), checksums(folder));
}

if (process.argv[1] === import.meta.filename) {
  const { version } = JSON.parse(read('package.json'));
  const notes = notesOf(version);
  const run = (...args: string[]) => {
    if (spawnSync('npm', ['run', '--silent', ...args], { cwd: ROOT, stdio: 'inherit' }).status !== 0) process.exit(1);
  };
  run('build');
  run('test');
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT);
  pack(OUT);
  writeFileSync(join(OUT, 'NOTES.md'), `${notes}\n`);
  describeRelease(OUT);
  console.log(`Release ${version} lies in release/. Tag it v${version}, and keep docs/openapi.json as`);
  console.log(`docs/releases/openapi-${version}.json.gz in the next commit.`);
}
