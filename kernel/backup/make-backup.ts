import type { Ctx } from '../ctx/index.ts';
import { DatabaseClient } from '../db/index.ts';
import { type Installation, installationOf, shortId } from '../installation/index.ts';
import { newId } from '../lib/ids.ts';
import { type Entry, openArchive, sealArchive } from './archive/archive.ts';
import type { Contents, Summary } from './archive/lists.ts';
import { checkArchive } from './archive/tally.ts';
import { dumpDatabase } from './database/dump.ts';
import { isOnOtherDisk, isUnmounted } from './look-at-backup.ts';
import { backupName } from './targets/backup-name.rule.ts';
import { openTarget } from './targets/index.ts';
import type { Target } from './targets/target.ts';
import { type ThinnedOut, thinOut } from './thin-out.ts';

/** Any number that no other advisory lock of the server uses. */
const BACKUP_LOCK = 7_301_004;
/** Writing needs about twice as long as reading back. */
const WRITTEN_PERCENT = 70;
const REPORT_EVERY_MS = 1000;
const HISTORY_DAYS = 400;

export type MadeBackup = { place: string; name: string; bytes: number; summary: Summary } & ThinnedOut;

/** Why no backup was made; the message says what to do. */
export class BackupRefused extends Error {}
/** A backup of nothing would stand for a proof, and perhaps it is another installation than was meant. */
export class NothingToBackUp extends BackupRefused {
  constructor() {
    super(
      'There is nothing to back up: this installation has no organization yet. If you expected some, see which ' +
        'DATA_DIR or DATABASE_URL the server has.',
    );
  }
}

/**
 * Makes a backup of the database and the files while the server runs: writes it, reads it back, compares, and only then
 * lets it count and removes those that are no longer needed. Killed at any point, the backups from before stay and the
 * new one doesn't count. Called without an organization. One at a time.
 */
export async function makeBackup(
  ctx: Ctx,
  {
    target = openTarget(ctx.config),
    progress = () => {},
    beforeUpgrade = false,
  }: { target?: Target; progress?: (percent: number) => void; beforeUpgrade?: boolean } = {},
): Promise<MadeBackup> {
  const { BACKUP_PASSPHRASE: passphrase } = ctx.config;
  if (!passphrase) throw new BackupRefused('There is no passphrase: set BACKUP_PASSPHRASE, and keep it elsewhere too.');
  return alone(ctx, async () => {
    await settle(ctx, target);
    const id = newId();
    const report = reporter(ctx, id, progress);
    const installation = await installationOf(ctx.system);
    const dump = await beginDump(ctx, installation, report);
    const name = backupName(ctx.clock.now(), dump.about, beforeUpgrade);
    try {
      await ctx.system
        .insertInto('backup')
        .values({ id, place: target.place, name, started_at: ctx.clock.now() })
        .execute();
      const other_disk = await isOnOtherDisk(target.place, ctx.config.DATA_DIR);
      if (installation && !other_disk) await refuseUnmounted(ctx, target);
      await target.write(name, sealArchive(dump.entries, passphrase));
      const summary = dump.summary();
      await readBack(target, name, passphrase, summary, report);
      await target.finish(name);
      const stored = (await target.list()).find((one) => one.name === name);
      const bytes = stored?.bytes ?? 0;
      const rows = Object.values(summary.tables).reduce((sum, table) => sum + table.rows, 0);
      const { count: files, missing } = summary.files;
      await end(ctx, id, {
        state: 'done',
        percent: 100,
        size_bytes: bytes,
        rows,
        files,
        missing: missing.length,
        // The column came with the ids.
        ...(installation && { other_disk }),
      });
      const thinned = await thinOut(ctx, target, installation);
      if (thinned.fuller.length > 0)
        ctx.log.warn({ name, fuller: thinned.fuller }, 'a backup has far less in it than earlier ones, which stay');
      if (thinned.others.length > 0)
        ctx.log.warn({ place: target.place, others: thinned.others }, 'backups of others lie there, and stay');
      return { place: target.place, name, bytes, summary, ...thinned };
    } catch (error) {
      await dump.end().catch(() => {});
      await target.discard(name).catch(() => {});
      await end(ctx, id, { state: 'failed', error: (error as Error).message.slice(0, 1000) });
      throw error;
    }
  });
}

/**
 * Opens the snapshot and reads how much is in it, which the name of the backup says. Throws NothingToBackUp.
 * `summary` is known when `entries` were read to their end.
 */
