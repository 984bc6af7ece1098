-- The cook count: how many the kitchen was told to expect at a meal, and how many came.

create table mess_meal_count (
  organization_id uuid not null,
  service_on date not null,
  meal_id uuid not null,
  expected int check (expected >= 0),          -- could eat, as it stood when the count was kept
  forecast int check (forecast >= 0),          -- what the kitchen was told; null: nobody counted before the meal
  kept_at timestamptz,
  entitled int check (entitled >= 0),          -- could eat, as it stood when the day was over
  served int check (served >= 0),
  counted_at timestamptz,
  primary key (organization_id, service_on, meal_id),
  foreign key (organization_id, meal_id) references mess_meal (organization_id, id),
  check ((forecast is null) = (expected is null) and (forecast is null) = (kept_at is null)),
  check ((served is null) = (entitled is null) and (served is null) = (counted_at is null))
);
select tenant_table('mess_meal_count');

-- Refusals by day, meal and reason, without a look at the hundreds of thousands of scans that were allowed.
create index mess_scan_refused on mess_scan (organization_id, service_on, meal_id, reason) where not allowed;

-- The organizations for which tomorrow's meals are not counted yet, or yesterday's people, for the sweep, which works in one organization at a time.
create function mess_uncounted(at timestamptz) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select o.id from organization o cross join lateral (select (at at time zone o.time_zone)::date as today) t
    where 'mess' = any (o.modules)
      and exists (select from mess_meal m where m.organization_id = o.id and m.active)
      and exists (select from mess_cycle y where y.organization_id = o.id)
      and (not exists (select from mess_meal_count c where c.organization_id = o.id and c.service_on = t.today + 1 and c.forecast is not null)
        or not exists (select from mess_meal_count c where c.organization_id = o.id and c.service_on = t.today - 1 and c.served is not null));
  end;
