import { Type } from 'typebox';
import { refuse } from '../../../kernel/lib/result.ts';
import { At } from '../../../kernel/lib/schemas.ts';
import { type Route, route } from '../../../kernel/module/index.ts';
import { ByReference } from '../machines/contract.ts';
import { ReadingsQuery, TemperatureReading } from './contract.ts';
import { markGone } from './mark-gone.action.ts';
import { temperaturesOf } from './temperatures.query.ts';

export const statusRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/coffee/machines/{id}/gone',
    aliases: ['/api/v1/devices/{id}/gone'],
    permission: 'coffee.report',
    operationId: 'reportMachineGone',
    summary: 'A machine goes, or its connection broke: it is offline until its next report',
    params: ByReference,
    byParts: true,
    reply: Type.Object({ now: At }),
    run: async (ctx, { params }) =>
      ctx.actor.kind === 'device'
        ? markGone(ctx, { deviceId: ctx.actor.id, reference: params.id })
        : refuse('coffee.machine.not_yours'),
  }),
  route({
    method: 'GET',
    path: '/coffee/machines/{id}/temperatures',
    permission: 'coffee.read',
    summary: 'What a machine reported in the last hours, at most 289 points',
    params: ByReference,
    query: ReadingsQuery,
    reply: Type.Array(TemperatureReading),
    run: (ctx, { params, query }) => temperaturesOf(ctx, params.id, query.hours),
  }),
];
