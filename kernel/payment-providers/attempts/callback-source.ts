import { type Ctx, inOrg, onOrg, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { type InboxSource, takeEvent } from '../../inbox/index.ts';
import { enqueue } from '../../jobs/index.ts';
import { isUuid } from '../../lib/ids.ts';
import { ok } from '../../lib/result.ts';
import { needsTwo } from '../../payments/index.ts';
import { lastGuardedChange } from '../../settings/index.ts';
import { lookAfterJob } from '../notices/look-after.job.ts';
import type { CallbackEvent } from '../provider.ts';
import { pollNow, recordAnswer } from './poll.ts';

/** The part of a callback that the inbox stores. */
export type KeptCallback = Pick<CallbackEvent, 'attemptId' | 'proof' | 'look' | 'raw'>;

/**
 * A signed callback is recorded in one transaction with its mark; any other only makes the server ask the provider now.
 * Callbacks about unknown attempts are ignored. One that says that the money moved in another way makes a job ask for that.
 */
export const callbackSource: InboxSource = {
  async work(ctx, event) {
    const { attemptId, proof, look } = event.payload as KeptCallback;
    let taken = false;
    const take = async (tx: Ctx) => {
      taken = await takeEvent(tx.db, orgOf(tx).id, event.id, tx.clock.now());
      return taken;
    };
    if (proof && isUuid(attemptId) && !(await mustAsk(ctx, attemptId, proof)))
      await recordAnswer(ctx, attemptId, proof, take);
    else
      await transaction(ctx, async (tx) => {
        if (!(await take(tx)) || !isUuid(attemptId)) return ok(null);
        await pollNow(tx, attemptId, { failed: true });
        if (look) await enqueue(tx, lookAfterJob, { attemptId });
        return ok(null);
      });
    return taken ? 'done' : 'taken';
  },
};

/**
 * Whether a signature is not enough, since whoever has the signing secret could sign a payment, and the provider itself is
 * asked: above the limit of two people, and when the account or its secrets were changed since the attempt began.
 */
async function mustAsk(ctx: Ctx, attemptId: string, { state }: NonNullable<KeptCallback['proof']>): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('payment_attempt as a')
    .innerJoin('payment as p', onOrg('p.id', 'a.payment_id'))
    .select(['p.amount_minor', 'p.currency', 'p.created_at', 'a.provider', 'a.created_at as began_at'])
    .where(inOrg(ctx, 'a'))
    .where('a.id', '=', attemptId)
    .executeTakeFirst();
  if (!row) return false;
  // A provider's settings have its name.
  const change = await lastGuardedChange(ctx, { module: row.provider });
  if (change && change.at > row.began_at) return true;
  return state === 'succeeded' && (await needsTwo(ctx, row));
}
