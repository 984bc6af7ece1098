import { refuse } from '../../../kernel/lib/result.ts';
import { type Route, route } from '../../../kernel/module/index.ts';
import { ByReference } from '../machines/contract.ts';
import { StatusAnswer, StatusInput } from './contract.ts';
import { takeStatus } from './take-status.ts';

export const statusRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/coffee/machines/{id}/status',
    aliases: ['/api/v1/devices/{id}/status'],
    permission: 'coffee.report',
    summary: 'A machine reports how it is: temperature, state, levels of its bins, errors',
    params: ByReference,
    body: StatusInput,
    reply: StatusAnswer,
    run: async (ctx, { params, body }) =>
      ctx.actor.kind === 'device'
        ? takeStatus(ctx, { deviceId: ctx.actor.id, reference: params.id }, body)
        : refuse('coffee.machine.not_yours'),
  }),
];
