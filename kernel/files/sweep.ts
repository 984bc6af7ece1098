import { sql } from 'kysely';
import { type Ctx, inOrg } from '../ctx/index.ts';
import { enterOrganization, sweep } from '../db/index.ts';
import { sweepScratch } from './stores/disk.ts';
import { diskRoot } from './stores/index.ts';
import type { StoreName } from './stores/store.ts';

const HOUR = 3_600_000;
/** An upload whose row has not come by now never comes: no request and no job's step lasts an hour. */
const ORPHAN_AFTER = HOUR;
/** A month to notice that a file should not have been deleted. */
const PURGE_AFTER = 30 * 24 * HOUR;
/** Of one organization, so that one run ends; the next goes on. */
const BATCH = 500;

export type Swept = { orphans: number; purged: number; scratch: number; failed: number };

/**
 * Removes bytes that nobody owns: uploads never kept, files deleted a month ago or past their purpose's days, scratch
 * files of a crash. Called without an organization. A store that fails leaves its files for the next run.
 */
export async function sweepFiles(ctx: Ctx): Promise<Swept> {
  const swept: Swept = { orphans: 0, purged: 0, scratch: 0, failed: 0 };
  await sweep(ctx, {
    due: () => organizationsDue(ctx),
    async step(inside) {
      await removeOrphans(inside, swept);
      await markExpired(inside);
      await purgeDeleted(inside, swept);
      return false;
    },
  });
  swept.scratch = await sweepScratch(diskRoot(ctx.config), ORPHAN_AFTER, ctx.clock.now().getTime());
  return swept;
}

/** Files that are past their purpose's days, by purpose and organization; changes nothing. Called without an organization. */
export async function countExpiredFiles(ctx: Ctx): Promise<{ purpose: string; organization: string; files: number }[]> {
  const found: { purpose: string; organization: string; files: number }[] = [];
  const organizations = await ctx.system.selectFrom('organization').select(['id', 'name']).orderBy('name').execute();
  for (const { id, name: organization } of organizations) {
    const inside = await enterOrganization(ctx, { id });
    for (const { name: purpose, since } of inside ? await expiring(inside) : []) {
      const { files } = await ctx.system
        .selectFrom('file')
        .select((eb) => eb.fn.countAll<number>().as('files'))
        .where('organization_id', '=', id)
        .where('purpose', '=', purpose)
        .where('created_at', '<', since)
        .where('deleted_at', 'is', null)
        .executeTakeFirstOrThrow();
      if (Number(files) > 0) found.push({ purpose, organization, files: Number(files) });
    }
  }
  return found;
}

/** Removes the bytes of files of one organization that were deleted a month ago, or for good; returns how many. */
export async function purgeFiles(inside: Ctx): Promise<number> {
  const swept: Swept = { orphans: 0, purged: 0, scratch: 0, failed: 0 };
  await purgeDeleted(inside, swept);
  return swept.purged;
}

const before = (ctx: Ctx, ms: number) => new Date(ctx.clock.now().getTime() - ms);

const kept = (ctx: Ctx) => [...ctx.services.files.purposes.values()].filter(({ keepDays }) => keepDays !== undefined);

/** Purposes whose files an organization keeps for some days only. */
async function expiring(inside: Ctx): Promise<{ name: string; since: Date }[]> {
  const found: { name: string; since: Date }[] = [];
  for (const { name, keepDays = 0 } of kept(inside)) {
    const days = typeof keepDays === 'number' ? keepDays : await keepDays.chosen(inside);
    found.push({ name, since: before(inside, days * 24 * HOUR) });
  }
  return found;
}

async function organizationsDue(ctx: Ctx): Promise<string[]> {
  // Where organizations choose, those who might have chosen the least; which files go is decided inside.
  const purposes = kept(ctx).map(({ name, keepDays = 0 }) => {
    const days = typeof keepDays === 'number' ? keepDays : keepDays.least;
    return { name, since: before(ctx, days * 24 * HOUR) };
  });
  // Raw SQL: a batch in arrays has one text, and one plan, for any number of rows.
  const { rows } = await sql<{ id: string }>`
    select organization_id as id from file_upload where started_at < ${before(ctx, ORPHAN_AFTER)}
    union select organization_id from file where deleted_at < ${before(ctx, PURGE_AFTER)} and purged_at is null
    union select f.organization_id
      from unnest(${purposes.map(({ name }) => name)}::text[], ${purposes.map(({ since }) => since)}::timestamptz[]) p (name, since)
      join file f on f.purpose = p.name and f.created_at < p.since and f.deleted_at is null`.execute(ctx.system);
  return rows.map(({ id }) => id);
}

/** The rows stay locked until the bytes are gone: a keepFile that comes late waits, then finds nothing and refuses. */
async function removeOrphans(inside: Ctx, swept: Swept): Promise<void> {
  await inside.db.transaction().execute(async (db) => {
    const orphans = await db
      .selectFrom('file_upload')
      .select(['storage_key', 'store'])
      .where(inOrg(inside))
      .where('started_at', '<', before(inside, ORPHAN_AFTER))
      .orderBy('started_at')
      .limit(BATCH)
      .forUpdate()
      .skipLocked()
      .execute();
    for (const { storage_key, store } of orphans) {
      if (!(await remove(inside, swept, store, storage_key))) continue;
      await db.deleteFrom('file_upload').where(inOrg(inside)).where('storage_key', '=', storage_key).execute();
      swept.orphans += 1;
    }
  });
}

async function markExpired(inside: Ctx): Promise<void> {
  for (const { name, since } of await expiring(inside)) {
    await inside.db
      .updateTable('file')
      .set({ deleted_at: inside.clock.now() })
      .where(inOrg(inside))
      .where('purpose', '=', name)
      .where('created_at', '<', since)
      .where('deleted_at', 'is', null)
      .execute();
  }
}

async function purgeDeleted(inside: Ctx, swept: Swept): Promise<void> {
  const deleted = await inside.db
    .selectFrom('file')
    .select(['id', 'store', 'storage_key'])
    .where(inOrg(inside))
    .where('deleted_at', '<', before(inside, PURGE_AFTER))
    .where('purged_at', 'is', null)
    .orderBy('deleted_at')
    .limit(BATCH)
    .execute();
  for (const { id, store, storage_key } of deleted) {
    if (!(await remove(inside, swept, store, storage_key))) continue;
    await inside.db
      .updateTable('file')
      .set({ purged_at: inside.clock.now() })
      .where(inOrg(inside))
      .where('id', '=', id)
      .execute();
    swept.purged += 1;
  }
}

async function remove(ctx: Ctx, swept: Swept, store: string, key: string): Promise<boolean> {
  try {
    await ctx.services.files.named(store as StoreName).delete(key);
    return true;
  } catch (error) {
    ctx.log.warn({ err: error, store }, 'file could not be swept');
    swept.failed += 1;
    return false;
  }
}
