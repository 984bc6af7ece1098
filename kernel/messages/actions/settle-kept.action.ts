import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { afterCommit, transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { mailGoesOut } from '../mail-settings.ts';
import { templatesOf } from '../messages-service.ts';

export type Settled = {
  /** are sent now */
  queued: number;
  /** are never sent: discarded or expired */
  cancelled: number;
};

/**
 * Decides about all mail that was kept while no server was set up: send it, without what has expired (`goodForDays`),
 * or discard it. Refuses with `messages.no_server` when there is still no server.
 */
export async function settleKept(ctx: Ctx, decision: 'send' | 'discard'): Promise<Result<Settled>> {
  if (decision === 'send' && !(await mailGoesOut(ctx))) return refuse('messages.no_server');
  return transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const kept = () =>
      tx.db.updateTable('message').where(inOrg(tx)).where('channel', '=', 'email').where('state', '=', 'kept');
    let cancelled = 0;
    const expiring = decision === 'send' ? [...templatesOf(tx).values()].filter((it) => it.goodForDays) : [];
    for (const { name, goodForDays = 0 } of expiring) {
      const stale = kept().set({ state: 'cancelled' }).where('template', '=', name);
      const before = new Date(now.getTime() - goodForDays * 86_400_000);
      cancelled += count(await stale.where('created_at', '<', before).executeTakeFirst());
    }
    const fresh = { state: 'queued', next_attempt_at: now, attempts: 0, deferrals: 0, last_error: null } as const;
    const rest = count(
      await (decision === 'send' ? kept().set(fresh) : kept().set({ state: 'cancelled' })).executeTakeFirst(),
    );
    const settled = decision === 'send' ? { queued: rest, cancelled } : { queued: 0, cancelled: rest };
    const subject = { type: 'tenancy.organization', id: orgOf(tx).id };
    if (rest + cancelled > 0) {
      await audit(tx, decision === 'send' ? 'messages.kept_sent' : 'messages.kept_discarded', {
        subject,
        after: settled,
      });
    }
    afterCommit(tx, () => {
      tx.services.messages?.wake();
      tx.services.realtime?.publish({ organizationId: orgOf(tx).id, topic: 'message', id: null });
    });
    return ok(settled);
  });
}

const count = (result: { numUpdatedRows: bigint }): number => Number(result.numUpdatedRows);
