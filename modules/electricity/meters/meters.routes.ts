import { Type } from 'typebox';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { defineRecord, type Route, route } from '../../../kernel/module/index.ts';
import { METER } from '../names.ts';
import { changeMeter, changeMeterState } from './change-meter.action.ts';
import {
  ByReference,
  ClaimCode,
  Meter,
  MeterCounts,
  MeterFilter,
  MeterInput,
  MeterPatch,
  MeterStateInput,
} from './contract.ts';
import { makeClaimCode, releaseMeter } from './hold-meter.action.ts';
import { countMeters, getMeter, listMeters } from './meters.query.ts';
import { registerMeter } from './register-meter.action.ts';

const record = defineRecord({
  subject: METER,
  patch: MeterPatch,
  read: (ctx, { id }: { id: string }) => getMeter(ctx, id),
});

export const meterRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/electricity/meter-counts',
    permission: 'electricity.read',
    summary: 'How many meters stand how: by state, empty, silent; and the readings to judge',
    reply: MeterCounts,
    run: (ctx) => countMeters(ctx),
  }),
  route({
    method: 'GET',
    path: '/electricity/meters',
    aliases: ['/api/v1/meters'],
    permission: 'electricity.read',
    summary: 'Meters with their balance, newest first; search looks at number, name, place and holder',
    query: NewestFirst,
    filter: MeterFilter,
    reply: Type.Array(Meter),
    run: (ctx, { query, filter }) => listMeters(ctx, { ...query, filter }),
  }),
  route({
    method: 'POST',
    path: '/electricity/meters',
    permission: 'electricity.meter.write',
    summary: 'Register a meter that nobody holds yet',
    body: MeterInput,
    example: { tariff_class: 'residential', name: 'House 14', place: 'Kacyiru' },
    reply: Meter,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => registerMeter(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/electricity/meters/{id}',
    aliases: ['/api/v1/meters/{id}'],
    permission: 'electricity.read',
    summary: 'One meter, by uuid or number',
    record,
    params: ByReference,
    reply: Meter,
    run: (ctx, { params }) => getMeter(ctx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/electricity/meters/{id}',
    permission: 'electricity.meter.write',
    summary: 'Change name, place, class of the tariff, building or department',
    record,
    params: ByReference,
    body: MeterPatch,
    reply: Meter,
    run: (ctx, { params, body }) => changeMeter(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/electricity/meters/{id}/state',
    permission: 'electricity.meter.write',
    operationId: 'changeMeterState',
    summary: 'Take a meter into use, suspend it or take it down',
    params: ByReference,
    body: MeterStateInput,
    reply: Meter,
    run: (ctx, { params, body }) => changeMeterState(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/electricity/meters/{id}/claim-code',
    permission: 'electricity.claim.decide',
    idempotent: 'secret',
    summary: 'Make the code with which its holder claims a meter; shown once',
    params: ByReference,
    reply: ClaimCode,
    run: (ctx, { params }) => makeClaimCode(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/electricity/meters/{id}/release',
    permission: 'electricity.claim.decide',
    summary: 'Take a meter from its holder',
    params: ByReference,
    body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500 }) }),
    reply: Meter,
    run: (ctx, { params, body }) => releaseMeter(ctx, params.id, body.reason),
  }),
];
