import { Type } from 'typebox';
import { transaction } from '../../../kernel/db/index.ts';
import { defineJob, enqueue } from '../../../kernel/jobs/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { everybody } from '../students/audience.query.ts';
import { sendAnnouncementJob } from './send-announcement.job.ts';

/** Enqueued in one transaction; a hostel may have thousands. */
const BATCH = 200;

/** Enqueues one job for each recipient of an announcement. A second run sends nobody a second message. */
export const broadcastAnnouncementJob = defineJob({
  name: 'mess.broadcast-announcement',
  schema: Type.Object({ announcement: Type.String({ format: 'uuid' }) }),
  async run(ctx, { announcement }) {
    const audience = await everybody(ctx);
    for (let from = 0; from < audience.length; from += BATCH) {
      await transaction(ctx, async (tx) => {
        for (const { person_id: person } of audience.slice(from, from + BATCH))
          await enqueue(tx, sendAnnouncementJob, { announcement, person }, { once: `${announcement} ${person}` });
        return ok(null);
      });
    }
  },
});
