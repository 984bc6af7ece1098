import { Type } from 'typebox';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { defineJob } from '../../jobs/index.ts';
import { findAttempt, toAttempt } from '../attempts/attempt.ts';
import { isOpen } from '../domain/attempt-states.ts';
import { recordMoved } from './record-moved.action.ts';

/**
 * Asks a provider what happened to the money of a charge, because it said that something did. A refund may be reported
 * before the charge itself is settled here: then the job fails and is tried again, for a day and more.
 */
export const lookAfterJob = defineJob({
  name: 'payments.look-after',
  schema: Type.Object({ attemptId: Type.String({ format: 'uuid' }) }),
  retry: { limit: 40, firstSeconds: 10, longestSeconds: 3600 },
  run: (ctx, { attemptId }) => lookAfter(ctx, attemptId),
});

async function lookAfter(ctx: Ctx, attemptId: string): Promise<void> {
  const row = await findAttempt(ctx, attemptId);
  const provider = row && ctx.services.providers.get(row.provider);
  if (row?.kind !== 'charge' || !provider?.moved) return;
  const charge = toAttempt(row);
  if (isOpen(charge.state)) throw new Error(`the charge ${row.id} is not settled yet`);
  if (charge.state === 'failed') return;
  const moved = await provider.moved(ctx, charge);
  for (const each of moved) {
    const recorded = await recordMoved(ctx, row.id, each);
    if (!recorded.ok) throw new Error(`${recorded.code} in ${orgOf(ctx).slug}`);
  }
}
