import { Type } from 'typebox';
import { refuse } from '../lib/result.ts';
import { route } from '../module/index.ts';
import { outcomeOf } from './outcome.ts';

const Outcome = Type.Object({
  state: Type.Enum(['done', 'unknown']),
  answer: Type.Optional(Type.Unknown({ description: '`data` of the first answer, when it is done.' })),
});

export const outcomeRoutes = [
  route({
    method: 'GET',
    path: '/requests/{key}',
    permission: 'session',
    summary: 'What became of your own request with this Idempotency-Key, when its answer was lost',
    params: Type.Object({ key: Type.String({ minLength: 1, maxLength: 200 }) }),
    reply: Outcome,
    run: async (ctx, { params }) => (ctx.organization ? outcomeOf(ctx, params.key) : refuse('http.no_organization')),
  }),
];
