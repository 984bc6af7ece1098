import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { Ctx } from '../ctx/index.ts';
import { t } from '../i18n/index.ts';
import { ok } from '../lib/result.ts';
import { download, route } from '../module/index.ts';
import type { Health } from './health.ts';

const State = Type.Enum(['up', 'degraded', 'down', 'off']);
const HealthReply = Type.Object({
  state: State,
  parts: Type.Record(
    Type.String(),
    Type.Object({
      state: State,
      ms: Type.Number(),
      detail: Type.Optional(Type.String()),
      age_s: Type.Optional(Type.Number()),
    }),
  ),
});

/** The one refusal that has data: the caller needs each part's state most when something is wrong. */
function down(ctx: Ctx, reply: FastifyReply, health: Health) {
  const names = Object.entries(health.parts).flatMap(([name, part]) => (part.state === 'down' ? [name] : []));
  const error = { code: 'health.down', message: t(ctx, 'errors.health.down', { parts: names.join(', ') }) };
  reply.code(503);
  return download({ type: 'application/json', body: JSON.stringify({ ok: false, error, data: health }) });
}

export const healthRoutes = [
  route({
    method: 'GET',
    path: '/health',
    permission: 'public',
    summary: 'How each part is: 200, or 503 when one is down',
    reply: HealthReply,
    async run(ctx, { reply }) {
      const health = await ctx.services.health.all();
      return health.state === 'down' ? down(ctx, reply, health) : ok(health);
    },
  }),
  route({
    method: 'GET',
    path: '/health/ready',
    permission: 'public',
    summary: 'This process can serve requests, whatever else is down: for load balancers',
    reply: HealthReply,
    async run(ctx, { reply }) {
      const database = await ctx.services.health.database();
      const health: Health = { state: database.state === 'up' ? 'up' : 'down', parts: { database } };
      return health.state === 'down' ? down(ctx, reply, health) : ok(health);
    },
  }),
  route({
    method: 'GET',
    path: '/health/live',
    permission: 'public',
    summary: 'This process answers: for supervisors that restart it',
    reply: HealthReply,
    run: async () => ok({ state: 'up' as const, parts: {} }),
  }),
];
