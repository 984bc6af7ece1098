import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkHeads, readHeads, signingKey, verifyAudit } from '../../kernel/audit/index.ts';
import { finishLoad, moveDatabase, openArchive, restoreArchive } from '../../kernel/backup/index.ts';
import { type Config, closeDataDir, readConfig } from '../../kernel/config/index.ts';
import {
  findRunningPostgres,
  hasEmbeddedDatabase,
  startEmbeddedPostgres,
} from '../../kernel/embedded-postgres/index.ts';
import { openStores } from '../../kernel/files/index.ts';
import { leaveFolder, refuseNothing } from '../../kernel/installation/index.ts';
import { verifyLedger } from '../../kernel/ledger/index.ts';
import { packages } from '../../kernel/packages.ts';
import { type OpenServices, openServices } from '../app.ts';
import { appMigrations } from '../migrations.ts';
import { modules } from '../modules.ts';
import { megabytes, openBackup, QUIET } from './backup.ts';
import { configuration, fail, introduceFolder } from './open.ts';
import { passphraseFor } from './passphrase.ts';
import { progressBar } from './progress.ts';

type Restored = Awaited<ReturnType<typeof restoreArchive>>;
type Contents = Restored['contents'];

/** Restores a backup into an empty installation, and reports what is there now. Exits with 2 when something is wrong. */
export async function restoreCommand(file: string | undefined, options: { head?: string }): Promise<void> {
  try {
    const config = configuration({ mayCreate: true });
    const backup = await openBackup(file, config);
    introduceFolder(config);
    const passphrase = await passphraseFor(config.BACKUP_PASSPHRASE);
    console.log(`Restoring ${backup.name}`);
    const bar = progressBar('Restore');
    const database = await openDatabaseOf(config);
    const restored = await restoreArchive({
      url: database.url,
      appUrl: config.DATABASE_APP_URL,
      migrations: appMigrations(),
      entries: openArchive(
        counted(backup.bytes, (read) => bar.update(read, backup.size)),
        passphrase,
      ),
      store: openStores(config).current,
      afterRestore: [...packages, ...modules].flatMap((manifest) => manifest.afterRestore ?? []),
      onContents: async (contents) => takeKey(config, contents),
    }).finally(() => bar.stop());
    // Read again, with the key of the backup.
    const whole = await reportOn(readConfig(process.env), database.url, restored, options.head);
    await finishLoad(database.url);
    await database.close();
    process.exit(whole ? 0 : 2);
  } catch (error) {
    fail(error);
  }
}

/**
 * Copies the database from where it is now to another server, or back to the embedded one.
 * @param appUrl address of the new database for the role of requests, where its user may not make that role
 */
