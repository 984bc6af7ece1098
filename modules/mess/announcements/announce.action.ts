import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { enqueue } from '../../../kernel/jobs/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { ANNOUNCEMENT } from '../names.ts';
import { everybody } from '../students/audience.query.ts';
import { broadcastAnnouncementJob } from './broadcast-announcement.job.ts';

/** The longest text that every channel accepts in one message, in any script. */
export const MAX_TEXT_LENGTH = 2000;

/**
 * Sends a message to every student, each by its own job, in the chat where they last wrote. Refuses with
 * `mess.announcement.blank`, `too_long` and, when nobody has a chat, `nobody`.
 */
export async function announce(ctx: Ctx, text: string): Promise<Result<{ id: string; notified: number }>> {
  const words = text.trim();
  if (!words) return refuse('mess.announcement.blank');
  if (words.length > MAX_TEXT_LENGTH) return refuse('mess.announcement.too_long', { limit: MAX_TEXT_LENGTH });
  return transaction(ctx, async (tx) => {
    const notified = (await everybody(tx)).length;
    if (notified === 0) return refuse('mess.announcement.nobody');
    const now = tx.clock.now();
    const id = newId(now.getTime());
    await tx.db
      .insertInto('mess_announcement')
      .values({
        organization_id: orgOf(tx).id,
        id,
        text: words,
        notified,
        created_by_name: tx.actor.name,
        created_at: now,
      })
      .execute();
    await audit(tx, 'mess.announcement.made', {
      subject: { type: ANNOUNCEMENT, id },
      after: { notified, text: words },
    });
    await enqueue(tx, broadcastAnnouncementJob, { announcement: id });
    return ok({ id, notified });
  });
}
