-- Rows of an import that agree with somebody who is there, or with an earlier row: about each a person decides.

alter table import
  add column duplicates integer not null default 0,        -- of the good rows
  add column choice text check (choice in ('skip', 'update', 'add')),  -- for those without a choice of their own
  add column send text check (send in ('now', 'later', 'never')),      -- the message that each new one gets
  add column updated integer not null default 0,
  add column skipped integer not null default 0;

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
