import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { newFolder } from './server.ts';

/**
 * A DATA_DIR as the first start leaves it: a migrated database that nobody owns yet. Making one takes as long as all
 * the rest of a start; first-run, process, raffle and devanagari make theirs.
 */
export function dataFolder(): ReturnType<typeof newFolder> {
  const folder = newFolder();
  copyStarted(folder.path);
  return folder;
}

/** The same in a folder that exists, for databases that run apart from the program. */
export function copyStarted(to: string): void {
  // cp keeps the owner: the database's own account, when root runs the tests.
  execFileSync('cp', ['-a', `${inject('startedFolder')}/.`, to]);
}

/** A new DATA_DIR of the program for such a database, with the key that belongs to it. */
export function programFolder(path: string): string {
  mkdirSync(path);
  copyFileSync(join(inject('startedFolder'), 'secret_key'), join(path, 'secret_key'));
  return path;
}
