import { Type } from 'typebox';
import { transaction } from '../../../kernel/db/index.ts';
import { defineJob, enqueue } from '../../../kernel/jobs/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { notifyBuyerJob } from '../orders/notify-buyer.job.ts';
import { drawAudience } from './draw-audience.query.ts';

/** Enqueued in one transaction; a raffle of 100,000 numbers may have as many buyers. */
const BATCH = 200;

/**
 * Sends a message to every buyer after the list was published or the winners are known. A job, because there may be
 * more buyers than a request can wait for. A repeated run sends no message twice.
 */
export const broadcastDrawJob = defineJob({
  name: 'raffle.broadcast-draw',
  schema: Type.Object({ draw: Type.String({ format: 'uuid' }) }),
  async run(ctx, { draw }) {
    const audience = await drawAudience(ctx, draw);
    for (let from = 0; from < audience.length; from += BATCH) {
      await transaction(ctx, async (tx) => {
        for (const { order, news } of audience.slice(from, from + BATCH)) {
          await enqueue(tx, notifyBuyerJob, { order, news, draw }, { once: `${news} ${draw} ${order}` });
        }
        return ok(null);
      });
    }
  },
});
