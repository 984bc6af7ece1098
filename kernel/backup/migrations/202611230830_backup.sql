-- The attempts to make a backup of this installation, for the console. The backups themselves are known by their place.
create table backup (
  id           uuid primary key,
  state        text not null default 'running' check (state in ('running', 'done', 'failed')),
  place        text not null,                                   -- a folder, or s3://bucket/prefix
  name         text not null,
  started_at   timestamptz not null,
  ended_at     timestamptz,
  percent      integer not null default 0 check (percent between 0 and 100),
  size_bytes   bigint,                                          -- of the backup
  rows         bigint,
  files        bigint,
  missing      bigint,                                          -- files that their store no longer had
  error        text,
  check ((state = 'running') = (ended_at is null))
);
create index backup_newest on backup (started_at desc);
alter table backup enable row level security;
