import { inOrg } from '../../kernel/ctx/index.ts';
import { found, type StartStep } from '../../kernel/module/index.ts';

/** From nothing to the first coffee. */
export const startSteps: StartStep[] = [
  {
    id: 'coffee.merchant',
    permission: 'coffee.manage',
    to: '/coffee/merchants',
    look: (ctx) => found(ctx.db.selectFrom('coffee_merchant').select('organization_id').where(inOrg(ctx))),
  },
  {
    id: 'coffee.machine',
    permission: 'coffee.manage',
    to: '/coffee/machines',
    look: (ctx) => found(ctx.db.selectFrom('coffee_machine').select('organization_id').where(inOrg(ctx))),
  },
  {
    id: 'coffee.order',
    permission: 'coffee.manage',
    to: '/coffee/orders',
    look: (ctx) => found(ctx.db.selectFrom('coffee_order').select('organization_id').where(inOrg(ctx))),
  },
];
