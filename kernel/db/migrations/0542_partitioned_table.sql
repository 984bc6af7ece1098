-- Tables that grow are kept by month: lists read the newest month first and stop, and old months go as a whole.

-- The smallest version-7 uuid of a day's first moment in UTC: what `firstIdAt` of kernel/lib/ids.ts makes.
create function app_first_id(day date) returns uuid
  language sql immutable parallel safe strict
  return (lpad(to_hex((extract(epoch from day) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid;

-- The months of a table, the oldest first.
create function months_of(t regclass) returns table (month date, part regclass) language sql stable as $$
  select to_date(right(i.inhrelid::regclass::text, 7), 'YYYY_MM'), i.inhrelid::regclass
  from pg_inherits i where i.inhparent = t and i.inhrelid::regclass::text ~ '_\d{4}_\d{2}$' order by 1
$$;

-- Nobody but the owner reaches a partition by its own name, and what the whole table refuses its parts refuse.
create function guard_partition(t regclass, part regclass) returns void language plpgsql as $$
declare
  guard text;
begin
  execute format('alter table %s enable row level security', part);
  -- Triggers for each row come by themselves.
  for guard in select pg_get_triggerdef(g.oid) from pg_trigger g where g.tgrelid = t and not g.tgisinternal and g.tgtype & 1 = 0 loop
    execute replace(guard, format(' ON public.%s ', t), format(' ON public.%s ', part));
  end loop;
end $$;

-- What tenant_table() does, for a table made with `partition by range (id)`, whose id is a version-7 uuid: its time decides the month. The
-- months begin with that of `since`; what is older or of a month that nobody made yet goes to <table>_before and <table>_after, so that
-- nothing is ever refused. Two ends and no default partition: only then are the months read in order. Called after the table's indexes and
-- triggers are made.
create function partitioned_table(t regclass, since date default null) returns void language plpgsql as $$
declare
  today date := (now() at time zone 'UTC')::date;
  first date := coalesce(since, today) - (extract(day from coalesce(since, today))::int - 1);
  month text := format('%s_%s', t, to_char(first, 'YYYY_MM'));
  upper uuid := app_first_id((first + interval '1 month')::date);
begin
  perform tenant_table(t);
  execute format('create table %s_before partition of %s for values from (minvalue) to (%L)', t, t, app_first_id(first));
  execute format('create table %s partition of %s for values from (%L) to (%L)', month, t, app_first_id(first), upper);
  execute format('create table %s_after partition of %s for values from (%L) to (maxvalue)', t, t, upper);
  perform guard_partition(t, part::regclass) from unnest(array[month, t || '_before', t || '_after']) part;
  perform make_months(t, (today + interval '2 months')::date);
end $$;

-- Makes the months up to that of `until`; answers how many are new. Gives up, and is tried again later, rather than let everybody queue
-- behind it while somebody reads for long.
create function make_months(t regclass, until date) returns int language plpgsql set lock_timeout = '3s' as $$
declare
  made int := 0;
  month date;
  upper uuid;
  part text;
begin
  perform pg_advisory_xact_lock(7301003);
  select max(m.month) + interval '1 month' into month from months_of(t) m;
  while month <= until loop
    part := format('%s_%s', t, to_char(month, 'YYYY_MM'));
    upper := app_first_id((month + interval '1 month')::date);
    execute format('alter table %s detach partition %s_after', t, t);
    execute format('create table %s (like %s including all)', part, t);
    -- Rows that a clock wrote too early move with their month; nothing of them changes, so that append_only has no say.
    execute format('alter table %s_after disable trigger user', t);
    execute format('with moved as (delete from %s_after where id < $1 returning *) insert into %s select * from moved', t, part) using upper;
    execute format('alter table %s_after enable trigger user', t);
    execute format('alter table %s attach partition %s for values from (%L) to (%L)', t, part, app_first_id(month), upper);
    execute format('alter table %s attach partition %s_after for values from (%L) to (maxvalue)', t, t, upper);
    perform guard_partition(t, part::regclass);
    made := made + 1;
    month := month + interval '1 month';
  end loop;
  return made;
end $$;

-- Drops the months that ended before `day`, and what is older than all months; answers how many months.
create function drop_months(t regclass, day date) returns int language plpgsql set lock_timeout = '3s' as $$
declare
  dropped int := 0;
  old regclass;
begin
  perform pg_advisory_xact_lock(7301003);
  for old in select m.part from months_of(t) m where m.month + interval '1 month' <= day and m.month < (select max(n.month) from months_of(t) n) loop
    execute format('drop table %s', old);
    dropped := dropped + 1;
  end loop;
  if dropped > 0 then
    execute format('drop table %s_before', t);
    execute format('create table %s_before partition of %s for values from (minvalue) to (%L)', t, t,
      (select app_first_id(min(m.month)) from months_of(t) m));
    perform guard_partition(t, format('%s_before', t)::regclass);
  end if;
  return dropped;
end $$;

revoke all on function make_months(regclass, date), drop_months(regclass, date), guard_partition(regclass, regclass),
  partitioned_table(regclass, date), months_of(regclass) from public;
