import { checkArchive, isAsFull, makeBackup, openArchive, openTarget } from '../../kernel/backup/index.ts';
import type { Ctx } from '../../kernel/ctx/index.ts';
import { createLogger } from '../../kernel/observability/index.ts';
import { configuration, fail, introduceFolder, withApp } from './open.ts';
import { passphraseFor } from './passphrase.ts';
import { progressBar } from './progress.ts';

/** Connections that end with the embedded database are no news for whoever types this. */
export const QUIET = { log: createLogger(process.env.LOG_LEVEL ?? 'error') };

type Options = { list?: boolean; check?: string; ifDue?: boolean };
/** A little less than a day, since one night's takes longer than another's. */
const DUE_HOURS = 20;

/** Makes a backup, lists those there are, or reads one again. */
export function backupCommand({ list, check, ifDue = false }: Options): Promise<void> {
  if (list) return listBackups().catch(fail);
  return check === undefined ? make(ifDue) : checkBackup(check).catch(fail);
}

function make(ifDue: boolean): Promise<void> {
  return withApp(async ({ ctxFor }, config) => {
    if (ifDue && (await thereIsOne(ctxFor(null, 'backup')))) {
      console.log(`There is a good backup of the last ${DUE_HOURS} hours: none is made.`);
      return 0;
    }
    const passphrase = await passphraseFor(config.BACKUP_PASSPHRASE);
    const ctx = ctxFor(null, 'backup');
    const bar = progressBar('Backup');
    const made = await makeBackup(
      { ...ctx, config: { ...ctx.config, BACKUP_PASSPHRASE: passphrase } },
      { progress: (percent) => bar.update(percent, 100) },
    ).finally(() => bar.stop());
    const { tables, files } = made.summary;
    const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0);
    console.log(`Written, read back and found whole: ${made.name}`);
    console.log(`  in ${made.place}, ${megabytes(made.bytes)}`);
    console.log(
      `  ${rows} rows of ${Object.keys(tables).length} tables, ${files.count} files (${megabytes(files.bytes)})`,
    );
    for (const key of files.missing) console.log(`  MISSING, or not as it was stored: the file ${key}`);
    for (const name of made.fuller)
      console.error(`WARNING: ${name} has far more in it, and stays. Is this the installation you meant?`);
    for (const name of made.others)
      console.error(`WARNING: ${name} is of another installation, and stays. Give each a folder of its own.`);
    for (const name of made.removed) console.log(`  no longer needed, removed: ${name}`);
    return 0;
  }, QUIET);
}

async function thereIsOne({ system, clock }: Ctx): Promise<boolean> {
  const row = await system
    .selectFrom('backup')
    .select('id')
    .where('state', '=', 'done')
    .where('started_at', '>', new Date(clock.now().getTime() - DUE_HOURS * 3_600_000))
    .executeTakeFirst();
  return row !== undefined;
}

async function listBackups(): Promise<void> {
  const config = configuration();
  introduceFolder(config);
  const target = openTarget(config);
  const stored = await target.list();
  for (const { name, at, bytes } of stored)
    console.log(`${at.toISOString()}  ${megabytes(bytes).padStart(10)}  ${name}`);
  console.log(`${stored.length} in ${target.place}`);
}

async function checkBackup(name: string): Promise<void> {
  const config = configuration();
  introduceFolder(config);
  const { bytes } = await openBackup(name, config);
  const { contents, summary } = await checkArchive(openArchive(bytes, await passphraseFor(config.BACKUP_PASSPHRASE)));
  const rows = Object.values(summary.tables).reduce((sum, table) => sum + table.rows, 0);
  if (summary.tables['public.organization']?.rows === 0)
    throw new Error('There is nothing in this backup: it is of an installation without an organization.');
  console.log(`Whole: made ${contents.madeAt} by ${contents.program}, ${rows} rows, ${summary.files.count} files.`);
}

/** A backup by its path, by its name in BACKUP_TO, or the latest there. */
export async function openBackup(given: string | undefined, config: ReturnType<typeof configuration>) {
  const { createReadStream, existsSync, statSync } = await import('node:fs');
  if (given !== undefined && existsSync(given))
    return { name: given, size: statSync(given).size, bytes: createReadStream(given, { highWaterMark: 1024 * 1024 }) };
  const target = openTarget(config);
  const stored = await target.list();
  if (given === undefined) refuseDoubt(stored);
  const found = given === undefined ? stored[0] : stored.find(({ name }) => name === given);
  if (!found)
    throw new Error(
      given === undefined
        ? `There is no backup in ${target.place}. Name its file: counterfoil restore FILE`
        : `There is no file ${given}, and no backup of that name in ${target.place}.`,
    );
  return { name: found.name, size: found.bytes, bytes: await target.read(found.name) };
}

/** Throws when the latest is perhaps not the one that is meant. */
function refuseDoubt(stored: Awaited<ReturnType<ReturnType<typeof openTarget>['list']>>): void {
  const [latest] = stored;
  if (!latest) return;
  const fuller = stored.find((one) => !isAsFull(latest, one));
  const other = stored.find(({ installation }) => installation !== null && installation !== latest.installation);
  const why = fuller
    ? `far less is in it than in ${fuller.name}`
    : other && `${other.name} there is of another installation`;
  if (why) throw new Error(`The latest backup is ${latest.name}, but ${why}. Name the one you mean: restore FILE`);
}

export const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
