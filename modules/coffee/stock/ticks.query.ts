import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { fromMilli } from '../quantity.rule.ts';
import type { RoundRow } from './contract.ts';

/** A tick is good for the day of the round; a machine that measured nothing until then has its bin on the list again. */
const GOOD_MS = 24 * 3_600_000;
/** A machine reports each minute: the level of a filling may rise some time before somebody ticks it off. */
const BEFORE_MS = 60 * 60_000;

/**
 * Bins that somebody filled, by machine and position, as far as the machine has not measured it: whoever looks at the
 * round, also after a reload or on another phone, sees who was there. Raw SQL: one look at the newest tick of each bin.
 */
export async function ticksOf(
  ctx: Ctx,
  bins: { machine_id: string; position: number }[],
): Promise<Map<string, RoundRow['filled']>> {
  if (bins.length === 0) return new Map();
  const organizationId = orgOf(ctx).id;
  const since = new Date(ctx.clock.now().getTime() - GOOD_MS);
  const { rows } = await sql<{ machine_id: string; position: number; at: Date; by: string; amount: number | null }>`
    select b.machine_id, b.position, r.filled_at as at, r.by_name as by, r.amount_milli as amount
    from jsonb_to_recordset(${JSON.stringify(bins)}::jsonb) b (machine_id uuid, position int)
    cross join lateral (
      select p.* from coffee_refill p
      where p.organization_id = ${organizationId} and p.machine_id = b.machine_id and p.position = b.position
        and p.source = 'person' and p.filled_at > ${since}
      order by p.filled_at desc limit 1
    ) r
    where not exists (
      select 1 from coffee_refill m
      where m.organization_id = ${organizationId} and m.machine_id = b.machine_id and m.position = b.position
        and m.source = 'measured' and m.filled_at > r.filled_at - ${BEFORE_MS}::int * interval '1 millisecond')`.execute(
    ctx.db,
  );
  return new Map(
    rows.map(({ machine_id, position, at, by, amount }) => [
      `${machine_id}-${position}`,
      { at: at.toISOString(), by, amount: amount === null ? null : fromMilli(Number(amount)) },
    ]),
  );
}
