import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { closeDataDir } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-closed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

function openDataDir(name: string): string {
  const dataDir = join(folder, name);
  for (const inner of ['files', 'backups', 'postgres']) mkdirSync(join(dataDir, inner), { recursive: true });
  for (const path of [dataDir, join(dataDir, 'files'), join(dataDir, 'backups')]) chmodSync(path, 0o755);
  return dataDir;
}

test('DATA_DIR and what lies in it are closed to other accounts', () => {
  const dataDir = openDataDir('own');
  closeDataDir(dataDir);
  for (const path of ['', 'files', 'backups']) expect(modeOf(join(dataDir, path)), path).toBe('700');
  closeDataDir(join(folder, 'new'));
  expect(modeOf(join(folder, 'new'))).toBe('700');
});

test('a folder behind a link keeps its mode, since somebody else chose it', () => {
  const dataDir = openDataDir('linked');
  const elsewhere = join(folder, 'elsewhere');
  mkdirSync(elsewhere, { mode: 0o755 });
  rmSync(join(dataDir, 'backups'), { recursive: true });
  symlinkSync(elsewhere, join(dataDir, 'backups'));
  closeDataDir(dataDir);
  expect(modeOf(elsewhere)).toBe('755');
});

test.runIf(process.getuid?.() === 0)('of root: the database’s account passes through, but sees no files', () => {
  const dataDir = openDataDir('root');
  chownSync(dataDir, 0, 65_534);
  chmodSync(dataDir, 0o750);
  closeDataDir(dataDir);
  expect([modeOf(dataDir), modeOf(join(dataDir, 'files'))]).toEqual(['710', '700']);
  rmSync(join(dataDir, 'postgres'), { recursive: true });
  closeDataDir(dataDir);
  expect([modeOf(dataDir), existsSync(join(dataDir, 'files'))]).toEqual(['700', true]);
});
