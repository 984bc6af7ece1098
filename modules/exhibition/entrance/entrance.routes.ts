import { Type } from 'typebox';
import { type DeviceKind, HandedOver } from '../../../kernel/devices/index.ts';
import { NewestFirst, WholeList } from '../../../kernel/http/index.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { route } from '../../../kernel/module/index.ts';
import { addEntrance, endEntrance } from './add-entrance.action.ts';
import {
  ENTRANCE,
  EnterAnswer,
  EnterInput,
  Entrance,
  EntranceInput,
  EntranceRoster,
  HandedIn,
  HandInVisits,
  Visit,
  VisitFilter,
} from './contract.ts';
import { listEntrances } from './entrances.query.ts';
import { handIn } from './hand-in.action.ts';
import { letIn } from './let-in.action.ts';
import { entranceRoster } from './roster.query.ts';
import { listVisits } from './visits.query.ts';

/** What a scanner at an entrance may do; one that was ended or has expired hands in, and nothing else. */
const SCAN = 'exhibition.entrance.scan';
const HAND_IN = 'exhibition.entrance.hand_in';

export const entranceKind: DeviceKind = {
  kind: ENTRANCE,
  permissions: [SCAN],
  afterEnd: [HAND_IN],
  // The link is sent in the evening and opened at the gate in the morning.
  codeMinutes: 24 * 60,
  page: '/entrance/#code=',
};

export const entranceRoutes = [
  route({
    method: 'GET',
    path: '/exhibition/exhibitions/{id}/entrances',
    permission: 'exhibition.read',
    summary: 'The scanners of an exhibition’s entrances, the newest first',
    params: ById,
    query: WholeList,
    reply: Type.Array(Entrance),
    run: (ctx, { params }) => listEntrances(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/exhibition/exhibitions/{id}/entrances',
    permission: ENTRANCE,
    operationId: 'addEntrance',
    idempotent: 'secret',
    summary: 'Add a scanner for an entrance; its link and QR are shown this once',
    params: ById,
    body: EntranceInput,
    reply: HandedOver,
    status: 201,
    run: (ctx, { params, body }) => addEntrance(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/exhibition/entrances/{id}/end',
    permission: ENTRANCE,
    operationId: 'endEntrance',
    summary: 'End a scanner of an entrance at once',
    params: ById,
    reply: Type.Null(),
    run: (ctx, { params }) => endEntrance(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/exhibition/entrance/scan',
    permission: SCAN,
    operationId: 'letIn',
    summary: 'Somebody shows their code at the entrance: may they come in; if so, it is a visit',
    body: EnterInput,
    reply: EnterAnswer,
    run: (ctx, { body }) => letIn(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/exhibition/entrance/roster',
    permission: SCAN,
    summary: 'What a scanner keeps to decide without a network: who is registered and who came today, without names',
    reply: EntranceRoster,
    run: entranceRoster,
  }),
  route({
    method: 'POST',
    path: '/exhibition/entrance/visits',
    permission: HAND_IN,
    operationId: 'handInVisits',
    summary: 'Visits that a scanner let in without a network; the same again does nothing',
    body: HandInVisits,
    reply: HandedIn,
    run: (ctx, { body }) => handIn(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/exhibition/visits',
    permission: 'exhibition.customer.read',
    summary: 'Who came when, the newest first; by exhibition, customer and days',
    query: Type.Pick(NewestFirst, ['limit', 'after']),
    filter: VisitFilter,
    reply: Type.Array(Visit),
    run: (ctx, { query, filter }) => listVisits(ctx, { ...query, filter }),
  }),
];
