import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Ctx } from '../ctx/index.ts';
import { BEGINS } from './archive/age.ts';
import { openTarget } from './targets/index.ts';

/**
 * there: with its size and a readable beginning. gone: its place has no such file. damaged: another size, or it doesn't
 * begin like a backup. unmounted: it was on a disk of its own, and its place is now on the disk of the data.
 * unreachable: its place doesn't answer. elsewhere: this process doesn't see the disk of the one that makes backups.
 */
type BackupState = 'there' | 'gone' | 'damaged' | 'unmounted' | 'unreachable' | 'elsewhere';
/** `other_disk`: whether it would survive the disk of the data; null for a bucket, and where nobody knows. */
export type Seen = { state: BackupState; other_disk: boolean | null };

type Good = { name: string; place: string; size_bytes: number | null; other_disk: boolean | null };

const isBucket = (place: string) => place.startsWith('s3://');

/** Whether a place is on another disk than the data; null for a bucket. What isn't there yet will be where its folder is. */
export async function isOnOtherDisk(place: string, dataDir: string): Promise<boolean | null> {
  if (isBucket(place)) return null;
  return (await deviceOf(place)) !== (await deviceOf(dataDir));
}

async function deviceOf(path: string): Promise<number> {
  try {
    return (await stat(path)).dev;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path) throw error;
    return deviceOf(dirname(path));
  }
}

/** Whether the disk of earlier backups is away, so that a new one would fill the disk of the data instead. */
export async function isUnmounted(place: string, dataDir: string, wasOnOtherDisk: boolean | null): Promise<boolean> {
  return wasOnOtherDisk === true && (await isOnOtherDisk(place, dataDir)) === false;
}

/** A place that hangs, such as a lost network folder, would hold one thread for each look. */
const WAIT_MS = 2_000;
/** The health route is public, and a bucket costs a request. */
const FRESH_MS = 10_000;
let last: { name: string; until: number; seen: Promise<Seen> } | undefined;

/**
 * Looks at the file of the last good backup; its row alone proves nothing.
 * @param seesPlace false for a process that only serves: folders of backups are on the machine of the one that runs jobs
 */
export async function lookAtBackup(ctx: Ctx, good: Good, seesPlace: boolean): Promise<Seen> {
  if (last?.name !== good.name || performance.now() > last.until) {
    // While it is under way nobody begins another.
    const one = { name: good.name, until: Number.POSITIVE_INFINITY, seen: look(ctx, good, seesPlace) };
    void one.seen.then(() => {
      one.until = isBucket(good.place) ? performance.now() + FRESH_MS : 0;
    });
    last = one;
  }
  const { seen } = last;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Seen>((resolve) => {
    timer = setTimeout(() => resolve({ state: 'unreachable', other_disk: null }), WAIT_MS);
  });
  return Promise.race([seen, late]).finally(() => clearTimeout(timer));
}

async function look(ctx: Ctx, { name, place, size_bytes, other_disk: was }: Good, seesPlace: boolean): Promise<Seen> {
  let other: boolean | null = null;
  try {
    if (!isBucket(place) && !seesPlace && !(await exists(place))) return { state: 'elsewhere', other_disk: null };
    if (await isUnmounted(place, ctx.config.DATA_DIR, was)) return { state: 'unmounted', other_disk: false };
    other = await isOnOtherDisk(place, ctx.config.DATA_DIR);
    const target = openTarget({ ...ctx.config, BACKUP_TO: place });
    const stored = (await target.list()).find((one) => one.name === name);
    if (!stored) return { state: 'gone', other_disk: other };
    if (size_bytes !== null && stored.bytes !== Number(size_bytes)) return { state: 'damaged', other_disk: other };
    return { state: (await beginsWell(await target.read(name))) ? 'there' : 'damaged', other_disk: other };
  } catch (error) {
    ctx.log.warn({ err: error, name, place }, 'the last good backup could not be looked at');
    return { state: 'unreachable', other_disk: other };
  }
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

async function beginsWell(bytes: AsyncIterable<Buffer>): Promise<boolean> {
  for await (const piece of bytes) return piece.subarray(0, BEGINS.length).toString('latin1') === BEGINS;
  return false;
}