export async function moveCommand({ to, appUrl }: { to: string; appUrl?: string }): Promise<void> {
  try {
    const config = configuration();
    const embedded = to === 'embedded';
    if (embedded && !config.DATABASE_URL)
      throw new Error('The database is the embedded one already: set DATABASE_URL to the one that should move.');
    for (const [option, address] of Object.entries({ '--to': to, '--app-url': appUrl ?? to }))
      if (!/^postgres(ql)?:\/\//.test(address) && !embedded)
        throw new Error(`${option} takes the address of a database, postgres://user:password@host/database.`);
    const goesOn = `Set DATABASE_URL to the new address${appUrl ? ', DATABASE_APP_URL to that of --app-url' : ''}, then start.`;
    if (!embedded && !config.DATABASE_URL && !hasEmbeddedDatabase(config.DATA_DIR) && (await finishLoad(to))) {
      console.log(`The database has moved already, and the old one is put aside. ${goesOn}`);
      process.exit(0);
    }
    await refuseNothing(config, false, config.DATABASE_DIRECT_URL ?? config.DATABASE_URL);
    introduceFolder(config);
    // The others are addresses of the database that moves.
    const { DATABASE_URL: old, DATABASE_APP_URL, DATABASE_DIRECT_URL, DATABASE_READ_URL, ...rest } = config;
    const target: Config = {
      ...rest,
      ...(!embedded && { DATABASE_URL: to, ...(appUrl && { DATABASE_APP_URL: appUrl }) }),
    };
    const [from, into] = [await openDatabaseOf(config), await openDatabaseOf(target)];
    const bar = progressBar('Move');
    const moved = await moveDatabase(from.url, into.url, {
      now: new Date(),
      appUrl: target.DATABASE_APP_URL,
      migrations: appMigrations(),
      progress: (done, total) => bar.update(Math.round((100 * done) / Math.max(total, 1)), 100),
    }).finally(() => bar.stop());
    const whole = await reportOn(target, into.url, moved);
    await from.close();
    if (!whole) process.exit(2);
    const aside = old ? null : setAside(config);
    await finishLoad(into.url);
    await into.close();
    const others = Object.entries({ DATABASE_APP_URL, DATABASE_DIRECT_URL, DATABASE_READ_URL })
      .filter(([name, set]) => set && !(name === 'DATABASE_APP_URL' && appUrl))
      .map(([name]) => name);
    if (embedded) console.log(`\nRemove ${['DATABASE_URL', ...others].join(', ')} from the settings, then start.`);
    else {
      if (others.length > 0)
        console.log(
          `\nRemove ${others.join(', ')}, which ${others.length > 1 ? 'lead' : 'leads'} to the old database.`,
        );
      if (old) console.log(`\n${goesOn} The old database is as it was.`);
      else console.log(`\n${goesOn} The old database is kept in ${aside};\nremove it when all is well.`);
    }
    process.exit(0);
  } catch (error) {
    fail(error);
  }
}

/** The database of the configuration, which must not be in use. */
async function openDatabaseOf(config: Config): Promise<{ url: string; close(): Promise<void> }> {
  // Past a pooler: it is one long transaction.
  const url = config.DATABASE_DIRECT_URL ?? config.DATABASE_URL;
  if (url) return { url, close: async () => {} };
  if (findRunningPostgres(config.DATA_DIR)) throw new Error('Counterfoil is running on this DATA_DIR. Stop it first.');
  closeDataDir(config.DATA_DIR);
  // A restore writes each row once; without this its log stays, as large as the data or up to 2 GB.
  const settings = { max_wal_size: '128MB' };
  const postgres = await startEmbeddedPostgres({ dataDir: config.DATA_DIR, settings });
  return { url: postgres.connectionString, close: () => postgres.stop() };
}

/** So that a start without DATABASE_URL doesn't go on with the old database. */
function setAside(config: Config): string {
  const [from, aside] = ['postgres', `postgres.moved-${new Date().toISOString().slice(0, 19).replace(/\D/g, '')}`].map(
    (name) => join(config.DATA_DIR, name),
  ) as [string, string];
  renameSync(from, aside);
  return aside;
}

/**
 * The key of the backup becomes that of this installation, before any of its data is there: sessions, stored credentials
 * and the audit's signatures belong to it.
 */
function takeKey(config: Config, { installation, counts }: Contents): void {
  if (!installation) throw new Error('This is no backup: it has no key.');
  if (counts?.organizations === 0)
    throw new Error('There is nothing in this backup: it is of an installation without an organization.');
  const { secretKey } = installation;
  const given = process.env.SECRET_KEY?.trim();
  if (given && given !== secretKey)
    throw new Error(
      'SECRET_KEY is set, and is not the one of the backup. Remove it from the environment: the restore writes the right one to DATA_DIR.',
    );
  // Where a server has started already, without making anything: from now on it is that of the backup.
  leaveFolder(config.DATA_DIR);
  if (given) return;
  const path = join(config.DATA_DIR, 'secret_key');
  const draft = `${path}.restored`;
  writeFileSync(draft, secretKey, { mode: 0o600 });
  renameSync(draft, path);
}

async function* counted(bytes: AsyncIterable<Buffer>, report: (read: number) => void): AsyncGenerator<Buffer> {
  let read = 0;
  for await (const piece of bytes) {
    read += piece.length;
    report(read);
    yield piece;
  }
}

/** Prints what is there now and proves it; false when something is wrong. */
async function reportOn(config: Config, url: string, { contents, summary }: Restored, head?: string): Promise<boolean> {
  const { DATABASE_DIRECT_URL: _pooled, DATABASE_READ_URL: _replica, ...rest } = config;
  const services = await openServices({ config: { ...rest, DATABASE_URL: url }, ...QUIET, role: 'web' });
  try {
    const counted = Object.entries(summary.tables).filter(([, { rows }]) => rows > 0);
    const rows = counted.reduce((sum, [, table]) => sum + table.rows, 0);
    console.log(`As of ${contents.madeAt}, by ${contents.program}:`);
    for (const [name, table] of counted)
      console.log(`  ${String(table.rows).padStart(9)}  ${name.replace('public.', '')}`);
    console.log(`Rows: ${rows} of ${Object.keys(summary.tables).length} tables, each as many as in the backup.`);
    if (contents.installation) {
      const { count, bytes, missing } = summary.files;
      console.log(`Files: ${count} (${megabytes(bytes)}), each as it was.`);
      for (const key of missing) console.log(`  MISSING already when the backup was made: ${key}`);
    }
    const [ledger, audit] = [
      await ledgerIsWhole(services, summary),
      await auditIsWhole(services, config, summary, head),
    ];
    const unset = (contents.installation?.variables ?? []).filter((name) => !process.env[name]?.trim());
    if (unset.length > 0) console.log(`Not in a backup, and not set here: ${unset.join(', ')}`);
    return ledger && audit;
  } finally {
    await services.close();
  }
}

async function ledgerIsWhole({ boot }: OpenServices, summary: Restored['summary']): Promise<boolean> {
  let whole = true;
  for (const { organization: id, name, entries, lines } of summary.ledger) {
    const found = await verifyLedger(boot.database.system, { id, name }, boot.services.ledgerChecks);
    if (found.ok) console.log(`Ledger of ${name}: ${entries} entries, ${lines} lines; balances as in the backup.`);
    else console.log(`LEDGER of ${name} IS BROKEN, as it was in the backup: see counterfoil ledger verify.`);
    whole &&= found.ok;
  }
  return whole;
}

async function auditIsWhole(
  { boot }: OpenServices,
  config: Config,
  summary: Restored['summary'],
  head: string | undefined,
): Promise<boolean> {
  const { system } = boot.database;
  const found = await verifyAudit(system, { keys: [signingKey(config.SECRET_KEY)] });
  const file = head ?? config.AUDIT_HEADS_FILE;
  const elsewhere = file === undefined ? '' : existsSync(file) ? readFileSync(file, 'utf8') : (head ?? '');
  const published = summary.heads.map(({ published }) => published ?? '').join('\n');
  const heads = await checkHeads(system, readHeads(`${published}\n${elsewhere}`));
  const lost = heads.filter(({ state }) => state !== 'present');
  if (found.ok && found.entries === 0) console.log('Audit: no entry was sealed yet, so there is nothing to prove.');
  else if (found.ok) console.log(`Audit: ${found.entries} sealed entries are as they were written.`);
  else console.log('AUDIT IS BROKEN, as it was in the backup: see counterfoil audit verify.');
  console.log(`  ${heads.length - lost.length} of ${heads.length} published ends are there.`);
  for (const { organizationId, sequence, last } of lost)
    console.log(`  link ${sequence} of ${organizationId} was published later; the backup ends with link ${last}`);
  return found.ok;
}
