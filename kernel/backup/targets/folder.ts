import { createWriteStream } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeFolders, whyNotWritable } from '../../config/index.ts';
import { readName } from './backup-name.rule.ts';
import { newestFirst, type StoredBackup, type Target } from './target.ts';

/** What is being written, or was when the program was killed; each installation has its own. */
const unfinishedOf = (name: string) => ['.unfinished', readName(name)?.installation].filter(Boolean).join('-');

/** A folder of this machine, or a disk or a share in it. */
export function folderTarget(folder: string): Target {
  const unfinished = (name: string) => join(folder, unfinishedOf(name));
  return {
    place: folder,

    async list() {
      const names = await readdir(folder).catch((error) => {
        if (error.code === 'ENOENT') return [];
        throw sentence(error, folder);
      });
      const found: StoredBackup[] = [];
      for (const name of names) {
        const named = readName(name);
        if (named) found.push({ ...named, name, bytes: (await stat(join(folder, name))).size });
      }
      return found.sort(newestFirst);
    },

    async write(name, bytes) {
      try {
        makeFolders(folder, 0o700);
        // flush: it is on the disk before it is read back.
        await pipeline(bytes, createWriteStream(unfinished(name), { flush: true, mode: 0o600 }));
      } catch (error) {
        await rm(unfinished(name), { force: true }).catch(() => {});
        throw sentence(error, folder);
      }
    },

    readBack: async (name) => stream(unfinished(name)),

    async finish(name) {
      await rename(unfinished(name), join(folder, name));
      if (process.platform === 'win32') return;
      // The name is on the disk too, before an older backup goes.
      const handle = await open(folder, 'r');
      await handle.sync().finally(() => handle.close());
    },

    discard: (name) => rm(unfinished(name), { force: true }),
    read: (name) => stream(join(folder, name)),
    remove: (name) => rm(join(folder, name), { force: true }),
  };
}

async function stream(path: string): Promise<Readable> {
  const handle = await open(path, 'r');
  return handle.createReadStream({ highWaterMark: 1024 * 1024 });
}

function sentence(error: unknown, folder: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Error(`There is no space left in ${folder}. Free some, or name another place in BACKUP_TO.`, {
      cause: error,
    });
  if (code && REFUSED.has(code))
    return new Error(
      `Backups can't be written to ${folder}: ${whyNotWritable(folder, error)}. Allow it, or name another place in BACKUP_TO.`,
      { cause: error },
    );
  return error;
}

/** Some disks say ENOENT where no folder can be made. */
const REFUSED = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EEXIST']);
