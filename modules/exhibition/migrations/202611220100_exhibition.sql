-- The exhibition desk: exhibitions, the customers registered at them, and their bills.

create table exhibition (
  organization_id uuid not null references organization (id),
  id uuid not null,
  name text not null check (name <> '' and char_length(name) <= 255),
  prefix text not null check (prefix ~ '^[A-Z0-9]{1,8}$'),            -- begins the numbers of its documents
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  place text,
  starts_on date not null,
  ends_on date not null,
  tax_label text,                                                     -- e.g. GST; null: no tax line
  tax_basis_points int check (tax_basis_points between 0 and 10000),  -- 18 % is 1800; contained in the prices
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, id, currency),
  check (ends_on >= starts_on),
  check ((tax_label is null) = (tax_basis_points is null))
);
create unique index exhibition_prefix on exhibition (organization_id, prefix);
select tenant_table('exhibition');

create table exhibition_customer (
  organization_id uuid not null,
  id uuid not null,                                                   -- version 7: the order of registration
  exhibition_id uuid not null,
  currency text not null,                                             -- the exhibition's; a key keeps the two equal
  code text not null check (code ~ '^[2-9A-HJKMNP-Z]{8}$'),           -- what people type and read aloud
  name text not null check (name <> '' and char_length(name) <= 255),
  email text not null check (char_length(email) <= 254),
  phone text not null check (phone ~ '^\+[1-9][0-9]{6,14}$'),         -- E.164
  -- The two below always equal the standing bills; every statement that adds or voids a bill moves them with it.
  bill_count int not null default 0 check (bill_count >= 0),
  total_minor bigint not null default 0 check (total_minor >= 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Searches find Zoë by zoe.
  search_text text not null generated always as
    (app_fold(name || E'\n' || email || E'\n' || phone || E'\n' || code)) stored,
  primary key (organization_id, id),
  foreign key (organization_id, exhibition_id, currency) references exhibition (organization_id, id, currency)
) with (fillfactor = 85);  -- room on the page: a bill changes the row without touching an index
create unique index exhibition_customer_code on exhibition_customer (organization_id, code);
create index exhibition_customer_exhibition on exhibition_customer (organization_id, exhibition_id, id);
create index exhibition_customer_name on exhibition_customer (organization_id, lower(name), id);
-- An import compares its thousands of rows with a million customers in a moment.
create index exhibition_customer_email on exhibition_customer (organization_id, lower(email));
create index exhibition_customer_phone on exhibition_customer (organization_id, phone);
-- New entries wait in a list until there is 1 MB of them. At the default of 4 MB whoever fills it up stands for 0.4 s
-- at a million customers, and every search reads through it; without the list each insert takes twice the time.
create index exhibition_customer_search on exhibition_customer using gin (search_text gin_trgm_ops)
  with (gin_pending_list_limit = 1024);
select tenant_table('exhibition_customer');

create table exhibition_bill (
  organization_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  description text not null default '' check (char_length(description) <= 500),
  created_by_name text not null,
  created_by_id text,
  created_at timestamptz not null,
  voided_at timestamptz,
  voided_by_name text,
  void_reason text check (void_reason <> ''),
  primary key (organization_id, id),
  foreign key (organization_id, customer_id) references exhibition_customer (organization_id, id),
  check ((voided_at is null) = (void_reason is null))
);
create index exhibition_bill_customer on exhibition_bill (organization_id, customer_id, id);
create index exhibition_bill_description on exhibition_bill using gin (app_fold(description) gin_trgm_ops)
  with (gin_pending_list_limit = 1024) where description <> '';
select tenant_table('exhibition_bill');

-- A bill is never edited and never removed, only voided, once.
create function exhibition_bill_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a bill is never deleted; void it';
  end if;
  if old.voided_at is not null
    or (new.organization_id, new.id, new.customer_id, new.amount_minor, new.currency, new.description,
        new.created_at, new.created_by_id)
      is distinct from
      (old.organization_id, old.id, old.customer_id, old.amount_minor, old.currency, old.description,
        old.created_at, old.created_by_id)
  then
    raise exception 'a bill is never edited; void it';
  end if;
  return new;
end $$;
create trigger exhibition_bill_stands before update or delete on exhibition_bill
  for each row execute function exhibition_bill_stands();

-- Searches are functions of the owner: row-level security keeps operators that are not leakproof away from the
-- trigram index, so the organization is checked here by hand instead.

-- The part of a pattern that few customers have, when it looks like an e-mail address (up to the @), a telephone number
-- (the last six digits) or an ID; else null. The trigram index reads a page of each frequent trigram for each
-- candidate: '@example.org' or '+2507' costs a hundred times what the rest does.
create function exhibition_rare_part(pattern text) returns text language sql immutable as $$
  select case
    when pattern ~ '[[:alnum:]]{3}@.' then regexp_replace(pattern, '@.*', '@%')
    when pattern ~ '[0-9]{9}%$' then '%' || right(pattern, 7)
    when pattern ~ '^%[2-9a-hjkmnp-z]{8}%$' and pattern ~ '[2-9]' and pattern ~ '[a-z]' then pattern end
$$;

-- Up to 2,001 hits in no order, from the trigram index; part of the searches below. The index answers LIKE with one
-- pattern, not LIKE ALL with many, so three are written out: rare parts if there are any, else the longest words; all
-- filter. The other conditions are written so that no other index serves them, and only bitmaps are allowed, since the
-- planner takes LIMIT for a reason to read the table through: so there is one plan, made once.
create function exhibition_gather_customers(
  patterns text[], rare text[], in_exhibition uuid, first uuid, beyond uuid)
  returns uuid[] language plpgsql stable security definer set search_path = public, pg_temp
  set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_indexscan = off as $$
declare
  org uuid := app_organization_id();
  asked text[] := case when rare = '{}' then array(select p from unnest(patterns) p order by char_length(p) desc limit 3)
    else rare end;
  one text := asked[1];
  two text := coalesce(asked[2], '%');
  three text := coalesce(asked[3], '%');
begin
  return array(
    select c.id from exhibition_customer c
    where c.search_text like one and c.search_text like two and c.search_text like three
      and c.search_text like all (patterns) and c.organization_id is not distinct from org
      and (in_exhibition is null or c.exhibition_id = in_exhibition)
      and (c.id >= first) is true and (c.id < beyond) is true
    limit 2001);
end $$;

-- The search that is answered in a moment, else null: what has a rare part is asked of the index, and anything with
-- three letters while the table is small, since reading a thousand customers takes five times as long. A table of up to
-- 300 is read sooner than the index's list of new entries, which the analyze that counted the customers had emptied.
create function exhibition_few_customers(
  patterns text[], in_exhibition uuid, created_from uuid, created_to uuid, after uuid, how_many int)
  returns uuid[] language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  first uuid := coalesce(created_from, '00000000-0000-0000-0000-000000000000');
  beyond uuid := least(coalesce(after, 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
    coalesce(created_to, 'ffffffff-ffff-ffff-ffff-ffffffffffff'));
  customers real := (select reltuples from pg_class where oid = 'exhibition_customer'::regclass);
  rare text[] := array(select r from (select exhibition_rare_part(p) from unnest(patterns) p) x(r) where r is not null);
  hits uuid[];
begin
  if customers <= 300 or (rare = '{}' and (customers > 5000 or not exhibition_has_trigram(patterns))) then
    return null;
  end if;
  hits := exhibition_gather_customers(patterns, rare, in_exhibition, first, beyond);
  return case cardinality(hits) when 0 then hits when 1 then hits when 2001 then null
    else array(select h from unnest(hits) h order by h desc limit how_many) end;
end $$;

-- Three letters and a % on either side. Shorter words are no trigram, and common anyway.
create function exhibition_has_trigram(patterns text[]) returns boolean language sql immutable as $$
  select max(char_length(p)) >= 5 from unnest(patterns) p
$$;

-- Any search. First a look at the newest 5,000 customers: a common word is on a page by then, and a small organization
-- is through. Seven hits among them promise a page within 36,000, so the walk goes on that far: of a word that one
-- customer in 400 bears they show twelve or thirteen on average, and seldom fewer than seven. Else the index: the hits
-- are gathered and sorted afterwards, because the planner, seeing ORDER BY id LIMIT 50, would rather walk the primary
-- key and filter a million rows. Only when there are over 2,000 hits, which the newest customers didn't show, the walk
-- to the end.
-- `patterns` are LIKE patterns over search_text; all must match. Newest first, ids below `after`.
create function exhibition_find_customers(
  patterns text[], in_exhibition uuid, created_from uuid, created_to uuid, after uuid, how_many int)
  returns table (id uuid) language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  org uuid := app_organization_id();
  first uuid := coalesce(created_from, '00000000-0000-0000-0000-000000000000');
  beyond uuid := least(coalesce(after, 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
    coalesce(created_to, 'ffffffff-ffff-ffff-ffff-ffffffffffff'));
  hits uuid[] := exhibition_few_customers(patterns, in_exhibition, created_from, created_to, after, how_many);
  looked_at int;
  rest uuid;
  walk boolean := false;
begin
  if hits is null then
    select coalesce(array_agg(n.id order by n.id desc) filter (where n.search_text like all (patterns)), '{}'), count(*)
    into hits, looked_at
    from (
      select c.id, c.search_text from exhibition_customer c
      where c.organization_id = org and (in_exhibition is null or c.exhibition_id = in_exhibition)
        and c.id >= first and c.id < beyond
      order by c.id desc limit 5000) n;
    if looked_at = 5000 and cardinality(hits) between 7 and how_many - 1 then
      select c.id into rest from exhibition_customer c
      where c.organization_id = org and (in_exhibition is null or c.exhibition_id = in_exhibition)
        and c.id >= first and c.id < beyond
      order by c.id desc offset 4999 limit 1;
      hits := hits || array(
        select n.id from (
          select c.id, c.search_text from exhibition_customer c
          where c.organization_id = org and (in_exhibition is null or c.exhibition_id = in_exhibition)
            and c.id >= first and c.id < rest
          order by c.id desc limit 31000) n
        where n.search_text like all (patterns) limit how_many - cardinality(hits));
    end if;
    walk := looked_at = 5000 and cardinality(hits) < how_many;
    if walk and exhibition_has_trigram(patterns) then
      hits := exhibition_gather_customers(patterns, '{}', in_exhibition, first, beyond);
      walk := cardinality(hits) > 2000;
    end if;
  end if;
  if not walk then
    return query select h from unnest(hits) h order by h desc limit how_many;
  else
    return query
      select c.id from exhibition_customer c
      where c.organization_id = org and c.search_text like all (patterns)
        and (in_exhibition is null or c.exhibition_id = in_exhibition) and c.id >= first and c.id < beyond
      order by c.id desc limit how_many;
  end if;
end $$;

-- Bills whose description has the words, or whose customer does.
create function exhibition_find_bills(pattern text, after uuid, how_many int)
  returns table (id uuid) language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  org uuid := app_organization_id();
begin
  return query
    select b.id from exhibition_bill b
    where b.organization_id = org and (after is null or b.id < after) and b.id in (
      select d.id from exhibition_bill d
      where d.description <> '' and app_fold(d.description) like pattern and d.organization_id = org
      union
      select x.id from exhibition_bill x
      where x.organization_id = org
        and x.customer_id in (
          select f.id from exhibition_find_customers(array[pattern], null, null, null, null, 500) f))
    order by b.id desc limit how_many;
end $$;

-- Customers who have one of these IDs, or at this exhibition one of these addresses (in lower case) or telephone
-- numbers; the newest first. A function of the owner: lower() isn't leakproof, so row-level security would keep it away
-- from its index.
create function exhibition_same_customers(in_exhibition uuid, codes text[], emails text[], phones text[])
  returns table (id uuid, code text, name text, email text, phone text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.id, c.code, c.name, lower(c.email), c.phone from exhibition_customer c
  where c.organization_id = app_organization_id() and c.code = any (codes)
  union
  select c.id, c.code, c.name, lower(c.email), c.phone from exhibition_customer c
  where c.organization_id = app_organization_id() and lower(c.email) = any (emails) and c.exhibition_id = in_exhibition
  union
  select c.id, c.code, c.name, lower(c.email), c.phone from exhibition_customer c
  where c.organization_id = app_organization_id() and c.phone = any (phones) and c.exhibition_id = in_exhibition
  order by 1 desc
$$;
revoke all on function exhibition_same_customers(uuid, text[], text[], text[]) from public;
grant execute on function exhibition_same_customers(uuid, text[], text[], text[]) to counterfoil_app;