async function beginDump(ctx: Ctx, installation: Installation | null, report: Report) {
  const { config } = ctx;
  let contents: Contents | undefined;
  let summary: Summary | undefined;
  const all = dumpDatabase({
    url: ctx.services.database.connectionString,
    now: ctx.clock.now(),
    installation: {
      ...(installation && { id: installation.id }),
      secretKey: config.SECRET_KEY,
      variables: setVariables(config),
      files: ctx.services.files,
      dataDir: config.DATA_DIR,
    },
    progress: (done, total) => report((WRITTEN_PERCENT * done) / Math.max(total, 1)),
    onContents: (found) => {
      contents = found;
    },
    onSummary: (_, found) => {
      summary = found;
    },
  });
  const first = await all.next();
  const counts = contents?.counts;
  if (first.done || !counts) throw new Error('the backup ended before its list');
  if (counts.organizations === 0) {
    await all.return(undefined);
    throw new NothingToBackUp();
  }
  async function* entries() {
    yield first.value as Entry;
    yield* all;
  }
  return {
    /** Ends the snapshot, also where no entry was read. */
    end: () => all.return(undefined),
    about: installation && { installation: shortId(installation.id), ...counts },
    entries: entries(),
    summary: (): Summary => {
      if (!summary) throw new Error('the backup ended before its summary');
      return summary;
    },
  };
}

/** On the disk of the data a backup would only look like one, and fill that disk. */
async function refuseUnmounted({ system, config }: Ctx, { place }: Target): Promise<void> {
  const before = await system
    .selectFrom('backup')
    .select('other_disk')
    .where('state', '=', 'done')
    .where('place', '=', place)
    .orderBy('started_at', 'desc')
    .executeTakeFirst();
  if (await isUnmounted(place, config.DATA_DIR, before?.other_disk ?? null))
    throw new Error(
      `${place} was on a disk of its own, and now is on that of the data: the disk is not mounted. Mount it, or name ` +
        'another place in BACKUP_TO.',
    );
}

async function readBack(target: Target, name: string, passphrase: string, summary: Summary, report: Report) {
  const stored = await target.readBack(name);
  let tables = 0;
  const total = Object.keys(summary.tables).length + summary.files.count;
  async function* entries() {
    for await (const entry of openArchive(stored, passphrase)) {
      report(WRITTEN_PERCENT + ((100 - WRITTEN_PERCENT) * tables++) / Math.max(total, 1));
      yield entry;
    }
  }
  const { summary: found } = await checkArchive(entries());
  if (JSON.stringify(found) !== JSON.stringify(summary)) throw new Error('What was read back is not what was written.');
}

/** Names of the variables that a new installation needs again; their values are not in a backup. */
const setVariables = (config: Ctx['config']): string[] =>
  Object.keys(config).filter((name) => process.env[name]?.trim() && name !== 'SECRET_KEY');

type Report = (percent: number) => void;

/** Reports to the caller each percent, and to the console each second. */
function reporter(ctx: Ctx, id: string, progress: Report): Report {
  let [shown, written] = [-1, 0];
  return (exact) => {
    const percent = Math.min(99, Math.floor(exact));
    if (percent <= shown) return;
    shown = percent;
    progress(percent);
    if (performance.now() - written < REPORT_EVERY_MS) return;
    written = performance.now();
    ctx.system
      .updateTable('backup')
      .set({ percent })
      .where('id', '=', id)
      .where('state', '=', 'running')
      .execute()
      .catch((error) => ctx.log.warn({ err: error }, 'the progress of a backup could not be written'));
  };
}

type End = {
  state: 'done' | 'failed';
  percent?: number;
  size_bytes?: number;
  rows?: number;
  files?: number;
  missing?: number;
  other_disk?: boolean | null;
};

async function end(ctx: Ctx, id: string, what: End & { error?: string }): Promise<void> {
  await ctx.system
    .updateTable('backup')
    .set({ ...what, ended_at: ctx.clock.now() })
    .where('id', '=', id)
    .execute();
}

/** What an earlier process left as running: it was killed before its backup counted, or just after. */
async function settle(ctx: Ctx, target: Target): Promise<void> {
  const left = await ctx.system.selectFrom('backup').selectAll().where('state', '=', 'running').execute();
  const stored = left.length > 0 ? await target.list() : [];
  for (const { id, name, place } of left) {
    const there = place === target.place && stored.find((backup) => backup.name === name);
    await end(ctx, id, there ? { state: 'done', size_bytes: there.bytes } : { state: 'failed', error: 'interrupted' });
  }
  const oldest = new Date(ctx.clock.now().getTime() - HISTORY_DAYS * 86_400_000);
  await ctx.system.deleteFrom('backup').where('started_at', '<', oldest).execute();
}

/** Under a lock that ends with this process. */
async function alone<T>(ctx: Ctx, work: () => Promise<T>): Promise<T> {
  const client = new DatabaseClient({ connectionString: ctx.services.database.connectionString });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as mine', [BACKUP_LOCK]);
    if (!rows[0].mine) throw new BackupRefused('Another backup is being made: wait until it is done.');
    return await work();
  } finally {
    await client.end().catch(() => {});
  }
}
