import { refuse } from '../../../kernel/lib/result.ts';
import { type Route, route } from '../../../kernel/module/index.ts';
import { ByReference } from '../machines/contract.ts';
import { isReport, StatusAnswer, StatusInput } from '../status/contract.ts';
import { takeStatus } from './take-status.action.ts';

export const heartbeatRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/coffee/machines/{id}/status',
    aliases: ['/api/v1/devices/{id}/status'],
    permission: 'coffee.report',
    quiet: true,
    operationId: 'reportMachineStatus',
    summary: 'A machine reports how it is: temperature, state, levels of its bins, errors',
    params: ByReference,
    body: StatusInput,
    example: { temperature: 92.5, state: 'ready', firmware: '1.0.0', bins: [{ position: 1, level: 640 }], errors: [] },
    byParts: true,
    reply: StatusAnswer,
    run: async (ctx, { params, body = {} }) => {
      if (ctx.actor.kind !== 'device') return refuse('coffee.machine.not_yours');
      const taken = await takeStatus(ctx, { deviceId: ctx.actor.id, reference: params.id }, body);
      return taken.ok && !isReport(body) ? refuse('http.malformed') : taken;
    },
  }),
];
