import { type Ctx, inOrg } from '../../ctx/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { staffWith } from '../../staff/index.ts';
import type { Approver } from '../contract.ts';

/** Who can approve by a PIN, besides the caller. */
export async function listApprovers(ctx: Ctx): Promise<Result<Approver[]>> {
  const [able, pins] = await Promise.all([
    supervisors(ctx),
    ctx.db.selectFrom('till_pin').select('user_id').where(inOrg(ctx)).execute(),
  ]);
  const withPin = new Set(pins.map(({ user_id }) => user_id));
  return ok(able.filter(({ id }) => withPin.has(id) && id !== ctx.actor.id));
}

/** The members who supervise tills, of the whole organization: a part of it has none of its own. */
async function supervisors(ctx: Ctx): Promise<Approver[]> {
  const members = await staffWith(ctx, 'till.supervise');
  return members.filter(({ actor }) => !actor.limit).map(({ actor: { id, name } }) => ({ id, name }));
}

/** Since when the caller has a PIN. Refuses with `auth.person_required`. */
export async function pinState(ctx: Ctx): Promise<Result<{ set_at: string | null }>> {
  if (ctx.actor.kind !== 'user') return refuse('auth.person_required');
  const row = await ctx.db
    .selectFrom('till_pin')
    .select('set_at')
    .where(inOrg(ctx))
    .where('user_id', '=', ctx.actor.id)
    .executeTakeFirst();
  return ok({ set_at: row?.set_at.toISOString() ?? null });
}
