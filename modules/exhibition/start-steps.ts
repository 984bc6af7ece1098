import { inOrg } from '../../kernel/ctx/index.ts';
import { found, type StartStep } from '../../kernel/module/index.ts';

/** From nothing to the first sale. */
export const startSteps: StartStep[] = [
  {
    id: 'exhibition.exhibition',
    permission: 'exhibition.manage',
    to: '/exhibition/exhibitions/new?first',
    look: (ctx) => found(ctx.db.selectFrom('exhibition').select('organization_id').where(inOrg(ctx))),
  },
  {
    id: 'exhibition.items',
    permission: 'exhibition.manage',
    to: '/exhibition/items/new',
    look: (ctx) => found(ctx.db.selectFrom('exhibition_item').select('organization_id').where(inOrg(ctx))),
  },
  {
    id: 'exhibition.bill',
    permission: 'exhibition.bill.add',
    to: '/desk',
    look: (ctx) =>
      found(
        ctx.db.selectFrom('exhibition_bill').select('organization_id').where(inOrg(ctx)).where('voided_at', 'is', null),
      ),
  },
];
