/** The process that makes a backup: gets an order, answers how it went, ends. Started by in-process.ts. */
import { createLogger } from '../observability/index.ts';
import { makeBackupByItself } from './by-itself.ts';
import type { Order, Outcome } from './in-process.ts';
import { BackupRefused } from './make-backup.ts';

process.once('message', async ({ config, url, now }: Order) => {
  const log = createLogger(config.LOG_LEVEL);
  const clock = { now: () => new Date(now) };
  const outcome: Outcome = await makeBackupByItself({ config, log, url, clock, name: 'backup' }).then(
    () => ({ done: true }),
    (error: Error) => ({ done: false, refused: error instanceof BackupRefused, message: error.message }),
  );
  process.send?.(outcome, () => process.disconnect?.());
});
// Whoever asked for it is gone, and with it an embedded database.
process.once('disconnect', () => process.exit());
