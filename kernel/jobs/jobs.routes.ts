import { type TSchema, Type } from 'typebox';
import { NewestFirst } from '../http/index.ts';
import { ById } from '../lib/schemas.ts';
import { route } from '../module/index.ts';
import { discardJob, retryJob } from './dead-letters.ts';
import { getJob, JOB_STATES, JobFilter, type JobState, listJobs } from './list-jobs.ts';
import { TASK_STATES } from './task-state.ts';
import { cancelTask, getTask, listTasks } from './tasks.ts';

const Unsearched = Type.Omit(NewestFirst, ['search']);
const orNull = (schema: TSchema) => Type.Union([schema, Type.Null()]);
const Time = Type.String({ format: 'date-time' });

const jobFields = {
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  state: Type.Enum([...JOB_STATES]),
  attempts: Type.Integer({ description: 'Attempts made so far.' }),
  error: orNull(
    Type.Object({
      message: Type.Optional(Type.String()),
      code: Type.Optional(Type.String()),
      stack: Type.Optional(Type.String()),
    }),
  ),
  created_at: Time,
  due_at: orNull(Time),
  ended_at: orNull(Time),
};

const TaskReply = Type.Object({
  id: Type.String({ format: 'uuid' }),
  kind: Type.String(),
  title: Type.String(),
  state: Type.Enum([...TASK_STATES]),
  done: Type.Integer(),
  total: orNull(Type.Integer({ description: 'null until it is known' })),
  note: orNull(Type.String()),
  result: Type.Unknown(),
  error: orNull(Type.String()),
  error_message: orNull(Type.String()),
  created_by: Type.Object({ type: Type.String(), id: orNull(Type.String()), name: Type.String() }),
  created_at: Time,
  started_at: orNull(Time),
  finished_at: orNull(Time),
});
const TaskFilter = Type.Object(
  {
    kind: Type.Optional(Type.String({ maxLength: 100 })),
    state: Type.Optional(Type.Enum([...TASK_STATES, 'open'])),
  },
  { additionalProperties: false },
);

export const jobRoutes = [
  route({
    method: 'GET',
    path: '/jobs',
    permission: 'jobs.read',
    summary: 'Background jobs; filter {"state":"dead"} shows what failed for good',
    query: Type.Object({ ...Unsearched.properties, state: Type.Optional(jobFields.state) }),
    filter: JobFilter,
    reply: Type.Array(Type.Object(jobFields)),
    run(ctx, { query, filter }) {
      const state = filter.state ?? (query.state as JobState | undefined);
      return listJobs(ctx, { ...query, filter: { ...filter, ...(state && { state }) } });
    },
  }),
  route({
    method: 'GET',
    path: '/jobs/{id}',
    permission: 'jobs.read',
    summary: 'A job and what it was asked to do',
    params: ById,
    reply: Type.Object({ ...jobFields, data: Type.Unknown() }),
    run: (ctx, { params }) => getJob(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/jobs/{id}/retry',
    permission: 'jobs.write',
    // By another connection than the key would be kept with.
    idempotent: false,
    summary: 'Put a dead letter back into its queue',
    params: ById,
    reply: Type.Object({ id: Type.String({ format: 'uuid', description: 'The job it became.' }) }),
    run: (ctx, { params }) => retryJob(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/jobs/{id}/discard',
    permission: 'jobs.write',
    idempotent: false,
    summary: 'Throw a dead letter away',
    params: ById,
    reply: Type.Object({ id: Type.String({ format: 'uuid' }) }),
    run: (ctx, { params }) => discardJob(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/tasks',
    permission: 'tasks.read',
    summary: 'Long tasks and how far they are; filter {"state":"open"} shows what goes on',
    query: Unsearched,
    filter: TaskFilter,
    reply: Type.Array(TaskReply),
    run: (ctx, { query, filter }) => listTasks(ctx, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/tasks/{id}',
    permission: 'tasks.read',
    summary: 'A task',
    params: ById,
    reply: TaskReply,
    run: (ctx, { params }) => getTask(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/tasks/{id}/cancel',
    permission: 'tasks.write',
    summary: 'Cancel a task that waits or runs',
    params: ById,
    reply: TaskReply,
    run: (ctx, { params }) => cancelTask(ctx, params.id),
  }),
];
