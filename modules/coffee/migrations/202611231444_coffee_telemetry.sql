-- What machines reported, by the hour, for charts over weeks: made by a job (status/roll-up-status.ts).

create table coffee_status_hour (
  organization_id uuid not null,
  machine_id uuid not null,
  hour_at timestamptz not null,                                        -- the beginning of an hour in UTC
  merchant_id uuid not null,                                           -- whose machine it was
  reports int not null check (reports > 0),                            -- rows of coffee_status
  faults int not null check (faults between 0 and reports),            -- of these, with an error or a fault
  measured int not null check (measured between 0 and reports),        -- of these, with a temperature
  temperature_sum_dc bigint not null,                                  -- of these, in tenths of a degree
  lowest_dc int,
  highest_dc int,
  status text not null,                                                -- of the last report
  primary key (organization_id, machine_id, hour_at, merchant_id),
  foreign key (organization_id, machine_id) references coffee_machine (organization_id, id),
  check ((measured = 0) = (lowest_dc is null)),
  check ((lowest_dc is null) = (highest_dc is null))
);
create index coffee_status_hour_age on coffee_status_hour (organization_id, hour_at);
select tenant_table('coffee_status_hour');
select limit_table('coffee_status_hour', 'merchant_id');

-- How far an organization's hours have come.
create table coffee_status_progress (
  organization_id uuid not null primary key references organization (id),
  through_at timestamptz not null                                      -- the hours before this are in coffee_status_hour
);
select tenant_table('coffee_status_progress');
select limit_table_to_reading('coffee_status_progress');

-- The organizations whose hours do not end at this one, for the sweep, which works in one organization at a time.
create function coffee_status_due(until timestamptz) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct m.organization_id from coffee_machine m
    where m.kept_at is not null and not exists (
      select from coffee_status_progress p where p.organization_id = m.organization_id and p.through_at = until);
  end;

-- Figures over all organizations, for whoever runs the installation: machines and open commands by state, and orders by
-- time zone and day, of which the caller picks each zone's today.
create function coffee_figures(online_since timestamptz, from_on date, to_on date)
  returns table (what text, state text, sold_on date, count bigint)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select 'machines', case when m.last_seen_at is null then 'waiting'
        when m.last_seen_at >= online_since and m.offline_at is null then 'online' else 'offline' end, null::date, count(*)
      from coffee_machine m where m.state = 'active' group by 2
    union all
    select 'commands', c.state, null, count(*) from coffee_command c where c.ended_at is null group by 2
    union all
    select 'orders', o.time_zone, d.sold_on, sum(d.orders)::bigint from organization o
      join coffee_day d on d.organization_id = o.id and d.scope_id = o.id and d.sold_on between from_on and to_on
      group by 2, 3;
  end;

-- Whose machine has this serial number, where machines have no tokens (ENABLE_DEVICE_TOKEN=false).
create function coffee_machines_with_serial(wanted text) returns table (organization_id uuid, device_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select m.organization_id, m.device_id from coffee_machine m join organization o on o.id = m.organization_id
    where lower(m.serial) = lower(wanted) and m.state = 'active' and m.device_id is not null
      and 'coffee' = any (o.modules)
    limit 20;
  end;
