import { inOrg } from '../../kernel/ctx/index.ts';
import { found, type StartStep } from '../../kernel/module/index.ts';

/** From nothing to the first units that are paid and credited. */
export const startSteps: StartStep[] = [
  {
    id: 'electricity.tariff',
    permission: 'electricity.manage',
    to: '/electricity/tariffs',
    look: (ctx) => found(ctx.db.selectFrom('electricity_tariff').select('organization_id').where(inOrg(ctx))),
  },
  {
    id: 'electricity.provider',
    permission: 'electricity.manage',
    to: '/office/settings/mtn',
    async look(ctx) {
      const providers = [...ctx.services.providers.values()];
      const accounts = await Promise.all(providers.map((provider) => provider.account(ctx)));
      const done = accounts.some((account) => account !== null);
      // Who tries the program begins with play money, where this installation has it.
      return ctx.config.PAYMENT_SANDBOX ? { done, say: 'sandbox', to: '/office/settings/sandbox' } : { done };
    },
  },
  {
    id: 'electricity.meters',
    permission: 'electricity.manage',
    to: '/electricity/meters',
    look: (ctx) => found(ctx.db.selectFrom('electricity_meter').select('organization_id').where(inOrg(ctx))),
  },
  {
    id: 'electricity.purchase',
    permission: 'electricity.manage',
    // Units are sold at a meter's page.
    to: '/electricity/meters',
    look: (ctx) =>
      found(
        ctx.db
          .selectFrom('electricity_purchase')
          .select('organization_id')
          .where(inOrg(ctx))
          .where('credited_at', 'is not', null),
      ),
  },
];
