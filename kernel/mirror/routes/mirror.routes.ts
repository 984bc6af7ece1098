import { Type } from 'typebox';
import { NewestFirst } from '../../http/index.ts';
import { ok } from '../../lib/result.ts';
import { ById } from '../../lib/schemas.ts';
import { type Route, route } from '../../module/index.ts';
import { replayFrom, retryDead } from '../actions/replay.action.ts';
import { discardRow, retryRow } from '../actions/settle-row.action.ts';
import { Counted, EventInput, MirrorFilter, MirrorRow, MirrorView, ReplayInput, Settled } from '../contract.ts';
import { listRows } from '../queries/rows.ts';
import { viewMirror } from '../queries/view.ts';

export const mirrorRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/mirror',
    permission: 'mirror.read',
    summary: 'The spreadsheet: whether it is set up, what waits for it, and its last error',
    reply: MirrorView,
    run: async (ctx) => ok(await viewMirror(ctx)),
  }),
  route({
    method: 'POST',
    path: '/mirror/retry',
    permission: 'mirror.manage',
    summary: 'Try again now, dead rows included',
    body: EventInput,
    reply: Counted,
    run: (ctx, { body }) => retryDead(ctx, body.event),
  }),
  route({
    method: 'POST',
    path: '/mirror/replay',
    permission: 'mirror.manage',
    summary: 'Look for what happened from a moment on, and append what is missing in the sheet',
    body: ReplayInput,
    reply: Counted,
    run: (ctx, { body }) => replayFrom(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/mirror-rows',
    permission: 'mirror.read',
    summary: 'What is mirrored, newest first; filter by state and event',
    query: Type.Omit(NewestFirst, ['search']),
    filter: MirrorFilter,
    reply: Type.Array(MirrorRow),
    run: (ctx, { query, filter }) => listRows(ctx, { ...query, filter }),
  }),
  route({
    method: 'POST',
    path: '/mirror-rows/{id}/retry',
    permission: 'mirror.manage',
    summary: 'Try a dead row once more',
    params: ById,
    reply: Settled,
    run: (ctx, { params }) => retryRow(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/mirror-rows/{id}/discard',
    permission: 'mirror.manage',
    summary: 'Put a dead row away for good',
    params: ById,
    reply: Settled,
    run: (ctx, { params }) => discardRow(ctx, params.id),
  }),
];
