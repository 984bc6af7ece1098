import { execFileSync } from 'node:child_process';
import { inject } from 'vitest';
import { newFolder } from './server.ts';

/**
 * A DATA_DIR as the first start leaves it: a migrated database that nobody owns yet. Making one takes as long as all
 * the rest of a start; first-run, process, raffle and devanagari make theirs.
 */
export function dataFolder(): ReturnType<typeof newFolder> {
  const folder = newFolder();
  // cp keeps the owner: the database's own account, when root runs the tests.
  execFileSync('cp', ['-a', `${inject('startedFolder')}/.`, folder.path]);
  return folder;
}
