import type { Static, TSchema } from 'typebox';
import type { Ctx } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import { ok } from '../lib/result.ts';
import type { JobContract } from './define.ts';
import { enqueue } from './queue.ts';

/** Jobs of one transaction: thousands of recipients don't keep one open for seconds. */
const BATCH = 200;

/**
 * Enqueues one job for each recipient. `once` names what the recipient gets, so a job that broadcasts and is run again
 * after a crash creates no second one.
 */
export async function broadcast<S extends TSchema, Recipient>(
  ctx: Ctx,
  job: JobContract<S>,
  recipients: readonly Recipient[],
  jobFor: (recipient: Recipient) => { data: Static<S>; once: string },
): Promise<void> {
  for (let from = 0; from < recipients.length; from += BATCH) {
    await transaction(ctx, async (tx) => {
      for (const recipient of recipients.slice(from, from + BATCH)) {
        const { data, once } = jobFor(recipient);
        await enqueue(tx, job, data, { once });
      }
      return ok(null);
    });
  }
}
