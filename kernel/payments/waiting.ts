import { type Ctx, inOrg } from '../ctx/index.ts';
import { countOf, type Waiting } from '../module/index.ts';

const counted = (ctx: Ctx) =>
  ctx.db
    .selectFrom('payment')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(inOrg(ctx));

/** What of payments waits for staff. */
export const waiting: Waiting[] = [
  {
    kind: 'payments.proofs',
    permission: 'payments.verify',
    to: '/payments/desk',
    count: (ctx) => countOf(counted(ctx).where('state', '=', 'submitted').where('first_approval_by_id', 'is', null)),
  },
  {
    // The other of two people has agreed.
    kind: 'payments.second_approvals',
    permission: 'payments.verify',
    to: '/payments/desk',
    count: (ctx) =>
      countOf(
        counted(ctx)
          .where('state', '=', 'submitted')
          .where('first_approval_by_id', '<>', ctx.actor.id ?? ''),
      ),
  },
  {
    kind: 'payments.refunds',
    permission: 'payments.refund',
    to: '/payments?filter={"owed":"true"}',
    count: (ctx) => countOf(counted(ctx).where('state', '=', 'verified').where('owed', '=', true)),
  },
];
