import { Type } from 'typebox';
import { defineJob } from '../jobs/index.ts';
import { backupInProcess } from './in-process.ts';
import { BackupRefused } from './make-backup.ts';

/** Every night in India and Rwanda, and when a person asks for one. Without a passphrase there are no backups. */
export const makeBackupJob = defineJob({
  name: 'backup.make',
  schema: Type.Object({}),
  cron: '10 21 * * *',
  timeoutSeconds: 6 * 3600,
  retry: { limit: 3, firstSeconds: 600 },
  async run(ctx) {
    if (!ctx.config.BACKUP_PASSPHRASE) return;
    await backupInProcess(ctx).catch((error) => {
      // One is being made already.
      if (!(error instanceof BackupRefused)) throw error;
    });
  },
});
