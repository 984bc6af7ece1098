import { type Ctx, inOrg } from '../ctx/index.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import type { DigestView, WaitingView } from './contract.ts';

/** What waits for the caller, as far as they may do something about it. */
export async function listWaiting(ctx: Ctx): Promise<WaitingView[]> {
  const found: WaitingView[] = [];
  // One after the other: every open console asks now and then, and nobody looks at it that closely.
  for (const { kind, permission, to, count } of ctx.services.waiting) {
    if (!ctx.services.authenticator.can(ctx, permission)) continue;
    const many = await count(ctx);
    if (many > 0) found.push({ kind, to, count: many });
  }
  return found;
}

/** Whether the caller gets the daily mail. Refuses with `auth.person_required`. */
export async function readDigest(ctx: Ctx): Promise<Result<DigestView>> {
  if (ctx.actor.kind !== 'user') return refuse('auth.person_required');
  const row = await ctx.db
    .selectFrom('membership')
    .select('digest')
    .where(inOrg(ctx))
    .where('user_id', '=', ctx.actor.id)
    .executeTakeFirst();
  return row ? ok({ daily: row.digest }) : refuse('auth.person_required');
}
