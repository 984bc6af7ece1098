import { Type } from 'typebox';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { type Route, route } from '../../../kernel/module/index.ts';
import { ByReference } from '../machines/contract.ts';
import { getAlarm, listAlarms, technicians } from './alarms.query.ts';
import { acknowledgeAlarm, assignAlarm } from './change-alarm.action.ts';
import {
  Acknowledgement,
  Alarm,
  AlarmFilter,
  Assignment,
  Mute,
  Muted,
  NoticeChoice,
  ServiceHours,
  ServiceHoursInput,
  Technician,
} from './contract.ts';
import { muteMachine } from './mute-machine.action.ts';
import { saveNoticeChoice } from './notice-choice.action.ts';
import { ownNoticeChoice } from './notice-choices.query.ts';
import { saveServiceHours } from './save-service-hours.action.ts';
import { listServiceHours } from './service-hours.query.ts';

export const alarmRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/coffee/alarms',
    permission: 'coffee.read',
    summary: 'What is or was wrong with machines, newest first',
    query: NewestFirst,
    filter: AlarmFilter,
    reply: Type.Array(Alarm),
    run: (ctx, { query, filter }) => listAlarms(ctx, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/coffee/alarms/{id}',
    permission: 'coffee.read',
    summary: 'One alarm',
    params: ById,
    reply: Alarm,
    run: (ctx, { params }) => getAlarm(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/coffee/alarms/{id}/acknowledge',
    permission: 'coffee.operate',
    summary: 'Say that somebody knows of an alarm; nobody is reminded of it any more',
    params: ById,
    body: Acknowledgement,
    reply: Alarm,
    run: (ctx, { params, body }) => acknowledgeAlarm(ctx, params.id, body.note),
  }),
  route({
    method: 'POST',
    path: '/coffee/alarms/{id}/assign',
    permission: 'coffee.operate',
    summary: 'Give an alarm to a member, or to nobody',
    params: ById,
    body: Assignment,
    reply: Alarm,
    run: (ctx, { params, body }) => assignAlarm(ctx, params.id, body.user_id),
  }),
  route({
    method: 'PUT',
    path: '/coffee/machines/{id}/mute',
    permission: 'coffee.operate',
    operationId: 'muteMachine',
    summary: 'Tell nobody of a machine’s alarms until a time',
    params: ByReference,
    body: Mute,
    reply: Muted,
    run: (ctx, { params, body }) => muteMachine(ctx, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/coffee/technicians',
    permission: 'coffee.read',
    summary: 'Members who may look after alarms',
    reply: Type.Array(Technician),
    run: async (ctx) => ok(await technicians(ctx, null)),
  }),
  route({
    method: 'GET',
    path: '/coffee/service-hours',
    permission: 'coffee.read',
    summary: 'When people may be told of alarms: in general, and for locations with hours of their own',
    reply: Type.Array(ServiceHours),
    run: async (ctx) => ok(await listServiceHours(ctx)),
  }),
  route({
    method: 'PUT',
    path: '/coffee/service-hours',
    permission: 'coffee.manage',
    summary: 'Set when people may be told of alarms, in general or for a location',
    body: ServiceHoursInput,
    reply: Type.Array(ServiceHours),
    run: (ctx, { body }) => saveServiceHours(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/coffee/my-notices',
    permission: 'coffee.operate',
    operationId: 'getOwnNotices',
    summary: 'How one is told of alarms',
    reply: NoticeChoice,
    run: (ctx) => ownNoticeChoice(ctx),
  }),
  route({
    method: 'PUT',
    path: '/coffee/my-notices',
    permission: 'coffee.operate',
    operationId: 'setOwnNotices',
    summary: 'Set how one is told of alarms',
    body: NoticeChoice,
    reply: NoticeChoice,
    run: (ctx, { body }) => saveNoticeChoice(ctx, body),
  }),
];
