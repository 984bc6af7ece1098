-- Imports: a CSV that was checked, and how far its writing has come.

-- A run that failed or was cancelled says so in its task; `running` here means that it may be taken up again.
create table import (
  organization_id  uuid not null references organization (id),
  id               uuid not null,
  name             text not null,                     -- the definition, e.g. exhibition.customers
  file_id          uuid not null,
  fields           jsonb not null default '{}',       -- the form's other fields, e.g. the exhibition to import into
  state            text not null default 'checked' check (state in ('checked', 'running', 'done')),
  total            integer not null check (total >= 0),
  good             integer not null check (good >= 0),
  bad              integer not null check (bad >= 0),
  broken_row       integer,                           -- from this row on the file could not be read at all
  ignored          jsonb not null default '[]',       -- headings that mean nothing to the definition
  faults           jsonb not null default '[]',       -- the dry run's first faults
  sample           jsonb not null default '[]',       -- its first good rows, as they would be written
  task_id          uuid,
  -- Written in the transaction of each batch, so that a run which dies goes on where its last commit stood.
  last_row         integer not null default 0,        -- the last row done with, as a spreadsheet numbers it
  written          integer not null default 0,
  refused          integer not null default 0,
  created_by_kind  text not null,
  created_by_id    text,
  created_by_name  text not null,
  created_at       timestamptz not null,
  started_at       timestamptz,
  finished_at      timestamptz,
  duplicates       integer not null default 0,        -- of the good rows
  -- for those without a choice of their own
  choice           text check (choice in ('skip', 'update', 'add')),
  send             text check (send in ('now', 'later', 'never')),  -- the message that each new one gets
  updated          integer not null default 0,
  skipped          integer not null default 0,
  primary key (organization_id, id),
  foreign key (organization_id, file_id) references file (organization_id, id),
  check (good + bad = total)
);
create index import_file on import (organization_id, file_id);
select tenant_table('import');

-- The rows that a run did not write, each with its reasons, for the person to mend and send again.
create table import_refused_row (
  organization_id  uuid not null,
  import_id        uuid not null,
  row              integer not null,                  -- as a spreadsheet numbers it: the heading is row 1
  cells            jsonb not null,                    -- column key → text
  faults           jsonb not null,
  primary key (organization_id, import_id, row),
  foreign key (organization_id, import_id) references import (organization_id, id) on delete cascade
);
select tenant_table('import_refused_row');

-- Rows that agree with somebody who is there, or with an earlier row: about each a person decides.
create table import_duplicate (
  organization_id  uuid not null,
  import_id        uuid not null,
  row              integer not null,                  -- as a spreadsheet numbers it
  cells            jsonb not null,                    -- column key → text
  "column"         text not null,                     -- in which the two agree
  first_row        integer,                           -- the earlier row of the file, or
  existing         jsonb,                             -- who is there: id, code, name
  choice           text check (choice in ('skip', 'update', 'add')),
  primary key (organization_id, import_id, row),
  foreign key (organization_id, import_id) references import (organization_id, id) on delete cascade
);
select tenant_table('import_duplicate');

-- New ones whose message waits until somebody says so; a row goes in the transaction that sends it.
create table import_waiting (
  organization_id  uuid not null,
  import_id        uuid not null,
  subject_id       uuid not null,
  primary key (organization_id, import_id, subject_id),
  foreign key (organization_id, import_id) references import (organization_id, id) on delete cascade
);
select tenant_table('import_waiting');
