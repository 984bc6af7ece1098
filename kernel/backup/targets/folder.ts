import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { timeOf } from './backup-name.rule.ts';
import { newestFirst, type StoredBackup, type Target } from './target.ts';

/** What is being written, or was when the program was killed. */
const UNFINISHED = '.unfinished';

/** A folder of this machine, or a disk or a share in it. One installation writes to it. */
export function folderTarget(folder: string): Target {
  const unfinished = join(folder, UNFINISHED);
  return {
    place: folder,

    async list() {
      const names = await readdir(folder).catch((error) => {
        if (error.code === 'ENOENT') return [];
        throw sentence(error, folder);
      });
      const found: StoredBackup[] = [];
      for (const name of names) {
        const at = timeOf(name);
        if (at) found.push({ name, at, bytes: (await stat(join(folder, name))).size });
      }
      return found.sort(newestFirst);
    },

    async write(_, bytes) {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        // flush: it is on the disk before it is read back.
        await pipeline(bytes, createWriteStream(unfinished, { flush: true, mode: 0o600 }));
      } catch (error) {
        await rm(unfinished, { force: true }).catch(() => {});
        throw sentence(error, folder);
      }
    },

    readBack: async () => stream(unfinished),

    async finish(name) {
      await rename(unfinished, join(folder, name));
      if (process.platform === 'win32') return;
      // The name is on the disk too, before an older backup goes.
      const handle = await open(folder, 'r');
      await handle.sync().finally(() => handle.close());
    },

    discard: () => rm(unfinished, { force: true }),
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
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new Error(`Backups can't be written to ${folder}: allow it, or name another place in BACKUP_TO.`, {
      cause: error,
    });
  return error;
}
