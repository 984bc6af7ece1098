import type { Static } from 'typebox';
import type { Ctx } from '../ctx/index.ts';
import { isFirstOrganization } from '../db/index.ts';
import { ok, type Result } from '../lib/result.ts';
import type { BackupReply, BackupsView } from './contract.ts';

/** One a night; after two nights without, somebody should look. */
const OLD_AFTER_MS = 50 * 3_600_000;
const SHOWN = 30;

/**
 * Whether somebody should look: no passphrase is set (`off`), there is no good backup (`none`), or the last is old.
 */
export async function backupWarning(ctx: Ctx): Promise<Pick<BackupsView, 'warning' | 'last_good_at'>> {
  const good = await ctx.system
    .selectFrom('backup')
    .select('started_at')
    .where('state', '=', 'done')
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const old = good && ctx.clock.now().getTime() - good.started_at.getTime() > OLD_AFTER_MS;
  return {
    warning: ctx.config.BACKUP_PASSPHRASE ? (good ? (old ? 'old' : null) : 'none') : 'off',
    last_good_at: good?.started_at.toISOString() ?? null,
  };
}

/**
 * The newest attempts, and whether somebody should look. Backups belong to the operator, the first organization; others
 * are told so (`elsewhere`), because the console asks on every page.
 */
export async function viewBackups(ctx: Ctx): Promise<Result<BackupsView>> {
  if (!(await isFirstOrganization(ctx))) return ok({ warning: 'elsewhere', last_good_at: null, backups: [] });
  const [rows, warning] = await Promise.all([
    ctx.system.selectFrom('backup').selectAll().orderBy('started_at', 'desc').limit(SHOWN).execute(),
    backupWarning(ctx),
  ]);
  return ok({
    ...warning,
    backups: rows.map(
      ({ started_at, ended_at, ...row }) =>
        ({
          ...row,
          started_at: started_at.toISOString(),
          ended_at: ended_at?.toISOString() ?? null,
        }) as Static<typeof BackupReply>,
    ),
  });
}
