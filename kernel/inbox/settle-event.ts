import { audit } from '../audit/index.ts';
import { type Ctx, inOrg } from '../ctx/index.ts';
import { afterCommit, transaction } from '../db/index.ts';
import { isUuid } from '../lib/ids.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { publish } from '../realtime/index.ts';
import { EVENT_TOPIC } from './receive.ts';

type Settled = Result<{ id: string; state: string }>;

/**
 * Processes a failed event once more, with all its attempts. Refuses with `inbox.event_not_failed` and
 * `inbox.event_unreadable`.
 */
export const retryEvent = (ctx: Ctx, id: string): Promise<Settled> => settle(ctx, id, 'received');

/** Discards a failed event for good: staff answered the person, or nobody needs to. */
export const discardEvent = (ctx: Ctx, id: string): Promise<Settled> => settle(ctx, id, 'discarded');

async function settle(ctx: Ctx, id: string, state: 'received' | 'discarded'): Promise<Settled> {
  if (!isUuid(id)) return refuse('inbox.event_not_failed');
  return transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const again = state === 'received';
    const row = await tx.db
      .updateTable('inbox_event')
      .set({ state, ...(again ? { attempts: 0, next_attempt_at: now } : { processed_at: now }) })
      .where(inOrg(tx))
      .where('id', '=', id)
      .where('state', '=', 'failed')
      // An event that was set aside unread would be unreadable again.
      .where((eb) => (again ? eb('raw', 'is', null) : eb.val(true)))
      .returning('last_error')
      .executeTakeFirst();
    if (!row) return refuse(again && (await isSetAside(tx, id)) ? 'inbox.event_unreadable' : 'inbox.event_not_failed');
    await audit(tx, again ? 'inbox.event_retried' : 'inbox.event_discarded', {
      subject: { type: 'inbox_event', id },
      before: { state: 'failed' },
      after: { state },
      note: row.last_error,
    });
    publish(tx, 'inbox.failed', id);
    if (again) {
      afterCommit(tx, () => tx.services.inbox?.wake());
      publish(tx, EVENT_TOPIC);
    }
    return ok({ id, state });
  });
}

async function isSetAside(tx: Ctx, id: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('inbox_event')
    .select('id')
    .where(inOrg(tx))
    .where('id', '=', id)
    .where('state', '=', 'failed')
    .where('raw', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}
