import { Type } from 'typebox';
import { HandedOver } from '../../../kernel/devices/index.ts';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { type Route, route } from '../../../kernel/module/index.ts';
import { ByReference, Meter } from '../meters/contract.ts';
import { adjust } from './adjust.action.ts';
import { attachDevice } from './attach-device.action.ts';
import { AdjustInput, Credit, CreditParams, SentCredit } from './contract.ts';
import { acknowledgeCredit, ownCredits } from './credits.action.ts';
import { sentCredits } from './credits.query.ts';

export const ledgerRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/electricity/meters/{id}/credits',
    permission: 'electricity.report',
    summary: 'What the caller’s own meter has to add and has not acknowledged',
    params: ByReference,
    reply: Type.Array(Credit),
    run: (ctx, { params }) => ownCredits(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/electricity/meters/{id}/credits/{credit}/acknowledge',
    permission: 'electricity.report',
    summary: 'The meter has added a credit; answers those that are left',
    params: CreditParams,
    byParts: true,
    reply: Type.Array(Credit),
    run: (ctx, { params }) => acknowledgeCredit(ctx, params.id, params.credit),
  }),
  route({
    method: 'GET',
    path: '/electricity/meters/{id}/sent-credits',
    permission: 'electricity.read',
    summary: 'What the meter’s machine had to add, the latest first, and when it did',
    params: ByReference,
    query: Type.Pick(NewestFirst, ['limit', 'after', 'sort']),
    reply: Type.Array(SentCredit),
    run: (ctx, { params, query }) => sentCredits(ctx, params.id, query),
  }),
  route({
    method: 'POST',
    path: '/electricity/meters/{id}/adjustments',
    permission: 'electricity.manage',
    summary: 'Give or take units, with a reason',
    params: ByReference,
    body: AdjustInput,
    reply: Meter,
    idempotent: true,
    run: (ctx, { params, body }) => adjust(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/electricity/meters/{id}/device',
    permission: 'electricity.manage',
    idempotent: 'secret',
    summary: 'Make the machine that reports for a meter; its code is shown once, and the machine before is revoked',
    params: ByReference,
    reply: HandedOver,
    run: (ctx, { params }) => attachDevice(ctx, params.id),
  }),
];
