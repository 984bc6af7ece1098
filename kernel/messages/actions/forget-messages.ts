import { sql } from 'kysely';
import type { Ctx } from '../../ctx/index.ts';
import { firstIdAt } from '../../lib/ids.ts';
import { KEEP_DAYS, mailSettings } from '../mail-settings.ts';

const DAY_MS = 86_400_000;
/** So that no statement holds its locks for long. */
const BATCH = 5000;

/**
 * Forgets messages whose organization keeps them no longer (setting `keep_days` of `mail`): they hold names, addresses and what was said.
 * What still waits to be sent stays, however old.
 */
export async function forgetMessages(ctx: Ctx): Promise<{ forgotten: number }> {
  const organizations = await ctx.system
    .selectFrom('organization as o')
    .leftJoin('setting as s', (join) =>
      join.onRef('s.organization_id', '=', 'o.id').on('s.module', '=', mailSettings.module),
    )
    .select(['o.id', 's.values'])
    .execute();
  let forgotten = 0;
  for (const { id, values } of organizations) {
    const chosen = (values as { keep_days?: unknown } | null)?.keep_days;
    const days = typeof chosen === 'number' ? chosen : KEEP_DAYS;
    const before = firstIdAt(ctx.clock.now().getTime() - days * DAY_MS);
    for (let removed = BATCH; removed === BATCH; forgotten += removed) {
      const result = await sql`
        delete from message where organization_id = ${id} and id in (
          select id from message
          where organization_id = ${id} and id < ${before} and state not in ('queued', 'sending')
          order by id limit ${BATCH})`.execute(ctx.system);
      removed = Number(result.numAffectedRows ?? 0);
    }
  }
  if (forgotten > 0) ctx.log.info({ forgotten }, 'old messages forgotten');
  return { forgotten };
}
