import { type Ctx, orgOf } from '../../ctx/index.ts';
import { afterCommit } from '../../db/index.ts';
import { publish } from '../../realtime/index.ts';

/**
 * Has the writer look soon, without waiting for the end of a pause: somebody has put right what was wrong. The page is
 * told in any case; `again` is false where nothing new is to be done.
 */
export async function hurry(tx: Ctx, again = true): Promise<void> {
  publish(tx, 'mirror');
  if (!again) return;
  await tx.db
    .updateTable('mirror_book')
    .set({ next_attempt_at: tx.clock.now() })
    .where('organization_id', '=', orgOf(tx).id)
    .execute();
  afterCommit(tx, () => tx.services.mirror?.poke());
}
