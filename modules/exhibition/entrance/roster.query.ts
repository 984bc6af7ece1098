import { versionsOf } from '../../../kernel/credentials/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { dayIn } from '../../../kernel/lib/time.ts';
import { CUSTOMER } from '../customers/register-customer.action.ts';
import type { EntranceRoster } from './contract.ts';
import { ownEntrance } from './entrances.query.ts';
import { cameAt } from './visits.query.ts';

/** What a phone holds and fetches in a moment; who is not in it needs the network. */
const MAX_PEOPLE = 20_000;

/** What the phone that asks keeps to decide without a network. */
export async function entranceRoster(ctx: Ctx): Promise<Result<EntranceRoster>> {
  const own = await ownEntrance(ctx);
  if (!own.ok) return own;
  const { id, name, starts_on, ends_on, enter_again } = own.data.exhibition;
  const { timeZone } = orgOf(ctx);
  const now = ctx.clock.now();
  const people = await ctx.db
    .selectFrom('exhibition_customer')
    .select(['id', 'code'])
    .where(inOrg(ctx))
    .where('exhibition_id', '=', id)
    .orderBy('id', 'desc')
    .limit(MAX_PEOPLE)
    .execute();
  const [versions, came] = await Promise.all([
    versionsOf(ctx, { subjectType: CUSTOMER, subjectIds: people.map((one) => one.id) }),
    cameAt(ctx, id, dayIn(timeZone, now)),
  ]);
  return ok({
    made_at: now.toISOString(),
    time_zone: timeZone,
    exhibition: { id, name, starts_on, ends_on, enter_again },
    visitors: came.size,
    people: people.map((one) => ({
      ...one,
      version: versions.get(one.id) ?? null,
      came_at: came.get(one.id)?.toISOString() ?? null,
    })),
  });
}
