-- What bins hold is in the row of their machine, which each report changes anyway: a report of six bins writes one row
-- instead of seven.

alter table coffee_machine
  add column bins jsonb not null default '[]',                         -- a copy: [position, capacity_milli, threshold_milli]
  add column levels int[] not null default '{}',                       -- thousandths, by position; null: not reported yet
  add column levels_at timestamptz[] not null default '{}',            -- when each was reported
  add constraint coffee_machine_levels_check check (array_length(levels, 1) <= 40 and 0 <= all (levels));

-- What the bin held when the time since `since_at` began; less than that by what was used. `level_milli`, `reported_at`
-- and `used_milli` are written by the version before only.
alter table coffee_bin add column held_milli bigint;

update coffee_bin set held_milli = level_milli + used_milli where level_milli is not null;
update coffee_machine m set
  levels = array(select b.level_milli::int from generate_series(1, s.most) p
    left join coffee_bin b on b.organization_id = m.organization_id and b.machine_id = m.id and b.position = p order by p),
  levels_at = array(select b.reported_at from generate_series(1, s.most) p
    left join coffee_bin b on b.organization_id = m.organization_id and b.machine_id = m.id and b.position = p order by p)
from (select organization_id, machine_id, max(position) as most from coffee_bin group by 1, 2) s
where s.organization_id = m.organization_id and s.machine_id = m.id;

create function coffee_copy_bins() returns trigger language plpgsql as $$
begin
  update coffee_machine m set bins = coalesce((
    select jsonb_agg(jsonb_build_array(b.position, b.capacity_milli, b.threshold_milli) order by b.position)
    from coffee_bin b where b.organization_id = m.organization_id and b.machine_id = m.id), '[]')
  where (m.organization_id, m.id) in (select c.organization_id, c.machine_id from changed c);
  return null;
end $$;
create trigger copy_added after insert on coffee_bin referencing new table as changed
  for each statement execute function coffee_copy_bins();
create trigger copy_removed after delete on coffee_bin referencing old table as changed
  for each statement execute function coffee_copy_bins();
update coffee_machine m set bins = (
  select jsonb_agg(jsonb_build_array(b.position, b.capacity_milli, b.threshold_milli) order by b.position)
  from coffee_bin b where b.organization_id = m.organization_id and b.machine_id = m.id)
where exists (select from coffee_bin b where b.organization_id = m.organization_id and b.machine_id = m.id);
