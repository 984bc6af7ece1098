import { ById } from '../../../kernel/lib/schemas.ts';
import { route } from '../../../kernel/module/index.ts';
import { Credited } from './contract.ts';
import { creditRebates } from './credit-rebates.action.ts';

export const rebateRoutes = [
  route({
    method: 'POST',
    path: '/mess/cycles/{id}/credit-rebates',
    permission: 'mess.manage',
    summary: 'Once a cycle is over: credit what it gives back to the next one that each student pays',
    params: ById,
    reply: Credited,
    idempotent: true,
    run: (ctx, { params }) => creditRebates(ctx, params.id),
  }),
];
