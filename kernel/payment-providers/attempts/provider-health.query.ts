import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { t } from '../../i18n/index.ts';
import { firstIdAt } from '../../lib/ids.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { ProviderHealth } from '../contract.ts';
import { OPEN_ATTEMPTS } from '../domain/attempt-states.ts';

const DAY_MS = 86_400_000;
/** Until a payer has typed a PIN, a minute or two go by. */
const SOON_MS = 300_000;
const LONG_MS = 3_600_000;

type Row = Omit<ProviderHealth, 'name' | 'last_success_at' | 'oldest_open_at'> & {
  last_success_at: Date | null;
  oldest_open_at: Date | null;
};

/**
 * How each provider did in the last 24 hours, and whatever is still open with it, by its age. A provider that was not
 * asked and has nothing open is left out.
 */
export async function providerHealth(ctx: Ctx): Promise<Result<ProviderHealth[]>> {
  const now = ctx.clock.now().getTime();
  const since = firstIdAt(now - DAY_MS);
  const open = sql`a.state = any (${[...OPEN_ATTEMPTS]}::text[])`;
  const before = (ms: number) => sql`a.created_at < ${new Date(now - ms)}::timestamptz`;
  // Raw SQL: sums with conditions. The open ones of any age have an index of their own, the others that of their ids.
  const { rows } = await sql<Row>`
    select a.provider,
      (count(*) filter (where a.id >= ${since}))::int as asked,
      (count(*) filter (where a.id >= ${since} and a.state = 'succeeded'))::int as succeeded,
      (count(*) filter (where a.id >= ${since} and a.state in ('failed', 'differs')))::int as failed,
      (count(*) filter (where ${open} and not ${before(SOON_MS)}))::int as open_new,
      (count(*) filter (where ${open} and ${before(SOON_MS)} and not ${before(LONG_MS)}))::int as open_minutes,
      (count(*) filter (where ${open} and ${before(LONG_MS)} and not ${before(DAY_MS)}))::int as open_hours,
      (count(*) filter (where ${open} and ${before(DAY_MS)}))::int as open_days,
      (count(*) filter (where a.state = 'unknown'))::int as unknown,
      min(a.created_at) filter (where ${open}) as oldest_open_at,
      max(a.settled_at) filter (where a.state = 'succeeded') as last_success_at,
      round(percentile_cont(0.5) within group (order by extract(epoch from a.settled_at - a.created_at))
        filter (where a.state = 'succeeded'))::int as usual_seconds
    from (
      select provider, id, state, created_at, settled_at from payment_attempt
      where organization_id = ${orgOf(ctx).id} and id >= ${since}
      union all
      select provider, id, state, created_at, settled_at from payment_attempt
      where organization_id = ${orgOf(ctx).id} and id < ${since} and state in ('sending', 'waiting', 'unknown')
    ) a group by a.provider order by asked desc, a.provider`.execute(ctx.db);
  return ok(
    rows.map(({ last_success_at, oldest_open_at, ...row }) => {
      const provider = ctx.services.providers.get(row.provider);
      return {
        ...row,
        name: provider ? t(ctx, provider.label) : row.provider,
        last_success_at: last_success_at?.toISOString() ?? null,
        oldest_open_at: oldest_open_at?.toISOString() ?? null,
      };
    }),
  );
}
