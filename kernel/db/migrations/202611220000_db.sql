-- What every tenant table stands on: a role without rights of its own, and the organization of the transaction.

do $$
begin
  if not exists (select from pg_roles where rolname = 'counterfoil_app') then
    create role counterfoil_app nologin;
  end if;
exception
  -- Two databases of one cluster may migrate side by side: losing the race is as good as winning it.
  when duplicate_object or unique_violation then null;
  when insufficient_privilege then
    raise exception 'The database user % may not create roles. Let an administrator run once: %',
      current_user, format('create role counterfoil_app nologin; grant counterfoil_app to %I;', current_user);
end $$;

do $$
begin
  -- Since PostgreSQL 16 whoever creates a role may grant it but not become it until it is granted to them.
  execute format('grant counterfoil_app to %I', current_user);
exception
  when insufficient_privilege then
    if not pg_has_role(current_user, 'counterfoil_app', 'member') then
      raise exception 'The database user % may not act as counterfoil_app. Let an administrator run once: %',
        current_user, format('grant counterfoil_app to %I;', current_user);
    end if;
end $$;

create extension if not exists pg_trgm;

-- The organization this transaction works for; null outside one, so that a query that forgets it finds nothing.
create function app_organization_id() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.organization_id', true), '')::uuid;

-- Puts a table under row-level security. The owner (migrations, sweeps) is exempt; the role of requests is not.
-- Plans are made on the first day, while a table is empty, and kept until it is analyzed. Without statistics PostgreSQL
-- expects few rows of an organization, so that any index which begins with it looks as good as the right one: a bill then
-- reads all customers. From PostgreSQL 18 on a table can be told what is usual, that its rows belong to one organization.
-- ANALYZE puts the truth in its place. test/first-day-plans.int.test.ts compares.
create function assume_one_organization(t regclass) returns void language plpgsql as $$
begin
  if current_setting('server_version_num')::int >= 180000 then
    perform pg_restore_attribute_stats('schemaname', n.nspname::text, 'relname', c.relname::text,
      'attname', 'organization_id', 'inherited', c.relkind = 'p',
      'null_frac', 0::real, 'avg_width', 16, 'n_distinct', 1::real)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = t;
  end if;
end $$;

