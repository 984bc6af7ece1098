import { type Ctx, inOrg } from '../ctx/index.ts';
import { ok, type Result } from '../lib/result.ts';

export type Outcome = { state: 'done'; answer: unknown } | { state: 'unknown' };

/**
 * The outcome of an earlier request of the same actor in the same organization, by its Idempotency-Key. `unknown`: no
 * answer is stored, or not yet, or it is more than a week old.
 */
export async function outcomeOf(ctx: Ctx, key: string): Promise<Result<Outcome>> {
  const found = await ctx.db
    .selectFrom('idempotency_key')
    .select('answer')
    .where(inOrg(ctx))
    .where('actor_id', '=', ctx.actor.id ?? ctx.actor.kind)
    .where('key', '=', key)
    .executeTakeFirst();
  if (!found) return ok({ state: 'unknown' });
  return ok({ state: 'done', answer: (found.answer as { data?: unknown }).data });
}
