import { type Ctx, inOrg } from '../../ctx/index.ts';
import { afterCommit } from '../../db/index.ts';
import { publish } from '../../realtime/index.ts';

/**
 * Makes the writer look soon, without waiting for the end of a pause, after a person has corrected a fault. The page is
 * updated in any case; pass `again: false` when there is nothing new to write.
 */
export async function wakeWriter(tx: Ctx, again = true): Promise<void> {
  publish(tx, 'mirror');
  if (!again) return;
  await tx.db.updateTable('mirror_book').set({ next_attempt_at: tx.clock.now() }).where(inOrg(tx)).execute();
  afterCommit(tx, () => tx.services.mirror?.wake());
}
