import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ByteRange, checkKey, type FileStore, StoreError } from './store.ts';

type DiskOptions = {
  /** The folder that holds everything; made when absent. */
  root: string;
  /** Returns the name of a scratch file; tests use a device that is always full. */
  scratchName?: () => string;
};

/**
 * A store in a folder of this machine.
 *
 * A write goes to `.scratch/`, is flushed to the disk, then renamed into place, and the folder is flushed too: after a
 * power cut a key has all of its bytes or does not exist. A full disk (ENOSPC, EDQUOT) throws `full` and leaves
 * nothing.
 */
export function diskStore({ root, scratchName = randomUUID }: DiskOptions): FileStore {
  const scratch = path.join(root, '.scratch');
  const place = (key: string) => {
    checkKey(key);
    return path.join(root, ...key.split('/'));
  };

  return {
    name: 'disk',

    async put(key, bytes) {
      const target = place(key);
      const draft = path.join(scratch, scratchName());
      try {
        await mkdir(scratch, { recursive: true, mode: 0o700 });
        await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
        const source = bytes instanceof Uint8Array ? Readable.from([bytes]) : bytes;
        // flush: fsync before close, so that a renamed file always has its bytes on the disk.
        await pipeline(source, createWriteStream(draft, { flush: true, mode: 0o600 }));
        await rename(draft, target);
        await flushFolder(path.dirname(target));
      } catch (error) {
        await rm(draft, { force: true }).catch(() => {});
        throw asStoreError(error, key);
      }
    },

    async get(key, range) {
      const target = place(key);
      try {
        // Opened here rather than lazily, so that a missing file is an answer and not an error in the middle of the
        // stream.
        const handle = await open(target, 'r');
        return createReadStream(target, { fd: handle, ...rangeOptions(range) });
      } catch (error) {
        throw asStoreError(error, key);
      }
    },

    async delete(key) {
      try {
        await rm(place(key), { force: true });
      } catch (error) {
        throw asStoreError(error, key);
      }
    },
  };
}

/**
 * Removes scratch files of a crash. `olderThan`: milliseconds; a write in progress is younger. Returns how many were
 * removed.
 */
export async function sweepScratch(root: string, olderThan: number, now = Date.now()): Promise<number> {
  const folder = path.join(root, '.scratch');
  const names = await readdir(folder).catch(() => []);
  let swept = 0;
  for (const name of names) {
    const info = await stat(path.join(folder, name)).catch(() => null);
    if (info === null || now - info.mtimeMs < olderThan) continue;
    await rm(path.join(folder, name), { force: true });
    swept += 1;
  }
  return swept;
}

function rangeOptions(range: ByteRange | undefined) {
  return range === undefined ? {} : { start: range.start, end: range.end };
}

async function flushFolder(folder: string): Promise<void> {
  // Windows cannot flush a folder; only the rename is available.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function asStoreError(error: unknown, key: string): StoreError {
  if (error instanceof StoreError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new StoreError('full', `The disk is full: ${key}`, error);
  if (code === 'ENOENT') return new StoreError('missing', `No such file: ${key}`, error);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new StoreError('refused', `The files folder is not writable: ${key}`, error);
  }
  return new StoreError('unavailable', `The disk failed (${code ?? 'unknown'}): ${key}`, error);
}
