import { Type } from 'typebox';
import { route } from '../../../kernel/module/index.ts';
import { CookCount } from './contract.ts';
import { countForKitchen } from './cook-count.query.ts';

export const cookCountRoutes = [
  route({
    method: 'GET',
    path: '/mess/reports/cook-count',
    permission: 'mess.read',
    summary: 'How many will eat at each meal of a day, tomorrow by default, and how far off such counts were',
    query: Type.Object({ day: Type.Optional(Type.String({ format: 'date' })) }),
    reply: CookCount,
    run: (ctx, { query }) => countForKitchen(ctx, query.day),
  }),
];
