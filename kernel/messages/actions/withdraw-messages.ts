import { type Ctx, orgOf } from '../../ctx/index.ts';
import { STATES } from '../states.ts';

/**
 * Takes back what was never sent about a subject by one template, because it wouldn't be true any more, such as a
 * link that works no longer. Part of the caller's transaction, whose audit entry says why.
 */
export async function withdrawMessages(
  tx: Ctx,
  template: string,
  subject: { type: string; id: string },
): Promise<void> {
  await tx.db
    .updateTable('message')
    .set({ state: 'cancelled', held_reason: null })
    .where('organization_id', '=', orgOf(tx).id)
    .where('subject_id', '=', subject.id)
    .where('subject_type', '=', subject.type)
    .where('template', '=', template)
    .where('state', 'in', WAITING)
    .execute();
}

const WAITING = STATES.filter((state) => state === 'queued' || state === 'kept' || state === 'held');
