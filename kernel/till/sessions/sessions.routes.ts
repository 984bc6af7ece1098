import { Type } from 'typebox';
import { ListQuery } from '../../http/index.ts';
import { ById } from '../../lib/schemas.ts';
import { route } from '../../module/index.ts';
import {
  CloseInput,
  MoveInput,
  Movement,
  OpenInput,
  ReasonInput,
  Session,
  SessionFilter,
  TillState,
} from '../contract.ts';
import { closeSession } from './close-session.action.ts';
import { correctCount } from './correct-count.action.ts';
import { explainDifference } from './explain-difference.action.ts';
import { moveCash } from './move-cash.action.ts';
import { openSession } from './open-session.action.ts';
import { getSession, listMovements, listSessions, tillState } from './sessions.query.ts';

export const sessionRoutes = [
  route({
    method: 'GET',
    path: '/till',
    permission: 'till.use',
    summary: 'The caller’s open tills, differences that wait for a reason, and the drawers',
    reply: TillState,
    run: (ctx) => tillState(ctx),
  }),
  route({
    method: 'GET',
    path: '/till/sessions',
    permission: 'till.use',
    summary: 'Sessions, newest first: the caller’s own, or all for a supervisor',
    query: Type.Pick(ListQuery, ['limit', 'after']),
    filter: SessionFilter,
    reply: Type.Array(Session),
    run: (ctx, { query, filter }) => listSessions(ctx, { ...query, filter }),
  }),
  route({
    method: 'POST',
    path: '/till/sessions',
    permission: 'till.use',
    summary: 'Open a drawer with a float from the safe',
    body: OpenInput,
    reply: Session,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => openSession(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/till/sessions/{id}',
    permission: 'till.use',
    summary: 'One session; what is expected in the drawer is shown to supervisors, and after the close',
    params: ById,
    reply: Session,
    run: (ctx, { params }) => getSession(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/till/sessions/{id}/movements',
    permission: 'till.use',
    summary: 'What moved in the drawer besides sales, oldest first',
    params: ById,
    reply: Type.Array(Movement),
    run: (ctx, { params }) => listMovements(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/till/sessions/{id}/movements',
    permission: 'till.use',
    summary: 'More change, a pay-in, a pay-out, a drop into the safe, or the drawer opened without a sale',
    params: ById,
    body: MoveInput,
    reply: Session,
    idempotent: true,
    run: (ctx, { params, body }) => moveCash(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/till/sessions/{id}/close',
    permission: 'till.use',
    summary: 'Close a session by what was counted; a supervisor closes one that was left open',
    params: ById,
    body: CloseInput,
    reply: Session,
    idempotent: true,
    run: (ctx, { params, body }) => closeSession(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/till/sessions/{id}/correction',
    permission: 'till.supervise',
    summary: 'Correct what another cashier counted at the close, with a reason',
    params: ById,
    body: CloseInput,
    reply: Session,
    idempotent: true,
    run: (ctx, { params, body }) => correctCount(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/till/sessions/{id}/reason',
    permission: 'till.use',
    summary: 'Say why the count differed',
    params: ById,
    body: ReasonInput,
    reply: Session,
    idempotent: true,
    run: (ctx, { params, body }) => explainDifference(ctx, params.id, body.reason),
  }),
];
