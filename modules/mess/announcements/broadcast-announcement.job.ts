import { Type } from 'typebox';
import { broadcast, defineJob } from '../../../kernel/jobs/index.ts';
import { everybody } from '../students/audience.query.ts';
import { sendAnnouncementJob } from './send-announcement.job.ts';

/** Enqueues one job for each recipient of an announcement. A second run sends nobody a second message. */
export const broadcastAnnouncementJob = defineJob({
  name: 'mess.broadcast-announcement',
  schema: Type.Object({ announcement: Type.String({ format: 'uuid' }) }),
  async run(ctx, { announcement }) {
    await broadcast(ctx, sendAnnouncementJob, await everybody(ctx), ({ person_id: person }) => ({
      data: { announcement, person },
      once: `${announcement} ${person}`,
    }));
  },
});
