import { sql } from 'kysely';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { findMeterId } from '../meters/meters.query.ts';
import type { Credit, SentCredit } from './contract.ts';

/** More than a machine takes at once; the others follow. */
const MAX_AT_ONCE = 100;

/** What a machine has to add and has not acknowledged, in its order. */
export async function waitingCredits(ctx: Ctx, deviceId: string): Promise<Credit[]> {
  return (await creditsWaitingAt(ctx, [deviceId])).get(deviceId) ?? [];
}

/** What these machines have to add and have not acknowledged, in their order, by machine. */
export async function creditsWaitingAt(ctx: Ctx, deviceIds: string[]): Promise<Map<string, Credit[]>> {
  // Raw SQL: the first of each machine, each by the index.
  const { rows } = await sql<Credit & { device_id: string }>`
    select d.id as device_id, c.id, c.number, c.wh from unnest(${deviceIds}::uuid[]) d (id)
    cross join lateral (
      select id, number, wh from electricity_credit
      where organization_id = ${orgOf(ctx).id} and device_id = d.id and acknowledged_at is null order by number limit ${MAX_AT_ONCE}
    ) c order by c.number`.execute(ctx.db);
  const waiting = Map.groupBy(rows, ({ device_id }) => device_id);
  return new Map([...waiting].map(([id, credits]) => [id, credits.map(({ id, number, wh }) => ({ id, number, wh }))]));
}

/** All credits of a meter, the latest first. Refuses with `electricity.meter.not_found`. */
export async function sentCredits(ctx: Ctx, reference: string, page: PageQuery): Promise<Result<SentCredit[]>> {
  const meterId = await findMeterId(ctx, reference);
  if (!meterId) return refuse('electricity.meter.not_found');
  const rows = ctx.db
    .selectFrom('electricity_credit')
    .select(['id', 'number', 'wh', 'created_at', 'acknowledged_at'])
    .where(inOrg(ctx))
    .where('meter_id', '=', meterId);
  return findPage(rows, { by: 'number', kind: 'integer' }, page, (row) => ({
    ...row,
    created_at: row.created_at.toISOString(),
    acknowledged_at: row.acknowledged_at?.toISOString() ?? null,
  }));
}
