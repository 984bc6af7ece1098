import type { Ctx } from '../../ctx/index.ts';
import { orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { type InboxSource, takeEvent } from '../../inbox/index.ts';
import { isUuid } from '../../lib/ids.ts';
import { ok } from '../../lib/result.ts';
import type { CallbackEvent } from '../provider.ts';
import { lookNow, recordAnswer } from './look.ts';

/** What the inbox keeps of a callback. */
export type KeptCallback = Pick<CallbackEvent, 'attemptId' | 'proof' | 'raw'>;

/**
 * A callback that proves itself is believed, in one transaction with its mark; any other only has the provider asked
 * now. Those that speak of no attempt of ours are somebody else's.
 */
export const callbackSource: InboxSource = {
  async work(ctx, event) {
    const { attemptId, proof } = event.payload as KeptCallback;
    let taken = false;
    const take = async (tx: Ctx) => {
      taken = await takeEvent(tx.db, orgOf(tx).id, event.id, tx.clock.now());
      return taken;
    };
    if (proof && isUuid(attemptId)) await recordAnswer(ctx, attemptId, proof, take);
    else
      await transaction(ctx, async (tx) => {
        if ((await take(tx)) && isUuid(attemptId)) await lookNow(tx, attemptId);
        return ok(null);
      });
    return taken ? 'done' : 'taken';
  },
};