create function tenant_table(t regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', t);
  execute format('create policy organization on %s to counterfoil_app
    using (organization_id = app_organization_id()) with check (organization_id = app_organization_id())', t);
  execute format('grant select, insert, update, delete on %s to counterfoil_app', t);
  perform assume_one_organization(t);
end $$;

-- A statement that refuses: raises what kernel/db/together.ts turns into the refusal `code`. Returns text, and so fits
-- into a coalesce; it is volatile, so that nothing evaluates it before it is needed.
create function app_refuse(code text) returns text language plpgsql as $$
begin
  raise exception using errcode = 'CF001', message = code;
end $$;

-- The password of the role that requests sign in with; made at the first start, read by the owner alone
-- (kernel/db/app-login.ts).
create table database_login (
  only_row boolean primary key default true check (only_row),
  password text not null
);
alter table database_login enable row level security;

-- Text as searches compare it: without capitals, accents and other marks that people leave out, with the digits of a
-- few scripts as ours. searchable() in kernel/lib/searchable.ts does the same, and a test compares the two. Of
-- PostgreSQL's own functions only: the extension unaccent needs rights that a server of somebody else's may refuse, and
-- isn't immutable, so no column could be made with it. PL/pgSQL rather than SQL: the body of an SQL function is put
-- into the expression of the index or column at each insert, which takes 60 µs; a call of this one takes one.
create function app_fold(text) returns text language plpgsql immutable strict parallel safe as $$
begin
  -- No character beyond ASCII.
  if octet_length($1) = char_length($1) then return lower($1); end if;
  return replace(replace(replace(translate(
    lower(regexp_replace(normalize($1, NFD), '[' || U&'\0300' || '-' || U&'\036F\093C' || ']', '', 'g')),
    'øłđħıŧςँ०१२३४५६७८९٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９',
    'oldhitσं0123456789012345678901234567890123456789'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe');
end $$;

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
  perform assume_one_organization(part);
  -- Triggers for each row come by themselves.
  for guard in
    select pg_get_triggerdef(g.oid) from pg_trigger g
    where g.tgrelid = t and not g.tgisinternal and g.tgtype & 1 = 0
  loop
    execute replace(guard, format(' ON public.%s ', t), format(' ON public.%s ', part));
  end loop;
end $$;

-- What is unique over all months of a table beyond its id, which no index of a partitioned table can hold: <t>_key has
-- a row for each row of `t`, with these columns and the id. A row is written in one statement with its key, and the key
-- decides whether it is new (insertOnce of kernel/db). A deleted row takes its key with it. Called before
-- partitioned_table().
create function unique_over_months(t regclass, variadic columns text[]) returns void language plpgsql as $$
declare
  list text := array_to_string(columns, ', ');
begin
  execute format('create table %s_key as select organization_id, %s, id from %s with no data', t, list, t);
  execute format('alter table %s_key add primary key (organization_id, %s), alter id set not null', t, list);
  perform tenant_table(format('%s_key', t)::regclass);
  execute format('revoke update on %s_key from counterfoil_app', t);
  execute format('create trigger keys after delete on %s referencing old table as gone
    for each statement execute function delete_keys(%s_key, %s)', t, t, list);
end $$;

create function delete_keys() returns trigger language plpgsql as $$
begin
  execute format('delete from %s k using gone g where k.organization_id = g.organization_id and k.id = g.id and %s',
    tg_argv[0], (select string_agg(format('k.%1$s = g.%1$s', c), ' and ') from unnest(tg_argv[1:]) c));
  return null;
end $$;

-- What tenant_table() does, for a table made with `partition by range (id)`, whose id is a version-7 uuid: its time
-- decides the month. The months begin with that of `since`; what is older or of a month that nobody made yet goes to
-- <table>_before and <table>_after, so that nothing is ever refused. Two ends and no default partition: only then are
-- the months read in order. Called after the table's indexes and triggers are made.
create function partitioned_table(t regclass, since date default null) returns void language plpgsql as $$
declare
  today date := (now() at time zone 'UTC')::date;
  first date := coalesce(since, today) - (extract(day from coalesce(since, today))::int - 1);
  month text := format('%s_%s', t, to_char(first, 'YYYY_MM'));
  upper uuid := app_first_id((first + interval '1 month')::date);
begin
  perform tenant_table(t);
  execute format('create table %s_before partition of %s for values from (minvalue) to (%L)',
    t, t, app_first_id(first));
  execute format('create table %s partition of %s for values from (%L) to (%L)',
    month, t, app_first_id(first), upper);
  execute format('create table %s_after partition of %s for values from (%L) to (maxvalue)', t, t, upper);
  perform guard_partition(t, part::regclass) from unnest(array[month, t || '_before', t || '_after']) part;
  perform make_months(t, (today + interval '2 months')::date);
end $$;

-- Makes the months up to that of `until`; answers how many are new. Gives up, and is tried again later, rather than let
-- everybody queue behind it while somebody reads for long.
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
    execute format('with moved as (delete from %s_after where id < $1 returning *) insert into %s select * from moved',
      t, part) using upper;
    execute format('alter table %s_after enable trigger user', t);
    execute format('alter table %s attach partition %s for values from (%L) to (%L)',
      t, part, app_first_id(month), upper);
    execute format('alter table %s attach partition %s_after for values from (%L) to (maxvalue)', t, t, upper);
    perform guard_partition(t, part::regclass);
    made := made + 1;
    month := month + interval '1 month';
  end loop;
  return made;
end $$;

-- Drops the months that ended before `day`, and what is older than all months, with their keys; answers how many months.
-- `empty`: only while the oldest has no row.
create function drop_months(t regclass, day date, empty boolean default false) returns int
  language plpgsql set lock_timeout = '3s' as $$
declare
  old regclass[] := '{}';
  part regclass;
  filled boolean;
  first uuid;
begin
  perform pg_advisory_xact_lock(7301003);
  for part in
    select m.part from months_of(t) m
    where m.month + interval '1 month' <= day and m.month < (select max(n.month) from months_of(t) n)
    order by m.month
  loop
    if empty then
      execute format('lock table %s, %s_before in share mode', part, t);
      execute format('select exists (select from %s) or exists (select from %s_before)', part, t) into filled;
      exit when filled;
    end if;
    old := old || part;
  end loop;
  if old = '{}' then
    return 0;
  end if;
  select app_first_id(min(m.month)) into first from months_of(t) m where m.part <> all (old);
  -- Before the whole table is locked, since it takes longer than all the rest.
  if to_regclass(t || '_key') is not null then
    execute format('delete from %s_key where id < %L', t, first);
  end if;
  foreach part in array old loop
    execute format('drop table %s', part);
  end loop;
  execute format('drop table %s_before', t);
  execute format('create table %s_before partition of %s for values from (minvalue) to (%L)', t, t, first);
  perform guard_partition(t, format('%s_before', t)::regclass);
  return cardinality(old);
end $$;

revoke all on function make_months(regclass, date), drop_months(regclass, date, boolean), guard_partition(regclass, regclass),
  partitioned_table(regclass, date), unique_over_months(regclass, text[]), months_of(regclass) from public;
