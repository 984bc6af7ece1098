/** Public API of the backup package: backups of the whole installation, and their way back. */
import { definePackage } from '../module/index.ts';
import { backupRoutes } from './backup.routes.ts';
import { makeBackupJob } from './make-backup.job.ts';
import { backupHealth, observeBackups } from './observe.ts';
import { backupErrors } from './refusals.ts';
import { backupStep } from './start-steps.ts';

export { openArchive } from './archive/archive.ts';
export { checkArchive } from './archive/tally.ts';
export { makeBackupByItself } from './by-itself.ts';
export { finishLoad } from './database/prepare.ts';
export { makeBackup, NothingToBackUp } from './make-backup.ts';
export { moveDatabase, restoreArchive } from './restore.ts';
export { openTarget } from './targets/index.ts';
export { isAsFull } from './targets/keep.rule.ts';
export { backupWarning } from './view-backups.query.ts';

declare module '../ctx/index.ts' {
  interface Services {
    /** a process that only serves may be on another machine than the folder of backups */
    backup: { seesPlace: boolean };
  }
}

export const backupPackage = definePackage({
  name: 'backup',
  start: async (boot) => {
    boot.services.backup = { seesPlace: boot.role !== 'web' };
  },
  permissions: { 'backup.read': 'owner', 'backup.write': 'owner' },
  errors: backupErrors,
  routes: backupRoutes,
  jobs: [makeBackupJob],
  startSteps: [backupStep],
  health: { backup: backupHealth },
  metrics: observeBackups,
});
