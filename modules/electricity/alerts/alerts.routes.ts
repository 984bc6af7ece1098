import { Type } from 'typebox';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { type Route, route } from '../../../kernel/module/index.ts';
import { ownMeter } from '../customers/member.query.ts';
import { ByReference } from '../meters/contract.ts';
import { getMeter } from '../meters/meters.query.ts';
import { limitsOf, listAlerts, ownAlerts } from './alerts.query.ts';
import { ownChoice } from './choices.query.ts';
import { saveChoice, saveLimits } from './choose.action.ts';
import { Alert, AlertFilter, AlertSent, MeterLimits, NoticeChoice } from './contract.ts';

/** From when on a meter alerts, for staff and for its holder. */
const limitRoutes = (['', '/my'] as const).flatMap((own): Route[] => [
  route({
    method: 'GET',
    path: `/electricity${own}/meters/{id}/alert-limits`,
    permission: own ? 'portal' : 'electricity.read',
    summary: 'From when on a meter alerts',
    params: ByReference,
    reply: MeterLimits,
    run: async (ctx, { params }) => {
      const meter = own ? await ownMeter(ctx, params.id, 'see') : await getMeter(ctx, params.id);
      if (!meter.ok) return meter;
      return limitsOf(ctx, 'meter' in meter.data ? meter.data.meter.id : meter.data.id);
    },
  }),
  route({
    method: 'PUT',
    path: `/electricity${own}/meters/{id}/alert-limits`,
    permission: own ? 'portal' : 'electricity.meter.write',
    summary: 'Set from when on a meter alerts',
    params: ByReference,
    body: MeterLimits,
    reply: MeterLimits,
    run: async (ctx, { params, body }) => {
      const meter = own ? await ownMeter(ctx, params.id, 'manage') : await getMeter(ctx, params.id);
      if (!meter.ok) return meter;
      return saveLimits(ctx, 'meter' in meter.data ? meter.data.meter : meter.data, body);
    },
  }),
]);

export const alertRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/electricity/alerts',
    aliases: ['/api/v1/alerts'],
    permission: 'electricity.read',
    summary: 'Alerts with who was told and how, newest first',
    query: NewestFirst,
    filter: AlertFilter,
    reply: Type.Array(AlertSent),
    run: (ctx, { query, filter }) => listAlerts(ctx, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/electricity/my/alerts',
    aliases: [{ path: '/api/v1/alerts', forPortal: true }],
    permission: 'portal',
    summary: 'Alerts of one’s own meters, newest first',
    query: NewestFirst,
    filter: AlertFilter,
    reply: Type.Array(Alert),
    run: (ctx, { query, filter }) => ownAlerts(ctx, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/electricity/my/alert-choice',
    permission: 'portal',
    summary: 'How one gets alerts, and when not',
    reply: NoticeChoice,
    run: (ctx) => ownChoice(ctx),
  }),
  route({
    method: 'PUT',
    path: '/electricity/my/alert-choice',
    permission: 'portal',
    summary: 'Set how one gets alerts, and when not',
    body: NoticeChoice,
    reply: NoticeChoice,
    run: (ctx, { body }) => saveChoice(ctx, body),
  }),
  ...limitRoutes,
];
