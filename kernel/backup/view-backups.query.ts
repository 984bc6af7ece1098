import type { Static } from 'typebox';
import type { Ctx } from '../ctx/index.ts';
import { isFirstOrganization } from '../db/index.ts';
import { ok, type Result } from '../lib/result.ts';
import type { BackupReply, BackupsView } from './contract.ts';
import { lookAtBackup, type Seen } from './look-at-backup.ts';

/** One a night; after two nights without, somebody should look. */
const OLD_AFTER_MS = 50 * 3_600_000;
const SHOWN = 30;

/**
 * Whether somebody should look: no passphrase is set (`off`), there is no good backup (`none`), its file is not as it
 * should be (`gone`, `damaged`, `unmounted`, `unreachable`), or it is old.
 * @param here whether this process sees the folder of backups; otherwise as its role says
 */
export async function backupWarning(
  ctx: Ctx,
  here = ctx.services.backup.seesPlace,
): Promise<{ warning: string | null; last_good_at: string | null; seen: Seen | null }> {
  const good = await ctx.system
    .selectFrom('backup')
    .select(['started_at', 'name', 'place', 'size_bytes', 'other_disk'])
    .where('state', '=', 'done')
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const last_good_at = good?.started_at.toISOString() ?? null;
  if (!ctx.config.BACKUP_PASSPHRASE) return { warning: 'off', last_good_at, seen: null };
  if (!good) return { warning: 'none', last_good_at, seen: null };
  const seen = await lookAtBackup(ctx, good, here);
  const old = ctx.clock.now().getTime() - good.started_at.getTime() > OLD_AFTER_MS;
  const fault = seen.state === 'there' || seen.state === 'elsewhere' ? null : seen.state;
  return { warning: fault ?? (old ? 'old' : null), last_good_at, seen };
}

/**
 * The newest attempts, and whether somebody should look. Backups belong to the operator, the first organization; others
 * are told so (`elsewhere`), because the console asks on every page.
 */
export async function viewBackups(ctx: Ctx): Promise<Result<BackupsView>> {
  if (!(await isFirstOrganization(ctx)))
    return ok({ warning: 'elsewhere', last_good_at: null, seen: null, backups: [] });
  const [rows, warning] = await Promise.all([
    ctx.system.selectFrom('backup').selectAll().orderBy('started_at', 'desc').limit(SHOWN).execute(),
    backupWarning(ctx),
  ]);
  return ok({
    ...warning,
    backups: rows.map(
      ({ started_at, ended_at, other_disk: _, ...row }) =>
        ({
          ...row,
          started_at: started_at.toISOString(),
          ended_at: ended_at?.toISOString() ?? null,
        }) as Static<typeof BackupReply>,
    ),
  });
}
