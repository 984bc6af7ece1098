import { type Ctx, inOrg } from '../../ctx/index.ts';
import { STATES } from '../states.ts';

/**
 * Cancels the unsent messages of one template about a subject, because they are no longer true, such as a link that has
 * ended. Part of the caller's transaction, whose audit entry gives the reason.
 */
export async function withdrawMessages(
  tx: Ctx,
  template: string,
  subject: { type: string; id: string },
): Promise<void> {
  await tx.db
    .updateTable('message')
    .set({ state: 'cancelled', held_reason: null })
    .where(inOrg(tx))
    .where('subject_id', '=', subject.id)
    .where('subject_type', '=', subject.type)
    .where('template', '=', template)
    .where('state', 'in', WAITING)
    .execute();
}

const WAITING = STATES.filter((state) => state === 'queued' || state === 'kept' || state === 'held');
