import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newTestFolder, removeAbandonedFolders } from './harness/folders.ts';

test('folders of a run that was killed are removed, those of runs that go on stay', () => {
  const mine = newTestFolder('test');
  const base = mkdtempSync(join(tmpdir(), 'counterfoil-folders-'));
  try {
    const { pid: ended } = spawnSync(process.execPath, ['--version']);
    const folders = {
      dead: ['test', 'e2e', 'files'].map((kind) => `counterfoil-${kind}-${ended}-abc123`),
      kept: [
        `counterfoil-e2e-${process.pid}-abc123`,
        `counterfoil-test-${process.ppid}-abc123`,
        `counterfoil-backup-${ended}-abc123`,
        'counterfoil-test-abc123',
      ],
    };
    for (const name of [...folders.dead, ...folders.kept]) {
      mkdirSync(join(base, name, 'postgres'), { recursive: true });
      writeFileSync(join(base, name, 'postgres', 'data'), 'rows');
    }
    const there = (name: string) => existsSync(join(base, name, 'postgres', 'data'));

    removeAbandonedFolders([base, join(base, 'nothing-here')]);
    expect(folders.dead.filter(there)).toEqual([]);
    expect(folders.kept.filter(there)).toEqual(folders.kept);

    removeAbandonedFolders();
    expect(existsSync(mine)).toBe(true);
  } finally {
    for (const path of [mine, base]) rmSync(path, { recursive: true, force: true });
  }
});
