import { audit } from '../audit/index.ts';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { isFirstOrganization, transaction } from '../db/index.ts';
import { enqueue } from '../jobs/index.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { makeBackupJob } from './make-backup.job.ts';

/** Asks for a backup now. A second request before it begins adds none. */
export async function requestBackup(ctx: Ctx): Promise<Result<{ queued: boolean }>> {
  if (!(await isFirstOrganization(ctx))) return refuse('backup.not_here');
  if (!ctx.config.BACKUP_PASSPHRASE) return refuse('backup.no_passphrase');
  return transaction(ctx, async (tx) => {
    await audit(tx, 'backup.requested', { subject: { type: 'organization', id: orgOf(tx).id } });
    await enqueue(tx, makeBackupJob, {}, { singletonKey: 'requested' });
    return ok({ queued: true });
  });
}
