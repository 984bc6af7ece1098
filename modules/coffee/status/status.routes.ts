import { Type } from 'typebox';
import { refuse } from '../../../kernel/lib/result.ts';
import { At } from '../../../kernel/lib/schemas.ts';
import { type Route, route } from '../../../kernel/module/index.ts';
import { ByReference } from '../machines/contract.ts';
import { StatusAnswer, StatusInput } from './contract.ts';
import { markGone } from './mark-gone.ts';
import { isReport } from './read-report.ts';
import { takeStatus } from './take-status.ts';

export const statusRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/coffee/machines/{id}/status',
    aliases: ['/api/v1/devices/{id}/status'],
    permission: 'coffee.report',
    quiet: true,
    summary: 'A machine reports how it is: temperature, state, levels of its bins, errors',
    params: ByReference,
    body: StatusInput,
    byParts: true,
    reply: StatusAnswer,
    run: async (ctx, { params, body = {} }) => {
      if (ctx.actor.kind !== 'device') return refuse('coffee.machine.not_yours');
      const taken = await takeStatus(ctx, { deviceId: ctx.actor.id, reference: params.id }, body);
      return taken.ok && !isReport(body) ? refuse('http.malformed') : taken;
    },
  }),
  route({
    method: 'POST',
    path: '/coffee/machines/{id}/gone',
    aliases: ['/api/v1/devices/{id}/gone'],
    permission: 'coffee.report',
    summary: 'A machine goes, or its connection broke: it is offline until its next report',
    params: ByReference,
    byParts: true,
    reply: Type.Object({ now: At }),
    run: async (ctx, { params }) =>
      ctx.actor.kind === 'device'
        ? markGone(ctx, { deviceId: ctx.actor.id, reference: params.id })
        : refuse('coffee.machine.not_yours'),
  }),
];
