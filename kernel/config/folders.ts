import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those around it, one by one: Node's own way never ends on a disk that answers ENOENT where no folder
 * can be made.
 */
export function makeFolders(folder: string, mode = 0o777): void {
  if (existsSync(folder)) return;
  makeFolders(dirname(folder), mode);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // Another process has made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

const REASONS: Record<string, string> = {
  EROFS: 'its disk is read-only',
  EACCES: 'this account may not write there',
  EPERM: 'this account may not write there',
  ENOSPC: 'its disk is full',
};

/** What keeps the folder from being written, in words: making folders one in another only says ENOENT on some disks. */
export function whyNotWritable(folder: string, error: unknown): string {
  let there = folder;
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  if (!statSync(there).isDirectory()) return `${there} is a file, and no folder`;
  let { code = '' } = error as NodeJS.ErrnoException;
  try {
    accessSync(there, constants.W_OK | constants.X_OK);
  } catch (refused) {
    code = (refused as NodeJS.ErrnoException).code ?? code;
  }
  const reason = REASONS[code] ?? code;
  return there === folder ? `${there} can't be written: ${reason}` : `no folder can be made in ${there}: ${reason}`;
}
