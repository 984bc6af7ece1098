import { Type } from 'typebox';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { type Route, route } from '../../../kernel/module/index.ts';
import { changeRollout } from './change-rollout.action.ts';
import {
  CHANGES,
  MachinesFilter,
  Rollout,
  RolloutInput,
  RolloutMachine,
  RolloutPreview,
  RolloutPreviewInput,
} from './contract.ts';
import { previewRollout } from './preview-rollout.query.ts';
import { getRollout, listRolloutMachines, listRollouts } from './rollouts.query.ts';
import { startRollout } from './start-rollout.action.ts';

const SUMMARIES = {
  pause: 'Hand out nothing more of a rollout for now',
  resume: 'Go on with a paused rollout; machines that missed it are told again',
  cancel: 'End a rollout; machines that have its package keep it',
  roll_back: 'Bring all machines of a rollout back to the package that they ran before',
};

export const rolloutRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/coffee/rollouts',
    permission: 'coffee.operate',
    summary: 'Bring a package to machines in stages; back again when too many fail',
    body: RolloutInput,
    reply: Rollout,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => startRollout(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/coffee/rollouts',
    permission: 'coffee.read',
    summary: 'Rollouts of packages with their progress, the newest first',
    query: Type.Pick(NewestFirst, ['limit', 'after', 'sort']),
    reply: Type.Array(Rollout),
    run: (ctx, { query }) => listRollouts(ctx, query),
  }),
  route({
    method: 'POST',
    path: '/coffee/rollouts/preview',
    permission: 'coffee.operate',
    // It writes nothing.
    idempotent: false,
    summary: 'How many machines a rollout would reach, and how many could not go back; nothing begins',
    body: RolloutPreviewInput,
    reply: RolloutPreview,
    run: (ctx, { body }) => previewRollout(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/coffee/rollouts/{id}',
    permission: 'coffee.read',
    summary: 'One rollout with its progress',
    params: ById,
    reply: Rollout,
    run: (ctx, { params }) => getRollout(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/coffee/rollouts/{id}/machines',
    permission: 'coffee.read',
    summary: 'The machines of a rollout, in the order in which they are told, with what each runs',
    params: ById,
    query: Type.Pick(NewestFirst, ['limit', 'after', 'sort']),
    filter: MachinesFilter,
    reply: Type.Array(RolloutMachine),
    run: (ctx, { params, query, filter }) => listRolloutMachines(ctx, params.id, { ...query, filter }),
  }),
  ...CHANGES.map((change) =>
    route({
      method: 'POST',
      path: `/coffee/rollouts/{id}/${change.replace('_', '-')}`,
      permission: 'coffee.operate',
      summary: SUMMARIES[change],
      params: ById,
      reply: Rollout,
      run: (ctx, { params }) => changeRollout(ctx, params.id, change),
    }),
  ),
];
