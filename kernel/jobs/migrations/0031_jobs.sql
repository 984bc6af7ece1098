-- What requests may do with the queue, and the long tasks people watch.

-- A job's group is its organization. Requests enqueue and see their own organization's jobs; the worker, which owns the
-- tables, is exempt. Policies on both: pg-boss writes to job_common and reads through job.
grant usage on schema pgboss to counterfoil_app;
grant select on pgboss.queue to counterfoil_app;
grant select, insert on pgboss.job, pgboss.job_common to counterfoil_app;
alter table pgboss.job enable row level security;
alter table pgboss.job_common enable row level security;
create policy organization on pgboss.job to counterfoil_app
  using (group_id = app_organization_id()::text) with check (group_id = app_organization_id()::text);
create policy organization on pgboss.job_common to counterfoil_app
  using (group_id = app_organization_id()::text) with check (group_id = app_organization_id()::text);

-- The console's list: an organization's jobs, newest first, within a state.
create index job_by_organization on pgboss.job_common (group_id, state, created_on desc, id) where group_id is not null;

create table task (
  organization_id  uuid not null references organization (id) on delete cascade,
  id               uuid not null,                                   -- version 7: ordered by time of making
  kind             text not null check (kind <> ''),                -- the job's name; what people read is tasks.<kind>
  params           jsonb not null default '{}',                     -- for that text, e.g. a file's name
  state            text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  done             bigint not null default 0 check (done >= 0),
  total            bigint check (total >= 0),                       -- null until it is known
  note             text,                                            -- what it is at, e.g. a file's name
  result           jsonb,
  error            text,                                            -- the refusal's code, or 'tasks.crashed'
  job_id           uuid,
  created_by_kind  text not null,
  created_by_id    text,
  created_by_name  text not null,
  created_at       timestamptz not null default now(),
  started_at       timestamptz,
  updated_at       timestamptz not null default now(),
  finished_at      timestamptz,
  primary key (organization_id, id),
  check ((finished_at is not null) = (state in ('done', 'failed', 'cancelled')))
);
create index task_open on task (organization_id, id) where state in ('queued', 'running');
select tenant_table('task');
