-- Check-in at the entrance: scanners of an exhibition, and each time that a person was let in.

-- Whether somebody who came already is let in again on the same day.
alter table exhibition add column enter_again boolean not null default true;

-- A scanner's exhibition. One that was added under Devices has none: it works for the only exhibition that is open.
create table exhibition_entrance (
  organization_id uuid not null,
  device_id uuid not null,
  exhibition_id uuid not null,
  primary key (organization_id, device_id),
  foreign key (organization_id, device_id) references device (organization_id, id) on delete cascade,
  foreign key (organization_id, exhibition_id) references exhibition (organization_id, id) on delete cascade
);
create index exhibition_entrance_of on exhibition_entrance (organization_id, exhibition_id);
select tenant_table('exhibition_entrance');

create table exhibition_visit (
  organization_id uuid not null,
  id uuid not null,                               -- version 7: the order in which the server heard of them
  exhibition_id uuid not null,
  customer_id uuid not null,
  day date not null,                              -- in the organization's zone
  at timestamptz not null,                        -- when they came; `received_at` is later without a network
  received_at timestamptz not null,
  offline boolean not null,
  first boolean not null,                         -- the one that counts them as a visitor of the day
  device_id uuid not null,
  entrance text not null,                         -- the scanner's name then
  scan_key text not null check (char_length(scan_key) between 8 and 64),
  primary key (organization_id, id),
  foreign key (organization_id, exhibition_id) references exhibition (organization_id, id),
  foreign key (organization_id, customer_id) references exhibition_customer (organization_id, id) on delete cascade
);
-- A phone made the key: what it sends again is the same visit.
create unique index exhibition_visit_key on exhibition_visit (organization_id, device_id, scan_key);
create unique index exhibition_visit_first on exhibition_visit (organization_id, customer_id, day) where first;
create index exhibition_visit_customer on exhibition_visit (organization_id, customer_id, at);
create index exhibition_visit_day on exhibition_visit (organization_id, day, exhibition_id);
select tenant_table('exhibition_visit');
