-- What an organization's spreadsheet is to show: a row for each chosen event, appended by one writer.

create table mirror_row (
  organization_id uuid not null,                                 -- no foreign key: inserts would lock that one row
  id uuid not null,                                              -- version 7; in column A, to know a row again
  seq bigint generated always as identity,                       -- the order of appending
  event text not null check (event <> ''),                       -- also the sheet's tab
  cells jsonb not null check (jsonb_typeof(cells) = 'object'),   -- column → text, number, true or false
  at timestamptz not null,
  -- unsure: may be in the sheet, because a request with it left and no answer was heard, or somebody wants it looked
  -- for
  state text not null default 'waiting' check (state in ('waiting', 'unsure', 'done', 'dead', 'discarded')),
  attempts int not null default 0,
  left_at timestamptz,                                           -- when the request with it left; null: none is out
  settled_at timestamptz,
  last_error text,
  primary key (organization_id, id)
) with (fillfactor = 85);
create index mirror_row_live on mirror_row (organization_id, state, seq) where state in ('waiting', 'unsure');
create index mirror_row_dead on mirror_row (organization_id, id) where state = 'dead';
create index mirror_row_event on mirror_row (organization_id, event, id);
select tenant_table('mirror_row');

-- One spreadsheet of an organization: who writes it just now, and how it fares.
create table mirror_book (
  organization_id uuid not null references organization (id),
  lease_holder uuid,                                             -- the writer of one process
  lease_until timestamptz,
  next_attempt_at timestamptz not null,
  failures int not null default 0,                               -- in a row
  last_fault text,                                               -- a code, see kernel/mirror/contract.ts
  last_error text,
  last_error_at timestamptz,
  last_success_at timestamptz,
  primary key (organization_id)
);
select tenant_table('mirror_book');
