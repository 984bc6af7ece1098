import { inOrg } from '../../kernel/ctx/index.ts';
import { found, type StartStep } from '../../kernel/module/index.ts';
import { paymentSettings } from '../../kernel/payments/index.ts';
import { getSettings } from '../../kernel/settings/index.ts';

/** From nothing to the first number that is paid. */
export const startSteps: StartStep[] = [
  {
    id: 'raffle.pay_to',
    // Only an owner says where money goes.
    permission: 'raffle.manage',
    to: '/office/settings/payments',
    look: async (ctx) => ({ done: (await getSettings(ctx, paymentSettings)).pay_to.trim() !== '' }),
  },
  {
    id: 'raffle.raffle',
    permission: 'raffle.manage',
    to: '/raffle/raffles/new',
    look: async (ctx) => {
      const raffles = ctx.db.selectFrom('raffle').select(['id', 'active', 'frozen_at']).where(inOrg(ctx));
      const last = await raffles.orderBy('active', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst();
      // Nobody can buy of one that was only written down. One whose sale has ended was on sale.
      if (!last || last.active || last.frozen_at) return { done: last !== undefined };
      return { done: false, say: 'not_on_sale', to: `/raffle/raffles/${last.id}` };
    },
  },
  {
    id: 'raffle.order',
    permission: 'raffle.manage',
    to: '/raffle/orders/new',
    look: (ctx) => found(ctx.db.selectFrom('raffle_order').select('organization_id').where(inOrg(ctx))),
  },
  {
    id: 'raffle.paid',
    permission: 'raffle.manage',
    to: '/raffle/orders',
    look: (ctx) =>
      found(ctx.db.selectFrom('raffle_order').select('organization_id').where(inOrg(ctx)).where('state', '=', 'paid')),
  },
];
