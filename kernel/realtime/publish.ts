import type { Ctx } from '../ctx/index.ts';
import { limitOf, orgOf } from '../ctx/index.ts';
import { afterCommit } from '../db/index.ts';

/**
 * Publishes that something of a topic changed, after the transaction of `tx` has committed: `publish(tx, 'payment',
 * id)`; `part` is the part of the organization to which it belongs, where there are parts; default: the one that the actor is
 * limited to. It adds no work to the transaction (see `pg-notify.ts`), and equal changes within a moment are sent once.
 */
export function publish(tx: Ctx, topic: string, id: string | null = null, part?: string | null): void {
  const { realtime } = tx.services;
  if (!realtime) return;
  const change = { organizationId: orgOf(tx).id, topic, id, part: part ?? limitOf(tx.actor)?.id ?? null };
  afterCommit(tx, () => realtime.publish(change));
}
