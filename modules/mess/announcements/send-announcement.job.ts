import { Type } from 'typebox';
import { transaction } from '../../../kernel/db/index.ts';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { sendAnnouncement } from './send-announcement.ts';

const Id = Type.String({ format: 'uuid' });

/** Sends an announcement to one student. */
export const sendAnnouncementJob = defineJob({
  name: 'mess.send-announcement',
  schema: Type.Object({ announcement: Id, person: Id }),
  run: (ctx, { announcement, person }) =>
    transaction(ctx, async (tx) => {
      await sendAnnouncement(tx, announcement, person);
      return ok(null);
    }),
});
