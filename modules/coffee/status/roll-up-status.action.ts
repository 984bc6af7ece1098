import { sql } from 'kysely';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { firstIdAt } from '../../../kernel/lib/ids.ts';
import { ok } from '../../../kernel/lib/result.ts';

const HOUR_MS = 3_600_000;
/** The id of a report has our time, from before its transaction; after this long the report is there, or never comes. */
const SURELY_WRITTEN_MS = 10 * 60_000;
/** Hours that are made again with the next ones, so that a process that was stopped for an hour leaves no gap. */
const AGAIN_MS = 2 * HOUR_MS;
/** Of 10,000 machines 720,000 rows: a second or two for the database. */
const AT_ONCE_MS = 6 * HOUR_MS;

/** The time of a row is in its id: the first 48 bits are milliseconds. */
export const MILLISECONDS = sql<number>`('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint`;

/** The hours before this are complete. */
export function endOfHours(now: Date): Date {
  return new Date(Math.floor((now.getTime() - SURELY_WRITTEN_MS) / HOUR_MS) * HOUR_MS);
}

/** The organizations whose hours do not reach `until`; read by a function of the tables' owner. */
export async function organizationsWithHours(ctx: Ctx, until: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select coffee_status_due(${until}) as id`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

/**
 * Makes the hours of the next reports from a scan of them, six at once; true: there are more. Doing it again makes the
 * same rows. A clock that was put back makes its hours again, too. An hour without reports any more, since their month
 * was dropped, stays.
 */
export async function rollUpHours(ctx: Ctx, until: Date): Promise<boolean> {
  const organizationId = orgOf(ctx).id;
  const done = await transaction(ctx, async (tx) => {
    const before = await throughOf(tx);
    const began = before ?? (await firstHour(tx));
    if (began === null) return ok(false);
    const from = new Date(Math.min(began.getTime(), until.getTime()) - AGAIN_MS);
    const to = new Date(Math.min(from.getTime() + AGAIN_MS + AT_ONCE_MS, until.getTime()));
    // Raw SQL: sums with conditions, written as they are read.
    await sql`
      insert into coffee_status_hour as s (organization_id, machine_id, hour_at, merchant_id, reports, faults, measured,
        temperature_sum_dc, lowest_dc, highest_dc, status)
      select organization_id, machine_id, to_timestamp(${MILLISECONDS} / ${HOUR_MS}::bigint * ${HOUR_MS / 1000}::bigint),
        merchant_id, count(*), count(*) filter (where status = 'fault' or errors <> '{}'), count(temperature_dc),
        coalesce(sum(temperature_dc), 0), min(temperature_dc), max(temperature_dc),
        (array_agg(status order by id desc))[1]
      from coffee_status where organization_id = ${organizationId}
        and id >= ${firstIdAt(from.getTime())} and id < ${firstIdAt(to.getTime())}
      group by 1, 2, 3, 4
      on conflict (organization_id, machine_id, hour_at, merchant_id) do update set reports = excluded.reports,
        faults = excluded.faults, measured = excluded.measured, temperature_sum_dc = excluded.temperature_sum_dc,
        lowest_dc = excluded.lowest_dc, highest_dc = excluded.highest_dc, status = excluded.status`.execute(tx.db);
    await tx.db
      .insertInto('coffee_status_progress')
      .values({ organization_id: organizationId, through_at: to })
      .onConflict((on) => on.column('organization_id').doUpdateSet({ through_at: to }))
      .execute();
    return ok(to < until);
  });
  return done.ok && done.data;
}

/** Up to when an organization's hours are made; null: not yet. In a transaction nobody else makes them meanwhile. */
export async function throughOf(ctx: Ctx): Promise<Date | null> {
  let rows = ctx.db.selectFrom('coffee_status_progress').select('through_at').where(inOrg(ctx));
  if (ctx.inTransaction) rows = rows.forUpdate();
  return (await rows.executeTakeFirst())?.through_at ?? null;
}

/** The beginning of the hour of the oldest report; null without any. */
async function firstHour(tx: Ctx): Promise<Date | null> {
  const first = await tx.db
    .selectFrom('coffee_status')
    .select(MILLISECONDS.as('at'))
    .where(inOrg(tx))
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return first ? new Date(Math.floor(Number(first.at) / HOUR_MS) * HOUR_MS) : null;
}
