import type { Ctx } from '../ctx/index.ts';
import { sweepScratch } from './stores/disk.ts';
import { diskRoot } from './stores/index.ts';
import type { StoreName } from './stores/store.ts';

const HOUR = 3_600_000;
/** An upload whose row has not come by now never comes: no request and no job's step lasts an hour. */
const ORPHAN_AFTER = HOUR;
/** A month to notice that a file should not have been deleted. */
const PURGE_AFTER = 30 * 24 * HOUR;
/** So that one run ends; the next goes on. */
const BATCH = 500;

export type Swept = { orphans: number; purged: number; scratch: number; failed: number };

/**
 * Removes bytes that nobody owns: uploads never kept, files deleted a month ago or past
 * their purpose's days, scratch files of a crash. Works on all
 * organizations through the unscoped connection. A store that fails leaves its files for the next run.
 */
export async function sweepFiles(ctx: Ctx): Promise<Swept> {
  const swept: Swept = { orphans: 0, purged: 0, scratch: 0, failed: 0 };
  const now = ctx.clock.now();
  const remove = async (store: string, key: string) => {
    try {
      await ctx.house.files.named(store as StoreName).delete(key);
      return true;
    } catch (error) {
      ctx.log.warn({ err: error, store }, 'file could not be swept');
      swept.failed += 1;
      return false;
    }
  };

  // The rows stay locked until the bytes are gone: a keepFile that comes late waits, then finds nothing and refuses.
  await ctx.system.transaction().execute(async (db) => {
    const orphans = await db
      .selectFrom('file_upload')
      .select(['organization_id', 'storage_key', 'store'])
      .where('started_at', '<', new Date(now.getTime() - ORPHAN_AFTER))
      .orderBy('started_at')
      .limit(BATCH)
      .forUpdate()
      .skipLocked()
      .execute();
    for (const { organization_id, storage_key, store } of orphans) {
      if (!(await remove(store, storage_key))) continue;
      await db
        .deleteFrom('file_upload')
        .where('organization_id', '=', organization_id)
        .where('storage_key', '=', storage_key)
        .execute();
      swept.orphans += 1;
    }
  });

  for (const { name, keepDays } of ctx.house.files.purposes.values()) {
    if (keepDays === undefined) continue;
    await ctx.system
      .updateTable('file')
      .set({ deleted_at: now })
      .where('purpose', '=', name)
      .where('created_at', '<', new Date(now.getTime() - keepDays * 24 * HOUR))
      .where('deleted_at', 'is', null)
      .execute();
  }

  const deleted = await ctx.system
    .selectFrom('file')
    .select(['organization_id', 'id', 'store', 'storage_key'])
    .where('deleted_at', '<', new Date(now.getTime() - PURGE_AFTER))
    .where('purged_at', 'is', null)
    .orderBy('deleted_at')
    .limit(BATCH)
    .execute();
  for (const { organization_id, id, store, storage_key } of deleted) {
    if (!(await remove(store, storage_key))) continue;
    await ctx.system
      .updateTable('file')
      .set({ purged_at: now })
      .where('organization_id', '=', organization_id)
      .where('id', '=', id)
      .execute();
    swept.purged += 1;
  }

  swept.scratch = await sweepScratch(diskRoot(ctx.config), ORPHAN_AFTER, now.getTime());
  return swept;
}
