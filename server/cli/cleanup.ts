import { countExpiredFiles, sweepFiles } from '../../kernel/files/index.ts';
import { applyRetention, countExpired } from '../../kernel/retention/index.ts';
import { withApp } from './open.ts';

/** Deletes what is kept no longer, as the nightly job does; with `--dry-run` it only counts. */
export function cleanupCommand({ dryRun = false }: { dryRun?: boolean }): Promise<void> {
  return withApp(async ({ ctxFor }) => {
    const ctx = ctxFor(null, 'cleanup');
    if (!dryRun) {
      const gone = Object.entries(await applyRetention(ctx)).filter(([, count]) => count > 0);
      const swept = await sweepFiles(ctx);
      if (swept.purged + swept.orphans > 0) gone.push(['file', swept.purged + swept.orphans]);
      for (const [table, count] of gone) console.log(`${String(count).padStart(9)}  ${table}`);
      console.log(
        gone.length === 0 ? 'Nothing has expired.' : 'Deleted: rows, or whole months of tables that are kept by month.',
      );
      return 0;
    }
    const expired = await countExpired(ctx);
    for (const { table, organization, rows, months } of expired) {
      const whose = organization ?? `all organizations, the months ${months.join(', ')}`;
      console.log(`${String(rows).padStart(9)}  ${table}, ${whose}`);
    }
    const files = await countExpiredFiles(ctx);
    for (const { purpose, organization, files: count } of files)
      console.log(`${String(count).padStart(9)}  files (${purpose}), ${organization}`);
    console.log(
      expired.length + files.length === 0
        ? 'Nothing has expired.'
        : 'Expired now, nothing was deleted: the nightly job does it, or counterfoil cleanup.',
    );
    return 0;
  });
}
