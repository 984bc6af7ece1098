import { sql } from 'kysely';
import { type Static, Type } from 'typebox';
import type { Ctx } from '../ctx/index.ts';
import { cutPage, readCursor } from '../lib/cursor.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { DEAD_LETTERS } from './define.ts';

/** `dead`: failed for good, waits for a person. `waiting`: to be run. `retrying`: failed, to be run again. */
export const JOB_STATES = ['dead', 'waiting', 'retrying', 'running', 'done'] as const;
export type JobState = (typeof JOB_STATES)[number];

export const JobFilter = Type.Object(
  {
    state: Type.Optional(Type.Enum([...JOB_STATES])),
    name: Type.Optional(Type.String({ maxLength: 100 })),
  },
  { additionalProperties: false },
);

export type JobRow = {
  id: string;
  name: string;
  state: JobState;
  /** attempts made */
  attempts: number;
  error: { message: string; code?: string; stack?: string } | null;
  created_at: string;
  /** the next attempt, while it waits */
  due_at: string | null;
  /** when it failed for good, or finished */
  ended_at: string | null;
};

/** The organization's jobs, newest first; row-level security hides all others. */
export async function listJobs(
  ctx: Ctx,
  input: { filter: Static<typeof JobFilter>; limit: number; after?: string },
): Promise<Result<JobRow[]>> {
  const cursor = readCursor(input.after, 'instant', 'uuid');
  if (!cursor.ok) return cursor;
  const [at, id] = cursor.data;
  const { state, name } = input.filter;
  // Raw SQL: pg-boss's tables are not among our types.
  const { rows } = await sql<Stored>`
    select ${COLUMNS} from pgboss.job_common j
     where ${state ? WHERE[state] : ANY}
       and ${name ? sql`coalesce(j.source_name, j.name) = ${name}` : sql`true`}
       and ${at ? sql`(j.created_on, j.id) < (${at}::timestamptz, ${id}::uuid)` : sql`true`}
     order by j.created_on desc, j.id desc limit ${input.limit + 1}`.execute(ctx.db);
  return cutPage(rows, input.limit, (row) => [row.exactly, row.id], toRow);
}

/** One job with its data. */
export async function getJob(ctx: Ctx, id: string): Promise<Result<JobRow & { data: unknown }>> {
  const { rows } = await sql<Stored & { data: { data?: unknown } | null }>`
    select ${COLUMNS}, j.data from pgboss.job_common j where j.id = ${id} and ${ANY}`.execute(ctx.db);
  return rows[0] ? ok({ ...toRow(rows[0]), data: rows[0].data?.data ?? null }) : refuse('jobs.not_found');
}

type Stored = {
  id: string;
  name: string;
  dead: boolean;
  state: 'created' | 'retry' | 'active' | 'completed';
  retry_count: number;
  output: JobRow['error'];
  made_at: Date;
  created_on: Date;
  start_after: Date;
  completed_on: Date | null;
  exactly: string;
};

const COLUMNS = sql`j.id, coalesce(j.source_name, j.name) as name, j.name = ${DEAD_LETTERS} as dead, j.state::text as state,
  coalesce(j.source_retry_count, j.retry_count) as retry_count, coalesce(j.source_output, j.output) as output,
  coalesce(j.source_created_on, j.created_on) as made_at, j.created_on, j.created_on::text as exactly, j.start_after, j.completed_on`;

const LIVE = sql`j.name <> ${DEAD_LETTERS}`;
const WHERE: Record<JobState, ReturnType<typeof sql>> = {
  dead: sql`j.name = ${DEAD_LETTERS} and j.state = 'created'`,
  waiting: sql`${LIVE} and j.state = 'created'`,
  retrying: sql`${LIVE} and j.state = 'retry'`,
  running: sql`${LIVE} and j.state = 'active'`,
  done: sql`${LIVE} and j.state = 'completed'`,
};
// A job that failed for good stays for a while beside its dead letter, which is listed instead of it.
const ANY = sql`j.state not in ('failed', 'cancelled')`;

const STATES = { created: 'waiting', retry: 'retrying', active: 'running', completed: 'done' } as const;

function toRow(job: Stored): JobRow {
  return {
    id: job.id,
    name: job.name,
    state: job.dead ? 'dead' : STATES[job.state],
    attempts: job.retry_count + (job.dead || job.state !== 'created' ? 1 : 0),
    error: job.state === 'completed' ? null : job.output,
    created_at: job.made_at.toISOString(),
    due_at: job.dead || job.completed_on ? null : job.start_after.toISOString(),
    ended_at: (job.dead ? job.created_on : job.completed_on)?.toISOString() ?? null,
  };
}
