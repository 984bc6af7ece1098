import { type Ctx, inOrg } from '../../ctx/index.ts';
import type { AttemptRow } from './attempt.ts';

/** The charge that brought a payment's money; for a surplus, the charge of the original payment. */
export function chargeOf(ctx: Ctx, paymentId: string): Promise<AttemptRow | undefined> {
  return ctx.db
    .selectFrom('payment_attempt')
    .selectAll()
    .where(inOrg(ctx))
    .where('kind', '=', 'charge')
    .where((eb) =>
      eb.or([
        eb.and([
          eb('payment_id', '=', paymentId),
          eb('state', '=', 'succeeded'),
          eb.or([eb('reason', 'is', null), eb('reason', 'not in', ['paid_already', 'refused_here'])]),
        ]),
        eb('surplus_payment_id', '=', paymentId),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
}
