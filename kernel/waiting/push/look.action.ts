import { sql } from 'kysely';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { enqueue } from '../../jobs/index.ts';
import { ok } from '../../lib/result.ts';
import { memberById } from '../../staff/index.ts';
import { listWaiting } from '../waiting.query.ts';
import { PUSH } from './push-contract.ts';
import { newsFor, type Told } from './tell.rule.ts';

const MINUTE_MS = 60_000;

/** Organizations in which somebody is notified on a device. */
export async function organizationsWithDevices(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.system.selectFrom('waiting_device').select('organization_id').distinct().execute();
  return rows.map(({ organization_id }) => organization_id);
}

/**
 * Looks at what waits for one member, once a minute, and enqueues a notification for each of their devices that has not been
 * told; true while somebody may be left.
 */
export async function lookForOne(inside: Ctx): Promise<boolean> {
  const now = inside.clock.now();
  const minute = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS);
  const looked = await transaction(inside, async (tx) => {
    const next = await tx.db
      .selectFrom('waiting_device')
      .select('user_id')
      .where(inOrg(tx))
      .where('looked_at', '<', minute)
      .orderBy('looked_at')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!next) return ok(false);
    const devices = await tx.db
      .updateTable('waiting_device')
      .set({ looked_at: now })
      .where(inOrg(tx))
      .where('user_id', '=', next.user_id)
      .returning(['id', 'told', 'next_at'])
      .execute();
    const actor = await memberById(tx, next.user_id);
    const waiting = actor ? await listWaiting({ ...tx, actor }) : [];
    for (const { id, told, next_at } of devices) {
      const found = newsFor(told as Told, waiting);
      await tx.db
        .updateTable('waiting_device')
        .set({ told: JSON.stringify(found.told) })
        .where(inOrg(tx))
        .where('id', '=', id)
        .where(sql<boolean>`told <> ${JSON.stringify(found.told)}::jsonb`)
        .execute();
      if (found.news.length > 0 && next_at <= now) await enqueue(tx, PUSH, { device_id: id }, { singletonKey: id });
    }
    return ok(true);
  });
  return looked.ok && looked.data;
}
