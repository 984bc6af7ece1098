import { type Ctx, inOrg } from '../../ctx/index.ts';
import type { AttemptSource } from '../../payments/index.ts';
import { OPEN_ATTEMPTS } from '../domain/attempt-states.ts';
import { countNotices } from '../notices/notices.query.ts';
import { countHanging } from './attempts.query.ts';
import { startRefund } from './start-refund.action.ts';

const refundsOf = (tx: Ctx, paymentId: string) =>
  tx.db.selectFrom('payment_attempt').where(inOrg(tx)).where('payment_id', '=', paymentId).where('kind', '=', 'refund');

/** What kernel/payments, which knows no attempts, has to ask about them. */
export const attemptSource: AttemptSource = {
  async refundsAsked(tx, paymentId) {
    const asked = await refundsOf(tx, paymentId)
      .select((eb) => eb.fn.sum<string | null>('amount_minor').as('sum'))
      .where('state', 'in', OPEN_ATTEMPTS)
      .executeTakeFirst();
    return Number(asked?.sum ?? 0);
  },
  async refundAskedSince(tx, paymentId, { amountMinor, reason }, since) {
    const asked = await refundsOf(tx, paymentId)
      .select('id')
      .where('state', '<>', 'failed')
      .where('note', '=', reason)
      .where('amount_minor', '=', amountMinor)
      .where('created_at', '>', since)
      .limit(1)
      .executeTakeFirst();
    return asked !== undefined;
  },
  startRefund,
  async counts(ctx) {
    const [attempts_hanging, notices] = await Promise.all([countHanging(ctx), countNotices(ctx)]);
    return { attempts_hanging, notices };
  },
};
