/** Public API of the backup package: backups of the whole installation, and their way back. */
import { definePackage } from '../module/index.ts';
import { backupRoutes } from './backup.routes.ts';
import { makeBackupJob } from './make-backup.job.ts';
import { backupHealth, observeBackups } from './observe.ts';
import { backupErrors } from './refusals.ts';

export { openArchive } from './archive/archive.ts';
export { checkArchive } from './archive/tally.ts';
export { makeBackup, NothingToBackUp } from './make-backup.ts';
export { moveDatabase, restoreArchive } from './restore.ts';
export { openTarget } from './targets/index.ts';
export { isAsFull } from './targets/keep.rule.ts';
export { backupWarning } from './view-backups.query.ts';

export const backupPackage = definePackage({
  name: 'backup',
  permissions: { 'backup.read': 'owner', 'backup.write': 'owner' },
  errors: backupErrors,
  routes: backupRoutes,
  jobs: [makeBackupJob],
  health: { backup: backupHealth },
  metrics: observeBackups,
});
