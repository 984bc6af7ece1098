import { statfs } from 'node:fs/promises';
import type { Ctx } from '../ctx/index.ts';

/**
 * Milliseconds for which an answer is cached: it is needed for each picture, and a disk fills in minutes, not in
 * seconds.
 */
const FRESH_MS = 5_000;
const known = new Map<string, { at: number; free: Promise<number> }>();

/**
 * Whether less than DISK_RESERVE_MB is free on the disk of the files or the database. Then new files from outside are
 * refused, so that work under way can still be written. False when neither is on this machine.
 */
export async function diskIsLow({ config, services }: Pick<Ctx, 'config' | 'services'>): Promise<boolean> {
  if (services.files.current.name !== 'disk' && config.DATABASE_URL) return false;
  const free = await freeBytes(config.DATA_DIR);
  return free < config.DISK_RESERVE_MB * 1024 * 1024;
}

function freeBytes(folder: string): Promise<number> {
  const now = performance.now();
  const last = known.get(folder);
  if (last && now - last.at < FRESH_MS) return last.free;
  // A missing folder is on no full disk.
  const free = statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => Number.POSITIVE_INFINITY,
  );
  known.set(folder, { at: now, free });
  return free;
}
