import { Type } from 'typebox';
import { broadcast, defineJob } from '../../../kernel/jobs/index.ts';
import { buyerNotice } from '../orders/buyer-notice.rule.ts';
import { drawAudience } from './draw-audience.query.ts';

/**
 * Sends a message to every buyer after the list was published or the winners are known. A job, because there may be
 * more buyers than a request can wait for. A repeated run sends no message twice.
 */
export const broadcastDrawJob = defineJob({
  name: 'raffle.broadcast-draw',
  schema: Type.Object({ draw: Type.String({ format: 'uuid' }) }),
  async run(ctx, { draw }) {
    const audience = await drawAudience(ctx, draw);
    await broadcast(ctx, buyerNotice, audience, ({ order, notice }) => ({
      data: { order, notice, draw },
      once: `${notice} ${draw} ${order}`,
    }));
  },
});
