-- What is wrong with machines, who looks after it, and when people are told.

alter table coffee_machine
  add column alarms text[] not null default '{}',                      -- keys of its open alarms: kind, or kind:position
  add column muted_until timestamptz,                                  -- nobody is told of its alarms until then
  add column muted_by_name text check (char_length(muted_by_name) <= 200),
  add column mute_reason text not null default '' check (char_length(mute_reason) <= 200);

-- alarms/alarm-kinds.rule.ts has the kinds. One that comes back soon after it was cleared is the same one again.
create table coffee_alarm (
  organization_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('offline', 'site', 'overheating', 'fault', 'payment', 'door', 'firmware',
    'low_bin', 'empty_bin', 'orders', 'drift')),
  severity text not null check (severity in ('info', 'warning', 'critical')),
  machine_id uuid,                                                     -- null: of a location
  merchant_id uuid not null,                                           -- moves with the machine
  location_id uuid,
  position int not null default 0 check (position between 0 and 40),   -- of a bin; 0: none
  group_id uuid,                                                       -- the alarm of its location, which speaks for it
  detail jsonb not null default '{}',
  count int not null default 1 check (count > 0),                      -- how often it began
  first_at timestamptz not null,
  last_at timestamptz not null,                                        -- when it began for the last time
  cleared_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by_name text,
  note text not null default '' check (char_length(note) <= 500),
  assigned_to uuid,                                                    -- a member's account
  assigned_name text,
  notify_at timestamptz,                                               -- when people are told next; null: not again
  told_at timestamptz,                                                 -- when they were told last
  primary key (organization_id, id),
  foreign key (organization_id, machine_id) references coffee_machine (organization_id, id),
  foreign key (organization_id, merchant_id) references coffee_merchant (organization_id, id),
  foreign key (organization_id, location_id) references coffee_location (organization_id, id),
  check ((machine_id is null) = (kind = 'site')),
  check (machine_id is not null or location_id is not null),
  check ((acknowledged_at is null) = (acknowledged_by_name is null)),
  check ((assigned_to is null) = (assigned_name is null)),
  check (cleared_at is null or notify_at is null)
);
create unique index coffee_alarm_open on coffee_alarm (organization_id, machine_id, kind, position)
  where cleared_at is null and machine_id is not null;
create unique index coffee_alarm_open_site on coffee_alarm (organization_id, location_id)
  where cleared_at is null and machine_id is null;
create index coffee_alarm_machine on coffee_alarm (organization_id, machine_id, id);
create index coffee_alarm_list on coffee_alarm (organization_id, id) where cleared_at is null;
create index coffee_alarm_due on coffee_alarm (organization_id, notify_at) where notify_at is not null;
create index coffee_alarm_group on coffee_alarm (organization_id, group_id) where group_id is not null;
select tenant_table('coffee_alarm');
select limit_table('coffee_alarm', 'merchant_id');

-- When people may be told, in minutes of the day; none: always.
create table coffee_service_hours (
  organization_id uuid not null references organization (id),
  scope_id uuid not null,                                              -- a location, or the organization for all others
  windows jsonb not null,                                              -- {days, from, to}, alarms/service-hours.rule.ts
  updated_at timestamptz not null,
  primary key (organization_id, scope_id)
);
select tenant_table('coffee_service_hours');
select limit_table_to_reading('coffee_service_hours');

-- How a member wants to be told.
create table coffee_notice_choice (
  organization_id uuid not null references organization (id),
  user_id uuid not null,
  email boolean not null,
  chat boolean not null,
  least text not null check (least in ('info', 'warning', 'critical')),
  updated_at timestamptz not null,
  primary key (organization_id, user_id)
);
select tenant_table('coffee_notice_choice');
select limit_table_to_reading('coffee_notice_choice');

-- What the recurring look at all machines did last.
create table coffee_watch (
  organization_id uuid not null references organization (id),
  looked_at timestamptz not null,
  since_at timestamptz not null,                                       -- the looks have had no gap since then
  rates_at timestamptz,                                                -- the hour in which sales were compared last
  rates_after uuid,                                                    -- up to this machine; null: all
  primary key (organization_id)
);
select tenant_table('coffee_watch');
select limit_table('coffee_watch');

-- The organizations with machines to look at, and those with somebody to tell; the jobs work in one at a time.
create function coffee_watch_due() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct m.organization_id from coffee_machine m where m.last_seen_at is not null;
  end;
create function coffee_notices_due(now timestamptz) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct a.organization_id from coffee_alarm a where a.notify_at <= now;
  end;
revoke all on function coffee_watch_due(), coffee_notices_due(timestamptz) from public;
grant execute on function coffee_watch_due(), coffee_notices_due(timestamptz) to counterfoil_app;
