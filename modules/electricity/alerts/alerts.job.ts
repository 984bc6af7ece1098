import { Type } from 'typebox';
import { sweep } from '../../../kernel/db/index.ts';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { noticesDue, watchDue } from './due.query.ts';
import { sendNotices } from './send-notices.action.ts';
import { watchMeters } from './watch-meters.action.ts';

/** Every five minutes: looks at the meters that changed, and at each once an hour. */
export const watchJob = defineJob({
  name: 'electricity.watch',
  schema: Type.Object({}),
  cron: '*/5 * * * *',
  run: (ctx) => sweep(ctx, { due: watchDue, step: watchMeters }),
});

/** Each minute: sends what is due, the organizations in turns. */
export const noticesJob = defineJob({
  name: 'electricity.notices',
  schema: Type.Object({}),
  cron: '* * * * *',
  run: (ctx) => sweep(ctx, { due: noticesDue, step: sendNotices }),
});

/** The same for one organization, at once: somebody waits for the answer to a payment. */
export const noticesNowJob = defineJob({
  name: 'electricity.notices-now',
  schema: Type.Object({}),
  async run(ctx) {
    while (await sendNotices(ctx));
  },
});
