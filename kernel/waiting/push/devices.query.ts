import { type Ctx, inOrg } from '../../ctx/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import type { PushDevice } from '../contract.ts';

type Row = { id: string; user_agent: string | null; session_id: string; sent_at: Date | null; created_at: Date };

export const toView = (row: Row, sessionId: string | undefined): PushDevice => ({
  id: row.id,
  current: row.session_id === sessionId,
  user_agent: row.user_agent,
  sent_at: row.sent_at && new Date(row.sent_at).toISOString(),
  created_at: new Date(row.created_at).toISOString(),
});

/** The caller's own devices, the newest first. Refuses with `auth.person_required`. */
export async function listDevices(ctx: Ctx, sessionId: string | undefined): Promise<Result<PushDevice[]>> {
  if (ctx.actor.kind !== 'user') return refuse('auth.person_required');
  const rows = await ctx.db
    .selectFrom('waiting_device')
    .select(['id', 'user_agent', 'session_id', 'sent_at', 'created_at'])
    .where(inOrg(ctx))
    .where('user_id', '=', ctx.actor.id)
    .orderBy('id', 'desc')
    .execute();
  return ok(
    rows.map((row) => toView(row, sessionId)),
    { next: null },
  );
}
