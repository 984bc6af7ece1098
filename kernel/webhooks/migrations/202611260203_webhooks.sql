-- Addresses of an organization that get its events. The events are the entries of the audit trail: what was written with
-- a change is sent after it, and a change costs nothing more.

create table webhook_endpoint (
  organization_id uuid not null references organization (id) on delete cascade,
  id uuid not null,
  name text not null check (name <> '' and char_length(name) <= 100),
  url text not null check (char_length(url) <= 2000),
  events text[] not null check (cardinality(events) between 1 and 50),  -- names, or a beginning with `.*`, or `*`
  active boolean not null default true,
  gone_at timestamptz,                                           -- it answered 410: nobody is there any more
  secret text not null,                                          -- sealed
  previous_secret text,                                          -- sealed; signs as well until previous_until
  previous_until timestamptz,
  since_xact bigint not null,                                    -- entries of later transactions are sent
  created_at timestamptz not null,
  primary key (organization_id, id)
);
create index webhook_endpoint_active on webhook_endpoint (organization_id) where active;
select tenant_table('webhook_endpoint');

-- An event on its way to an address, and how it fared.
create table webhook_delivery (
  organization_id uuid not null,
  id uuid not null,                                              -- version 7; the receiver knows it again by this
  seq bigint generated always as identity,                       -- the order within a record
  endpoint_id uuid not null,
  event text not null,
  subject_type text not null,
  subject_id text not null,
  payload text not null,                                         -- as it is signed and sent, each time the same
  at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'dead')),
  next_attempt_at timestamptz not null,                          -- while one is under way: when it counts as lost
  give_up_at timestamptz not null,
  attempts int not null default 0,
  tries jsonb not null default '[]' check (jsonb_typeof(tries) = 'array'),  -- at, status or error, milliseconds
  settled_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, endpoint_id) references webhook_endpoint (organization_id, id) on delete cascade
) with (fillfactor = 85);
create index webhook_delivery_due on webhook_delivery (next_attempt_at) where state = 'waiting';
create index webhook_delivery_order on webhook_delivery (organization_id, endpoint_id, subject_type, subject_id, seq)
  where state = 'waiting';
create index webhook_delivery_endpoint on webhook_delivery (organization_id, endpoint_id, id);
select tenant_table('webhook_delivery');

-- Up to which transaction the audit trail was looked through; null, after a restore: begin with what happens from now on.
create table webhook_cursor (
  only_row boolean primary key default true check (only_row),
  read_below bigint
);
insert into webhook_cursor (read_below) values (0);
alter table webhook_cursor enable row level security;
