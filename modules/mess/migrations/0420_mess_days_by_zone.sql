-- What day it is where is decided by the program, which says it for each zone in use: the time-zone rules of a database may be older
-- than the program's, and the two would close a day an hour apart. The functions of one timestamp stay for a process of the version before.

create function mess_cycles_over(zones text[], days date[]) returns table (organization_id uuid, cycle_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select c.organization_id, c.id
    from unnest(zones, days) as t (zone, today)
    join organization o on o.time_zone = t.zone
    join mess_cycle c on c.organization_id = o.id
    where c.rebates_credited_at is null and c.ends_on < t.today
    order by c.ends_on;
  end;

create function mess_uncounted(zones text[], days date[]) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select o.id from unnest(zones, days) as t (zone, today)
    join organization o on o.time_zone = t.zone
    where 'mess' = any (o.modules)
      and exists (select from mess_meal m where m.organization_id = o.id and m.active)
      and exists (select from mess_cycle y where y.organization_id = o.id)
      and (not exists (select from mess_meal_count c where c.organization_id = o.id and c.service_on = t.today + 1 and c.forecast is not null)
        or not exists (select from mess_meal_count c where c.organization_id = o.id and c.service_on = t.today - 1 and c.served is not null));
  end;
