import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { cutPage, readCursor } from '../../../kernel/lib/cursor.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { findMeterId } from '../meters/meters.query.ts';
import type { Credit, SentCredit } from '../readings/contract.ts';

/** More than a machine takes at once; the others follow. */
const MOST = 100;

/** What a machine has to add and has not acknowledged, in its order. */
export async function waitingCredits(ctx: Ctx, deviceId: string): Promise<Credit[]> {
  return ctx.db
    .selectFrom('electricity_credit')
    .select(['id', 'number', 'wh'])
    .where('organization_id', '=', orgOf(ctx).id)
    .where('device_id', '=', deviceId)
    .where('acknowledged_at', 'is', null)
    .orderBy('number')
    .limit(MOST)
    .execute();
}

/** All credits of a meter, the latest first. Refuses with `electricity.meter.not_found`. */
export async function sentCredits(
  ctx: Ctx,
  reference: string,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<Result<SentCredit[]>> {
  const cursor = readCursor(after, 'integer');
  if (!cursor.ok) return cursor;
  const [before] = cursor.data;
  const meterId = await findMeterId(ctx, reference);
  if (!meterId) return refuse('electricity.meter.not_found');
  let rows = ctx.db
    .selectFrom('electricity_credit')
    .select(['id', 'number', 'wh', 'created_at', 'acknowledged_at'])
    .where('organization_id', '=', orgOf(ctx).id)
    .where('meter_id', '=', meterId)
    .orderBy('number', 'desc')
    .limit(limit + 1);
  if (before) rows = rows.where('number', '<', Number(before));
  return cutPage(
    await rows.execute(),
    limit,
    (row) => [row.number],
    (row) => ({
      ...row,
      created_at: row.created_at.toISOString(),
      acknowledged_at: row.acknowledged_at?.toISOString() ?? null,
    }),
  );
}
