import type { Ctx } from '../ctx/index.ts';
import { orgOf } from '../ctx/index.ts';
import { afterCommit } from '../db/index.ts';

/**
 * Says that something of a topic changed, once the transaction of `tx` is durable: `announce(tx, 'payment', id)`. It
 * costs the transaction nothing (see `wire.ts`), and saying the same thing often within a moment says it once.
 */
export function announce(tx: Ctx, topic: string, id: string | null = null): void {
  const { realtime } = tx.services;
  if (!realtime) return;
  const news = { organizationId: orgOf(tx).id, topic, id };
  afterCommit(tx, () => realtime.send(news));
}
