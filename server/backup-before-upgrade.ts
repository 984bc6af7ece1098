import type { FastifyBaseLogger } from 'fastify';
import { makeBackupByItself, NothingToBackUp } from '../kernel/backup/index.ts';
import type { Config } from '../kernel/config/index.ts';
import { systemClock } from '../kernel/lib/time.ts';

/**
 * The backup before migrations change a database that has data (docs/decisions/0690). Throws when it can't be made, so
 * that nothing is migrated. Without a passphrase there are no backups, and only the log says so.
 * @param url of the tables' owner, past any pooler
 */
export async function backupBeforeUpgrade(config: Config, log: FastifyBaseLogger, url: string): Promise<void> {
  if (!config.BACKUP_BEFORE_UPGRADE) return;
  if (!config.BACKUP_PASSPHRASE) {
    log.warn('the database is brought to this version without a backup: BACKUP_PASSPHRASE is not set');
    return;
  }
  log.info('a backup is made before the database is brought to this version');
  // Nothing of the packages has started: they may need what the migrations bring.
  try {
    const of = { config, log, url, clock: systemClock, name: 'upgrade' };
    const { name, place } = await makeBackupByItself(of, { beforeUpgrade: true });
    log.info({ name, place }, 'the backup before the upgrade is whole');
  } catch (error) {
    // Nothing can be lost.
    if (error instanceof NothingToBackUp) return;
    throw new Error(
      `the database stays as it was, since the backup before the upgrade could not be made: ${(error as Error).message} ` +
        'Then start again; or set BACKUP_BEFORE_UPGRADE=false if you have a backup of your own.',
      { cause: error },
    );
  }
}
