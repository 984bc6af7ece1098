-- A database of the version before; written by test/upgrade/write-dump.ts.

set role counterfoil;

create table schema_migration (
  name text not null,
  package text not null,
  sha256 text not null,
  applied_at timestamp with time zone default now() not null
);
alter table schema_migration add constraint schema_migration_pkey PRIMARY KEY (name);

-- 202611220000_db.sql

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

-- 202611220001_tenancy.sql

-- Organizations, who belongs to them, who is invited, and the keys of their machines.

-- The tenant itself. It isn't a tenant table: its own id is the organization's, hence a policy of its own.
create table organization (
  id          uuid primary key,
  name        text not null check (name <> '' and char_length(name) <= 200),
  slug        text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  time_zone   text not null,                                        -- IANA, e.g. Asia/Kolkata
  currency    text not null check (currency ~ '^[A-Z]{3}$'),        -- ISO 4217
  country     text not null check (country ~ '^[A-Z]{2}$'),         -- ISO 3166-1 alpha-2
  language    text not null,                                        -- BCP 47
  modules     text[] not null default '{}',
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now()
);
alter table organization enable row level security;
create policy own_organization on organization to counterfoil_app using (id = app_organization_id());
-- Made and removed by the kernel only (unscoped connection); the organization may change what describes it.
grant select, update (name, slug, time_zone, currency, country, language, modules, updated_at)
  on organization to counterfoil_app;

-- People who can sign in. One account for the whole deployment; what it may do is decided per organization in
-- membership. Column names are better-auth's core schema in snake case (see kernel/auth/better-auth.ts).
create table auth_user (
  id                  uuid primary key,
  name                text not null,
  email               text not null unique check (email = lower(email)),
  email_verified      boolean not null default false,
  image               text,
  two_factor_enabled  boolean not null default false,
  language            text,                                         -- BCP 47; null: the organization's
  created_at          timestamptz not null default now(),
  updated_at          timestamptz not null default now()
);

create table membership (
  organization_id  uuid not null references organization (id) on delete cascade,
  user_id          uuid not null references auth_user (id) on delete cascade,
  role             text not null check (role in ('owner', 'admin', 'ops', 'viewer')),
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  primary key (organization_id, user_id)
);
create index membership_user on membership (user_id);
select tenant_table('membership');

-- An organization sees its own people only, and of them what a list shows.
alter table auth_user enable row level security;
create policy members_only on auth_user for select to counterfoil_app
  using (exists (
    select from membership m where m.organization_id = app_organization_id() and m.user_id = auth_user.id));
grant select (id, name, email, image, two_factor_enabled, language, created_at) on auth_user to counterfoil_app;

create table invitation (
  organization_id  uuid not null references organization (id) on delete cascade,
  id               uuid not null,
  email            text not null check (email = lower(email)),
  role             text not null check (role in ('owner', 'admin', 'ops', 'viewer')),
  token_hash       bytea not null unique,                           -- SHA-256; the token is only in the mail
  invited_by       uuid,                                            -- auth_user, or null: the command line
  expires_at       timestamptz not null,
  accepted_at      timestamptz,
  accepted_by      uuid,
  revoked_at       timestamptz,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  -- The link that whoever invites may copy. It opens the invitation as the mailed one does, but proves nothing about
  -- the address: the one who holds it may have made it for somebody else's. Only the mailed one (token_hash) makes an
  -- account's address verified.
  link_hash        bytea unique,
  primary key (organization_id, id),
  check (accepted_at is null or revoked_at is null)
);
-- One open invitation per address: a second one would leave two live links to revoke.
create unique index invitation_open on invitation (organization_id, email)
  where accepted_at is null and revoked_at is null;
select tenant_table('invitation');

create table api_key (
  organization_id  uuid not null references organization (id) on delete cascade,
  id               uuid not null,
  name             text not null check (name <> '' and char_length(name) <= 100),
  prefix           text not null,                                   -- the part that lists show, to tell keys apart
  key_hash         bytea not null unique,                           -- SHA-256: 256 random bits need no slow hash
  role             text not null check (role in ('admin', 'ops', 'viewer')),
  created_by       uuid,
  last_used_at     timestamptz,                                     -- coarse: written at most once in five minutes
  expires_at       timestamptz,
  revoked_at       timestamptz,
  created_at       timestamptz not null default now(),
  primary key (organization_id, id)
);
select tenant_table('api_key');

-- Which parts of an organization's demo data are there. The mark is written in the part's own transaction, so that an
-- interrupted start leaves either all of a part or nothing of it, and the next one knows what is missing.
create table demo_part (
  organization_id  uuid not null references organization on delete cascade,
  part             text not null,
  seeded_at        timestamptz not null default now(),
  primary key (organization_id, part)
);
select tenant_table('demo_part');

-- Where a public code leads: which organization, and what there. A page such as /r/<code> is opened by anybody, so this
-- table belongs to no organization; requests write rows of their own and ask for one code at a time.
create table public_code (
  kind             text not null check (kind <> ''),                -- what it names, e.g. raffle
  code             text not null check (code <> ''),
  organization_id  uuid not null references organization (id),
  subject_id       uuid not null,
  primary key (kind, code)
);
create index public_code_subject on public_code (organization_id, subject_id);
alter table public_code enable row level security;
create policy organization on public_code to counterfoil_app
  using (organization_id = app_organization_id()) with check (organization_id = app_organization_id());
grant insert on public_code to counterfoil_app;

create function find_public_code(of_kind text, of_code text) returns table (organization_id uuid, subject_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select c.organization_id, c.subject_id from public_code c where c.kind = of_kind and c.code = of_code;
  end;
revoke all on function find_public_code(text, text) from public;
grant execute on function find_public_code(text, text) to counterfoil_app;

-- 202611220002_auth.sql

-- Sign-in. No table here belongs to an organization and none is granted to counterfoil_app: row-level security is on
-- without a policy, so that a scoped connection sees nothing even if a grant is added by mistake.

-- better-auth's core schema (1.7.7) in snake case; the mapping is in kernel/auth/better-auth.ts.
create table auth_session (
  id                      uuid primary key,
  user_id                 uuid not null references auth_user (id) on delete cascade,
  token                   text not null unique,       -- worthless without the signature, which needs SECRET_KEY
  active_organization_id  uuid references organization (id) on delete set null,
  ip_address              text,
  user_agent              text,
  expires_at              timestamptz not null,
  last_seen_at            timestamptz,                -- coarse: written at most once in five minutes
  created_at              timestamptz not null default now(),
  updated_at              timestamptz not null default now()
);
create index auth_session_user on auth_session (user_id);
create index auth_session_expires on auth_session (expires_at);

create table auth_account (
  id                        uuid primary key,
  user_id                   uuid not null references auth_user (id) on delete cascade,
  account_id                text not null,
  provider_id               text not null,            -- 'credential': e-mail and password
  password                  text,                     -- scrypt, better-auth's format
  access_token              text,
  refresh_token             text,
  id_token                  text,
  access_token_expires_at   timestamptz,
  refresh_token_expires_at  timestamptz,
  scope                     text,
  created_at                timestamptz not null default now(),
  updated_at                timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index auth_account_user on auth_account (user_id);

create table auth_verification (
  id          uuid primary key,
  identifier  text not null,                          -- hashed: holds password reset tokens
  value       text not null,
  expires_at  timestamptz not null,
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now()
);
create index auth_verification_identifier on auth_verification (identifier);
create index auth_verification_expires on auth_verification (expires_at);

create table auth_two_factor (
  id                         uuid primary key,
  user_id                    uuid not null unique references auth_user (id) on delete cascade,
  secret                     text not null,           -- encrypted under a key derived from SECRET_KEY
  backup_codes               text not null,           -- likewise
  verified                   boolean not null default false,
  failed_verification_count  integer not null default 0,
  locked_until               timestamptz,
  -- The last step of the authenticator's clock whose code was accepted: every code up to it is refused from then on
  -- (RFC 6238, 5.2).
  last_step                  bigint
);

-- Refresh tokens of portals and mobile clients. Each is good for one use; the successor keeps the family. A second use
-- means that somebody has a copy: the whole family is revoked (RFC 9700, 4.14.2).
create table auth_refresh_token (
  id               uuid primary key,
  family_id        uuid not null,
  token_hash       bytea not null unique,
  kind             text not null check (kind in ('user', 'portal')),
  user_id          uuid references auth_user (id) on delete cascade,
  organization_id  uuid references organization (id) on delete cascade,
  subject          text,                              -- of a portal: whose data, e.g. exhibition.customer:<id>
  ip_address       text,
  user_agent       text,
  expires_at       timestamptz not null,
  used_at          timestamptz,
  revoked_at       timestamptz,
  created_at       timestamptz not null default now(),
  check ((kind = 'user') = (user_id is not null)),
  check (kind = 'user' or (organization_id is not null and subject is not null))
);
create index auth_refresh_token_family on auth_refresh_token (family_id);
create index auth_refresh_token_user on auth_refresh_token (user_id);
create index auth_refresh_token_expires on auth_refresh_token (expires_at);
-- Where a portal's account is signed in.
create index auth_refresh_token_subject on auth_refresh_token (organization_id, subject) where kind = 'portal';

-- Failed attempts by hashed key (account, account and address), shared by every web process. Unlogged: after a crash of
-- the database the counters start again, which costs an attacker's clock nothing worth a disk write per attempt.
create unlogged table auth_throttle (
  key              text primary key,
  failures         integer not null,
  last_failed_at   timestamptz not null,
  blocked_until    timestamptz
);
create index auth_throttle_last on auth_throttle (last_failed_at);

-- The one-time token that opens the first-run page of an empty deployment. At most one row.
create table first_run_token (
  only_one    boolean primary key default true check (only_one),
  token_hash  bytea not null,
  created_at  timestamptz not null default now(),
  used_at     timestamptz
);

do $$
declare t text;
begin
  foreach t in array array['auth_session', 'auth_account', 'auth_verification', 'auth_two_factor', 'auth_refresh_token',
                           'auth_throttle', 'first_run_token'] loop
    execute format('alter table %I enable row level security', t);
  end loop;
end $$;

-- 202611220003_http.sql

-- The first answer to each Idempotency-Key, written in the transaction of the effect itself.
create table idempotency_key (
  organization_id uuid not null,
  actor_id text not null,
  key text not null check (length(key) between 1 and 200),
  request_hash text not null,
  answer jsonb not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, actor_id, key)
);
create index idempotency_key_age on idempotency_key using brin (created_at);
select tenant_table('idempotency_key');

-- 202611220004_audit.sql

-- Who did what, before and after, from where; and the seals that prove nobody rewrote it (kernel/audit/README.md).

-- No foreign key to organization: each entry would lock that one row, and the entry outlives what it speaks of.
-- Entries of the server itself (the first run, the command line) carry the nil uuid. Kept by month: lists read the
-- newest month first, and the indexes of months that are over stay as they are. Nothing of it is ever dropped.
create table audit_entry (
  organization_id  uuid not null,
  id               uuid not null,                                   -- version 7: ordered by time of making
  at               timestamptz not null,
  actor_kind       text not null,
  actor_id         text,
  actor_name       text not null,                                   -- as it was then: people are renamed and leave
  action           text not null check (action <> ''),              -- e.g. exhibition.bill.added
  subject_type     text not null,
  subject_id       text not null,
  before           jsonb,                                           -- both hold only what changed
  after            jsonb,
  note             text,
  request_id       text,
  ip               text,                                            -- as the proxy gave it, malformed or not
  user_agent       text,
  -- The transaction that wrote it, shifted by a constant after a restore on another cluster
  -- (kernel/audit/watermark.ts): the sealer finds what is new by it, over all organizations, without a mark on the
  -- entry.
  xact             bigint not null default pg_current_xact_id()::text::bigint,
  primary key (organization_id, id)
) partition by range (id);
create index audit_entry_xact on audit_entry (xact);
create index audit_entry_subject on audit_entry (organization_id, subject_type, subject_id, id);
create index audit_entry_actor on audit_entry (organization_id, actor_id, id);

-- Grants don't bind the owner, these triggers do. Statement level: an UPDATE that matches no row is refused as well.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % is refused', tg_table_name, tg_op using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on audit_entry
  for each statement execute function refuse_change();
select partitioned_table('audit_entry');
revoke update, delete on audit_entry from counterfoil_app;

-- A link of an organization's chain: the entries it seals, by id and digest, and the hash of all that with the link
-- before.
create table audit_seal (
  organization_id  uuid not null,
  sequence         integer not null check (sequence > 0),
  entry_ids        uuid[] not null check (cardinality(entry_ids) > 0),
  -- SHA-256 each, in the order of the ids
  entry_digests    bytea not null check (octet_length(entry_digests) = 32 * cardinality(entry_ids)),
  previous_hash    bytea not null check (octet_length(previous_hash) = 32),  -- zeros for the first
  hash             bytea not null check (octet_length(hash) = 32),
  signature        bytea not null,                                  -- HMAC-SHA256 of hash, by a key from SECRET_KEY
  key_id           text not null,                                   -- which SECRET_KEY that was
  last_xact        bigint not null,                                 -- the largest xact in it
  sealed_at        timestamptz not null,
  primary key (organization_id, sequence)                           -- no two sealers can add the next link
);
create index audit_seal_last_xact on audit_seal (last_xact);
select tenant_table('audit_seal');
revoke insert, update, delete on audit_seal from counterfoil_app;
create trigger append_only before update or delete or truncate on audit_seal
  for each statement execute function refuse_change();

-- How far sealing came. All entries below sealed_below are sealed.
create table audit_watermark (
  only_row      boolean primary key default true check (only_row),
  sealed_below  bigint not null default 0,
  xact_shift    bigint not null default 0,
  updated_at    timestamptz not null default now()
);
insert into audit_watermark default values;
grant select on audit_watermark to counterfoil_app;

-- 202611220005_audit_heads.sql

-- The end of each chain as it was last published (kernel/audit-heads). The server's own chain has no organization to
-- refer to, and no row.
create table audit_head (
  organization_id uuid not null primary key references organization on delete cascade,
  sequence integer not null check (sequence > 0),
  hash bytea not null check (octet_length(hash) = 32),
  published_at timestamptz not null
);
select tenant_table('audit_head');

-- 202611220006_jobs.sql

-- The queue, what requests may do with it, and the long tasks people watch.

-- First pg-boss 12.35, schema version 43, as its getConstructionPlans('pgboss') prints it, without the transaction
-- around it and without partitions for queue statistics, which the server doesn't record. Kept here so that the whole
-- schema has one history; a newer pg-boss needs a migration made from its getMigrationPlans (kernel/jobs/README.md).

CREATE SCHEMA IF NOT EXISTS pgboss;

    CREATE TYPE pgboss.job_state AS ENUM (
      'created',
      'retry',
      'active',
      'completed',
      'cancelled',
      'failed'
    )
  ;

    CREATE FUNCTION pgboss.job_now()
    RETURNS timestamp with time zone AS
    $$
      SELECT pg_catalog.now();
    $$
    LANGUAGE sql STABLE;
  ;

    CREATE TABLE pgboss.version (
      version int primary key,
      cron_on timestamp with time zone,
      bam_on timestamp with time zone,
      flow_on timestamp with time zone,
      reindex_on timestamp with time zone,
      monitor_backoff_on timestamp with time zone
    )
  ;

    CREATE TABLE pgboss.queue (
      name text NOT NULL,
      policy text NOT NULL,
      retry_limit int NOT NULL,
      retry_delay int NOT NULL,
      retry_backoff bool NOT NULL,
      retry_delay_max int,
      expire_seconds int NOT NULL,
      retention_seconds int NOT NULL,
      deletion_seconds int NOT NULL,
      dead_letter text REFERENCES pgboss.queue (name) CHECK (dead_letter IS DISTINCT FROM name),
      partition bool NOT NULL,
      table_name text NOT NULL,
      deferred_count int NOT NULL default 0,
      queued_count int NOT NULL default 0,
      ready_count int NOT NULL default 0,
      warning_queued int NOT NULL default 0,
      active_count int NOT NULL default 0,
      failed_count int NOT NULL default 0,
      total_count int NOT NULL default 0,
      created_delta int NOT NULL default 0,
      completed_delta int NOT NULL default 0,
      failed_delta int NOT NULL default 0,
      delta_on timestamp with time zone,
      delta_seconds int,
      ready_history int[] NOT NULL default '{}',
      heartbeat_seconds int,
      notify bool NOT NULL DEFAULT false,
      singletons_active text[],
      monitor_claim_on timestamp with time zone,
      monitor_on timestamp with time zone,
      maintain_on timestamp with time zone,
      created_on timestamp with time zone not null default now(),
      updated_on timestamp with time zone not null default now(),
      PRIMARY KEY (name)
    )
  ;

    CREATE TABLE pgboss.schedule (
      name text REFERENCES pgboss.queue ON DELETE CASCADE,
      key text not null DEFAULT '',
      kind text not null DEFAULT 'cron' CHECK (kind IN ('cron', 'rrule')),
      cron text not null,
      timezone text DEFAULT 'UTC',
      data jsonb,
      options jsonb,
      created_on timestamp with time zone not null default now(),
      updated_on timestamp with time zone not null default now(),
      last_job_id uuid,
      PRIMARY KEY (name, key)
    )
  ;

    CREATE TABLE pgboss.subscription (
      event text not null,
      name text not null REFERENCES pgboss.queue ON DELETE CASCADE,
      created_on timestamp with time zone not null default now(),
      updated_on timestamp with time zone not null default now(),
      PRIMARY KEY(event, name)
    )
  ;

    CREATE TABLE pgboss.bam (
      id uuid PRIMARY KEY default gen_random_uuid(),
      name text NOT NULL,
      version int NOT NULL,
      status text NOT NULL DEFAULT 'pending',
      queue text,
      table_name text NOT NULL,
      command text NOT NULL,
      error text,
      created_on timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
      started_on timestamp with time zone,
      completed_on timestamp with time zone
    )
  ;

    CREATE FUNCTION pgboss.job_table_format(command text, table_name text)
    RETURNS text AS
    $$
      SELECT format(
        regexp_replace(
          regexp_replace(command, '\.job\y', '.%1$I', 'g'),
          '\yjob_i(\d+)', '%1$s_i\1', 'g'
        ),
        table_name
      );
    $$
    LANGUAGE sql IMMUTABLE;
  ;

    CREATE FUNCTION pgboss.job_table_run(command text, tbl_name text DEFAULT NULL, queue_name text DEFAULT NULL)
    RETURNS VOID AS
    $$
    DECLARE
      tbl RECORD;
    BEGIN
      IF queue_name IS NOT NULL THEN
        SELECT table_name INTO tbl_name FROM pgboss.queue WHERE name = queue_name;
      END IF;

      IF tbl_name IS NOT NULL THEN
        EXECUTE pgboss.job_table_format(command, tbl_name);
        RETURN;
      END IF;

      EXECUTE pgboss.job_table_format(command, 'job_common');

      FOR tbl IN SELECT table_name FROM pgboss.queue WHERE partition = true
      LOOP
        EXECUTE pgboss.job_table_format(command, tbl.table_name);
      END LOOP;
    END;
    $$
    LANGUAGE plpgsql;
  ;

    CREATE FUNCTION pgboss.job_table_run_async(command_name text, version int, command text, tbl_name text DEFAULT NULL, queue_name text DEFAULT NULL)
    RETURNS VOID AS
    $$
    BEGIN
      IF queue_name IS NOT NULL THEN
        SELECT table_name INTO tbl_name FROM pgboss.queue WHERE name = queue_name;
      END IF;

      IF tbl_name IS NOT NULL THEN
        INSERT INTO pgboss.bam (name, version, status, queue, table_name, command)
        VALUES (
          command_name,
          version,
          'pending',
          queue_name,
          tbl_name,
          pgboss.job_table_format(command, tbl_name)
        );
        RETURN;
      END IF;

      INSERT INTO pgboss.bam (name, version, status, queue, table_name, command)
      SELECT
        command_name,
        version,
        'pending',
        NULL,
        'job_common',
        pgboss.job_table_format(command, 'job_common')
      UNION ALL
      SELECT
        command_name,
        version,
        'pending',
        queue.name,
        queue.table_name,
        pgboss.job_table_format(command, queue.table_name)
      FROM pgboss.queue
      WHERE partition = true;
    END;
    $$
    LANGUAGE plpgsql;
  ;

    CREATE TABLE pgboss.job (
      id uuid not null default gen_random_uuid(),
      name text not null,
      priority integer not null default(0),
      data jsonb,
      state pgboss.job_state not null default 'created',
      retry_limit integer not null default 2,
      retry_count integer not null default 0,
      retry_delay integer not null default 0,
      retry_backoff boolean not null default false,
      retry_delay_max integer,
      expire_seconds int not null default 900,
      deletion_seconds int not null default 604800,
      singleton_key text,
      singleton_on timestamp without time zone,
      group_id text,
      group_tier text,
      start_after timestamp with time zone not null default now(),
      created_on timestamp with time zone not null default now(),
      started_on timestamp with time zone,
      completed_on timestamp with time zone,
      keep_until timestamp with time zone NOT NULL default now() + interval '1209600',
      output jsonb,
      dead_letter text,
      policy text,
      heartbeat_on timestamp with time zone,
      heartbeat_seconds int,
      blocked boolean not null default false,
      blocking boolean not null default false,
      pending_dependencies int not null default 0,
      source_name text,
      source_id uuid,
      source_created_on timestamp with time zone,
      source_retry_count int,
      source_output jsonb,
      source_root_id uuid
    ) PARTITION BY LIST (name)
  ;
ALTER TABLE pgboss.job ADD PRIMARY KEY (name, id);

    CREATE TABLE pgboss.job_common (LIKE pgboss.job INCLUDING GENERATED INCLUDING DEFAULTS);

    SELECT pgboss.job_table_run($cmd$ALTER TABLE pgboss.job ADD PRIMARY KEY (name, id)$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$ALTER TABLE pgboss.job ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES pgboss.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$ALTER TABLE pgboss.job ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES pgboss.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE UNIQUE INDEX job_i1 ON pgboss.job (name, COALESCE(singleton_key, '')) WHERE state = 'created' AND policy = 'short'$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE UNIQUE INDEX job_i2 ON pgboss.job (name, COALESCE(singleton_key, '')) WHERE state = 'active' AND policy = 'singleton'$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE UNIQUE INDEX job_i3 ON pgboss.job (name, state, COALESCE(singleton_key, '')) WHERE state <= 'active' AND policy = 'stately'$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE UNIQUE INDEX job_i6 ON pgboss.job (name, COALESCE(singleton_key, '')) WHERE state <= 'active' AND policy = 'exclusive'$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE UNIQUE INDEX job_i8 ON pgboss.job (name, singleton_key) WHERE state IN ('active', 'retry', 'failed') AND policy = 'key_strict_fifo'$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE INDEX job_i10 ON pgboss.job (name, singleton_key, state DESC, created_on, id) INCLUDE (start_after) WHERE state < 'active' AND NOT blocked AND policy = 'key_strict_fifo'$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$ALTER TABLE pgboss.job ADD CONSTRAINT job_key_strict_fifo_singleton_key_check CHECK (NOT (policy = 'key_strict_fifo' AND singleton_key IS NULL))$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE UNIQUE INDEX job_i4 ON pgboss.job (name, singleton_on, COALESCE(singleton_key, '')) WHERE state <> 'cancelled' AND singleton_on IS NOT NULL$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE INDEX job_i11 ON pgboss.job (name, priority DESC, created_on, start_after) WHERE state < 'active' AND NOT blocked$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE INDEX job_i7 ON pgboss.job (name, group_id) WHERE state = 'active' AND group_id IS NOT NULL$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE INDEX job_i9 ON pgboss.job (name, id) WHERE blocking AND state = 'completed'$cmd$, 'job_common');
    SELECT pgboss.job_table_run($cmd$CREATE INDEX job_i12 ON pgboss.job (source_root_id) WHERE source_root_id IS NOT NULL$cmd$, 'job_common');

    ALTER TABLE pgboss.job ATTACH PARTITION pgboss.job_common DEFAULT;
  ;

    CREATE TABLE pgboss.warning (
      id uuid PRIMARY KEY default gen_random_uuid(),
      type text NOT NULL,
      message text NOT NULL,
      data jsonb,
      created_on timestamp with time zone NOT NULL DEFAULT now()
    )
  ;
CREATE INDEX warning_i1 ON pgboss.warning (created_on DESC);

    CREATE TABLE pgboss.queue_stats (
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      name text NOT NULL,
      deferred_count int NOT NULL DEFAULT 0,
      queued_count   int NOT NULL DEFAULT 0,
      ready_count    int NOT NULL DEFAULT 0,
      active_count   int NOT NULL DEFAULT 0,
      failed_count   int NOT NULL DEFAULT 0,
      total_count    int NOT NULL DEFAULT 0,
      created_delta   int,
      completed_delta int,
      failed_delta    int,
      delta_seconds   int,
      delta_on        timestamptz,
      captured_on timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (id, captured_on)
    ) PARTITION BY RANGE (captured_on)
  ;
CREATE INDEX queue_stats_i1 ON pgboss.queue_stats (name, captured_on DESC) INCLUDE (deferred_count, queued_count, ready_count, active_count, failed_count, total_count);

    CREATE TABLE pgboss.job_dependency (
      child_name text NOT NULL,
      child_id uuid NOT NULL,
      parent_name text NOT NULL,
      parent_id uuid NOT NULL,
      PRIMARY KEY (child_name, child_id, parent_name, parent_id)
    )
  ;
CREATE INDEX IF NOT EXISTS job_dep_parent_idx ON pgboss.job_dependency (parent_name, parent_id);

    CREATE FUNCTION pgboss.create_queue(queue_name text, options jsonb)
    RETURNS VOID AS
    $$
    DECLARE
      tablename varchar := CASE WHEN options->>'partition' = 'true'
                            THEN 'j' || encode(sha224(queue_name::bytea), 'hex')
                            ELSE 'job_common'
                            END;
      queue_created_on timestamptz;
    BEGIN

      WITH q as (
        INSERT INTO pgboss.queue (
          name,
          policy,
          retry_limit,
          retry_delay,
          retry_backoff,
          retry_delay_max,
          expire_seconds,
          retention_seconds,
          deletion_seconds,
          warning_queued,
          dead_letter,
          partition,
          table_name,
          heartbeat_seconds,
          notify,
          created_on,
          updated_on
        )
        VALUES (
          queue_name,
          options->>'policy',
          COALESCE((options->>'retryLimit')::int, 2),
          COALESCE((options->>'retryDelay')::int, 0),
          COALESCE((options->>'retryBackoff')::bool, false),
          (options->>'retryDelayMax')::int,
          COALESCE((options->>'expireInSeconds')::int, 900),
          COALESCE((options->>'retentionSeconds')::int, 1209600),
          COALESCE((options->>'deleteAfterSeconds')::int, 604800),
          COALESCE((options->>'warningQueueSize')::int, 0),
          options->>'deadLetter',
          COALESCE((options->>'partition')::bool, false),
          tablename,
          (options->>'heartbeatSeconds')::int,
          COALESCE((options->>'notify')::bool, false),
          pgboss.job_now(),
          pgboss.job_now()
        )
        ON CONFLICT DO NOTHING
        RETURNING created_on
      )
      SELECT created_on into queue_created_on from q;

      IF queue_created_on IS NULL OR options->>'partition' IS DISTINCT FROM 'true' THEN
        RETURN;
      END IF;

      EXECUTE format('CREATE TABLE pgboss.%I (LIKE pgboss.job INCLUDING DEFAULTS)', tablename);

      EXECUTE pgboss.job_table_format($cmd$ALTER TABLE pgboss.job ADD PRIMARY KEY (name, id)$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$ALTER TABLE pgboss.job ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES pgboss.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$ALTER TABLE pgboss.job ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES pgboss.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED$cmd$, tablename);

      EXECUTE pgboss.job_table_format($cmd$CREATE INDEX job_i11 ON pgboss.job (name, priority DESC, created_on, start_after) WHERE state < 'active' AND NOT blocked$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$CREATE UNIQUE INDEX job_i4 ON pgboss.job (name, singleton_on, COALESCE(singleton_key, '')) WHERE state <> 'cancelled' AND singleton_on IS NOT NULL$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$CREATE INDEX job_i7 ON pgboss.job (name, group_id) WHERE state = 'active' AND group_id IS NOT NULL$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$CREATE INDEX job_i9 ON pgboss.job (name, id) WHERE blocking AND state = 'completed'$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$CREATE INDEX job_i12 ON pgboss.job (source_root_id) WHERE source_root_id IS NOT NULL$cmd$, tablename);

      IF options->>'policy' = 'short' THEN
        EXECUTE pgboss.job_table_format($cmd$CREATE UNIQUE INDEX job_i1 ON pgboss.job (name, COALESCE(singleton_key, '')) WHERE state = 'created' AND policy = 'short'$cmd$, tablename);
      ELSIF options->>'policy' = 'singleton' THEN
        EXECUTE pgboss.job_table_format($cmd$CREATE UNIQUE INDEX job_i2 ON pgboss.job (name, COALESCE(singleton_key, '')) WHERE state = 'active' AND policy = 'singleton'$cmd$, tablename);
      ELSIF options->>'policy' = 'stately' THEN
        EXECUTE pgboss.job_table_format($cmd$CREATE UNIQUE INDEX job_i3 ON pgboss.job (name, state, COALESCE(singleton_key, '')) WHERE state <= 'active' AND policy = 'stately'$cmd$, tablename);
      ELSIF options->>'policy' = 'exclusive' THEN
        EXECUTE pgboss.job_table_format($cmd$CREATE UNIQUE INDEX job_i6 ON pgboss.job (name, COALESCE(singleton_key, '')) WHERE state <= 'active' AND policy = 'exclusive'$cmd$, tablename);
      ELSIF options->>'policy' = 'key_strict_fifo' THEN
        EXECUTE pgboss.job_table_format($cmd$CREATE UNIQUE INDEX job_i8 ON pgboss.job (name, singleton_key) WHERE state IN ('active', 'retry', 'failed') AND policy = 'key_strict_fifo'$cmd$, tablename);
        EXECUTE pgboss.job_table_format($cmd$CREATE INDEX job_i10 ON pgboss.job (name, singleton_key, state DESC, created_on, id) INCLUDE (start_after) WHERE state < 'active' AND NOT blocked AND policy = 'key_strict_fifo'$cmd$, tablename);
        EXECUTE pgboss.job_table_format($cmd$ALTER TABLE pgboss.job ADD CONSTRAINT job_key_strict_fifo_singleton_key_check CHECK (NOT (policy = 'key_strict_fifo' AND singleton_key IS NULL))$cmd$, tablename);
      END IF;

      EXECUTE format('ALTER TABLE pgboss.%I ADD CONSTRAINT cjc CHECK (name=%L)', tablename, queue_name);
      EXECUTE format('ALTER TABLE pgboss.job ATTACH PARTITION pgboss.%I FOR VALUES IN (%L)', tablename, queue_name);
    END;
    $$
    LANGUAGE plpgsql;
  ;

    CREATE FUNCTION pgboss.delete_queue(queue_name text)
    RETURNS VOID AS
    $$
    DECLARE
      v_table varchar;
      v_partition bool;
    BEGIN

      SELECT table_name, partition
      FROM pgboss.queue
      WHERE name = queue_name
      INTO v_table, v_partition;

      IF v_partition THEN
        EXECUTE format('DROP TABLE IF EXISTS pgboss.%I', v_table);
      ELSE
        EXECUTE format('DELETE FROM pgboss.%I WHERE name = %L', v_table, queue_name);
      END IF;

      DELETE FROM pgboss.queue WHERE name = queue_name;
    END;
    $$
    LANGUAGE plpgsql;
  ;
INSERT INTO pgboss.version(version) VALUES ('43');

-- Here pg-boss's part ends.

-- A job's group is its organization. Requests enqueue and see their own organization's jobs; the worker, which owns the
-- tables, is exempt. Policies on both: pg-boss writes to job_common and reads through job.
grant usage on schema pgboss to counterfoil_app;
grant select on pgboss.queue to counterfoil_app;
grant select, insert on pgboss.job, pgboss.job_common to counterfoil_app;
alter table pgboss.job enable row level security;
alter table pgboss.job_common enable row level security;
create policy organization on pgboss.job to counterfoil_app
  using (group_id = app_organization_id()::text) with check (group_id = app_organization_id()::text);
create policy organization on pgboss.job_common to counterfoil_app
  using (group_id = app_organization_id()::text) with check (group_id = app_organization_id()::text);

-- The console's list: an organization's jobs, newest first, within a state.
create index job_by_organization on pgboss.job_common (group_id, state, created_on desc, id) where group_id is not null;

create table task (
  organization_id  uuid not null references organization (id) on delete cascade,
  id               uuid not null,                                   -- version 7: ordered by time of making
  kind             text not null check (kind <> ''),                -- the job's name; what people read is tasks.<kind>
  params           jsonb not null default '{}',                     -- for that text, e.g. a file's name
  state            text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  done             bigint not null default 0 check (done >= 0),
  total            bigint check (total >= 0),                       -- null until it is known
  note             text,                                            -- what it is at, e.g. a file's name
  result           jsonb,
  error            text,                                            -- the refusal's code, or 'tasks.crashed'
  job_id           uuid,
  created_by_kind  text not null,
  created_by_id    text,
  created_by_name  text not null,
  created_at       timestamptz not null default now(),
  started_at       timestamptz,
  updated_at       timestamptz not null default now(),
  finished_at      timestamptz,
  primary key (organization_id, id),
  check ((finished_at is not null) = (state in ('done', 'failed', 'cancelled')))
);
create index task_open on task (organization_id, id) where state in ('queued', 'running');
select tenant_table('task');

-- 202611220007_messages.sql

-- The outbox: everything the server says to people, by e-mail or in a chat. It is its own queue
-- (docs/decisions/0002-outbox-is-its-own-queue.md), so the insert beside a customer costs one row and three index
-- entries. No foreign key to organization: it would lock that one row with every message, and the record beside it has
-- locked it already.
create table message (
  organization_id  uuid not null,
  id               uuid not null,                                   -- version 7: ordered by time of making
  channel          text not null check (channel <> ''),
  to_address       text not null check (to_address <> '' and char_length(to_address) <= 320),
  template         text not null,
  language         text not null,                                   -- BCP 47, settled when queued
  params           jsonb not null default '{}',
  -- queued   waits for next_attempt_at         sending  in the channel's hands until lease_until
  -- sent     the channel took it               failed   refused for good, or given up
  -- unknown  handed over, no answer heard      kept     no channel is set up: to be read in the console
  -- cancelled by a person                       held     waits for the person to write
  -- opted_out: not sent, because they asked not to be written to
  state            text not null default 'queued' check (state in
                   ('queued', 'sending', 'sent', 'failed', 'unknown', 'kept', 'cancelled', 'held', 'opted_out')),
  attempts         integer not null default 0,                      -- times the channel took it up
  deferrals        integer not null default 0,                      -- times the other side put it off: the back-off
  next_attempt_at  timestamptz not null default now(),              -- queued: not taken before; a claim moves it on
  lease_until      timestamptz,                                     -- sending: after this its dispatcher is dead
  last_error       text,
  provider_id      text,                                            -- the channel's name for it, e.g. a queue id
  subject          text,                                            -- the last three: as it was last rendered
  body_text        text,
  body_html        text,
  subject_type     text,                                            -- the record it is about, e.g. exhibition.customer
  subject_id       uuid,
  resent_as        uuid,                                            -- the copy; no foreign key: it would cost an index
  created_at       timestamptz not null default now(),
  sent_at          timestamptz,
  held_reason      text,                                            -- held: why, e.g. `window_closed`
  delivered_at     timestamptz,                                     -- what the channel says became of it
  read_at          timestamptz,
  primary key (organization_id, id),
  check ((state = 'sending') = (lease_until is not null)),
  check ((state = 'sent') = (sent_at is not null)),
  check ((subject_type is null) = (subject_id is null))
) with (
  -- Rows are written three times within seconds (queued, sending, sent): room on the page, and vacuum before the
  -- queue's index fills with the dead.
  fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02
);

-- What is due, over all organizations: holds the waiting rows only, so it stays small behind a million sent ones.
create index message_due on message (next_attempt_at) where state = 'queued';
create index message_leased on message (lease_until) where state = 'sending';
-- A record's own messages, newest last.
create index message_subject on message (organization_id, subject_type, subject_id, id) where subject_id is not null;
-- The console's tray of what needs a person.
create index message_unsent on message (organization_id, state, id)
  where state in ('failed', 'unknown', 'kept', 'cancelled');
create index message_provider on message (organization_id, channel, provider_id) where provider_id is not null;
-- A chat's messages arrive in the order in which they were said: a claim passes over what has an earlier one still
-- waiting.
create index message_order on message (organization_id, channel, to_address, id)
  where state in ('queued', 'sending') and channel <> 'email';
create index message_held on message (organization_id, channel, to_address) where state = 'held';
create index message_opted_out on message (organization_id, id) where state = 'opted_out';
select tenant_table('message');

-- Who asked not to be written to, by channel and address: whatever would send them something finds it here. No row:
-- they may be written to.
create table opt_out (
  organization_id  uuid not null,
  channel          text not null,
  address          text not null check (address <> '' and char_length(address) <= 320),
  -- word: they wrote it        channel: the channel told us, e.g. Twilio's error 21610
  source           text not null check (source in ('word', 'channel')),
  since            timestamptz not null,
  primary key (organization_id, channel, address)
);
select tenant_table('opt_out');

-- 202611220008_files.sql

-- Files: what was put in, where its bytes are, and who may read them. The bytes themselves are in a store
-- (disk, S3, Cloudinary); a row never exists without its bytes, because they are written first.

create table file (
  organization_id  uuid not null references organization (id),
  id               uuid not null,
  purpose          text not null,                     -- e.g. exhibition.logo; decides limits and accepted kinds
  name             text not null check (char_length(name) between 1 and 255),
  content_type     text not null,                     -- decided from the bytes, never from the name
  size_bytes       bigint not null check (size_bytes > 0),
  sha256           text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  width            integer check (width > 0),         -- images only, in pixels, after re-encoding
  height           integer check (height > 0),
  store            text not null check (store in ('disk', 's3', 'cloudinary')),
  storage_key      text not null,
  permission       text not null,                     -- what a reader must be allowed to do
  created_by_kind  text not null,
  created_by_id    text,
  created_at       timestamptz not null default now(),
  deleted_at       timestamptz,
  purged_at        timestamptz,                       -- when the sweep removed the bytes
  -- Images are drawn anew when they are stored, so their bytes are ours: these two tell that the same picture was sent
  -- before. The first is of the bytes as they came, the second of images only (kernel/files/perceptual-hash.ts).
  original_sha256  text check (original_sha256 ~ '^[0-9a-f]{64}$'),
  perceptual_hash  bit(1024),
  primary key (organization_id, id),
  check (purged_at is null or deleted_at is not null)
);
create unique index file_storage_key on file (store, storage_key);
create index file_to_purge on file (deleted_at) where deleted_at is not null and purged_at is null;
select tenant_table('file');

-- One row for each write under way, committed before the first byte leaves and deleted in the transaction that adds
-- the file's row. One that stays behind marks bytes that nobody owns; the sweep removes both. This needs no listing of
-- the store, which is slow on S3 and rate-limited at Cloudinary.
create table file_upload (
  organization_id  uuid not null,                     -- no foreign key: another transaction may hold it
  storage_key      text not null,
  store            text not null check (store in ('disk', 's3', 'cloudinary')),
  started_at       timestamptz not null,
  primary key (organization_id, storage_key)
);
create index file_upload_started on file_upload (started_at);
select tenant_table('file_upload');

-- 202611220009_credentials.sql

-- What QR codes are signed with, and which codes are good (kernel/credentials/README.md).

create table credential_key (
  organization_id  uuid not null references organization (id) on delete cascade,
  id               text not null check (id ~ '^[0-9a-f]{8}$'),      -- four random bytes; they stand in each token
  algorithm        text not null check (algorithm in ('ed25519', 'hmac-sha256')),
  public_key       text check (public_key ~ '^[A-Za-z0-9_-]{43}$'), -- 32 raw bytes, base64url; a shared secret has none
  sealed_key       text not null,                                   -- 32 raw bytes, sealed by kernel/lib/secretbox.ts
  -- active   signs new codes; one at a time    retired  signs no more, its codes stay good
  -- revoked  its codes are refused
  state            text not null default 'active' check (state in ('active', 'retired', 'revoked')),
  created_at       timestamptz not null,
  retired_at       timestamptz,
  revoked_at       timestamptz,
  reason           text,                                            -- why it was revoked
  primary key (organization_id, id),
  check ((algorithm = 'ed25519') = (public_key is not null)),
  check ((state = 'active') = (retired_at is null)),
  check ((state = 'revoked') = (revoked_at is not null))
);
create unique index credential_key_active on credential_key (organization_id) where state = 'active';
select tenant_table('credential_key');
revoke delete on credential_key from counterfoil_app;

-- One row a subject: the version that counts. What it was before stands in the audit.
-- No foreign key to organization: it would lock that one row with every customer made.
create table credential (
  organization_id  uuid not null,
  id               uuid not null,
  subject_type     text not null check (subject_type <> ''),        -- e.g. exhibition.customer
  subject_id       uuid not null,
  version          integer not null default 1 check (version between 1 and 65535),
  revoked_at       timestamptz,
  reason           text,
  created_at       timestamptz not null,
  reissued_at      timestamptz,
  primary key (organization_id, id),
  check (revoked_at is not null or reason is null)
);
-- The id first: a token names the subject by its id, its type only by two bytes.
create unique index credential_subject on credential (organization_id, subject_id, subject_type);
select tenant_table('credential');
revoke delete on credential from counterfoil_app;

-- 202611220010_documents.sql

-- Receipts, invoices and credit notes: numbered without gaps, never changed (kernel/documents/README.md).

-- The last number of each series. Taking one locks its row until the transaction ends, and rolling back gives it back:
-- a sequence would leave a gap. So actions take the number last.
create table document_counter (
  organization_id  uuid not null references organization (id) on delete restrict,
  series           text not null check (series in ('receipt', 'invoice', 'credit_note')),
  last_number      bigint not null check (last_number > 0),
  primary key (organization_id, series)
);
select tenant_table('document_counter');
revoke delete on document_counter from counterfoil_app;

create table document (
  organization_id   uuid not null,
  id                uuid not null,                                  -- version 7: ordered by time of making
  series            text not null,
  number            bigint not null,
  formatted_number  text not null,                                  -- with the prefix the series had then
  issued_at         timestamptz not null,
  subject_type      text not null,                                  -- what it is about, e.g. exhibition.customer
  subject_id        uuid not null,
  snapshot          jsonb not null,                                 -- all that it says (kernel/documents/snapshot.ts)
  -- Of a credit note: the document that is corrected, and what on it: the caller's own id of it, such as a bill's.
  corrects_id       uuid,
  corrects_what     uuid,
  primary key (organization_id, id),
  foreign key (organization_id, series) references document_counter (organization_id, series),
  unique (organization_id, series, number),
  unique (organization_id, series, formatted_number),
  foreign key (organization_id, corrects_id) references document (organization_id, id),
  check ((series = 'credit_note') = (corrects_id is not null)),
  check ((corrects_id is null) = (corrects_what is null))
);
create index document_subject on document (organization_id, subject_id, subject_type, id);
-- Each thing is corrected once.
create unique index document_corrects on document (organization_id, corrects_id, corrects_what)
  where corrects_id is not null;
select tenant_table('document');
revoke update, delete on document from counterfoil_app;

-- The grant keeps requests from changing a document, the trigger keeps everybody.
create function document_is_immutable() returns trigger language plpgsql as $$
begin
  raise exception 'a document is never changed or deleted' using errcode = 'restrict_violation';
end $$;
create trigger document_immutable before update or delete on document
  for each row execute function document_is_immutable();
create trigger document_not_truncated before truncate on document
  for each statement execute function document_is_immutable();

-- 202611220011_imports.sql

-- Imports: a CSV that was checked, and how far its writing has come.

-- A run that failed or was cancelled says so in its task; `running` here means that it may be taken up again.
create table import (
  organization_id  uuid not null references organization (id),
  id               uuid not null,
  name             text not null,                     -- the definition, e.g. exhibition.customers
  file_id          uuid not null,
  fields           jsonb not null default '{}',       -- the form's other fields, e.g. the exhibition to import into
  state            text not null default 'checked' check (state in ('checked', 'running', 'done')),
  total            integer not null check (total >= 0),
  good             integer not null check (good >= 0),
  bad              integer not null check (bad >= 0),
  broken_row       integer,                           -- from this row on the file could not be read at all
  ignored          jsonb not null default '[]',       -- headings that mean nothing to the definition
  faults           jsonb not null default '[]',       -- the dry run's first faults
  sample           jsonb not null default '[]',       -- its first good rows, as they would be written
  task_id          uuid,
  -- Written in the transaction of each batch, so that a run which dies goes on where its last commit stood.
  last_row         integer not null default 0,        -- the last row done with, as a spreadsheet numbers it
  written          integer not null default 0,
  refused          integer not null default 0,
  created_by_kind  text not null,
  created_by_id    text,
  created_by_name  text not null,
  created_at       timestamptz not null,
  started_at       timestamptz,
  finished_at      timestamptz,
  duplicates       integer not null default 0,        -- of the good rows
  -- for those without a choice of their own
  choice           text check (choice in ('skip', 'update', 'add')),
  send             text check (send in ('now', 'later', 'never')),  -- the message that each new one gets
  updated          integer not null default 0,
  skipped          integer not null default 0,
  primary key (organization_id, id),
  foreign key (organization_id, file_id) references file (organization_id, id),
  check (good + bad = total)
);
create index import_file on import (organization_id, file_id);
select tenant_table('import');

-- The rows that a run did not write, each with its reasons, for the person to mend and send again.
create table import_refused_row (
  organization_id  uuid not null,
  import_id        uuid not null,
  row              integer not null,                  -- as a spreadsheet numbers it: the heading is row 1
  cells            jsonb not null,                    -- column key → text
  faults           jsonb not null,
  primary key (organization_id, import_id, row),
  foreign key (organization_id, import_id) references import (organization_id, id) on delete cascade
);
select tenant_table('import_refused_row');

-- Rows that agree with somebody who is there, or with an earlier row: about each a person decides.
create table import_duplicate (
  organization_id  uuid not null,
  import_id        uuid not null,
  row              integer not null,                  -- as a spreadsheet numbers it
  cells            jsonb not null,                    -- column key → text
  "column"         text not null,                     -- in which the two agree
  first_row        integer,                           -- the earlier row of the file, or
  existing         jsonb,                             -- who is there: id, code, name
  choice           text check (choice in ('skip', 'update', 'add')),
  primary key (organization_id, import_id, row),
  foreign key (organization_id, import_id) references import (organization_id, id) on delete cascade
);
select tenant_table('import_duplicate');

-- New ones whose message waits until somebody says so; a row goes in the transaction that sends it.
create table import_waiting (
  organization_id  uuid not null,
  import_id        uuid not null,
  subject_id       uuid not null,
  primary key (organization_id, import_id, subject_id),
  foreign key (organization_id, import_id) references import (organization_id, id) on delete cascade
);
select tenant_table('import_waiting');

-- 202611220012_settings.sql

-- Typed settings: one row for a module in an organization, holding only what was changed; defaults are in the module's
-- schema. Secret fields are sealed before they come here (kernel/lib/secretbox.ts).
create table setting (
  organization_id  uuid not null references organization (id) on delete cascade,
  module           text not null check (module ~ '^[a-z][a-z0-9_]*$'),
  values           jsonb not null default '{}' check (jsonb_typeof(values) = 'object'),
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  primary key (organization_id, module)
);
select tenant_table('setting');

-- 202611220013_people.sql

-- Whom an organization deals with. How they are reached is a conversation's (kernel/channels): one person may write
-- from several.
create table person (
  organization_id uuid not null references organization (id),
  id uuid not null,                                              -- version 7: the order in which they were met
  name text not null check (name <> '' and char_length(name) <= 255),
  phone text check (phone ~ '^\+[1-9][0-9]{6,14}$'),             -- E.164; several people may share one
  email text check (char_length(email) <= 254),
  language text not null,                                        -- BCP 47
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Searches find Zoë by zoe.
  search_text text not null generated always as
    (app_fold(name || E'\n' || coalesce(phone, '') || E'\n' || coalesce(email, ''))) stored,
  primary key (organization_id, id)
);
create index person_phone on person (organization_id, phone) where phone is not null;
create index person_email on person (organization_id, lower(email)) where email is not null;
select tenant_table('person');

-- 202611220014_inbox.sql

-- What chats and payment providers bring, as it was sent, kept before it is understood. It is its own queue, like the
-- outbox.
create table inbox_event (
  organization_id uuid not null,
  id uuid not null,                                              -- version 7: the order of arrival
  source text not null,                                          -- the channel's or the provider's name
  account text not null,
  -- the source's own id: what comes twice is dropped by it
  provider_id text not null check (provider_id <> '' and char_length(provider_id) <= 400),
  address text not null,                                         -- whose it is: they are worked off in order
  kind text not null check (kind <> '' and char_length(kind) <= 40),  -- a source has kinds of its own
  payload jsonb not null,
  file_id uuid,                                                  -- its picture or document, once fetched
  fault text,                                                    -- or why there is none: a refusal code
  state text not null default 'received' check (state in ('received', 'processed', 'failed', 'discarded')),
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  last_error text,
  received_at timestamptz not null,
  processed_at timestamptz,
  -- An event that nobody can read: its bytes as they came, beside the reason in last_error. It counts as failed, and
  -- can only be put away.
  raw bytea check (octet_length(raw) <= 32768),
  primary key (organization_id, id),
  constraint inbox_event_raw_failed check (raw is null or state in ('failed', 'discarded'))
) partition by range (id);
create index inbox_event_due on inbox_event (next_attempt_at) where state = 'received';
-- Whether somebody's earlier event still waits is asked for each event that is due. On a quiet day nothing waits, so to
-- the planner every partial index of waiting events looks empty, and it took the one by time: with a few thousand
-- waiting, a look took seconds. A predicate of its own, which the question repeats, leaves it this index only.
create index inbox_event_order on inbox_event (organization_id, source, account, address, kind, id)
  where state not in ('processed', 'failed', 'discarded');
create index inbox_event_failed on inbox_event (organization_id, id) where state = 'failed';
select unique_over_months('inbox_event', 'source', 'account', 'provider_id');
select partitioned_table('inbox_event');

-- 202611220015_channels.sql

-- Chats: each conversation as people read it. What came in as it came is the inbox's (kernel/inbox).

-- One person's address in one account of a channel. The address is the channel's own user id, never the phone number
-- alone.
create table conversation (
  organization_id uuid not null references organization (id),
  id uuid not null,
  channel text not null check (channel ~ '^[a-z][a-z0-9_]{0,39}$'),  -- one that a manifest brings
  account text not null,                                         -- which of ours: a number's id, a bot's id, `web`
  address text not null check (address <> '' and char_length(address) <= 200),
  person_id uuid not null,
  display_name text check (char_length(display_name) <= 255),    -- as the channel tells it
  language text not null,
  -- flow: answered by the flow      staff: a person took over, the flow is silent
  mode text not null default 'flow' check (mode in ('flow', 'staff')),
  taken_by_id text,
  taken_by_name text,
  taken_at timestamptz,
  blocked_at timestamptz,                                        -- the channel says that they refuse our messages
  last_inbound_at timestamptz,                                   -- opens the channel's window
  last_message_at timestamptz not null,
  last_text text not null default '',
  unread int not null default 0 check (unread >= 0),
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, channel, account, address),
  foreign key (organization_id, person_id) references person (organization_id, id)
) with (fillfactor = 85);
create index conversation_latest on conversation (organization_id, last_message_at desc, id desc);
create index conversation_person on conversation (organization_id, person_id);
select tenant_table('conversation');

create table conversation_message (
  organization_id uuid not null,
  id uuid not null,                                              -- version 7: the order of the conversation
  conversation_id uuid not null,
  direction text not null check (direction in ('in', 'out')),
  -- note: what staff or the server remark in the conversation; the person doesn't see it
  kind text not null check (kind in ('text', 'choice', 'image', 'document', 'other', 'note')),
  author text not null check (author in ('person', 'flow', 'staff', 'system')),
  author_id text,
  author_name text,
  body text not null default '',
  choices jsonb,                                                 -- of a question: [{id, label, description?}]
  choice_id text,                                                -- of an answer by a tap
  file_id uuid,
  fault text,                                                    -- why a picture they sent is missing: a refusal code
  event_id uuid,                                                 -- in: the event it came by
  message_id uuid,                                               -- out: its row in the outbox, if the channel has one
  created_at timestamptz not null,
  -- What its buttons decide about, so that they can be taken away once that is decided, wherever it was.
  asks_type text,
  asks_id uuid,
  primary key (organization_id, id),
  foreign key (organization_id, conversation_id) references conversation (organization_id, id),
  constraint conversation_message_asks_check check ((asks_type is null) = (asks_id is null))
) partition by range (id);
create index conversation_message_order on conversation_message (organization_id, conversation_id, id);
create index conversation_message_asks on conversation_message (organization_id, asks_id) where asks_id is not null;
-- What came in, came in once: only rows with an event have a key.
select unique_over_months('conversation_message', 'event_id');
select partitioned_table('conversation_message');

-- What a visitor of the web chat sent, until the processor has made a file of it: as it came, since signs of a copied
-- picture are in its bytes.
create table web_chat_upload (
  organization_id uuid not null,
  id uuid not null,
  visitor_id uuid not null,
  name text not null,
  bytes bytea not null,
  received_at timestamptz not null,
  primary key (organization_id, id)
);
create index web_chat_upload_age on web_chat_upload (received_at);
select tenant_table('web_chat_upload');

-- How much came in pictures and documents of chats, day by day: of an organization (source ''), and of one sender, who
-- is an address of the web chat's visitors or a person in another channel. For the limits only; forgotten after two
-- days.
create table media_use (
  organization_id uuid not null,
  day date not null,                                             -- in UTC
  source text not null,
  bytes bigint not null check (bytes >= 0),
  primary key (organization_id, day, source)
);
create index media_use_day on media_use (day);
select tenant_table('media_use');

-- 202611220016_conversations.sql

-- Where each conversation stands in its flow.
create table conversation_state (
  organization_id uuid not null,
  conversation_id uuid not null,
  flow text,                                                     -- null: at the menu
  state text,
  data jsonb not null default '{}',
  stack jsonb not null default '[]',                             -- where `back` leads: [{state, data}]
  offered jsonb not null default '[]',                           -- the choices last shown: [{id, label}]
  expires_at timestamptz,
  updated_at timestamptz not null,
  primary key (organization_id, conversation_id),
  foreign key (organization_id, conversation_id) references conversation (organization_id, id),
  check ((flow is null) = (state is null))
) with (fillfactor = 85);
create index conversation_state_expiry on conversation_state (expires_at) where expires_at is not null;
select tenant_table('conversation_state');

-- 202611220017_ledger.sql

-- Double entry: every entry's lines sum to zero in each currency, nothing is ever changed, and what was wrong is
-- reversed.
create table ledger_account (
  organization_id uuid not null references organization (id),
  code text not null check (code ~ '^(assets|liabilities|income|expenses|equity)(:[a-z0-9_]+)+$'),
  created_at timestamptz not null,
  primary key (organization_id, code)
);
select tenant_table('ledger_account');

create table ledger_entry (
  organization_id uuid not null references organization (id),
  id uuid not null,
  at timestamptz not null,
  kind text not null,                                            -- e.g. payment.verified
  memo text not null default '',
  subject_type text,
  subject_id uuid,
  reverses uuid,
  actor_name text not null,
  -- An entry and its lines are of one transaction. The row's xmin tells that only outside savepoints, in which a chat's
  -- flow runs its actions: there it is the savepoint's own number.
  written_in xid8 not null default pg_current_xact_id(),
  primary key (organization_id, id),
  foreign key (organization_id, reverses) references ledger_entry (organization_id, id)
);
create unique index ledger_entry_reversed_once on ledger_entry (organization_id, reverses)
  where reverses is not null;
create index ledger_entry_subject on ledger_entry (organization_id, subject_id) where subject_id is not null;
select tenant_table('ledger_entry');

create table ledger_line (
  organization_id uuid not null,
  entry_id uuid not null,
  line int not null,
  account text not null,
  amount_minor bigint not null check (amount_minor <> 0),        -- debits above zero, credits below
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  primary key (organization_id, entry_id, line),
  foreign key (organization_id, entry_id) references ledger_entry (organization_id, id),
  foreign key (organization_id, account) references ledger_account (organization_id, code)
);
create index ledger_line_account on ledger_line (organization_id, account, currency, entry_id);
select tenant_table('ledger_line');

create function ledger_stands() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is never changed; post a reversal';
end $$;
create trigger ledger_entry_stands before update or delete on ledger_entry
  for each row execute function ledger_stands();
create trigger ledger_line_stands before update or delete on ledger_line
  for each row execute function ledger_stands();
create trigger ledger_entry_kept before truncate on ledger_entry for each statement execute function ledger_stands();
create trigger ledger_line_kept before truncate on ledger_line for each statement execute function ledger_stands();

-- At the commit, so that an entry may be written line by line. An entry without lines, or with one, balances nothing.
create function ledger_balances() returns trigger language plpgsql as $$
begin
  if (select count(*) from ledger_line l where l.organization_id = new.organization_id and l.entry_id = new.id) < 2
    or exists (select from ledger_line l where l.organization_id = new.organization_id and l.entry_id = new.id
               group by l.currency having sum(l.amount_minor) <> 0)
  then
    raise exception 'ledger entry % does not balance', new.id;
  end if;
  return null;
end $$;
create constraint trigger ledger_entry_balances after insert on ledger_entry deferrable initially deferred
  for each row execute function ledger_balances();
-- A line added to an old entry would unbalance it: entry and lines are of one transaction.
create function ledger_line_belongs() returns trigger language plpgsql as $$
begin
  if not exists (select from ledger_entry e where e.organization_id = new.organization_id and e.id = new.entry_id
                 and e.written_in = pg_current_xact_id()) then
    raise exception 'a ledger entry is written at once; post another';
  end if;
  return new;
end $$;
create trigger ledger_line_belongs before insert on ledger_line for each row execute function ledger_line_belongs();

-- 202611220018_payments.sql

-- Money that is expected, shown to have been sent, and asked for at a provider.

-- A bank's transaction reference as it is compared: people type it with spaces, hyphens and small letters. Shorter than
-- six signs it says nothing: "123" is everybody's.
create function payment_transaction_key(reference text) returns text language sql immutable parallel safe
  return case when char_length(regexp_replace(reference, '[^A-Za-z0-9]', '', 'g')) >= 6
    then upper(regexp_replace(reference, '[^A-Za-z0-9]', '', 'g')) end;

create table payment (
  organization_id uuid not null references organization (id),
  id uuid not null,                                              -- version 7
  reference text not null check (reference ~ '^[2-9A-HJKMNP-Z]{6}$'), -- what the payer writes beside the transfer
  subject_type text not null,                                    -- what it pays for, e.g. raffle.order
  subject_id uuid not null,
  person_id uuid,
  payer_name text not null default '',
  description text not null default '',
  base_minor bigint not null check (base_minor > 0),             -- the price
  -- what is asked for: the price, and a few minor units that make it unique
  amount_minor bigint not null check (amount_minor >= base_minor),
  own_amount boolean not null default false,                     -- no other open one asks for it: it tells who paid
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  method text not null check (method in ('proof', 'cash', 'mobile_money', 'card')),
  state text not null default 'awaiting'
    check (state in ('awaiting', 'submitted', 'verified', 'denied', 'refunded', 'expired', 'unknown')),
  late boolean not null default false,                           -- its proof came after it had expired
  transaction_reference text
    check (transaction_reference <> '' and char_length(transaction_reference) <= 100),
  transaction_key text generated always as (payment_transaction_key(transaction_reference)) stored,
  first_approval_by_id text,                                     -- above the limit two different people agree
  first_approval_by_name text,
  first_approval_at timestamptz,
  decided_by_id text,
  decided_by_name text,
  decided_at timestamptz,
  denial_reason text,
  owed boolean not null default false,                           -- taken, but what it was for is gone: to be given back
  ledger_entry_id uuid,
  expires_at timestamptz,
  submitted_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Searches find Zoë by zoe.
  search_text text not null generated always as (app_fold(
    reference || E'\n' || payer_name || E'\n' || description || E'\n' || coalesce(transaction_reference, ''))) stored,
  -- What was given back of it so far: all of it, and the payment is refunded.
  refunded_minor bigint not null default 0 check (refunded_minor >= 0 and refunded_minor <= amount_minor),
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, ledger_entry_id) references ledger_entry (organization_id, id)
) with (fillfactor = 85);
create unique index payment_reference on payment (organization_id, reference);
create index payment_subject on payment (organization_id, subject_id);
create index payment_person on payment (organization_id, person_id, id) where person_id is not null;
create index payment_queue on payment (organization_id, submitted_at, id) where state = 'submitted';
-- An amount of one's own is looked up among all payments, open or not: the money of a closed one still may come.
create index payment_amount on payment (organization_id, currency, amount_minor);
-- Racing connections that pick the same amount: the second finds it taken and picks another.
create unique index payment_own_amount on payment (organization_id, currency, amount_minor)
  where own_amount and state in ('awaiting', 'submitted', 'denied', 'unknown');
create index payment_transaction on payment (transaction_key) where transaction_key is not null;
create index payment_search on payment using gin (search_text gin_trgm_ops);
create index payment_owed on payment (organization_id, id) where owed and state = 'verified';
select tenant_table('payment');

-- Row-level security keeps LIKE away from the index; this asks for the organization itself. `patterns` are LIKE
-- patterns, all of which must match. Newest first, ids below `after`.
create function payment_find(patterns text[], after uuid, how_many int)
  returns table (id uuid) language plpgsql stable security definer set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan as $$
declare
  org uuid := app_organization_id();
begin
  return query
    select p.id from payment p
    where p.organization_id = org and p.search_text like patterns[1] and p.search_text like all (patterns)
      and (after is null or p.id < after)
    order by p.id desc limit how_many;
end $$;
revoke all on function payment_find(text[], uuid, int) from public;
grant execute on function payment_find(text[], uuid, int) to counterfoil_app;

-- The history of payments, by month. It is never dropped: money's record is kept.
create table payment_event (
  organization_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  at timestamptz not null,
  what text not null,                                            -- opened, submitted, verified, matched, …
  from_state text,
  to_state text not null,
  actor_name text not null,
  note text,
  primary key (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id)
) partition by range (id);
create index payment_event_payment on payment_event (organization_id, payment_id, id);
select partitioned_table('payment_event');

create table payment_proof (
  organization_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  file_id uuid,
  original_sha256 text check (original_sha256 ~ '^[0-9a-f]{64}$'), -- of the bytes as they came
  perceptual_hash bit(1024),                                     -- the bits that differ tell how unlike two are
  transaction_reference text
    check (transaction_reference <> '' and char_length(transaction_reference) <= 100),
  transaction_key text generated always as (payment_transaction_key(transaction_reference)) stored,
  caption text not null default '',
  conversation_id uuid,
  event_id uuid,                                                 -- the chat message it came by, which counts once
  submitted_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id)
);
create index payment_proof_payment on payment_proof (organization_id, payment_id, id);
create unique index payment_proof_event on payment_proof (organization_id, event_id) where event_id is not null;
-- Over all organizations: the same screenshot is sent to two of them. Only payment_seen_elsewhere looks across.
create index payment_proof_bytes on payment_proof (original_sha256) where original_sha256 is not null;
create index payment_proof_reference on payment_proof (transaction_key) where transaction_key is not null;
-- The latest pictures, to be compared one by one: nearness has no order that an index could keep. Read from the index
-- alone.
create index payment_proof_picture on payment_proof (id) include (organization_id, payment_id, perceptual_hash)
  where perceptual_hash is not null;
create index payment_proof_own_picture on payment_proof (organization_id, id) include (payment_id, perceptual_hash)
  where perceptual_hash is not null;
select tenant_table('payment_proof');

-- What was read in the picture of a proof, and which proofs show one receipt.
create table payment_proof_reading (
  organization_id uuid not null,
  proof_id uuid not null,
  payment_id uuid not null,
  legible boolean not null,                                       -- false: it could not be opened or holds no text
  lines text[] not null,                                          -- as they were read, from top to bottom
  confidence smallint not null check (confidence between 0 and 100),
  row_hashes text[] not null,                                     -- kernel/ocr: 64 bits in hex for each row
  amount_minor bigint,                                            -- what the lines say: domain/read-receipt.ts
  paid_on date,                                                   -- as it stands there, in no zone that we know
  paid_time text check (paid_time ~ '^\d\d:\d\d$'),
  payer text,
  reference text check (reference <> '' and char_length(reference) <= 100),
  reference_key text generated always as (payment_transaction_key(reference)) stored,
  numbers text[] not null,                                        -- every number that may name a transfer
  read_at timestamptz not null,
  primary key (organization_id, proof_id),
  foreign key (organization_id, proof_id) references payment_proof (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id)
);
create index payment_proof_reading_payment on payment_proof_reading (organization_id, payment_id);
create index payment_proof_reading_reference on payment_proof_reading (reference_key)
  where reference_key is not null;
select tenant_table('payment_proof_reading');

-- By what readings are found that may be of one receipt: a number, its last six signs, the minute. A table, because
-- row-level security keeps array operators away from an index.
create table payment_proof_key (
  organization_id uuid not null,
  key text not null,
  proof_id uuid not null,
  primary key (organization_id, key, proof_id),
  foreign key (organization_id, proof_id) references payment_proof_reading (organization_id, proof_id)
);
select tenant_table('payment_proof_key');

-- Two proofs that show one receipt, in both directions, found when the later of them was read.
create table payment_proof_match (
  organization_id uuid not null,
  proof_id uuid not null,
  other_proof_id uuid not null,
  -- same_receipt: they say the same      shared_rows: rows of one picture are found in the other
  kind text not null check (kind in ('same_receipt', 'shared_rows')),
  share smallint not null check (share between 0 and 100),        -- per cent of the rows; 100: the text is the same
  primary key (organization_id, proof_id, other_proof_id),
  foreign key (organization_id, proof_id) references payment_proof_reading (organization_id, proof_id),
  foreign key (organization_id, other_proof_id) references payment_proof_reading (organization_id, proof_id)
);
select tenant_table('payment_proof_match');

-- How many payments of other organizations show the same, and nothing else of them: bytes, picture, transaction
-- reference, typed or read in a picture. The arrays are parallel, one place for each proof; `items` says which payment
-- it is of. Counts stop at 100. Pictures are compared with the latest 20,000 of the server.
create function payment_seen_elsewhere(
  items uuid[], sha256 text[], pictures bit[], transactions text[], max_distance int)
  returns table (item uuid, bytes int, picture int, reference int)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  here uuid := app_organization_id();
begin
  if here is null then raise exception 'no organization'; end if;
  return query
    with mine as (
      select m.item, m.sha, m.hash, m.key from unnest(items, sha256, pictures, transactions) as m (item, sha, hash, key)
    ), latest as materialized (
      select p.organization_id, p.payment_id, p.perceptual_hash as hash from payment_proof p
      where p.perceptual_hash is not null order by p.id desc limit 20000
    ), found as (
      select m.item, 'bytes' as kind, p.organization_id, p.payment_id
        from mine m join payment_proof p on p.original_sha256 = m.sha where p.organization_id <> here
      union
      select m.item, 'picture', l.organization_id, l.payment_id
        from mine m join latest l on bit_count(l.hash # m.hash) <= max_distance where l.organization_id <> here
      union
      select m.item, 'reference', p.organization_id, p.payment_id
        from mine m join payment_proof p on p.transaction_key = m.key where p.organization_id <> here
      union
      select m.item, 'reference', r.organization_id, r.payment_id
        from mine m join payment_proof_reading r on r.reference_key = m.key where r.organization_id <> here
      union
      select m.item, 'reference', p.organization_id, p.id
        from mine m join payment p on p.transaction_key = m.key where p.organization_id <> here
    )
    select f.item, least(100, count(*) filter (where f.kind = 'bytes'))::int,
      least(100, count(*) filter (where f.kind = 'picture'))::int,
      least(100, count(*) filter (where f.kind = 'reference'))::int
    from found f group by f.item;
end $$;
revoke all on function payment_seen_elsewhere(uuid[], text[], bit[], text[], int) from public;
grant execute on function payment_seen_elsewhere(uuid[], text[], bit[], text[], int) to counterfoil_app;

-- A provider asked to take or to give back money: one row for each time it was asked, stored before anything is sent.

create table payment_attempt (
  organization_id uuid not null,
  id uuid not null,                                              -- version 7: the provider knows the attempt by it
  payment_id uuid not null,
  kind text not null check (kind in ('charge', 'refund')),
  charge_id uuid,                                                -- of a refund: the charge whose money goes back
  provider text not null,
  account text not null,                                         -- which of our accounts there
  -- sending: stored, perhaps sent   waiting: the provider has it   unknown: no answer came
  -- differs: money came, but not what was asked
  state text not null default 'sending'
    check (state in ('sending', 'waiting', 'unknown', 'succeeded', 'differs', 'failed')),
  provider_id text check (provider_id <> '' and char_length(provider_id) <= 255),  -- the provider's own id of it
  link text check (char_length(link) <= 2000),                   -- where the payer pays
  expires_at timestamptz,                                        -- until when the payer can
  payer text check (payer <> '' and char_length(payer) <= 100),  -- whose money it must be, as a phone; null: anybody's
  amount_minor bigint not null check (amount_minor > 0),         -- asked
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  fee_minor bigint check (fee_minor >= 0),                       -- as the provider announced its fee, when it does
  received_minor bigint check (received_minor > 0),
  received_currency text check (received_currency ~ '^[A-Z]{3}$'),
  received_payer text check (char_length(received_payer) <= 100),
  received_fee_minor bigint check (received_fee_minor >= 0),     -- kept back by the provider; null: not known yet
  received_fee_currency text check (received_fee_currency ~ '^[A-Z]{3}$'),
  fee_payment_id uuid,                                           -- whose entry holds the fee
  surplus_payment_id uuid,                                       -- where the money stands that was credited to nothing
  reason text,                                                   -- failed: a code; differs: what does
  note text,                                                     -- of a refund what the person is told
  polls int not null default 0,                                  -- how often the provider was asked what became of it
  next_poll_at timestamptz,                                      -- null: nothing is left to be found out
  alert_at timestamptz not null,                                 -- still open then, it hangs: a person should look
  last_error text,
  started_by_name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  settled_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id),
  foreign key (organization_id, surplus_payment_id) references payment (organization_id, id),
  foreign key (organization_id, fee_payment_id) references payment (organization_id, id),
  foreign key (organization_id, charge_id) references payment_attempt (organization_id, id),
  check ((kind = 'refund') = (charge_id is not null)),
  check (state not in ('succeeded', 'differs') or received_minor is not null)
) with (fillfactor = 85);
create unique index payment_attempt_provider on payment_attempt (organization_id, provider, kind, provider_id)
  where provider_id is not null;
-- A second charge beside one whose outcome nobody knows could take the money twice.
create unique index payment_attempt_one_open on payment_attempt (organization_id, payment_id)
  where kind = 'charge' and state in ('sending', 'waiting', 'unknown');
create index payment_attempt_payment on payment_attempt (organization_id, payment_id, id);
create index payment_attempt_surplus on payment_attempt (organization_id, surplus_payment_id)
  where surplus_payment_id is not null;
create index payment_attempt_fee on payment_attempt (organization_id, fee_payment_id) where fee_payment_id is not null;
create index payment_attempt_refund on payment_attempt (organization_id, id) where kind = 'refund';
create index payment_attempt_due on payment_attempt (next_poll_at) where next_poll_at is not null;
create index payment_attempt_hangs on payment_attempt (organization_id, alert_at)
  where state in ('sending', 'waiting', 'unknown');
select tenant_table('payment_attempt');

-- What the sandbox provider knows, as a real one would on its own machines: our tables hold what it told us.
create table sandbox_transfer (
  organization_id uuid not null references organization (id),
  id uuid not null,
  -- whoever asks twice by it gets the first answer
  reference text not null check (reference <> '' and char_length(reference) <= 100),
  kind text not null check (kind in ('charge', 'refund')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  callback_url text not null default '',
  return_url text not null default '',
  state text not null check (state in ('open', 'paid', 'declined')),
  settles_at timestamptz,                                        -- paid or declined from then on; before, open
  created_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index sandbox_transfer_reference on sandbox_transfer (organization_id, reference);
select tenant_table('sandbox_transfer');

-- 202611220019_staff.sql

-- Members of staff who work from a chat: which conversations are theirs, and the codes by which they say so.

create table staff_chat (
  organization_id  uuid not null,
  conversation_id  uuid not null,
  user_id          uuid not null references auth_user (id) on delete cascade,
  linked_at        timestamptz not null,
  primary key (organization_id, conversation_id),
  foreign key (organization_id, conversation_id) references conversation (organization_id, id)
);
create index staff_chat_user on staff_chat (user_id);
select tenant_table('staff_chat');

-- One code a person at a time: a new one ends the one before.
create table staff_code (
  organization_id  uuid not null references organization (id),
  user_id          uuid not null references auth_user (id) on delete cascade,
  code_hash        bytea not null check (octet_length(code_hash) = 32),  -- SHA-256; the code itself is nowhere
  expires_at       timestamptz not null,
  primary key (organization_id, user_id),
  unique (organization_id, code_hash)
);
create index staff_code_user on staff_code (user_id);
select tenant_table('staff_code');

-- 202611220020_mirror.sql

-- What an organization's spreadsheet is to show: a row for each chosen event, appended by one writer.

create table mirror_row (
  organization_id uuid not null,                                 -- no foreign key: inserts would lock that one row
  id uuid not null,                                              -- version 7; in column A, to know a row again
  seq bigint generated always as identity,                       -- the order of appending
  event text not null check (event <> ''),                       -- also the sheet's tab
  cells jsonb not null check (jsonb_typeof(cells) = 'object'),   -- column → text, number, true or false
  at timestamptz not null,
  -- unsure: may be in the sheet, because a request with it left and no answer was heard, or somebody wants it looked
  -- for
  state text not null default 'waiting' check (state in ('waiting', 'unsure', 'done', 'dead', 'discarded')),
  attempts int not null default 0,
  left_at timestamptz,                                           -- when the request with it left; null: none is out
  settled_at timestamptz,
  last_error text,
  primary key (organization_id, id)
) with (fillfactor = 85);
create index mirror_row_live on mirror_row (organization_id, state, seq) where state in ('waiting', 'unsure');
create index mirror_row_dead on mirror_row (organization_id, id) where state = 'dead';
create index mirror_row_event on mirror_row (organization_id, event, id);
select tenant_table('mirror_row');

-- One spreadsheet of an organization: who writes it just now, and how it fares.
create table mirror_book (
  organization_id uuid not null references organization (id),
  lease_holder uuid,                                             -- the writer of one process
  lease_until timestamptz,
  next_attempt_at timestamptz not null,
  failures int not null default 0,                               -- in a row
  last_fault text,                                               -- a code, see kernel/mirror/contract.ts
  last_error text,
  last_error_at timestamptz,
  last_success_at timestamptz,
  primary key (organization_id)
);
select tenant_table('mirror_book');

-- 202611220021_devices.sql

-- Machines and phones of an organization, each with a token of its own.

create table device (
  organization_id  uuid not null references organization (id) on delete cascade,
  id               uuid not null,
  -- registered by a manifest, e.g. mess.scanner
  kind             text not null check (kind <> '' and char_length(kind) <= 60),
  name             text not null check (name <> '' and char_length(name) <= 80),
  -- HMAC of the enrolment code under a key from SECRET_KEY: a code is short enough to be guessed from a plain hash.
  -- It goes when the device first comes with what it got for it.
  code_hash        bytea unique,
  code_expires_at  timestamptz,
  public_key       text,                            -- ECDSA P-256, SPKI, base64url; null: a device that keeps a token
  firmware         text check (char_length(firmware) <= 80),
  valid_until      timestamptz,                     -- null: until it is revoked
  enrolled_at      timestamptz,
  last_seen_at     timestamptz,                     -- written in batches, some seconds late
  created_by_name  text not null,
  created_at       timestamptz not null,
  revoked_at       timestamptz,
  revoked_by_name  text,
  primary key (organization_id, id),
  check ((code_hash is null) = (code_expires_at is null)),
  check ((revoked_at is null) = (revoked_by_name is null))
);
-- What one device did must not pass for another's.
create unique index device_name on device (organization_id, lower(name)) where revoked_at is null;
select tenant_table('device');

create table device_token (
  organization_id  uuid not null,
  id               uuid not null,
  device_id        uuid not null,
  token_hash       bytea not null unique,           -- SHA-256; the token itself is nowhere
  used_at          timestamptz,                     -- first
  expires_at       timestamptz,                     -- null: until another one takes its place
  created_at       timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, device_id) references device (organization_id, id) on delete cascade
);
create index device_token_device on device_token (organization_id, device_id);
select tenant_table('device_token');

-- 202611220022_portal.sql

-- People who sign themselves up, each bound to a person of one organization.

create table portal_account (
  organization_id  uuid not null references organization (id) on delete cascade,
  id               uuid not null,
  person_id        uuid not null,
  email            text check (email = lower(email)),                        -- proven by a code, as the phone is
  phone            text check (phone ~ '^\+[1-9][0-9]{6,14}$'),              -- E.164
  password_hash    text,                                                     -- as better-auth's; null: codes only
  created_at       timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, person_id),
  unique (organization_id, email),
  unique (organization_id, phone),
  foreign key (organization_id, person_id) references person (organization_id, id),
  check (email is not null or phone is not null)
);
select tenant_table('portal_account');

-- The code that was last sent to an address. One at a time, so that many can't be tried at once.
create table portal_code (
  organization_id  uuid not null references organization (id) on delete cascade,
  address          text not null,
  code_hash        bytea not null,                                           -- HMAC under a key from SECRET_KEY
  failures         integer not null default 0,
  expires_at       timestamptz not null,
  primary key (organization_id, address)
);
create index portal_code_expires on portal_code (expires_at);
select tenant_table('portal_code');

-- What else an account opens: the subjects of links (portal grants) that its holder has shown.
create table portal_link (
  organization_id  uuid not null,
  account_id       uuid not null,
  subject          text not null check (char_length(subject) <= 200),
  created_at       timestamptz not null,
  primary key (organization_id, account_id, subject),
  foreign key (organization_id, account_id) references portal_account (organization_id, id) on delete cascade
);
select tenant_table('portal_link');

-- The code by which an account gets a chat: one at a time, a new one ends the one before. The chats of an account are
-- the conversations of its person.
create table portal_chat_code (
  organization_id  uuid not null,
  account_id       uuid not null,
  code_hash        bytea not null check (octet_length(code_hash) = 32),      -- SHA-256; the code itself is nowhere
  expires_at       timestamptz not null,
  primary key (organization_id, account_id),
  unique (organization_id, code_hash),
  foreign key (organization_id, account_id) references portal_account (organization_id, id) on delete cascade
);
create index portal_chat_code_expires on portal_chat_code (expires_at);
select tenant_table('portal_chat_code');

-- 202611220023_statements.sql

-- What a bank or an operator says has come in, and which payments it was.

-- How one bank's CSV is read; chosen once, found again by its headings.
create table statement_format (
  organization_id uuid not null references organization (id),
  id uuid not null,
  name text not null check (name <> '' and char_length(name) <= 100),
  fingerprint text not null check (fingerprint ~ '^[0-9a-f]{64}$'), -- of the headings, in their order
  mapping jsonb not null,                                         -- see kernel/statements/domain/guess-mapping.ts
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index statement_format_headings on statement_format (organization_id, fingerprint);
select tenant_table('statement_format');

create table statement (
  organization_id uuid not null references organization (id),
  id uuid not null,                                              -- version 7
  file_name text not null,
  format_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  from_on date not null,                                         -- the first and last day that its lines name
  to_on date not null,
  lines int not null,                                            -- money in, as the file has it
  known int not null,                                            -- of these already there from an earlier statement
  outgoing int not null,                                         -- money out, which is nobody's payment: left out
  created_by_name text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, format_id) references statement_format (organization_id, id)
);
select tenant_table('statement');

create table statement_line (
  organization_id uuid not null,
  id uuid not null,
  statement_id uuid not null,                                    -- the first one that had it
  format_id uuid not null,
  row int not null,                                              -- as a spreadsheet numbers it
  day date not null,
  at timestamptz,                                                -- where the bank tells the time as well
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  text text not null default '',
  payer text not null default '',
  transaction_reference text,
  transaction_key text generated always as (payment_transaction_key(transaction_reference)) stored,
  -- Statements overlap: the same line has the same hash. Two that are truly alike on one day are the first and second
  -- occurrence.
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  occurrence int not null check (occurrence > 0),
  state text not null default 'open' check (state in ('open', 'matched', 'ignored')),
  payment_id uuid,                                               -- matched: which it was; open: which it seems to be
  -- paid_already: it names a payment which another line, or nobody any more, is to pay, and is offered to nobody else
  certainty text check (certainty in ('certain', 'likely', 'by_hand', 'paid_already')),
  because text,                                                  -- reference, transaction, amount, amount_and_payer
  decided_by_name text,
  decided_at timestamptz,
  note text,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, statement_id) references statement (organization_id, id),
  foreign key (organization_id, format_id) references statement_format (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id),
  check (state <> 'matched' or payment_id is not null)
) with (fillfactor = 85);
create unique index statement_line_once on statement_line (organization_id, format_id, hash, occurrence);
create index statement_line_statement on statement_line (organization_id, statement_id, row);
create index statement_line_open on statement_line (organization_id, currency, id) where state = 'open';
create index statement_line_payment on statement_line (organization_id, payment_id) where payment_id is not null;
-- One line, one payment: of two people who match at once one is refused.
create unique index statement_line_matched on statement_line (organization_id, payment_id) where state = 'matched';
select tenant_table('statement_line');

-- 202611220100_exhibition.sql

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

-- 202611220101_raffle.sql

-- The raffle desk: raffles, each number of each, the orders that take them, and the draws.

create table raffle (
  organization_id uuid not null references organization (id),
  id uuid not null,
  code text not null check (code ~ '^[2-9A-HJKMNP-Z]{6}$'),       -- the public page is /r/<code>: see public_code
  title text not null check (title <> '' and char_length(title) <= 120),
  description text not null default '' check (char_length(description) <= 2000),
  ticket_price_minor bigint not null check (ticket_price_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  first_number int not null check (first_number >= 0),
  last_number int not null check (last_number >= first_number and last_number <= 9999999),
  -- 7 is shown as 0007 when the last is 1000
  digits int not null generated always as (char_length(last_number::text)) stored,
  active boolean not null default false,
  picture_file_id uuid,
  draw_on date,
  per_person_limit int check (per_person_limit > 0),
  reservation_minutes int not null default 30 check (reservation_minutes between 1 and 10080),
  frozen_at timestamptz,                                          -- the list for the draw is out: nothing is sold
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  check (last_number - first_number < 100000),
  check (frozen_at is null or not active)
);
create unique index raffle_code on raffle (organization_id, code);
select tenant_table('raffle');

create table raffle_order (
  organization_id uuid not null,
  id uuid not null,                                               -- version 7: the order of ordering
  raffle_id uuid not null,
  -- what people read aloud, and what stands beside their numbers in the list for the draw
  code text not null check (code ~ '^[2-9A-HJKMNP-Z]{8}$'),
  person_id uuid,
  conversation_id uuid,                                           -- where it was ordered; null: desk or API
  contact_name text not null default '' check (char_length(contact_name) <= 255),
  contact_phone text check (contact_phone ~ '^\+[1-9][0-9]{6,14}$'),  -- E.164
  numbers int[] not null check (cardinality(numbers) between 1 and 1000),
  unit_price_minor bigint not null check (unit_price_minor > 0),
  amount_minor bigint not null check (amount_minor = unit_price_minor * cardinality(numbers)),
  currency text not null,
  -- draft: its numbers are held while the buyer reviews      pending_payment: confirmed, held until paid
  state text not null check (state in ('draft', 'pending_payment', 'paid', 'cancelled', 'expired')),
  reserved_until timestamptz,
  payment_id uuid,
  confirmed_at timestamptz,
  paid_at timestamptz,
  ended_at timestamptz,                                           -- cancelled or expired
  end_reason text check (end_reason <> ''),
  ticket_file_id uuid,                                            -- the picture of the ticket, made once
  notified text[] not null default '{}',                          -- notices that the buyer got: each is sent once
  created_by_name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Which transaction changed it last. Whoever remembers what was free asks for what changed since: all that a snapshot
  -- didn't see yet has at least its oldest open transaction's number. A clock can't tell that, commits come in any
  -- order.
  changed_in xid8 not null default pg_current_xact_id(),
  -- Who holds numbers that aren't paid for: what the caps count, and what staff see of a visitor who takes a whole
  -- raffle. `web 203.0.113.7`: the address of a visitor of the web chat, IPv6 by its /64; `chat <uuid>`: the
  -- conversation elsewhere. Null at the desk and through the API. Kept only as long as money may come.
  held_from text check (held_from <> '' and char_length(held_from) <= 100),
  -- ordered in the web chat, which knows nobody, by somebody who has paid for nothing yet
  stranger boolean not null default false,
  primary key (organization_id, id),
  foreign key (organization_id, raffle_id) references raffle (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, conversation_id) references conversation (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id),
  check ((state in ('draft', 'pending_payment')) = (reserved_until is not null)),
  check ((state = 'paid') = (paid_at is not null)),
  check ((state in ('cancelled', 'expired')) = (ended_at is not null)),
  check (state = 'draft' or payment_id is not null or ended_at is not null)
) with (fillfactor = 80);
create unique index raffle_order_code on raffle_order (organization_id, code);
create index raffle_order_raffle on raffle_order (organization_id, raffle_id, id);
create index raffle_order_person on raffle_order (organization_id, person_id, raffle_id) where person_id is not null;
create index raffle_order_held on raffle_order (organization_id, raffle_id, state) where held_from is not null;
create index raffle_order_changed on raffle_order (organization_id, raffle_id, changed_in);
-- The sweep looks for what is past its time in all organizations at once.
create index raffle_order_due on raffle_order (reserved_until) where reserved_until is not null;
select tenant_table('raffle_order');

create function raffle_order_changes() returns trigger language plpgsql as $$
begin
  new.changed_in := pg_current_xact_id();
  if new.state in ('paid', 'cancelled') then
    new.held_from := null;
  end if;
  return new;
end $$;
create trigger raffle_order_changes before update on raffle_order
  for each row execute function raffle_order_changes();

-- One row a number. Reserving and selling change no indexed column, so with room on the page the index never grows.
create table raffle_number (
  organization_id uuid not null,
  raffle_id uuid not null,
  number int not null,
  state text not null default 'available' check (state in ('available', 'reserved', 'sold')),
  order_id uuid,                                                  -- who holds it; only that order changes it
  reserved_until timestamptz,
  primary key (organization_id, raffle_id, number),
  foreign key (organization_id, raffle_id) references raffle (organization_id, id),
  check ((state = 'available') = (order_id is null)),
  check ((state = 'reserved') = (reserved_until is not null))
) with (fillfactor = 50);
select tenant_table('raffle_number');

create table raffle_draw (
  organization_id uuid not null,
  id uuid not null,
  raffle_id uuid not null,
  sequence int not null check (sequence > 0),                     -- 1; a redraw is the next
  computation int not null check (computation > 0),               -- which version of the rule of the draw
  state text not null check (state in ('frozen', 'drawn', 'replaced')),
  list_text text not null,                                        -- exactly the bytes that were hashed
  list_hash text not null check (list_hash ~ '^[0-9a-f]{64}$'),   -- SHA-256
  entries int not null check (entries > 0),
  winners_wanted int not null check (winners_wanted between 1 and 100 and winners_wanted <= entries),
  -- the public value, named beforehand
  seed_source text not null check (seed_source <> '' and char_length(seed_source) <= 500),
  seed text check (seed <> '' and char_length(seed) <= 500),
  winners int[],                                                  -- in the order drawn
  redraw_of uuid,
  reason text check (reason <> '' and char_length(reason) <= 500),
  frozen_at timestamptz not null,
  frozen_by_name text not null,
  drawn_at timestamptz,
  drawn_by_name text,
  primary key (organization_id, id),
  unique (organization_id, raffle_id, sequence),
  foreign key (organization_id, raffle_id) references raffle (organization_id, id),
  foreign key (organization_id, redraw_of) references raffle_draw (organization_id, id),
  check ((redraw_of is null) = (sequence = 1)),
  check ((redraw_of is null) = (reason is null)),
  check ((seed is null) = (winners is null) and (seed is null) = (drawn_at is null)),
  check (state <> 'drawn' or seed is not null),
  check (state <> 'frozen' or seed is null)
);
select tenant_table('raffle_draw');

-- What was published stays: the list and its hash from the first moment, the seed and the winners once they are there.
create function raffle_draw_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a draw is never deleted';
  end if;
  if (old.raffle_id, old.sequence, old.computation, old.list_text, old.list_hash, old.entries, old.winners_wanted,
        old.seed_source, old.frozen_at)
      is distinct from
      (new.raffle_id, new.sequence, new.computation, new.list_text, new.list_hash, new.entries, new.winners_wanted,
        new.seed_source, new.frozen_at)
    or old.seed is not null
      and (old.seed, old.winners, old.drawn_at) is distinct from (new.seed, new.winners, new.drawn_at)
  then
    raise exception 'what was published of a draw is never changed';
  end if;
  return new;
end $$;
create trigger raffle_draw_stands before update or delete on raffle_draw
  for each row execute function raffle_draw_stands();

-- The organizations that have reservations past their time, for the sweep, which works in one organization at a time.
create function raffle_overdue(now timestamptz) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct o.organization_id from raffle_order o where o.reserved_until <= now;
  end;

-- 202611220102_mess.sql

-- The mess hall: its meals and cycles, the students, what they pay for a cycle, the days they are away, the days it is
-- closed, its door, and what the kitchen is told.

-- Two cycles never share a day, nor do two cuts of a student: an exclusion over a uuid and a range of days.
create extension if not exists btree_gist;

create table mess_meal (
  organization_id uuid not null references organization (id),
  id uuid not null,
  code text not null check (code in ('breakfast', 'lunch', 'snacks', 'dinner')),
  name text not null check (name <> '' and char_length(name) <= 60),
  starts text not null check (starts ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),  -- by the organization's clock on the wall
  ends text not null check (ends ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),      -- earlier than the start: past midnight
  active boolean not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, code),
  check (starts <> ends)
);
select tenant_table('mess_meal');

-- On which days each meal was served: a closed meal gives money back only on days on which it would have been there,
-- and a day's price is shared by the meals of that day, not by those of the day on which somebody counts.
create table mess_meal_period (
  organization_id uuid not null,
  meal_id uuid not null,
  from_on date not null,
  to_on date,                                                                -- null: it is served still
  primary key (organization_id, meal_id, from_on),
  foreign key (organization_id, meal_id) references mess_meal (organization_id, id),
  check (to_on >= from_on),
  constraint mess_meal_period_days
    exclude using gist (organization_id with =, meal_id with =, daterange(from_on, to_on, '[]') with &&)
);
select tenant_table('mess_meal_period');

create table mess_student (
  organization_id uuid not null,
  id uuid not null,                                                          -- version 7: the order of registration
  person_id uuid not null,
  roll_number text not null check (roll_number ~ '^[A-Z0-9][A-Z0-9/._-]{0,39}$'),
  room text check (room <> '' and char_length(room) <= 60),
  photo_file_id uuid,
  state text not null check (state in ('pending', 'approved', 'denied', 'suspended', 'left')),
  denial_reason text check (denial_reason <> '' and char_length(denial_reason) <= 500),
  notify_meals boolean not null,                                             -- "Lunch, 12:41, gate 2" by chat
  decided_at timestamptz,
  decided_by_name text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  changing_code boolean not null default false,                              -- for those who share pictures of theirs
  primary key (organization_id, id),
  unique (organization_id, roll_number),
  unique (organization_id, person_id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  check ((state = 'denied') = (denial_reason is not null))
);
create index mess_student_state on mess_student (organization_id, state, id);
select tenant_table('mess_student');

-- The phone that shows a code which changes every half minute. A link that was handed over once opens the code on one
-- phone; the phone's key is what it asks for codes with. The latest phone is the student's: opening another link ends
-- those before.
create table mess_code_phone (
  organization_id uuid not null,
  id uuid not null,
  student_id uuid not null,
  link_hash bytea not null check (octet_length(link_hash) = 32),             -- SHA-256; the link itself is nowhere
  link_until timestamptz not null,                                           -- to be opened by then
  key_hash bytea check (octet_length(key_hash) = 32),                        -- of the key that the phone drew
  opened_at timestamptz,
  last_seen_at timestamptz,
  ended_at timestamptz,
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, link_hash),
  unique (organization_id, key_hash),
  foreign key (organization_id, student_id) references mess_student (organization_id, id),
  check ((key_hash is null) = (opened_at is null))
);
create index mess_code_phone_student on mess_code_phone (organization_id, student_id) where ended_at is null;
select tenant_table('mess_code_phone');

create table mess_cycle (
  organization_id uuid not null references organization (id),
  id uuid not null,
  name text not null check (name <> '' and char_length(name) <= 120),
  starts_on date not null,
  ends_on date not null,
  price_minor bigint not null check (price_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  rebates_credited_at timestamptz,                                           -- its rebates stand in mess_rebate
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  check (ends_on >= starts_on),
  constraint mess_cycle_days
    exclude using gist (organization_id with =, daterange(starts_on, ends_on, '[]') with &&)
);
select tenant_table('mess_cycle');

-- What a student owes for a cycle, once anybody asked: made with the payment that is opened for it.
create table mess_cycle_payment (
  organization_id uuid not null,
  id uuid not null,
  student_id uuid not null,
  cycle_id uuid not null,
  state text not null check (state in ('none', 'uploaded', 'verified', 'denied')),
  payment_id uuid,                                                           -- null: the credit covers the price
  price_minor bigint not null check (price_minor > 0),
  -- Of earlier cycles' rebates. Below zero: a cycle took rebates that were taken back since, with the price of the
  -- cycle that gave them; the next cycle adds them.
  credit_minor bigint not null,
  currency text not null,
  grace_until date,                                                          -- not on the statement yet: eats till then
  verified_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  charges_minor bigint not null default 0 check (charges_minor >= 0),        -- what the settlement of scans charged
  primary key (organization_id, id),
  unique (organization_id, student_id, cycle_id),
  foreign key (organization_id, student_id) references mess_student (organization_id, id),
  foreign key (organization_id, cycle_id) references mess_cycle (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id),
  constraint mess_cycle_payment_credit_check check (credit_minor <= price_minor + charges_minor),
  check ((state = 'verified') = (verified_at is not null))
);
create index mess_cycle_payment_cycle on mess_cycle_payment (organization_id, cycle_id, state);
select tenant_table('mess_cycle_payment');

-- Days a student doesn't eat. Cuts that touch become one: the ones before it end as merged into it.
create table mess_cut (
  organization_id uuid not null,
  id uuid not null,
  student_id uuid not null,
  from_on date not null,
  to_on date not null,
  state text not null check (state in ('active', 'cancelled', 'merged')),
  merged_into uuid,
  created_by_name text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, student_id) references mess_student (organization_id, id),
  foreign key (organization_id, merged_into) references mess_cut (organization_id, id),
  check (to_on >= from_on),
  check ((state = 'active') = (ended_at is null)),
  check ((state = 'merged') = (merged_into is not null)),
  constraint mess_cut_days
    exclude using gist (organization_id with =, student_id with =, daterange(from_on, to_on, '[]') with &&)
    where (state = 'active')
);
create index mess_cut_days_of on mess_cut (organization_id, from_on, to_on) where state = 'active';
select tenant_table('mess_cut');

create table mess_closure (
  organization_id uuid not null references organization (id),
  id uuid not null,
  from_on date not null,
  to_on date not null,
  meal_id uuid,                                                              -- null: all of them
  reason text not null check (reason <> '' and char_length(reason) <= 300),
  created_by_name text not null,
  created_at timestamptz not null,
  cancelled_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, meal_id) references mess_meal (organization_id, id),
  check (to_on >= from_on)
);
create index mess_closure_days on mess_closure (organization_id, to_on) where cancelled_at is null;
select tenant_table('mess_closure');

-- What a cycle that is over gives back, line by line; what a later cycle takes of it is that cycle's credit_minor.
create table mess_rebate (
  organization_id uuid not null,
  id uuid not null,
  student_id uuid not null,
  cycle_id uuid not null,
  kind text not null check (kind in ('cut', 'closure', 'meal')),
  from_on date not null,
  to_on date not null,
  days int not null check (days > 0),
  day_minor bigint not null check (day_minor > 0),                           -- what one day, or one meal, gives back
  amount_minor bigint not null check (amount_minor = days * day_minor),
  currency text not null,
  created_at timestamptz not null,
  meal_id uuid,                                                              -- null: the whole day
  primary key (organization_id, id),
  foreign key (organization_id, student_id) references mess_student (organization_id, id),
  foreign key (organization_id, cycle_id) references mess_cycle (organization_id, id),
  foreign key (organization_id, meal_id) references mess_meal (organization_id, id),
  check (to_on >= from_on),
  constraint mess_rebate_meal_check check ((kind = 'meal') = (meal_id is not null))
);
create unique index mess_rebate_once on mess_rebate (organization_id, student_id, cycle_id, from_on, meal_id)
  nulls not distinct;
select tenant_table('mess_rebate');

-- Scanners are devices of the kernel. Here is what the office says of each, and how far its queue has arrived.
create table mess_scanner (
  organization_id  uuid not null,
  device_id        uuid not null,
  stale_policy     text not null default 'warn' check (stale_policy in ('warn', 'supervisor', 'refuse')),
  stale_minutes    int not null default 720 check (stale_minutes between 5 and 10080),
  by_hand          boolean not null,                -- may let people in by hand; begins as its kind has it
  last_seq         int not null default 0,          -- of its queue, the last that has arrived
  roster_at        timestamptz,                     -- when it took the roster
  primary key (organization_id, device_id),
  foreign key (organization_id, device_id) references device (organization_id, id) on delete cascade
);
select tenant_table('mess_scanner');

-- Every scan, refusals too. No foreign keys: each would lock the one row of the device and the meal with every scan of
-- a queue of people; what they point at is never deleted.
create table mess_scan (
  organization_id uuid not null,
  id uuid not null,                                                  -- version 7, of the moment `at`
  nonce text not null check (char_length(nonce) between 8 and 64),   -- the same nonce is the same scan
  code_hash bytea,                                                   -- SHA-256 of what was read; null: by hand
  device_id uuid,
  device_name text not null,
  at timestamptz not null,                                           -- by the server's clock, or the device's set right
  device_at timestamptz,                                             -- as the device's clock had it
  received_at timestamptz not null,
  skew_seconds int,                                                  -- how slow the device's clock was, if it matters
  seq int,                                                           -- place in the device's queue
  offline boolean not null,
  student_id uuid,
  meal_id uuid,
  service_on date not null,
  allowed boolean not null,                                          -- what was said at the door
  -- stale_roster is no rule's: the scanner's roster is older than its policy allows.
  reason text check (reason in ('bad_code', 'revoked', 'not_approved', 'not_paid', 'on_cut', 'closed', 'no_meal_now',
    'already_served', 'stale_roster')),
  by_hand_reason text check (by_hand_reason <> '' and char_length(by_hand_reason) <= 300),
  -- Why the desk has to look at what was allowed without a network.
  settle text check (settle in ('bad_code', 'revoked', 'not_approved', 'not_paid', 'on_cut', 'closed', 'no_meal_now',
    'already_served', 'bad_signature', 'after_revocation', 'before_device', 'in_future', 'clock_wrong', 'too_old',
    'by_hand')),
  decision text check (decision in ('waived', 'charged', 'served')),
  charge_minor bigint check (charge_minor > 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  ledger_entry_id uuid,
  note text check (char_length(note) <= 300),
  decided_at timestamptz,
  decided_by_name text,
  primary key (organization_id, id),
  check (allowed = (reason is null)),
  check (settle is null or offline),
  check (decision is null or settle is not null),
  check ((decision is null) = (decided_at is null)),
  check ((decision is not distinct from 'charged') = (charge_minor is not null)),
  check ((charge_minor is null) = (ledger_entry_id is null) and (charge_minor is null) = (currency is null))
) partition by range (id);
create index mess_scan_student on mess_scan (organization_id, student_id, id);
create index mess_scan_settle on mess_scan (organization_id, id) where settle is not null;
-- What was charged to a student, for the amount of their next cycle.
create index mess_scan_charged on mess_scan (organization_id, student_id) where charge_minor is not null;
-- Refusals by day, meal and reason, without a look at the hundreds of thousands of scans that were allowed.
create index mess_scan_refused on mess_scan (organization_id, service_on, meal_id, reason) where not allowed;
-- Those let in by hand are few among a million scans, and reports count them.
create index mess_scan_by_hand on mess_scan (organization_id, service_on) where by_hand_reason is not null;
select unique_over_months('mess_scan', 'nonce');
select partitioned_table('mess_scan');
revoke delete on mess_scan, mess_scan_key from counterfoil_app;

-- One service for each person, day and meal: the key that two doors meet at.
create table mess_service (
  organization_id uuid not null,
  student_id uuid not null,
  service_on date not null,
  meal_id uuid not null,
  scan_id uuid not null,
  at timestamptz not null,
  notify boolean not null,                                           -- the student wants to hear of it by chat
  notified_at timestamptz,
  primary key (organization_id, student_id, service_on, meal_id),
  foreign key (organization_id, student_id) references mess_student (organization_id, id)
);
-- Counts by day and meal, and finds one student's service as well: with the three columns alone, a plan made while the
-- table was small looked through everybody who had been served this meal.
create index mess_service_count on mess_service (organization_id, service_on, meal_id, student_id);
create index mess_service_to_notify on mess_service (organization_id, at) where notify and notified_at is null;
select tenant_table('mess_service');
revoke delete on mess_service from counterfoil_app;

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

-- Codes that were drawn for a chat, so that asking twice draws once.
create table mess_qr_picture (
  organization_id uuid not null,
  student_id uuid not null,
  mark text not null,                                               -- of the code's text: a new code is another picture
  file_id uuid not null,
  primary key (organization_id, student_id),
  foreign key (organization_id, student_id) references mess_student (organization_id, id)
);
select tenant_table('mess_qr_picture');

-- What the office told everybody.
create table mess_announcement (
  organization_id uuid not null references organization (id),
  id uuid not null,
  text text not null check (text <> '' and char_length(text) <= 2000),
  notified int not null check (notified >= 0),                          -- students who had a chat at that moment
  created_by_name text not null,
  created_at timestamptz not null,
  primary key (organization_id, id)
);
select tenant_table('mess_announcement');

-- For the sweeps, which work in one organization at a time. What day it is where is decided by the program, which says
-- it for each zone in use: the time-zone rules of a database may be older than the program's, and the two would close a
-- day an hour apart.

-- The organizations that have students to be told of a meal.
create function mess_meals_to_notify() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct s.organization_id from mess_service s where s.notify and s.notified_at is null;
  end;

-- Their cycles that are over and gave nothing back yet.
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

-- Those for which tomorrow's meals are not counted yet, or yesterday's people.
create function mess_uncounted(zones text[], days date[]) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select o.id from unnest(zones, days) as t (zone, today)
    join organization o on o.time_zone = t.zone
    where 'mess' = any (o.modules)
      and exists (select from mess_meal m where m.organization_id = o.id and m.active)
      and exists (select from mess_cycle y where y.organization_id = o.id)
      and (
        not exists (select from mess_meal_count c
          where c.organization_id = o.id and c.service_on = t.today + 1 and c.forecast is not null)
        or not exists (select from mess_meal_count c
          where c.organization_id = o.id and c.service_on = t.today - 1 and c.served is not null));
  end;

-- 202611230000_electricity.sql

-- Prepaid electricity: who holds which meter, what was bought for it, and what it used.

create table electricity_customer (
  organization_id uuid not null references organization (id),
  id uuid not null,
  kind text not null check (kind in ('household', 'institution')),
  name text not null check (name <> '' and char_length(name) <= 255),
  created_at timestamptz not null,
  primary key (organization_id, id)
);
select tenant_table('electricity_customer');

-- Accounts of the portal that may act for a customer; customers/roles.rule.ts lists what each role may do.
create table electricity_member (
  organization_id uuid not null,
  customer_id uuid not null,
  account_id uuid not null,
  role text not null check (role in ('manager', 'buyer', 'viewer')),
  created_at timestamptz not null,
  primary key (organization_id, customer_id, account_id),
  foreign key (organization_id, customer_id) references electricity_customer (organization_id, id),
  foreign key (organization_id, account_id) references portal_account (organization_id, id)
);
create index electricity_member_account on electricity_member (organization_id, account_id);
select tenant_table('electricity_member');

create table electricity_invitation (
  organization_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  role text not null check (role in ('manager', 'buyer', 'viewer')),
  code_hash bytea not null,                                       -- HMAC under a key from SECRET_KEY
  expires_at timestamptz not null,
  created_by_name text not null,
  created_at timestamptz not null,
  used_by uuid,
  used_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, customer_id) references electricity_customer (organization_id, id),
  foreign key (organization_id, used_by) references portal_account (organization_id, id),
  check ((used_by is null) = (used_at is null))
);
create unique index electricity_invitation_code on electricity_invitation (organization_id, code_hash);
select tenant_table('electricity_invitation');

create table electricity_building (
  organization_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  name text not null check (name <> '' and char_length(name) <= 120),
  place text not null default '' check (char_length(place) <= 255),
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, customer_id, id),
  unique (organization_id, customer_id, name),
  foreign key (organization_id, customer_id) references electricity_customer (organization_id, id)
);
select tenant_table('electricity_building');

create table electricity_department (
  organization_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  name text not null check (name <> '' and char_length(name) <= 120),
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, customer_id, id),
  unique (organization_id, customer_id, name),
  foreign key (organization_id, customer_id) references electricity_customer (organization_id, id)
);
select tenant_table('electricity_department');

create table electricity_meter (
  organization_id uuid not null references organization (id),
  id uuid not null,
  number text not null check (number ~ '^(\d{11}|\d{13})$'),      -- the last digit checks the others
  name text not null default '' check (char_length(name) <= 120),
  place text not null default '' check (char_length(place) <= 255),
  customer_id uuid,                                               -- who holds it; null: nobody yet
  building_id uuid,
  department_id uuid,
  state text not null default 'active' check (state in ('active', 'inactive', 'suspended')),
  tariff_class text not null check (tariff_class ~ '^[a-z][a-z0-9_]{0,39}$'),
  device_id uuid,                                                 -- the machine that reports for it
  claim_code_hash bytea,                                          -- HMAC under a key from SECRET_KEY
  claim_code_expires_at timestamptz,
  history_from timestamptz,                                       -- when somebody else gave it up: its holder sees what
  history_on date,                                                -- came since, by day from this first whole day on
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, customer_id) references electricity_customer (organization_id, id),
  foreign key (organization_id, customer_id, building_id)
    references electricity_building (organization_id, customer_id, id),
  foreign key (organization_id, customer_id, department_id)
    references electricity_department (organization_id, customer_id, id),
  foreign key (organization_id, device_id) references device (organization_id, id),
  check (customer_id is not null or (building_id is null and department_id is null)),
  check ((claim_code_hash is null) = (claim_code_expires_at is null)),
  check ((history_from is null) = (history_on is null))
);
create unique index electricity_meter_number on electricity_meter (organization_id, number);
create unique index electricity_meter_device on electricity_meter (organization_id, device_id)
  where device_id is not null;
create index electricity_meter_customer on electricity_meter (organization_id, customer_id)
  where customer_id is not null;
select tenant_table('electricity_meter');

-- Somebody typed a meter's number without its code; staff decide. The number may be no meter's: the answer is the same.
create table electricity_claim (
  organization_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  number text not null check (number ~ '^(\d{11}|\d{13})$'),
  customer_id uuid,                                               -- for this customer, or for a new one:
  kind text check (kind in ('household', 'institution')),
  name text check (name <> '' and char_length(name) <= 255),
  note text not null default '' check (char_length(note) <= 500),
  state text not null default 'waiting' check (state in ('waiting', 'approved', 'refused', 'withdrawn')),
  reason text not null default '' check (char_length(reason) <= 500),
  decided_by_name text,
  decided_at timestamptz,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, account_id) references portal_account (organization_id, id),
  foreign key (organization_id, customer_id) references electricity_customer (organization_id, id),
  check ((customer_id is null) = (kind is not null and name is not null))
);
create unique index electricity_claim_waiting on electricity_claim (organization_id, account_id, number)
  where state = 'waiting';
create index electricity_claim_state on electricity_claim (organization_id, state, id);
select tenant_table('electricity_claim');

-- Prices from a day on, for all classes. tariffs/contract.ts says what `classes` holds.
create table electricity_tariff (
  organization_id uuid not null references organization (id),
  id uuid not null,
  starts_on date not null,
  name text not null check (name <> '' and char_length(name) <= 120),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  vat_basis_points int not null check (vat_basis_points between 0 and 10000),    -- 18 % is 1800; on top of the prices
  levy_basis_points int not null check (levy_basis_points between 0 and 10000),  -- another share, such as a regulator's
  fee_minor bigint not null check (fee_minor >= 0),                              -- taken off each purchase first
  classes jsonb not null,
  created_by_name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index electricity_tariff_starts on electricity_tariff (organization_id, starts_on);
select tenant_table('electricity_tariff');

-- What a meter has left. Each change of the balance locks this row, and writes the entry behind it at the same time.
create table electricity_balance (
  organization_id uuid not null,
  meter_id uuid not null,
  balance_wh bigint not null default 0,                           -- always the sum of the meter's entries
  series int not null default 1,                                  -- the meter behind the number; a replacement begins anew
  register_wh bigint,                                             -- what its counter showed when it was last read
  read_at timestamptz,
  credits bigint not null default 0,                              -- the number of the latest credit
  bought bigint not null default 0,                               -- changes of what counts in the blocks of a month
  updated_at timestamptz not null,
  primary key (organization_id, meter_id),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id),
  check ((register_wh is null) = (read_at is null))
) with (fillfactor = 70);
select tenant_table('electricity_balance');

-- The energy ledger: what changed a meter's balance, never changed itself.
create table electricity_entry (
  organization_id uuid not null,
  id uuid not null,
  meter_id uuid not null,
  kind text not null check (kind in ('purchase', 'voucher', 'consumption', 'adjustment', 'refund')),
  wh bigint not null check (wh <> 0),                             -- above zero: units for the meter
  source_id uuid not null,                                        -- the purchase, the voucher, the reading; an adjustment's own id
  reason text not null default '' check (char_length(reason) <= 500),
  actor_name text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id),
  check (case when kind in ('purchase', 'voucher') then wh > 0 else kind = 'adjustment' or wh < 0 end)
) partition by range (id);
create index electricity_entry_meter on electricity_entry (organization_id, meter_id, id);
-- Consumption fills this table; what people changed is listed without reading it all.
create index electricity_entry_adjustment on electricity_entry (organization_id, id) where kind = 'adjustment';
create index electricity_entry_voucher on electricity_entry (organization_id, id) where kind = 'voucher';
create trigger append_only before update or delete or truncate on electricity_entry
  for each statement execute function refuse_change();
-- A purchase is credited once, a reading counted once.
select unique_over_months('electricity_entry', 'kind', 'source_id');
select partitioned_table('electricity_entry');
revoke update, delete on electricity_entry from counterfoil_app;

create table electricity_reading (
  organization_id uuid not null,
  id uuid not null,
  meter_id uuid not null,
  series int not null,
  taken_at timestamptz not null,                                  -- by the meter's clock
  register_wh bigint not null check (register_wh >= 0),           -- its counter, which only rises
  source text not null check (source in ('device', 'hand')),
  file_id uuid,                                                   -- the photo of a reading by hand
  by_name text not null,
  state text not null check (state in ('counted', 'late', 'flagged', 'dismissed')),
  flag text check (flag in ('gap', 'rollback', 'jump', 'inconsistent', 'own')),
  used_wh bigint check (used_wh >= 0),                            -- since the reading before; null: not counted
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id),
  check ((state = 'counted') = (used_wh is not null)),
  check (state <> 'flagged' or flag is not null)
) partition by range (id);
create index electricity_reading_meter on electricity_reading (organization_id, meter_id, id);
create index electricity_reading_flagged on electricity_reading (organization_id, id) where state = 'flagged';
-- A reading that is sent again counts once.
select unique_over_months('electricity_reading', 'meter_id', 'series', 'taken_at');
select partitioned_table('electricity_reading');

-- Consumption by the hour, the day and the month of the organization's zone.
create table electricity_usage_hour (
  organization_id uuid not null,
  meter_id uuid not null,
  at timestamptz not null,
  wh bigint not null check (wh >= 0),
  primary key (organization_id, meter_id, at),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id)
) with (fillfactor = 85);
select tenant_table('electricity_usage_hour');
create table electricity_usage_day (
  organization_id uuid not null,
  meter_id uuid not null,
  used_on date not null,
  wh bigint not null check (wh >= 0),
  primary key (organization_id, meter_id, used_on),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id)
) with (fillfactor = 85);
create index electricity_usage_day_all on electricity_usage_day (organization_id, used_on);
select tenant_table('electricity_usage_day');
create table electricity_usage_month (
  organization_id uuid not null,
  meter_id uuid not null,
  month_on date not null,
  wh bigint not null check (wh >= 0),
  primary key (organization_id, meter_id, month_on),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id)
) with (fillfactor = 85);
create index electricity_usage_month_all on electricity_usage_month (organization_id, month_on);
select tenant_table('electricity_usage_month');

create table electricity_purchase (
  organization_id uuid not null,
  id uuid not null,
  code text not null check (code ~ '^[2-9A-HJKMNP-Z]{8}$'),        -- what people read aloud
  meter_id uuid not null,
  account_id uuid,                                                -- who bought; null: at the desk
  conversation_id uuid,                                           -- the chat in which it was bought
  tariff_id uuid not null,
  tariff_class text not null,
  month_on date not null,                                         -- the month in whose blocks it counts
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  wh bigint not null check (wh > 0),
  working jsonb not null,                                         -- the quote, block by block
  refunded_minor bigint not null default 0 check (refunded_minor between 0 and amount_minor),
  refunded_wh bigint not null default 0 check (refunded_wh between 0 and wh),
  state text not null default 'open' check (state in ('open', 'credited', 'ended', 'refunded')),
  payment_id uuid not null,
  expires_at timestamptz,                                         -- null while a proof waits for staff
  credited_at timestamptz,
  opened_by_name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id),
  foreign key (organization_id, tariff_id) references electricity_tariff (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id),
  foreign key (organization_id, account_id) references portal_account (organization_id, id),
  foreign key (organization_id, conversation_id) references conversation (organization_id, id),
  check ((credited_at is not null) = (state in ('credited', 'refunded'))),
  check (state <> 'refunded' or (refunded_minor = amount_minor and refunded_wh = wh))
);
create unique index electricity_purchase_code on electricity_purchase (organization_id, code);
create unique index electricity_purchase_payment on electricity_purchase (organization_id, payment_id);
create index electricity_purchase_meter on electricity_purchase (organization_id, meter_id, id);
create index electricity_purchase_account on electricity_purchase (organization_id, account_id, id);
create index electricity_purchase_month on electricity_purchase (organization_id, meter_id, month_on)
  where state in ('open', 'credited');
create index electricity_purchase_state on electricity_purchase (organization_id, state, id);
create index electricity_purchase_due on electricity_purchase (organization_id, expires_at) where state = 'open';
select tenant_table('electricity_purchase');

-- What was given back of a purchase, all or a part: once for each refund of its payment.
create table electricity_refund (
  organization_id uuid not null,
  id uuid not null,
  purchase_id uuid not null,
  meter_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  wh bigint not null check (wh >= 0),                             -- the units taken back with it
  reason text not null check (char_length(reason) <= 500),
  by_name text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, purchase_id) references electricity_purchase (organization_id, id),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id)
);
create index electricity_refund_purchase on electricity_refund (organization_id, purchase_id);
create index electricity_refund_meter on electricity_refund (organization_id, meter_id, id);
select tenant_table('electricity_refund');

-- What was credited for each meter, by the day of the organization's zone: purchases, what was given back of them, and
-- redeemed vouchers (method `voucher`) at what they cost. Dashboard and reports sum these rows. One row a meter, so that
-- only those wait for each other who wait for the meter's balance anyway.
create table electricity_sale_day (
  organization_id uuid not null,
  sold_on date not null,
  meter_id uuid not null,
  tariff_class text not null,
  method text not null,                                           -- as in payment, or voucher
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  sales int not null default 0,
  amount_minor bigint not null default 0,
  vat_minor bigint not null default 0,                            -- of what was sold, without what was given back
  wh bigint not null default 0,
  refunds int not null default 0,
  refunded_minor bigint not null default 0,
  refunded_wh bigint not null default 0,
  primary key (organization_id, sold_on, meter_id, tariff_class, method, currency),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id)
) with (fillfactor = 85);
create index electricity_sale_day_meter on electricity_sale_day (organization_id, meter_id, sold_on);
select tenant_table('electricity_sale_day');

-- The organizations with open purchases past their time; the sweep runs without an organization.
create function electricity_due(now timestamptz) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct p.organization_id from electricity_purchase p where p.state = 'open' and p.expires_at <= now;
  end;
revoke all on function electricity_due(timestamptz) from public;
grant execute on function electricity_due(timestamptz) to counterfoil_app;

-- What a meter's machine has to add to its own count, in this order, each once.
create table electricity_credit (
  organization_id uuid not null,
  id uuid not null,
  meter_id uuid not null,
  device_id uuid not null,
  number bigint not null check (number > 0),
  wh bigint not null check (wh <> 0),
  entry_id uuid,                                                  -- null: what the meter had when the machine came
  created_at timestamptz not null,
  acknowledged_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, meter_id, number),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id),
  foreign key (organization_id, device_id) references device (organization_id, id)
);
create unique index electricity_credit_entry on electricity_credit (organization_id, entry_id)
  where entry_id is not null;
create index electricity_credit_waiting on electricity_credit (organization_id, device_id, number)
  where acknowledged_at is null;
select tenant_table('electricity_credit');

-- Vouchers: 20 digits on paper. vouchers/README.md explains what is stored of them and when.

-- Whoever sells vouchers on their own account. `owed_minor` is the sum of the lines of `assets:agent:<code>`.
create table electricity_agent (
  organization_id uuid not null references organization (id),
  id uuid not null,
  code text not null check (code ~ '^[2-9A-HJKMNP-Z]{6}$'),        -- in the name of the account
  name text not null check (name <> '' and char_length(name) <= 120),
  account_id uuid,                                                -- their account of the portal, to sell by themselves
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  limit_minor bigint not null check (limit_minor >= 0),           -- the most that they may owe; 0: they pay ahead
  owed_minor bigint not null default 0,                           -- below zero: paid ahead
  active boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, account_id) references portal_account (organization_id, id)
);
create unique index electricity_agent_code on electricity_agent (organization_id, code);
create unique index electricity_agent_account on electricity_agent (organization_id, account_id)
  where account_id is not null;
select tenant_table('electricity_agent');

create table electricity_agent_close (
  organization_id uuid not null,
  id uuid not null,
  agent_id uuid not null,
  closed_on date not null,
  vouchers int not null,                                          -- sold since the close before, less what came back
  sold_minor bigint not null,
  handed_minor bigint not null check (handed_minor >= 0),         -- handed over since then, with this close
  owed_minor bigint not null,                                     -- afterwards
  by_name text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, agent_id) references electricity_agent (organization_id, id)
);
create unique index electricity_agent_close_day on electricity_agent_close (organization_id, agent_id, closed_on);
select tenant_table('electricity_agent_close');

-- What moved what an agent owes: sales and returns of vouchers, and money handed over.
create table electricity_agent_move (
  organization_id uuid not null,
  id uuid not null,
  agent_id uuid not null,
  kind text not null check (kind in ('sale', 'return', 'handed')),
  vouchers int not null check (vouchers >= 0),
  amount_minor bigint not null check (amount_minor >= 0),
  close_id uuid,                                                  -- null: since the last close
  by_name text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, agent_id) references electricity_agent (organization_id, id),
  foreign key (organization_id, close_id) references electricity_agent_close (organization_id, id)
);
create index electricity_agent_move_agent on electricity_agent_move (organization_id, agent_id, id);
create index electricity_agent_move_open on electricity_agent_move (organization_id, agent_id) where close_id is null;
select tenant_table('electricity_agent_move');

create table electricity_voucher_batch (
  organization_id uuid not null references organization (id),
  id uuid not null,
  code text not null check (code ~ '^[2-9A-HJKMNP-Z]{6}$'),        -- printed: K7MP2A-0042
  name text not null check (name <> '' and char_length(name) <= 120),
  count int not null check (count between 1 and 10000),
  amount_minor bigint check (amount_minor > 0),                   -- buys units by the tariff of the day; or:
  wh bigint check (wh > 0),                                       -- these units
  price_minor bigint not null check (price_minor >= 0),           -- what a voucher costs
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  expires_at timestamptz not null,
  print_secret text,                                              -- sealed; null: printed, never to be printed again
  created_by_name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  check ((amount_minor is null) <> (wh is null)),
  check (amount_minor is null or price_minor = amount_minor)
);
create unique index electricity_voucher_batch_code on electricity_voucher_batch (organization_id, code);
select tenant_table('electricity_voucher_batch');

create table electricity_voucher (
  organization_id uuid not null,
  id uuid not null,
  batch_id uuid not null,
  number int not null check (number > 0),
  code_hash bytea not null,                                       -- HMAC under a key from SECRET_KEY
  last4 text not null check (last4 ~ '^\d{4}$'),
  state text not null default 'issued' check (state in ('issued', 'sold', 'redeemed', 'cancelled')),
  sold_at timestamptz,
  sold_by_name text,                                              -- who recorded the sale: a clerk, or the agent
  agent_id uuid,                                                  -- who has it to sell, or sold it; null: the desk
  updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, batch_id) references electricity_voucher_batch (organization_id, id),
  foreign key (organization_id, agent_id) references electricity_agent (organization_id, id),
  check (sold_at is not null or state in ('issued', 'cancelled'))
) with (fillfactor = 85);
create unique index electricity_voucher_number on electricity_voucher (organization_id, batch_id, number);
create index electricity_voucher_agent on electricity_voucher (organization_id, agent_id, id) where state = 'issued';
create unique index electricity_voucher_hash on electricity_voucher (organization_id, code_hash);
create index electricity_voucher_last4 on electricity_voucher (organization_id, last4);
select tenant_table('electricity_voucher');

-- Vouchers sold and paid back by day: the income of a voucher is that of its sale, when no meter is known yet. One row a
-- batch, whose lock each sale holds.
create table electricity_voucher_day (
  organization_id uuid not null,
  sold_on date not null,
  batch_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  sold int not null default 0,
  amount_minor bigint not null default 0,
  returned int not null default 0,
  returned_minor bigint not null default 0,
  primary key (organization_id, sold_on, batch_id),
  foreign key (organization_id, batch_id) references electricity_voucher_batch (organization_id, id)
);
select tenant_table('electricity_voucher_day');

create table electricity_redemption (
  organization_id uuid not null,
  id uuid not null,                                               -- the voucher's
  meter_id uuid not null,
  account_id uuid,                                                -- who redeemed it; null: at the desk
  tariff_id uuid,                                                 -- null for a voucher of units,
  tariff_class text,
  month_on date,                                                  -- which counts in no block
  amount_minor bigint,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  wh bigint not null check (wh > 0),
  working jsonb,                                                  -- the quote, block by block
  by_name text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, id) references electricity_voucher (organization_id, id),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id),
  check ((amount_minor is null) = (month_on is null) and (month_on is null) = (tariff_id is null)
    and (tariff_id is null) = (working is null))
);
create index electricity_redemption_meter on electricity_redemption (organization_id, meter_id, created_at);
create index electricity_redemption_month on electricity_redemption (organization_id, meter_id, month_on)
  where month_on is not null;
select tenant_table('electricity_redemption');

-- A voucher of money is quoted before its meter is locked, and redeemed only if nothing was bought since: every change
-- of what counts in a month's blocks moves `bought`, whoever makes it.
create function electricity_count_bought() returns trigger language plpgsql as $$
begin
  update electricity_balance b set bought = b.bought + 1
  where b.organization_id = new.organization_id and b.meter_id = new.meter_id;
  return null;
end $$;
create trigger count_bought after insert or update of state, wh, month_on on electricity_purchase
  for each row execute function electricity_count_bought();

-- Keypads: meters that take their units as digits which people type. tokens/README.md explains.
create table electricity_keypad (
  organization_id uuid not null,
  meter_id uuid not null,
  kind text not null check (kind in ('openpaygo', 'sts')),
  unit_wh int not null check (unit_wh between 1 and 1000000),     -- what a token's value counts
  credited_wh bigint not null default 0,                          -- what tokens are due for, by the energy ledger
  given_wh bigint not null default 0,                             -- what the tokens say
  key text,                                                       -- sealed
  starting_code int check (starting_code between 0 and 999999999),
  extended boolean not null default false,
  restricted boolean not null default false,
  count int not null default 0 check (count >= 0),                -- of the latest token
  supply_group text check (supply_group ~ '^\d{6}$'),
  tariff_index int check (tariff_index between 0 and 99),
  key_revision int check (key_revision between 1 and 9),
  updated_at timestamptz not null,
  primary key (organization_id, meter_id),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id),
  check (case kind when 'openpaygo' then key is not null
    else supply_group is not null and tariff_index is not null and key_revision is not null end)
);
select tenant_table('electricity_keypad');

create table electricity_token (
  organization_id uuid not null,
  id uuid not null,                                               -- the reference by which a vending service is asked
  meter_id uuid not null,
  kind text not null check (kind in ('add', 'set', 'disable', 'sync')),
  entry_id uuid,                                                  -- of the energy ledger; null: by staff
  source_id uuid,                                                 -- the purchase or the voucher behind the entry
  wh bigint not null check (wh >= 0),
  value int,                                                      -- of OpenPAYGO, in units of the keypad
  count int,                                                      -- of OpenPAYGO
  token text check (token ~ '^\d{9,20}$'),                        -- null: asked for, and not known yet
  state text not null check (state in ('issued', 'asked', 'refused')),
  refusal text,
  by_name text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, meter_id) references electricity_keypad (organization_id, meter_id),
  check ((state = 'issued') = (token is not null))
);
create index electricity_token_meter on electricity_token (organization_id, meter_id, id);
create index electricity_token_source on electricity_token (organization_id, source_id) where source_id is not null;
create index electricity_token_asked on electricity_token (organization_id, id) where state = 'asked';
create unique index electricity_token_count on electricity_token (organization_id, meter_id, count)
  where count is not null and kind = 'add';
select tenant_table('electricity_token');

-- The entries of a keypad's meter that were made into tokens, each once; and those from before, which its balance held.
create table electricity_token_entry (
  organization_id uuid not null,
  entry_id uuid not null,
  meter_id uuid not null,
  created_at timestamptz not null,
  primary key (organization_id, entry_id),
  foreign key (organization_id, meter_id) references electricity_keypad (organization_id, meter_id)
);
select tenant_table('electricity_token_entry');

-- The organizations with tokens that a vending service has not answered; the job runs without an organization.
create function electricity_tokens_asked() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct t.organization_id from electricity_token t where t.state = 'asked';
  end;
revoke all on function electricity_tokens_asked() from public;
grant execute on function electricity_tokens_asked() to counterfoil_app;

-- Alerts: what a meter is watched for, what was found, and who is told.

-- What the holder or staff chose for a meter; absent or null: the organization's own limits, or none.
create table electricity_meter_limit (
  organization_id uuid not null,
  meter_id uuid not null,
  low_wh bigint check (low_wh >= 0),                              -- at this balance or below it is low
  day_wh bigint check (day_wh > 0),                               -- more than this in a day
  month_wh bigint check (month_wh > 0),                           -- more than this in a month
  updated_at timestamptz not null,
  primary key (organization_id, meter_id),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id)
);
select tenant_table('electricity_meter_limit');

-- How the holder of an account gets alerts; absent: by e-mail and chat.
create table electricity_notice_choice (
  organization_id uuid not null,
  account_id uuid not null,
  email boolean not null,
  chat boolean not null,
  sms boolean not null,
  muted text[] not null,                                          -- kinds that are shown in the portal alone
  quiet_from smallint check (quiet_from between 0 and 1439),      -- minutes of the day, besides the organization's
  quiet_to smallint check (quiet_to between 0 and 1439),
  updated_at timestamptz not null,
  primary key (organization_id, account_id),
  foreign key (organization_id, account_id) references portal_account (organization_id, id),
  check ((quiet_from is null) = (quiet_to is null))
);
select tenant_table('electricity_notice_choice');

-- When a meter was last looked at, and the balance's `updated_at` that was seen then.
create table electricity_watch (
  organization_id uuid not null,
  meter_id uuid not null,
  looked_at timestamptz not null,
  seen_at timestamptz not null,
  primary key (organization_id, meter_id),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id)
) with (fillfactor = 70);
select tenant_table('electricity_watch');
-- Whether it is time for a look: the balance changed, or the last look is an hour ago. What was seen is compared for
-- equality, and a look in the future does not count: a clock may go back.
create function electricity_look_due(looked_at timestamptz, seen_at timestamptz, updated_at timestamptz, now timestamptz)
  returns boolean language sql stable
  return looked_at is null or seen_at <> updated_at or looked_at not between now - interval '1 hour' and now;

-- An episode: it opens once, and clears. A confirmed payment is one that clears at once.
create table electricity_alert (
  organization_id uuid not null,
  id uuid not null,
  meter_id uuid not null,
  customer_id uuid not null,                                      -- who held the meter then
  kind text not null check (kind in ('low_balance', 'days_left', 'unusual', 'over_limit', 'silent', 'payment')),
  subject_id uuid,                                                -- the purchase
  detail jsonb not null,                                          -- the numbers that its text names
  opened_at timestamptz not null,
  cleared_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id),
  foreign key (organization_id, customer_id) references electricity_customer (organization_id, id)
);
create unique index electricity_alert_open on electricity_alert (organization_id, meter_id, kind)
  where cleared_at is null;
create unique index electricity_alert_subject on electricity_alert (organization_id, kind, subject_id)
  where subject_id is not null;
create index electricity_alert_meter on electricity_alert (organization_id, meter_id, id);
create index electricity_alert_customer on electricity_alert (organization_id, customer_id, id);
select tenant_table('electricity_alert');

-- Who is told of an episode, and whether it was sent; written with the episode, so that nobody is forgotten.
create table electricity_notice (
  organization_id uuid not null,
  alert_id uuid not null,
  account_id uuid not null,
  state text not null check (state in ('waiting', 'sent', 'dropped', 'muted', 'unreachable')),
  due_at timestamptz not null,                                    -- after the quiet hours
  ways text[] not null default '{}',                              -- how it was sent: email, chat, sms
  settled_at timestamptz,
  primary key (organization_id, alert_id, account_id),
  foreign key (organization_id, alert_id) references electricity_alert (organization_id, id),
  foreign key (organization_id, account_id) references portal_account (organization_id, id),
  check ((settled_at is null) = (state = 'waiting'))
);
create index electricity_notice_due on electricity_notice (organization_id, due_at) where state = 'waiting';
create index electricity_notice_account on electricity_notice (organization_id, account_id, alert_id);
select tenant_table('electricity_notice');

-- The organizations with meters to look at: those that changed, and each once an hour; and those with notices to send.
create function electricity_watch_due(now timestamptz) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct m.organization_id
    from electricity_meter m
    join electricity_balance b on b.organization_id = m.organization_id and b.meter_id = m.id
    left join electricity_watch w on w.organization_id = m.organization_id and w.meter_id = m.id
    where m.customer_id is not null and electricity_look_due(w.looked_at, w.seen_at, b.updated_at, now);
  end;
revoke all on function electricity_watch_due(timestamptz) from public;
grant execute on function electricity_watch_due(timestamptz) to counterfoil_app;
create function electricity_notice_due(now timestamptz) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct n.organization_id from electricity_notice n where n.state = 'waiting' and n.due_at <= now;
  end;
revoke all on function electricity_notice_due(timestamptz) from public;
grant execute on function electricity_notice_due(timestamptz) to counterfoil_app;

-- Who got the report of a month, and how: each once.
create table electricity_report_sent (
  organization_id uuid not null,
  month_on date not null,
  customer_id uuid not null,
  account_id uuid not null,
  ways text[] not null,
  sent_at timestamptz not null,
  primary key (organization_id, month_on, customer_id, account_id),
  foreign key (organization_id, customer_id) references electricity_customer (organization_id, id),
  foreign key (organization_id, account_id) references portal_account (organization_id, id)
);
select tenant_table('electricity_report_sent');
create function electricity_with_members() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct r.organization_id from electricity_member r;
  end;
revoke all on function electricity_with_members() from public;
grant execute on function electricity_with_members() to counterfoil_app;

-- 202611230830_backup.sql

-- The attempts to make a backup of this installation, for the console. The backups themselves are known by their place.
create table backup (
  id           uuid primary key,
  state        text not null default 'running' check (state in ('running', 'done', 'failed')),
  place        text not null,                                   -- a folder, or s3://bucket/prefix
  name         text not null,
  started_at   timestamptz not null,
  ended_at     timestamptz,
  percent      integer not null default 0 check (percent between 0 and 100),
  size_bytes   bigint,                                          -- of the backup
  rows         bigint,
  files        bigint,
  missing      bigint,                                          -- files that their store no longer had
  error        text,
  check ((state = 'running') = (ended_at is null))
);
create index backup_newest on backup (started_at desc);
alter table backup enable row level security;

-- 202611231225_db_limit.sql

-- People who may see only a part of an organization, such as one merchant's machines. The transaction of such a person
-- names that part beside the organization, and policies of the tables keep to it. kernel/tenancy/README.md explains.

-- The part that this transaction is limited to; null: the whole organization.
create function app_limit_id() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.limit_id', true), '')::uuid;

-- Whoever is limited sees and writes only rows whose `part` names their part; without `part`, none. Called after
-- tenant_table() or partitioned_table(). The partitions of a table have no policies, so nobody reaches them by name.
create function limit_table(t regclass, part text default null) returns void language plpgsql as $$
declare
  allowed text := 'app_limit_id() is null' || case when part is null then '' else ' or ' || quote_ident(part) || ' = app_limit_id()' end;
begin
  execute format('create policy limited on %s as restrictive to counterfoil_app using (%s) with check (%s)',
    t, allowed, allowed);
end $$;

-- Whoever is limited reads all rows, and writes none: what belongs to the whole organization, such as its dictionary.
create function limit_table_to_reading(t regclass) returns void language plpgsql as $$
begin
  execute format('create policy limited_insert on %s as restrictive for insert to counterfoil_app
    with check (app_limit_id() is null)', t);
  execute format('create policy limited_update on %s as restrictive for update to counterfoil_app
    using (app_limit_id() is null)', t);
  execute format('create policy limited_delete on %s as restrictive for delete to counterfoil_app
    using (app_limit_id() is null)', t);
end $$;

revoke all on function limit_table(regclass, text), limit_table_to_reading(regclass) from public;

-- 202611231226_tenancy_limit.sql

-- A member who sees only a part of the organization. A manifest says what kinds of parts there are (limits).
alter table membership
  add column limit_kind text check (limit_kind <> '' and char_length(limit_kind) <= 60),
  add column limit_id uuid,
  add constraint membership_limit_whole check ((limit_kind is null) = (limit_id is null)),
  -- Whoever owns an organization owns all of it.
  add constraint membership_limit_owner check (limit_id is null or role <> 'owner');
alter table invitation
  add column limit_kind text check (limit_kind <> '' and char_length(limit_kind) <= 60),
  add column limit_id uuid,
  add constraint invitation_limit_whole check ((limit_kind is null) = (limit_id is null)),
  add constraint invitation_limit_owner check (limit_id is null or role <> 'owner');

-- 202611231230_coffee.sql

-- A fleet of coffee machines: whose they are, what is in them, what they sold, and what they reported.
-- Quantities (levels, capacities, stock) are thousandths of their material's unit: mg, µl, thousandths of a piece.

create table coffee_merchant (
  organization_id uuid not null references organization (id),
  id uuid not null,
  name text not null check (name <> '' and char_length(name) <= 120),
  contact_name text not null default '' check (char_length(contact_name) <= 120),
  phone text not null default '' check (char_length(phone) <= 40),
  email text not null default '' check (char_length(email) <= 255),
  status text not null default 'active' check (status in ('active', 'suspended')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index coffee_merchant_name on coffee_merchant (organization_id, lower(name));
select tenant_table('coffee_merchant');
select limit_table('coffee_merchant', 'id');

create table coffee_location (
  organization_id uuid not null,
  id uuid not null,
  merchant_id uuid not null,
  name text not null check (name <> '' and char_length(name) <= 120),
  address text not null default '' check (char_length(address) <= 255),
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, merchant_id, id),
  foreign key (organization_id, merchant_id) references coffee_merchant (organization_id, id),
  check ((latitude is null) = (longitude is null))
);
create unique index coffee_location_name on coffee_location (organization_id, merchant_id, lower(name));
select tenant_table('coffee_location');
select limit_table('coffee_location', 'merchant_id');

-- What goes into the bins.
create table coffee_material (
  organization_id uuid not null references organization (id),
  id uuid not null,
  code text not null check (code ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),
  name text not null check (name <> '' and char_length(name) <= 120),
  unit text not null check (unit in ('g', 'ml', 'piece')),
  specification text not null default '' check (char_length(specification) <= 500),
  cost_minor bigint not null default 0 check (cost_minor >= 0),        -- of 1,000 units: a kilo, a litre, a thousand cups
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  active boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index coffee_material_code on coffee_material (organization_id, code);
select tenant_table('coffee_material');
select limit_table_to_reading('coffee_material');

-- A product, and how it is made: each change of the recipe is a version, which never changes.
create table coffee_recipe (
  organization_id uuid not null references organization (id),
  id uuid not null,
  code text not null check (code ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),       -- the product's name in orders
  name text not null check (name <> '' and char_length(name) <= 120),
  version int not null check (version > 0),                            -- the newest
  active boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index coffee_recipe_code on coffee_recipe (organization_id, code);
select tenant_table('coffee_recipe');
select limit_table_to_reading('coffee_recipe');

create table coffee_recipe_version (
  organization_id uuid not null,
  recipe_id uuid not null,
  version int not null check (version > 0),
  body jsonb not null,                                                 -- recipes/recipe.schema.json
  note text not null default '' check (char_length(note) <= 500),
  by_name text not null,
  created_at timestamptz not null,
  primary key (organization_id, recipe_id, version),
  foreign key (organization_id, recipe_id) references coffee_recipe (organization_id, id)
);
create trigger append_only before update or delete or truncate on coffee_recipe_version
  for each statement execute function refuse_change();
select tenant_table('coffee_recipe_version');
select limit_table_to_reading('coffee_recipe_version');
revoke update, delete on coffee_recipe_version from counterfoil_app;

-- Versions of recipes that go to machines together; a package never changes.
create table coffee_package (
  organization_id uuid not null references organization (id),
  id uuid not null,
  number int not null check (number > 0),                              -- what machines report; rises by one
  name text not null check (name <> '' and char_length(name) <= 120),
  note text not null default '' check (char_length(note) <= 500),
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),              -- SHA-256 of what a machine gets
  by_name text not null,
  created_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index coffee_package_number on coffee_package (organization_id, number);
create trigger append_only before update or delete or truncate on coffee_package
  for each statement execute function refuse_change();
select tenant_table('coffee_package');
select limit_table_to_reading('coffee_package');
revoke update, delete on coffee_package from counterfoil_app;

create table coffee_package_recipe (
  organization_id uuid not null,
  package_id uuid not null,
  recipe_id uuid not null,
  version int not null,
  primary key (organization_id, package_id, recipe_id),
  foreign key (organization_id, package_id) references coffee_package (organization_id, id),
  foreign key (organization_id, recipe_id, version) references coffee_recipe_version (organization_id, recipe_id, version)
);
create trigger append_only before update or delete or truncate on coffee_package_recipe
  for each statement execute function refuse_change();
select tenant_table('coffee_package_recipe');
select limit_table_to_reading('coffee_package_recipe');
revoke update, delete on coffee_package_recipe from counterfoil_app;

-- Each report of a machine changes its row; no index has a column that a report changes, so that the row stays in place.
create table coffee_machine (
  organization_id uuid not null,
  id uuid not null,
  serial text not null check (serial ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$'),
  name text not null default '' check (char_length(name) <= 120),
  model text not null default '' check (char_length(model) <= 80),
  firmware text check (char_length(firmware) <= 80),
  merchant_id uuid not null,
  location_id uuid,
  address text not null default '' check (char_length(address) <= 255), -- where in the location
  tags text[] not null default '{}' check (cardinality(tags) <= 20),
  device_id uuid,                                                      -- its identity in kernel/devices
  state text not null default 'active' check (state in ('active', 'retired')),
  -- What it last said of itself. Before its first report: unknown.
  status text not null default 'unknown'
    check (status in ('unknown', 'ready', 'brewing', 'heating', 'cleaning', 'standby', 'locked', 'fault')),
  temperature_dc int check (temperature_dc between -500 and 3000),     -- tenths of a degree Celsius
  errors text[] not null default '{}',
  locked boolean not null default false,                               -- it sells nothing
  last_seen_at timestamptz,                                            -- by our clock
  offline_at timestamptz,                                              -- said to be gone; null: judged by last_seen_at
  said_at timestamptz,                                                 -- of its newest report, by its own clock
  clock_offset_s int,                                                  -- its clock less ours, as it last said
  package_number int,                                                  -- the package that it says it runs
  wanted_package_id uuid,                                              -- the package that it should run
  kept_at timestamptz,                                                 -- of its newest row in coffee_status
  created_at timestamptz not null,
  updated_at timestamptz not null,                                     -- by staff
  primary key (organization_id, id),
  unique (organization_id, id, merchant_id),
  foreign key (organization_id, merchant_id) references coffee_merchant (organization_id, id),
  foreign key (organization_id, merchant_id, location_id) references coffee_location (organization_id, merchant_id, id),
  foreign key (organization_id, device_id) references device (organization_id, id),
  foreign key (organization_id, wanted_package_id) references coffee_package (organization_id, id)
) with (fillfactor = 60);
create unique index coffee_machine_serial on coffee_machine (organization_id, lower(serial));
create unique index coffee_machine_device on coffee_machine (organization_id, device_id) where device_id is not null;
create index coffee_machine_merchant on coffee_machine (organization_id, merchant_id, id);
create index coffee_machine_location on coffee_machine (organization_id, location_id) where location_id is not null;
select tenant_table('coffee_machine');
select limit_table('coffee_machine', 'merchant_id');

create table coffee_bin (
  organization_id uuid not null,
  machine_id uuid not null,
  position int not null check (position between 1 and 40),
  merchant_id uuid not null,                                           -- its machine's
  material_id uuid,
  capacity_milli bigint not null check (capacity_milli > 0),
  threshold_milli bigint not null default 0 check (threshold_milli between 0 and capacity_milli),
  level_milli bigint check (level_milli between 0 and capacity_milli), -- null: not reported yet
  reported_at timestamptz,
  primary key (organization_id, machine_id, position),
  foreign key (organization_id, machine_id, merchant_id)
    references coffee_machine (organization_id, id, merchant_id) on update cascade,
  foreign key (organization_id, material_id) references coffee_material (organization_id, id),
  check ((level_milli is null) = (reported_at is null))
) with (fillfactor = 60);
create index coffee_bin_material on coffee_bin (organization_id, material_id) where material_id is not null;
select tenant_table('coffee_bin');
select limit_table('coffee_bin', 'merchant_id');

-- What machines reported, kept when something changed and every few minutes (status/keep.rule.ts).
create table coffee_status (
  organization_id uuid not null,
  id uuid not null,                                                    -- its time is when the report came
  machine_id uuid not null,
  merchant_id uuid not null,
  said_at timestamptz,                                                 -- by the machine's clock
  status text not null,
  temperature_dc int,
  errors text[] not null default '{}',
  bins jsonb not null default '[]',                                    -- [position, level_milli] of each
  primary key (organization_id, id),
  foreign key (organization_id, machine_id) references coffee_machine (organization_id, id)
) partition by range (id);
create index coffee_status_machine on coffee_status (organization_id, machine_id, id);
select partitioned_table('coffee_status');
select limit_table('coffee_status', 'merchant_id');

-- What was sold. The time of the id is made_at, so that an order that comes late lies in the month in which it was made.
create table coffee_order (
  organization_id uuid not null,
  id uuid not null,
  machine_id uuid not null,
  merchant_id uuid not null,                                           -- whose machine it was
  location_id uuid,
  number text not null check (number ~ '^[A-Za-z0-9._:/-]{1,60}$'),    -- the machine's own
  made_at timestamptz not null,                                        -- judged (orders/made-at.rule.ts)
  claimed_at timestamptz not null,                                     -- by the machine's clock
  sold_on date not null,                                               -- the day for which it counts
  hour_at timestamptz not null,                                        -- the beginning of its hour
  received_at timestamptz not null,
  payment_method text not null check (payment_method ~ '^[a-z][a-z0-9_]{0,29}$'),
  payment_state text not null check (payment_state in ('paid', 'free', 'pending', 'failed')),
  payment_reference text not null default '' check (char_length(payment_reference) <= 120),
  payment_id uuid,                                                     -- when the kernel took the money
  served boolean not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null check (amount_minor >= 0),
  refunded_minor bigint not null default 0 check (refunded_minor between 0 and amount_minor),
  items int not null check (items >= 0),
  exception text check (exception in ('clock', 'unpaid', 'not_served', 'sum', 'refund_failed')),
  settled_at timestamptz,                                              -- when staff had looked at the exception
  settled_by_name text,
  settled_note text not null default '' check (char_length(settled_note) <= 500),
  primary key (organization_id, id),
  foreign key (organization_id, machine_id) references coffee_machine (organization_id, id),
  check ((settled_at is null) = (settled_by_name is null))
) partition by range (id);
create index coffee_order_machine on coffee_order (organization_id, machine_id, id);
create index coffee_order_merchant on coffee_order (organization_id, merchant_id, id);
create index coffee_order_exception on coffee_order (organization_id, id) where exception is not null and settled_at is null;
-- An order that is sent again counts once.
select unique_over_months('coffee_order', 'machine_id', 'number');
select partitioned_table('coffee_order');
select limit_table('coffee_order', 'merchant_id');
-- Machines write the keys; whoever is limited has nothing to look for there.
select limit_table('coffee_order_key');

create table coffee_order_item (
  organization_id uuid not null,
  id uuid not null,                                                    -- its time is made_at of the order
  order_id uuid not null,
  machine_id uuid not null,
  merchant_id uuid not null,
  product text not null check (product ~ '^[a-z0-9][a-z0-9_-]{0,39}$'), -- a recipe's code, known or not
  quantity int not null check (quantity between 1 and 1000),
  amount_minor bigint not null check (amount_minor >= 0),
  primary key (organization_id, id)
) partition by range (id);
create index coffee_order_item_order on coffee_order_item (organization_id, order_id);
select partitioned_table('coffee_order_item');
select limit_table('coffee_order_item', 'merchant_id');

-- A payment that a machine asked for, such as a QR on its screen; at most one order is paid with it.
create table coffee_charge (
  organization_id uuid not null,
  id uuid not null,
  payment_id uuid,                                                     -- null only while it is being opened
  machine_id uuid not null,
  merchant_id uuid not null,
  number text not null check (number ~ '^[A-Za-z0-9._:/-]{1,60}$'),    -- the machine's own; the order's number later
  order_id uuid,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, machine_id) references coffee_machine (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id)
);
create unique index coffee_charge_payment on coffee_charge (organization_id, payment_id) where payment_id is not null;
create unique index coffee_charge_number on coffee_charge (organization_id, machine_id, number);
create unique index coffee_charge_order on coffee_charge (organization_id, order_id) where order_id is not null;
select tenant_table('coffee_charge');
select limit_table('coffee_charge', 'merchant_id');

create table coffee_refund (
  organization_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  machine_id uuid not null,
  merchant_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  reason text not null check (reason <> '' and char_length(reason) <= 500),
  way text not null check (way in ('by_hand', 'provider')),
  state text not null check (state in ('done', 'under_way', 'failed')),
  attempt_id uuid,                                                     -- of the payment's provider
  by_name text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, machine_id) references coffee_machine (organization_id, id)
);
create index coffee_refund_order on coffee_refund (organization_id, order_id);
create unique index coffee_refund_attempt on coffee_refund (organization_id, attempt_id) where attempt_id is not null;
select tenant_table('coffee_refund');
select limit_table('coffee_refund', 'merchant_id');

-- Sums of orders, changed in the transaction of whatever changes an order. Those of machines are by hour; those that the
-- dashboard reads are by `scope_id`: a merchant, or the organization itself for all of its merchants.
create table coffee_hour (
  organization_id uuid not null,
  machine_id uuid not null,
  hour_at timestamptz not null,
  payment_method text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  merchant_id uuid not null,
  sold_on date not null,
  orders int not null default 0,
  items int not null default 0,
  amount_minor bigint not null default 0,
  refunds int not null default 0,
  refunded_minor bigint not null default 0,
  primary key (organization_id, machine_id, hour_at, payment_method, currency, merchant_id),
  foreign key (organization_id, machine_id) references coffee_machine (organization_id, id)
) with (fillfactor = 85);
create index coffee_hour_day on coffee_hour (organization_id, machine_id, sold_on);
select tenant_table('coffee_hour');
select limit_table('coffee_hour', 'merchant_id');

create table coffee_scope_hour (
  organization_id uuid not null,
  scope_id uuid not null,
  hour_at timestamptz not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  sold_on date not null,
  orders int not null default 0,
  amount_minor bigint not null default 0,
  refunded_minor bigint not null default 0,
  primary key (organization_id, scope_id, hour_at, currency)
) with (fillfactor = 85);
select tenant_table('coffee_scope_hour');
select limit_table('coffee_scope_hour', 'scope_id');

create table coffee_day (
  organization_id uuid not null,
  scope_id uuid not null,
  sold_on date not null,
  payment_method text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  orders int not null default 0,
  items int not null default 0,
  amount_minor bigint not null default 0,
  refunds int not null default 0,
  refunded_minor bigint not null default 0,
  primary key (organization_id, scope_id, sold_on, payment_method, currency)
) with (fillfactor = 85);
select tenant_table('coffee_day');
select limit_table('coffee_day', 'scope_id');

create table coffee_product_day (
  organization_id uuid not null,
  scope_id uuid not null,
  sold_on date not null,
  product text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  items int not null default 0,
  amount_minor bigint not null default 0,
  primary key (organization_id, scope_id, sold_on, product, currency)
) with (fillfactor = 85);
select tenant_table('coffee_product_day');
select limit_table('coffee_product_day', 'scope_id');

-- 202611231245_audit_redaction.sql

-- Erasing a person (kernel/personal-data) removes their data from entries, never who did what to which record when.

-- Only the owner of the tables erases; requests sign in as counterfoil_app, whatever they set.
create function app_erasing() returns boolean language sql stable as $$
  select current_setting('app.erasing', true) = 'on' and current_user <> 'counterfoil_app'
$$;

create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  -- Tables that let something through then have a trigger for each row, which says what.
  if tg_op = 'UPDATE' and tg_table_name <> 'audit_seal' and app_erasing() then
    return null;
  end if;
  raise exception '% is append-only: % is refused', tg_table_name, tg_op using errcode = 'restrict_violation';
end $$;

create function audit_entry_stands() returns trigger language plpgsql as $$
begin
  if (new.organization_id, new.id, new.at, new.actor_kind, new.actor_id, new.action, new.subject_type, new.subject_id,
      new.request_id, new.xact)
    is distinct from
     (old.organization_id, old.id, old.at, old.actor_kind, old.actor_id, old.action, old.subject_type, old.subject_id,
      old.request_id, old.xact)
    or not app_erasing()
  then
    raise exception 'audit_entry is append-only: who, what and when stay' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger audit_entry_stands before update on audit_entry for each row execute function audit_entry_stands();

-- Entries from which a person's data were removed: the digest of what is left, signed like a link of the chain, so that
-- a redaction can't be forged without SECRET_KEY. The chain itself keeps the digest of what was written first.
create table audit_redaction (
  organization_id  uuid not null,
  entry_id         uuid not null,
  digest           bytea not null check (octet_length(digest) = 32),
  signature        bytea not null,
  key_id           text not null,
  redacted_at      timestamptz not null,
  primary key (organization_id, entry_id)
);
select tenant_table('audit_redaction');
revoke insert, update, delete on audit_redaction from counterfoil_app;

-- 202611231246_ledger_erasing.sql

-- Erasing a person blanks their name in the text of an entry; the entry, its lines and amounts stand.
create or replace function ledger_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and tg_table_name = 'ledger_entry' and app_erasing() then
    if to_jsonb(new) - 'memo' - 'actor_name' = to_jsonb(old) - 'memo' - 'actor_name' then
      return new;
    end if;
  end if;
  raise exception 'the ledger is never changed; post a reversal';
end $$;

-- 202611231247_exhibition_erasing.sql

-- Erasing a person: a customer without name, phone and address stays, since the bills do.
alter table exhibition_customer drop constraint exhibition_customer_phone_check;
alter table exhibition_customer add constraint exhibition_customer_phone_check
  check (phone ~ '^\+[1-9][0-9]{6,14}$' or phone = '' and name = '[erased]');

create or replace function exhibition_bill_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a bill is never deleted; void it';
  end if;
  if app_erasing() and to_jsonb(new) - 'description' - 'void_reason' = to_jsonb(old) - 'description' - 'void_reason' then
    return new;
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

-- 202611231248_electricity_erasing.sql

-- Erasing a person blanks their name beside a movement of units; the movement stands.
create function electricity_entry_stands() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - 'reason' - 'actor_name' <> to_jsonb(old) - 'reason' - 'actor_name' or not app_erasing() then
    raise exception 'electricity_entry is append-only' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger electricity_entry_stands before update on electricity_entry
  for each row execute function electricity_entry_stands();

-- 202611231249_personal_data.sql

-- Who was asked to be erased, and how far that is (kernel/personal-data/README.md). No word of the person.
create table person_erasure (
  organization_id uuid not null references organization (id),
  id uuid not null,
  kind text not null check (kind <> '' and char_length(kind) <= 60),   -- e.g. person, exhibition.customer
  subject_id uuid not null,
  state text not null check (state in ('waiting', 'done', 'refused')),
  requested_by_name text not null,
  requested_at timestamptz not null,
  ended_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, kind, subject_id)
);
select tenant_table('person_erasure');

-- 202611231340_coffee_commands.sql

-- What machines are told to do, one by one or many at once.

create table coffee_batch (
  organization_id uuid not null references organization (id),
  id uuid not null,
  merchant_id uuid,                                                    -- null: of the whole organization
  kind text not null,
  params jsonb not null,
  chosen_by jsonb not null,                                            -- the filter by which machines were chosen
  state text not null default 'running' check (state in ('running', 'paused', 'cancelled')),
  machines int not null check (machines >= 0),
  left_out int not null default 0 check (left_out >= 0),               -- machines with too many open commands
  by_name text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  changed_at timestamptz not null,                                     -- when it was made, paused, resumed or cancelled
  primary key (organization_id, id),
  foreign key (organization_id, merchant_id) references coffee_merchant (organization_id, id)
);
select tenant_table('coffee_batch');
select limit_table('coffee_batch', 'merchant_id');

-- commands/command-states.rule.ts has the states and what each allows.
create table coffee_command (
  organization_id uuid not null,
  id uuid not null,                                                    -- the machine knows a command again by it
  machine_id uuid not null,
  merchant_id uuid not null,                                           -- whose machine it was
  batch_id uuid,
  kind text not null
    check (kind in ('restart', 'clean', 'set_temperature', 'set_price', 'lock', 'update_recipe', 'make_product')),
  params jsonb not null,
  target text check (char_length(target) <= 60),                       -- a later command for the same replaces this one
  state text not null default 'queued' check (state in
    ('queued', 'sent', 'acknowledged', 'succeeded', 'failed', 'expired', 'unknown', 'cancelled')),
  tries int not null default 0 check (tries >= 0),                     -- how often it was handed out
  tries_left int not null check (tries_left >= 0),
  withdrawn boolean not null default false,                            -- a machine that asks now may not begin
  not_before timestamptz not null,
  due_at timestamptz,                                                  -- when it is looked at again; null: it has ended
  expires_at timestamptz not null,
  created_at timestamptz not null,
  sent_at timestamptz,                                                 -- handed out for the first time
  acknowledged_at timestamptz,                                         -- the machine said that it has it
  ended_at timestamptz,
  said text not null default '' check (char_length(said) <= 500),      -- the machine's words on its result
  by_name text not null,
  steps jsonb not null default '[]',                                   -- {state, at, why} of each change
  primary key (organization_id, id),
  foreign key (organization_id, machine_id) references coffee_machine (organization_id, id),
  foreign key (organization_id, batch_id) references coffee_batch (organization_id, id),
  check ((due_at is null) = (ended_at is not null)),
  check ((ended_at is null) = (state in ('queued', 'sent', 'acknowledged'))),
  check ((tries = 0) = (sent_at is null)),
  check (tries > 0 or state in ('queued', 'expired', 'cancelled')),
  check (tries = 0 or state not in ('expired', 'cancelled'))
);
create index coffee_command_machine on coffee_command (organization_id, machine_id, id);
create index coffee_command_open on coffee_command (organization_id, machine_id) where ended_at is null;
create index coffee_command_batch on coffee_command (organization_id, batch_id) where batch_id is not null;
create index coffee_command_due on coffee_command (organization_id, due_at) where due_at is not null;
select tenant_table('coffee_command');
select limit_table('coffee_command', 'merchant_id');

-- The organizations that have commands to look at, for the sweep, which works in one organization at a time.
create function coffee_commands_due(now timestamptz) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct c.organization_id from coffee_command c where c.due_at <= now;
  end;

-- 202611231444_coffee_telemetry.sql

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

-- 202611231450_coffee_alarms.sql

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

-- 202611231518_coffee_rollouts.sql

-- A package goes to machines in stages: to a few of them first, and back when too many fail.

create table coffee_rollout (
  organization_id uuid not null references organization (id),
  id uuid not null,
  merchant_id uuid,                                                    -- null: of the whole organization
  package_id uuid not null,
  chosen_by jsonb not null,                                            -- the filter by which machines were chosen
  stages int[] not null check (cardinality(stages) between 1 and 10 and stages[cardinality(stages)] = 100),
  stage int not null default 0 check (stage between 0 and cardinality(stages) - 1),
  enough_percent int not null check (enough_percent between 1 and 100),    -- of those told, to go on
  failure_percent int not null check (failure_percent between 0 and 99),   -- of those told, to go back when there are more
  stage_minutes int not null check (stage_minutes between 5 and 10080),    -- how long a machine may take
  state text not null default 'running'
    check (state in ('running', 'paused', 'rolling_back', 'completed', 'rolled_back', 'cancelled')),
  reason text check (reason in ('person', 'failures', 'too_few')),     -- why it is paused, or goes back
  machines int not null check (machines > 0),
  by_name text not null,
  created_at timestamptz not null,
  stage_at timestamptz not null,                                       -- when its stage began
  changed_at timestamptz not null,
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, merchant_id) references coffee_merchant (organization_id, id),
  foreign key (organization_id, package_id) references coffee_package (organization_id, id),
  check ((ended_at is null) = (state in ('running', 'paused', 'rolling_back')))
);
create index coffee_rollout_open on coffee_rollout (organization_id) where ended_at is null;
select tenant_table('coffee_rollout');
select limit_table('coffee_rollout', 'merchant_id');

create table coffee_rollout_machine (
  organization_id uuid not null,
  rollout_id uuid not null,
  machine_id uuid not null,
  merchant_id uuid not null,                                           -- whose machine it was
  position int not null check (position > 0),                          -- in the order in which they are told
  stage int not null check (stage >= 0),
  state text not null default 'waiting'
    check (state in ('waiting', 'told', 'succeeded', 'failed', 'silent', 'missed', 'returning', 'returned', 'stuck')),
  open boolean not null default true,                                  -- its rollout has not ended
  before_package_id uuid,                                              -- what it ran, or should have run
  command_id uuid,
  back_command_id uuid,
  changed_at timestamptz not null,
  primary key (organization_id, rollout_id, machine_id),
  foreign key (organization_id, rollout_id) references coffee_rollout (organization_id, id),
  foreign key (organization_id, machine_id) references coffee_machine (organization_id, id),
  foreign key (organization_id, before_package_id) references coffee_package (organization_id, id)
);
-- A machine is in one rollout at a time.
create unique index coffee_rollout_machine_open on coffee_rollout_machine (organization_id, machine_id) where open;
create unique index coffee_rollout_machine_place on coffee_rollout_machine (organization_id, rollout_id, position);
select tenant_table('coffee_rollout_machine');
select limit_table('coffee_rollout_machine', 'merchant_id');

alter table coffee_command add column rollout_id uuid;
alter table coffee_command add foreign key (organization_id, rollout_id) references coffee_rollout (organization_id, id);

-- The organizations whose rollouts are under way, for the sweep, which works in one organization at a time.
create function coffee_rollouts_due() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct r.organization_id from coffee_rollout r where r.ended_at is null and r.state <> 'paused';
  end;

-- 202611231525_coffee_stock.sql

-- What machines used, as measured and as reckoned from what they sold; who filled them.

-- Counted since the bin was filled last. Reports and orders change them in the statements that write the level anyway.
alter table coffee_bin
  add column since_at timestamptz,                                     -- null: no level was reported yet
  add column used_milli bigint not null default 0,                     -- by its levels; a scale that trembles may take back
  add column reckoned_milli bigint not null default 0,                 -- by recipes; of all bins with its material together
  add column unknown_items int not null default 0;                     -- sold since then without a known recipe

-- The time between two fillings, when it is over. A late order still counts in the one in which it was made.
create table coffee_stock_span (
  organization_id uuid not null,
  id uuid not null,
  machine_id uuid not null,
  merchant_id uuid not null,                                           -- whose machine it was
  material_id uuid not null,
  position int not null,                                               -- the first bin with the material
  from_at timestamptz not null,
  to_at timestamptz not null,
  capacity_milli bigint not null check (capacity_milli > 0),
  used_milli bigint not null,
  reckoned_milli bigint not null,
  unknown_items int not null,
  primary key (organization_id, id),
  foreign key (organization_id, machine_id) references coffee_machine (organization_id, id),
  foreign key (organization_id, material_id) references coffee_material (organization_id, id)
);
create index coffee_stock_span_machine on coffee_stock_span (organization_id, machine_id, to_at);
select tenant_table('coffee_stock_span');
select limit_table('coffee_stock_span', 'merchant_id');

-- What recipes say that was used, by day; a late order corrects its day.
create table coffee_use_day (
  organization_id uuid not null,
  machine_id uuid not null,
  material_id uuid not null,
  used_on date not null,
  merchant_id uuid not null,                                           -- whose machine it was
  milli bigint not null,
  primary key (organization_id, machine_id, material_id, used_on),
  foreign key (organization_id, machine_id) references coffee_machine (organization_id, id),
  foreign key (organization_id, material_id) references coffee_material (organization_id, id)
) with (fillfactor = 85);
select tenant_table('coffee_use_day');
select limit_table('coffee_use_day', 'merchant_id');

-- What went into bins: as the machine measured it, or as somebody said.
create table coffee_refill (
  organization_id uuid not null,
  id uuid not null,
  machine_id uuid not null,
  merchant_id uuid not null,                                           -- whose machine it was
  position int not null check (position between 1 and 40),
  material_id uuid,
  source text not null check (source in ('measured', 'person')),
  amount_milli bigint check (amount_milli >= 0),                       -- null: nobody weighed it
  filled_at timestamptz not null,                                      -- of a person: as their phone says
  received_at timestamptz not null,
  by_id uuid,
  by_name text not null default '' check (char_length(by_name) <= 200),
  note text not null default '' check (char_length(note) <= 500),
  primary key (organization_id, id),
  foreign key (organization_id, machine_id) references coffee_machine (organization_id, id),
  foreign key (organization_id, material_id) references coffee_material (organization_id, id)
);
-- The same filling, sent again from a phone, is one.
create unique index coffee_refill_once on coffee_refill (organization_id, machine_id, position, source, filled_at);
create index coffee_refill_machine on coffee_refill (organization_id, machine_id, id);
select tenant_table('coffee_refill');
select limit_table('coffee_refill', 'merchant_id');

alter table coffee_watch add column stock_at timestamptz;              -- when measured and reckoned were compared last

-- 202611231812_coffee_levels.sql

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

-- 202611232230_devices_statistics.sql

-- Rows that devices change all the time keep their distribution. Without this the table was analyzed every ten seconds,
-- and each time every statement on it was planned again.
alter table device set (autovacuum_analyze_scale_factor = 5);

-- 202611232231_coffee_statistics.sql

-- Rows that machines change all the time keep their distribution. Without this the tables were analyzed every ten
-- seconds, and each time every statement on them was planned again: with 10,000 machines some hundred reports waited.
alter table coffee_machine set (autovacuum_analyze_scale_factor = 5);
alter table coffee_bin set (autovacuum_analyze_scale_factor = 5);
alter table coffee_hour set (autovacuum_analyze_scale_factor = 1, autovacuum_analyze_threshold = 2000);
alter table coffee_scope_hour set (autovacuum_analyze_scale_factor = 1, autovacuum_analyze_threshold = 2000);
alter table coffee_day set (autovacuum_analyze_scale_factor = 1, autovacuum_analyze_threshold = 2000);
alter table coffee_product_day set (autovacuum_analyze_scale_factor = 1, autovacuum_analyze_threshold = 2000);
-- Nothing is found by these; comparing documents and arrays took most of the time of analyzing.
alter table coffee_machine
  alter column bins set statistics 0, alter column levels set statistics 0, alter column levels_at set statistics 0,
  alter column errors set statistics 0;

-- 202611232232_electricity_statistics.sql

-- Rows that meters change all the time keep their distribution. Without this the tables were analyzed every ten
-- seconds, and each time every statement on them was planned again.
alter table electricity_balance set (autovacuum_analyze_scale_factor = 5);
alter table electricity_usage_hour set (autovacuum_analyze_scale_factor = 1);
alter table electricity_usage_day set (autovacuum_analyze_scale_factor = 5);
alter table electricity_usage_month set (autovacuum_analyze_scale_factor = 5);
alter table electricity_sale_day set (autovacuum_analyze_scale_factor = 1);
-- Nothing is found by these; comparing documents took most of the time of analyzing.
alter table electricity_redemption alter column working set statistics 0;
alter table electricity_purchase alter column working set statistics 0;

-- The rows, without the keys and triggers that look at them one by one.

reset role;
set session_replication_role = replica;

delete from api_key;
insert into api_key (organization_id, id, name, prefix, key_hash, role, created_by, last_used_at, expires_at, revoked_at, created_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-375a-7401-ac60-1c5a0c58cea9', 'Till', 'cf_gnnetzx2', E'\\x70fbf1280a801004bc807cebc484ffbec91ec6046414e24218a73c050d48f4f6', 'admin', '01a20a7e-3528-7389-81af-69a575ff5ef9', NULL, NULL, NULL, '2026-11-23 22:19:33.594652+00');

delete from audit_entry;
insert into audit_entry (organization_id, id, at, actor_kind, actor_id, actor_name, action, subject_type, subject_id, before, after, note, request_id, ip, user_agent, xact) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-356f-70b3-94a4-7fb4925d3dfc', '2026-11-23 22:19:33.103+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'exhibition.exhibition.created', 'exhibition.exhibition', '01a20a7e-356b-7694-b571-951c495a96a5', NULL, '{"id": "01a20a7e-356b-7694-b571-951c495a96a5", "name": "Kochi Craft Fair", "place": null, "prefix": "KF1", "ends_on": "2099-12-31", "currency": "INR", "starts_on": "2020-01-01", "tax_label": null, "created_at": "2026-11-23T22:19:33.099Z", "updated_at": "2026-11-23T22:19:33.099Z", "tax_percent": null}', NULL, '49ec3aa9-4a67-4323-94f1-e3a01de0dd29', '127.0.0.1', 'lightMyRequest', '887'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-35a1-704b-9f50-4a10114ad6a0', '2026-11-23 22:19:33.153+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'exhibition.customer.registered', 'exhibition.customer', '01a20a7e-358d-77a5-91be-715390fa1c05', NULL, '{"code": "8SGJGQE8", "name": "Asha Verma", "email": "asha@example.org", "phone": "+919876543210", "exhibition_id": "01a20a7e-356b-7694-b571-951c495a96a5"}', NULL, 'f54c352b-26eb-4656-a7e4-5d2d99e8c712', '127.0.0.1', 'lightMyRequest', '890'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-35bf-73a2-8b62-e9cd053086b7', '2026-11-23 22:19:33.183+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'exhibition.bill.added', 'exhibition.bill', '01a20a7e-35bf-73a1-ade6-f7ac7285cde1', NULL, '{"amount": "100.00", "currency": "INR", "customer": "8SGJGQE8", "description": ""}', NULL, 'b6daa7df-a0c0-4415-9dba-6d0b75efe751', '127.0.0.1', 'lightMyRequest', '891'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-35de-753d-b125-3473be750b25', '2026-11-23 22:19:33.214+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'documents.document.issued', 'exhibition.customer', '01a20a7e-358d-77a5-91be-715390fa1c05', NULL, '{"number": "KF1-R-000001", "series": "receipt", "currency": "INR", "total_minor": 10000}', NULL, 'b916c8bb-c20b-4c55-8a20-fc887825a2a0', '127.0.0.1', 'lightMyRequest', '892'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3604-747d-a60b-be2e53a77dbd', '2026-11-23 22:19:33.252+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'files.added', 'file', '01a20a7e-35f4-7477-a449-e337c344d198', NULL, '{"name": "people.csv", "purpose": "imports.source", "sizeBytes": 51, "contentType": "text/csv"}', NULL, '30282890-1cdd-47ef-a3af-c3f5f3969219', '127.0.0.1', 'lightMyRequest', '895'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3608-76ae-8e9d-cfbdd7a694c7', '2026-11-23 22:19:33.256+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'imports.checked', 'import', '01a20a7e-3604-747c-a28c-8fa06652fa01', NULL, '{"bad": 0, "file": "people.csv", "name": "exhibition.customers", "total": 1}', NULL, '30282890-1cdd-47ef-a3af-c3f5f3969219', '127.0.0.1', 'lightMyRequest', '895'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3630-729a-8cdd-09cee8f0c7ea', '2026-11-23 22:19:33.296+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'imports.started', 'import', '01a20a7e-3604-747c-a28c-8fa06652fa01', NULL, '{"file": "people.csv", "name": "exhibition.customers", "send": null, "total": 1, "choice": null}', NULL, '9282045a-0c2d-4e86-bbda-9a5bc75e9711', '127.0.0.1', 'lightMyRequest', '897'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3660-7281-8c5e-b8db91af33f3', '2026-11-23 22:19:33.344+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'raffle.raffle.created', 'raffle.raffle', '01a20a7e-3652-7581-8af7-11f05d62ae81', NULL, '{"id": "01a20a7e-3652-7581-8af7-11f05d62ae81", "code": "MYTZQ2", "title": "Onam raffle", "active": true, "digits": 2, "draw_on": null, "currency": "INR", "frozen_at": null, "created_at": "2026-11-23T22:19:33.330Z", "description": "", "last_number": 20, "first_number": 1, "ticket_price": "50.00", "picture_file_id": null, "per_person_limit": null, "ticket_price_minor": 5000, "reservation_minutes": 30}', NULL, 'f6b37d41-187c-4046-a410-645d0381d6de', '127.0.0.1', 'lightMyRequest', '899'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3679-7625-91a6-2f461bc3bd1b', '2026-11-23 22:19:33.369+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'raffle.order.reserved', 'raffle.order', '01a20a7e-3679-7624-bc49-930a404a4389', NULL, '{"code": "5Z564N22", "numbers": "7, 8", "contact_name": "Asha Verma"}', NULL, 'f3faefca-57b1-465a-90ef-8e3f91def549', '127.0.0.1', 'lightMyRequest', '902'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-36ae-7571-9a00-1b913023524c', '2026-11-23 22:19:33.422+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'exhibition.customer.registered', 'exhibition.customer', '01a20a7e-36ad-7145-aaf2-96f6d0cbe66b', NULL, '{"code": "GN53ZV6N", "name": "Ravi", "email": "ravi@example.org", "phone": "+919876543211", "exhibition_id": "01a20a7e-356b-7694-b571-951c495a96a5"}', NULL, '9282045a-0c2d-4e86-bbda-9a5bc75e9711', NULL, NULL, '904'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-36b9-7204-849e-2561968ad582', '2026-11-23 22:19:33.433+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'payments.opened', 'payment', '01a20a7e-36b5-731f-afcd-b30021a891e8', NULL, '{"for": "raffle.order", "currency": "INR", "reference": "ZA97T7", "description": "Onam raffle: 07, 08", "amount_minor": 10000}', NULL, '3acd4ec8-09b2-4f4f-ab83-85c1a16cee65', '127.0.0.1', 'lightMyRequest', '906'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-36be-714f-8898-8756f5999c23', '2026-11-23 22:19:33.438+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'raffle.order.confirmed', 'raffle.order', '01a20a7e-3679-7624-bc49-930a404a4389', '{"state": "draft"}', '{"code": "5Z564N22", "state": "pending_payment", "reference": "ZA97T7"}', NULL, '3acd4ec8-09b2-4f4f-ab83-85c1a16cee65', '127.0.0.1', 'lightMyRequest', '906'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-36be-7150-b67f-49aad30e0af3', '2026-11-23 22:19:33.438+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'imports.finished', 'import', '01a20a7e-3604-747c-a28c-8fa06652fa01', NULL, '{"name": "exhibition.customers", "refused": 0, "skipped": 0, "updated": 0, "written": 1}', NULL, '9282045a-0c2d-4e86-bbda-9a5bc75e9711', NULL, NULL, '908'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-36e9-72f2-9933-1663f2cb41af', '2026-11-23 22:19:33.481+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'statements.imported', 'statement', '01a20a7e-36e6-76d5-8893-42399d6d2c1f', NULL, '{"file": "bank.csv", "known": 0, "lines": 1, "skipped": 0, "outgoing": 0}', NULL, 'a0013a9a-89c5-4468-a667-c081ae69bc1f', '127.0.0.1', 'lightMyRequest', '913'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-36fd-77e2-b241-114109df9fc6', '2026-11-23 22:19:33.501+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'people.added', 'person', '01a20a7e-36fd-77e1-996d-dca9cc0b4de6', NULL, '{"name": "Asha Verma", "email": null, "phone": null, "language": "en"}', NULL, '92d73214-4193-4f43-9a63-f4d4f279ad32', '127.0.0.1', 'lightMyRequest', '914'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3702-7446-8663-403abc7c21b0', '2026-11-23 22:19:33.506+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'mess.student.registered', 'mess.student', '01a20a7e-36ff-7225-ba0c-96a90fb3fcfd', NULL, '{"name": "Asha Verma", "room": "B-204", "state": "approved", "roll_number": "21CS1001"}', NULL, '92d73214-4193-4f43-9a63-f4d4f279ad32', '127.0.0.1', 'lightMyRequest', '914'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3718-70f6-8c52-135cab468e33', '2026-11-23 22:19:33.528+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'mess.cycle.created', 'mess.cycle', '01a20a7e-3716-7424-b6d1-dfad43b8d175', NULL, '{"name": "November", "ends_on": "2026-11-30", "starts_on": "2026-11-01", "price_minor": 360000}', NULL, '684cf21c-4e11-4e56-a582-af08e0c1cea6', '127.0.0.1', 'lightMyRequest', '915'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3725-74ee-995e-1d99684fad33', '2026-11-23 22:19:33.541+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'devices.added', 'device', '01a20a7e-3724-705e-8558-b9c0e9fc5c57', NULL, '{"kind": "mess.scanner", "name": "Gate", "valid_until": "2026-12-23T22:19:33.494Z"}', NULL, '49bf30b3-8436-4e8d-b3c1-1012ac8d590e', '127.0.0.1', 'lightMyRequest', '917'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3739-721d-b4a3-db5352e70add', '2026-11-23 22:19:33.561+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'mess.closure.made', 'mess.closure', '01a20a7e-3738-71f6-a57c-1ee0d24e3da0', NULL, '{"to": "2099-01-11", "from": "2099-01-10", "meal": null, "reason": "Festival"}', NULL, '26bd4160-99ec-488e-890a-fb05fab3c282', '127.0.0.1', 'lightMyRequest', '918'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3745-731b-a70f-2eda3a536a60', '2026-11-23 22:19:33.573+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'people.added', 'person', '01a20a7e-3745-731a-b80f-5de3d63cbc18', NULL, '{"name": "Meera Nair", "email": "meera@example.org", "phone": null, "language": "en"}', NULL, '2126005e-af17-4f96-843c-18b1cbf09eff', '127.0.0.1', 'lightMyRequest', '919'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3753-7127-9687-7a9cd2fe44f7', '2026-11-23 22:19:33.587+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'tenancy.invitation.created', 'tenancy.invitation', '01a20a7e-3751-7700-87a5-f1cd45cce605', NULL, '{"part": null, "role": "ops", "email": "01a20a7e-3524-7010-b415-34693954d14a@example.org", "limit": null}', NULL, '19a43a04-b4e7-4692-93b4-7adb10189161', '127.0.0.1', 'lightMyRequest', '920'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-375b-7253-9311-c0e54ba243af', '2026-11-23 22:19:33.595+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'tenancy.api_key.created', 'tenancy.api_key', '01a20a7e-375a-7401-ac60-1c5a0c58cea9', NULL, '{"name": "Till", "role": "admin", "prefix": "cf_gnnetzx2", "expiresAt": null}', NULL, 'e7335ddb-21eb-439b-873a-794d20a898c1', '127.0.0.1', 'lightMyRequest', '922'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3762-73c4-9793-41a9a8dd7a23', '2026-11-23 22:19:33.602+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'settings.changed', 'settings', 'portal', '{"open": null}', '{"open": true}', NULL, 'b80bddfb-2786-47ce-a48a-211b2045ba00', '127.0.0.1', 'lightMyRequest', '923'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-377d-7219-b77a-0c120d2849d4', '2026-11-23 22:19:33.629+00', 'portal', 'portal.account:01a20a7e-377d-7217-a15a-8cf2f64bcb6d', 'Aline Uwase', 'people.added', 'person', '01a20a7e-377d-7218-b731-132c438bfca4', NULL, '{"name": "Aline Uwase", "email": "01a20a7e-3767-76f5-ae1c-9ffcf34333a0@example.rw", "phone": null, "language": "en"}', NULL, '6820a6e3-2dfa-43d9-9f60-fa282f2946a4', '10.9.0.2', 'lightMyRequest', '932'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-377f-7450-b37b-a69cb2527166', '2026-11-23 22:19:33.631+00', 'portal', 'portal.account:01a20a7e-377d-7217-a15a-8cf2f64bcb6d', 'Aline Uwase', 'portal.account.created', 'portal.account', '01a20a7e-377d-7217-a15a-8cf2f64bcb6d', NULL, '{"name": "Aline Uwase", "email": "01a20a7e-3767-76f5-ae1c-9ffcf34333a0@example.rw"}', NULL, '6820a6e3-2dfa-43d9-9f60-fa282f2946a4', '10.9.0.2', 'lightMyRequest', '932'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-378d-7557-9ed4-d355f11202cb', '2026-11-23 22:19:33.645+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'electricity.meter.registered', 'electricity.meter', '01a20a7e-3789-70b5-b151-17d836cb7573', NULL, '{"name": "Home", "place": "", "state": "active", "number": "21182417119", "tariff_class": "residential"}', NULL, '817aafef-7fa0-4fdb-ad12-3ccb765d1292', '127.0.0.1', 'lightMyRequest', '936'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-37c5-72c2-a4d6-e2692e716653', '2026-11-23 22:19:33.701+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'electricity.meter.registered', 'electricity.meter', '01a20a7e-37c3-7767-a3fa-9fca394096f2', NULL, '{"name": "Home", "place": "", "state": "active", "number": "66847352995", "tariff_class": "residential"}', NULL, '27fd7df6-fa71-46d4-8ad0-ca2583fc7274', '127.0.0.1', 'lightMyRequest', '940'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-37d2-7768-b2bd-369c9de75ad0', '2026-11-23 22:19:33.714+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'electricity.meter.code_made', 'electricity.meter', '01a20a7e-3789-70b5-b151-17d836cb7573', NULL, '{"number": "21182417119"}', NULL, '4bfc3453-5e52-4741-85e3-a7f4a0098782', '127.0.0.1', 'lightMyRequest', '941'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-37e2-74e6-bb3e-cb16d245e549', '2026-11-23 22:19:33.73+00', 'portal', 'portal.account:01a20a7e-377d-7217-a15a-8cf2f64bcb6d', 'portal.account:01a20a7e-377d-7217-a15a-8cf2f64bcb6d', 'electricity.customer.added', 'electricity.customer', '01a20a7e-37e1-7035-81da-82ba77f7f623', NULL, '{"kind": "household", "name": "Uwase"}', NULL, '63453649-b8d4-4b82-a376-4459814af99c', '10.9.0.3', 'lightMyRequest', '945'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-37e4-7575-94c4-286962025c23', '2026-11-23 22:19:33.732+00', 'portal', 'portal.account:01a20a7e-377d-7217-a15a-8cf2f64bcb6d', 'portal.account:01a20a7e-377d-7217-a15a-8cf2f64bcb6d', 'electricity.member.added', 'electricity.customer', '01a20a7e-37e1-7035-81da-82ba77f7f623', NULL, '{"name": "Aline Uwase", "role": "manager", "customer": "Uwase", "account_id": "01a20a7e-377d-7217-a15a-8cf2f64bcb6d"}', NULL, '63453649-b8d4-4b82-a376-4459814af99c', '10.9.0.3', 'lightMyRequest', '945'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-37e6-7675-8795-424208e50326', '2026-11-23 22:19:33.734+00', 'portal', 'portal.account:01a20a7e-377d-7217-a15a-8cf2f64bcb6d', 'portal.account:01a20a7e-377d-7217-a15a-8cf2f64bcb6d', 'electricity.meter.given', 'electricity.meter', '01a20a7e-3789-70b5-b151-17d836cb7573', NULL, '{"number": "21182417119", "customer": "Uwase", "customer_id": "01a20a7e-37e1-7035-81da-82ba77f7f623"}', NULL, '63453649-b8d4-4b82-a376-4459814af99c', '10.9.0.3', 'lightMyRequest', '945'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3839-722a-a9de-0b401a1831a5', '2026-11-23 22:19:33.817+00', 'portal', 'portal.account:01a20a7e-377d-7217-a15a-8cf2f64bcb6d', 'portal.account:01a20a7e-377d-7217-a15a-8cf2f64bcb6d', 'electricity.building.added', 'electricity.customer', '01a20a7e-37e1-7035-81da-82ba77f7f623', NULL, '{"id": "01a20a7e-3839-7229-a8f9-3f6f2aba32bb", "name": "Barn", "customer": "Uwase"}', NULL, '83fab78f-9a8c-4d39-b2bf-97d0e8ba63b3', '10.9.0.3', 'lightMyRequest', '948'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-384e-70db-b25a-bb4e71f68203', '2026-11-23 22:19:33.838+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'electricity.tariff.added', 'electricity.tariff', '01a20a7e-384b-77d0-85ae-02437db35d10', NULL, E'{"fee": "0.00", "name": "RURA 2025", "classes": "[{\\"code\\":\\"residential\\",\\"name\\":\\"Residential\\",\\"blocks\\":[{\\"up_to_kwh\\":20,\\"price\\":\\"89\\"},{\\"up_to_kwh\\":50,\\"price\\":\\"310\\"},{\\"up_to_kwh\\":null,\\"price\\":\\"369\\"}]},{\\"code\\":\\"non_residential\\",\\"name\\":\\"Non-residential\\",\\"blocks\\":[{\\"up_to_kwh\\":100,\\"price\\":\\"355\\"},{\\"up_to_kwh\\":null,\\"price\\":\\"376\\"}]}]", "starts_on": "2025-10-01", "vat_percent": "0", "levy_percent": "0"}', NULL, 'e689f7f8-a67c-4d56-96cd-6410ee1b3814', '127.0.0.1', 'lightMyRequest', '949'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3865-77e2-a33c-20973f91395f', '2026-11-23 22:19:33.861+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'electricity.reading.entered', 'electricity.reading', '01a20a7e-3861-71ea-85db-31d51be90c81', NULL, '{"flag": null, "state": "counted", "number": "21182417119", "register_wh": 1000}', NULL, 'aef3c75a-a3ca-46f4-9bdb-59ffec01528f', '127.0.0.1', 'lightMyRequest', '950'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-387d-72ed-a94f-4e0dca2e4c89', '2026-11-23 22:19:33.885+00', 'portal', 'portal.account:01a20a7e-377d-7217-a15a-8cf2f64bcb6d', 'portal.account:01a20a7e-377d-7217-a15a-8cf2f64bcb6d', 'payments.opened', 'payment', '01a20a7e-387b-7174-89b9-dd8e495e2a10', NULL, '{"for": "electricity.purchase", "currency": "INR", "reference": "6DB43V", "description": "2118 2417 119 Home", "amount_minor": 10000}', NULL, '43b6d8fc-1fbb-408a-8240-4518227e1040', '10.9.0.3', 'lightMyRequest', '952'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3880-723a-8aa5-e8b1287aaa41', '2026-11-23 22:19:33.888+00', 'portal', 'portal.account:01a20a7e-377d-7217-a15a-8cf2f64bcb6d', 'portal.account:01a20a7e-377d-7217-a15a-8cf2f64bcb6d', 'electricity.purchase.opened', 'electricity.purchase', '01a20a7e-387b-7173-8fdb-93921aa319ff', NULL, '{"wh": 1123, "amount": "100.00", "number": "21182417119", "payment": "6DB43V", "currency": "INR"}', NULL, '43b6d8fc-1fbb-408a-8240-4518227e1040', '10.9.0.3', 'lightMyRequest', '952'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3896-7092-8b88-85f4ad0cbc3d', '2026-11-23 22:19:33.91+00', 'portal', 'portal.account:01a20a7e-377d-7217-a15a-8cf2f64bcb6d', 'portal.account:01a20a7e-377d-7217-a15a-8cf2f64bcb6d', 'electricity.claim.made', 'electricity.claim', '01a20a7e-3894-7770-a6b2-0865e762d5db', NULL, '{"number": "66847352995", "customer_id": "01a20a7e-37e1-7035-81da-82ba77f7f623"}', '', '71907492-b7cd-44f5-a5f4-b58a25acba5f', '10.9.0.3', 'lightMyRequest', '954'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-38a4-7269-9441-79b476080913', '2026-11-23 22:19:33.924+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'electricity.batch.made', 'electricity.voucher_batch', '01a20a7e-38a0-7278-b3d4-3cd7ce93ed4c', NULL, '{"code": "8PJCHV", "name": "Market", "count": 2, "value": "100.00 INR"}', NULL, 'e1be8782-0ca1-4ff6-b7c4-8d9b026bb3a8', '127.0.0.1', 'lightMyRequest', '955'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-38b2-7388-bcb7-1dcaa7eca8f9', '2026-11-23 22:19:33.938+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'ledger.posted', 'ledger.entry', '01a20a7e-38b2-7387-9f32-a9cfa81898b7', NULL, '{"kind": "electricity.vouchers_sold", "memo": "8PJCHV-0001", "lines": [{"account": "assets:cash", "currency": "INR", "amountMinor": 10000}, {"account": "income:electricity", "currency": "INR", "amountMinor": -10000}]}', NULL, '57e9b3e9-a541-4128-bf05-2ab8ef4daa42', '127.0.0.1', 'lightMyRequest', '956'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-38b8-7682-9d1c-19eb6e1177cb', '2026-11-23 22:19:33.944+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'electricity.batch.printing_ended', 'electricity.voucher_batch', '01a20a7e-38a0-7278-b3d4-3cd7ce93ed4c', NULL, '{"code": "8PJCHV"}', NULL, '57e9b3e9-a541-4128-bf05-2ab8ef4daa42', '127.0.0.1', 'lightMyRequest', '956'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-38b8-7683-a35e-cde0184a0608', '2026-11-23 22:19:33.944+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'electricity.batch.sold', 'electricity.voucher_batch', '01a20a7e-38a0-7278-b3d4-3cd7ce93ed4c', NULL, '{"agent": null, "amount": "100.00", "serials": "8PJCHV-0001", "currency": "INR"}', NULL, '57e9b3e9-a541-4128-bf05-2ab8ef4daa42', '127.0.0.1', 'lightMyRequest', '956'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-38c0-72a8-addb-d67e41cfd4fc', '2026-11-23 22:19:33.952+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'electricity.agent.added', 'electricity.agent', '01a20a7e-38bf-77b4-bcdd-c89b9e4cb91f', NULL, '{"code": "5REEJR", "name": "Kiosk", "limit": "100", "contact": null}', NULL, '1977005c-191c-4225-a9fc-be9d26d2e694', '127.0.0.1', 'lightMyRequest', '957'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-38d6-73c5-a0f8-c60186c8098f', '2026-11-23 22:19:33.974+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'electricity.keypad.attached', 'electricity.meter', '01a20a7e-37c3-7767-a3fa-9fca394096f2', NULL, '{"kind": "openpaygo"}', NULL, '27fe5fc2-46d5-4462-b5c6-aeec5044184a', '127.0.0.1', 'lightMyRequest', '959'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-38ec-7548-97a7-b5f22527cee4', '2026-11-23 22:19:33.996+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'payments.opened', 'payment', '01a20a7e-38ea-74c5-b8e5-6ec8ff8869ec', NULL, '{"for": "electricity.purchase", "currency": "INR", "reference": "FERH8X", "description": "6684 7352 995 Home", "amount_minor": 10000}', NULL, '6c3864c9-ea3e-481e-82b8-66b405749d3c', '127.0.0.1', 'lightMyRequest', '960'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-38ed-74a0-bdd7-b561676e1f46', '2026-11-23 22:19:33.997+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'electricity.purchase.opened', 'electricity.purchase', '01a20a7e-38ea-74c4-b687-fe3c1458bdae', NULL, '{"wh": 1123, "amount": "100.00", "number": "66847352995", "payment": "FERH8X", "currency": "INR"}', NULL, '6c3864c9-ea3e-481e-82b8-66b405749d3c', '127.0.0.1', 'lightMyRequest', '960'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3903-71a0-bd7e-76fec5d7cbb5', '2026-11-23 22:19:34.019+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'electricity.token.issued', 'electricity.meter', '01a20a7e-37c3-7767-a3fa-9fca394096f2', NULL, '{"wh": 1100, "kind": "add"}', NULL, '6c3864c9-ea3e-481e-82b8-66b405749d3c', '127.0.0.1', 'lightMyRequest', '960'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3906-725d-bcb3-ac9e440741b8', '2026-11-23 22:19:34.022+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'electricity.purchase.credited', 'electricity.purchase', '01a20a7e-38ea-74c4-b687-fe3c1458bdae', '{"state": "open"}', '{"wh": 1123, "code": "MMBAN8ER", "state": "credited", "number": "66847352995"}', NULL, '6c3864c9-ea3e-481e-82b8-66b405749d3c', '127.0.0.1', 'lightMyRequest', '960'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3908-7113-a9fc-c66a46a03ae7', '2026-11-23 22:19:34.024+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'ledger.posted', 'ledger.entry', '01a20a7e-3908-7112-9396-f1686abfb14d', NULL, '{"kind": "payment.verified", "memo": "FERH8X 6684 7352 995 Home", "lines": [{"account": "assets:cash", "currency": "INR", "amountMinor": 10000}, {"account": "income:electricity", "currency": "INR", "amountMinor": -10000}]}', NULL, '6c3864c9-ea3e-481e-82b8-66b405749d3c', '127.0.0.1', 'lightMyRequest', '960'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-390a-76ea-a739-357ba9d1a3f5', '2026-11-23 22:19:34.026+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'payments.verified', 'payment', '01a20a7e-38ea-74c5-b8e5-6ec8ff8869ec', '{"state": "awaiting"}', '{"state": "verified", "method": "cash", "currency": "INR", "reference": "FERH8X", "amount_minor": 10000, "first_approval": null, "transaction_reference": null}', NULL, '6c3864c9-ea3e-481e-82b8-66b405749d3c', '127.0.0.1', 'lightMyRequest', '960'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-391e-7220-8681-5960640e3e5d', '2026-11-23 22:19:34.046+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'coffee.merchant.added', 'coffee.merchant', '01a20a7e-391d-7714-befb-1144c8717cad', NULL, '{"name": "Kiosks & Co"}', NULL, '103641a7-1452-41c5-a73a-27e69a772e4c', '127.0.0.1', 'lightMyRequest', '962'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3928-769d-bc8c-2f5bbfb4869b', '2026-11-23 22:19:34.056+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'coffee.location.added', 'coffee.location', '01a20a7e-3927-7163-946b-67dc4aac4e33', NULL, '{"name": "Platform 3", "merchant_id": "01a20a7e-391d-7714-befb-1144c8717cad"}', NULL, '30d7edfb-02e1-4ef9-aa5e-7328872018df', '127.0.0.1', 'lightMyRequest', '963'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3934-7765-ab82-58af3687198c', '2026-11-23 22:19:34.068+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'devices.added', 'device', '01a20a7e-3933-7520-89db-4cca8bc0e5e8', NULL, '{"kind": "coffee.machine", "name": "CM-35722c96", "valid_until": null}', NULL, 'dcc64cc8-de74-4fe7-bf0e-7a43ea6c7287', '127.0.0.1', 'lightMyRequest', '964'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3939-738e-90a1-ba36925a85fb', '2026-11-23 22:19:34.073+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'coffee.machine.added', 'coffee.machine', '01a20a7e-3935-750b-9007-82f2faf90861', NULL, '{"model": "Uno", "serial": "CM-35722c96", "device_id": "01a20a7e-3933-7520-89db-4cca8bc0e5e8", "merchant_id": "01a20a7e-391d-7714-befb-1144c8717cad"}', NULL, 'dcc64cc8-de74-4fe7-bf0e-7a43ea6c7287', '127.0.0.1', 'lightMyRequest', '964'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-395f-714f-a3ef-d14b93531966', '2026-11-23 22:19:34.111+00', 'device', '01a20a7e-3933-7520-89db-4cca8bc0e5e8', 'CM-35722c96', 'devices.enrolled', 'device', '01a20a7e-3933-7520-89db-4cca8bc0e5e8', NULL, '{"name": "CM-35722c96", "firmware": "1.0.0"}', NULL, '24264689-f83e-4348-9f52-f6f6de9bfb31', '10.9.0.4', 'lightMyRequest', '968'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3960-7787-aa0c-069c5fba43f7', '2026-11-23 22:19:34.112+00', 'device', '01a20a7e-3933-7520-89db-4cca8bc0e5e8', 'CM-35722c96', 'coffee.machine.registered', 'coffee.machine', '01a20a7e-3935-750b-9007-82f2faf90861', NULL, '{"model": "Uno", "serial": "CM-35722c96", "firmware": "1.0.0"}', NULL, '24264689-f83e-4348-9f52-f6f6de9bfb31', '10.9.0.4', 'lightMyRequest', '968'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3968-7561-95db-9fd5b59b5094', '2026-11-23 22:19:34.12+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'coffee.material.added', 'coffee.material', '01a20a7e-3967-7308-bba2-2ccb6b65846b', NULL, '{"code": "beans", "name": "Beans", "unit": "g", "currency": "INR", "cost_minor": 0, "specification": ""}', NULL, '0b6ab276-b74b-492d-91bb-54c821ac327a', '127.0.0.1', 'lightMyRequest', '970'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3974-760d-8986-7cd5f669e0f4', '2026-11-23 22:19:34.132+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'coffee.recipe.added', 'coffee.recipe', '01a20a7e-3971-71a6-98e3-4182dfcf3442', NULL, '{"body": {"cup_ml": 40, "ingredients": [{"material": "beans", "quantity": 7.5}], "temperature": 93}, "code": "espresso", "name": "Espresso"}', NULL, '952497cf-5da6-46f9-adf9-ad1aa5c249df', '127.0.0.1', 'lightMyRequest', '972'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3980-760e-8e13-0d15612bd64b', '2026-11-23 22:19:34.144+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'coffee.package.made', 'coffee.package', '01a20a7e-397e-7252-bc3b-c400a5cf1bfa', NULL, '{"name": "First", "note": "", "digest": "ddaf4d6389f3dcf2beb832d7b551f5e7aec003074d63cc83644a87526979b8af", "number": 1, "recipes": {"espresso": 1}}', NULL, '01c31c1e-ef6d-4869-8ff2-92e886b240b0', '127.0.0.1', 'lightMyRequest', '973'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3998-7446-a061-fed93c2c47fb', '2026-11-23 22:19:34.168+00', 'device', '01a20a7e-3933-7520-89db-4cca8bc0e5e8', 'CM-35722c96', 'ledger.posted', 'ledger.entry', '01a20a7e-3998-7445-8615-1c45250c3c61', NULL, '{"kind": "coffee.sold", "memo": "CM-35722c96 1", "lines": [{"account": "assets:coffee:cash", "currency": "INR", "amountMinor": 250}, {"account": "income:coffee", "currency": "INR", "amountMinor": -250}]}', NULL, '95c46e89-b63e-452b-8d3b-b889c4c731f5', '10.9.0.5', 'lightMyRequest', '976'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-39b8-7299-9ca9-74ae3cf2530a', '2026-11-23 22:19:34.2+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'coffee.machine.bins_set', 'coffee.machine', '01a20a7e-3935-750b-9007-82f2faf90861', '{"bins": []}', '{"bins": [{"capacity": 1000, "material": "beans", "position": 1, "threshold": 200}], "serial": "CM-35722c96"}', NULL, '2d10bb7f-408c-436d-983f-4f9c4fe97cb5', '127.0.0.1', 'lightMyRequest', '977'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-39e8-7083-98e7-2dd2e1a513ad', '2026-11-23 22:19:34.248+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'coffee.machine.refilled', 'coffee.machine', '01a20a7e-3935-750b-9007-82f2faf90861', NULL, '{"at": "2026-11-23T22:19:34.246Z", "amount": 850, "serial": "CM-35722c96", "position": 1}', '', 'dede002c-37fd-449b-88cd-0b1fe7249917', '127.0.0.1', 'lightMyRequest', '981'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-39fa-739a-b5dd-2ddc33f6cf39', '2026-11-23 22:19:34.266+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'coffee.rollout.started', 'coffee.rollout', '01a20a7e-39f8-7475-a996-cf51f29ab347', NULL, '{"stages": [5, 25, 100], "package": 1, "machines": 1, "stage_minutes": 60, "enough_percent": 80, "failure_percent": 10}', NULL, 'b1e52b04-cfa5-43b1-9b86-7d2f24919eeb', '127.0.0.1', 'lightMyRequest', '982'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3a1d-744a-84ea-1b8eb0730e49', '2026-11-23 22:19:34.301+00', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', 'coffee.batch.given', 'coffee.batch', '01a20a7e-3a18-758a-8238-e3f4256824c2', NULL, '{"kind": "set_temperature", "left_out": 0, "machines": 1, "temperature": 93}', NULL, '11cee24e-b930-47a4-8336-b934d8bc21c8', '127.0.0.1', 'lightMyRequest', '984'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3a3f-7552-ab39-552d9557fb29', '2026-11-23 22:19:34.335+00', 'system', NULL, 'web', 'people.added', 'person', '01a20a7e-3a3f-7551-8d20-b7208df7d581', NULL, '{"name": "01a20a7e-3a2c-73c2-9f22-7923680ab563", "email": null, "phone": null, "language": "en"}', NULL, '01a20a7e-3a37-716a-a1f5-37614ec1e0df', NULL, NULL, '987');

delete from audit_seal;
insert into audit_seal (organization_id, sequence, entry_ids, entry_digests, previous_hash, hash, signature, key_id, last_xact, sealed_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '1', '{01a20a7e-356f-70b3-94a4-7fb4925d3dfc,01a20a7e-35a1-704b-9f50-4a10114ad6a0,01a20a7e-35bf-73a2-8b62-e9cd053086b7,01a20a7e-35de-753d-b125-3473be750b25,01a20a7e-3604-747d-a60b-be2e53a77dbd,01a20a7e-3608-76ae-8e9d-cfbdd7a694c7,01a20a7e-3630-729a-8cdd-09cee8f0c7ea,01a20a7e-3660-7281-8c5e-b8db91af33f3,01a20a7e-3679-7625-91a6-2f461bc3bd1b,01a20a7e-36ae-7571-9a00-1b913023524c,01a20a7e-36b9-7204-849e-2561968ad582,01a20a7e-36be-714f-8898-8756f5999c23,01a20a7e-36be-7150-b67f-49aad30e0af3,01a20a7e-36e9-72f2-9933-1663f2cb41af,01a20a7e-36fd-77e2-b241-114109df9fc6,01a20a7e-3702-7446-8663-403abc7c21b0,01a20a7e-3718-70f6-8c52-135cab468e33,01a20a7e-3725-74ee-995e-1d99684fad33,01a20a7e-3739-721d-b4a3-db5352e70add,01a20a7e-3745-731b-a70f-2eda3a536a60,01a20a7e-3753-7127-9687-7a9cd2fe44f7,01a20a7e-375b-7253-9311-c0e54ba243af,01a20a7e-3762-73c4-9793-41a9a8dd7a23,01a20a7e-377d-7219-b77a-0c120d2849d4,01a20a7e-377f-7450-b37b-a69cb2527166,01a20a7e-378d-7557-9ed4-d355f11202cb,01a20a7e-37c5-72c2-a4d6-e2692e716653,01a20a7e-37d2-7768-b2bd-369c9de75ad0,01a20a7e-37e2-74e6-bb3e-cb16d245e549,01a20a7e-37e4-7575-94c4-286962025c23,01a20a7e-37e6-7675-8795-424208e50326,01a20a7e-3839-722a-a9de-0b401a1831a5,01a20a7e-384e-70db-b25a-bb4e71f68203,01a20a7e-3865-77e2-a33c-20973f91395f,01a20a7e-387d-72ed-a94f-4e0dca2e4c89,01a20a7e-3880-723a-8aa5-e8b1287aaa41,01a20a7e-3896-7092-8b88-85f4ad0cbc3d,01a20a7e-38a4-7269-9441-79b476080913,01a20a7e-38b2-7388-bcb7-1dcaa7eca8f9,01a20a7e-38b8-7682-9d1c-19eb6e1177cb,01a20a7e-38b8-7683-a35e-cde0184a0608,01a20a7e-38c0-72a8-addb-d67e41cfd4fc,01a20a7e-38d6-73c5-a0f8-c60186c8098f,01a20a7e-38ec-7548-97a7-b5f22527cee4,01a20a7e-38ed-74a0-bdd7-b561676e1f46,01a20a7e-3903-71a0-bd7e-76fec5d7cbb5,01a20a7e-3906-725d-bcb3-ac9e440741b8,01a20a7e-3908-7113-a9fc-c66a46a03ae7,01a20a7e-390a-76ea-a739-357ba9d1a3f5,01a20a7e-391e-7220-8681-5960640e3e5d,01a20a7e-3928-769d-bc8c-2f5bbfb4869b,01a20a7e-3934-7765-ab82-58af3687198c,01a20a7e-3939-738e-90a1-ba36925a85fb,01a20a7e-395f-714f-a3ef-d14b93531966,01a20a7e-3960-7787-aa0c-069c5fba43f7,01a20a7e-3968-7561-95db-9fd5b59b5094,01a20a7e-3974-760d-8986-7cd5f669e0f4,01a20a7e-3980-760e-8e13-0d15612bd64b,01a20a7e-3998-7446-a061-fed93c2c47fb,01a20a7e-39b8-7299-9ca9-74ae3cf2530a,01a20a7e-39e8-7083-98e7-2dd2e1a513ad,01a20a7e-39fa-739a-b5dd-2ddc33f6cf39,01a20a7e-3a1d-744a-84ea-1b8eb0730e49,01a20a7e-3a3f-7552-ab39-552d9557fb29}', E'\\xeb70e7852ca3ff98b912a6256cba181e96781c1d51c258e902c8c6df1875b0dc3be833a303d48f823afc0faecf203b8bc2dd55132c57e60a692758ea4c90f34a2252f4aaa45a51e8466e1e4e5bd67f5b3df0bee39a4c1492600e48e29450f4712289466266b9b69230075829b17e90fac6cb023d630ddb5c677a28fb088beb3a037768f265c877b8115b1fad4d6aab8a2a096720df50863bd35011ef0eef62ec53c62c5a56127d511ae2ff1ef1ce330f781023d8fcece136ab9c9e3ffcd542ecde345b23df83c28d6aa090fc361a4563feed3d9128b60a638554a07f0c08b13b4895ee92204100d4ff534a9467129090af371e991aa2904d86ad74d0ffeeb4f6dbf51c0cc94981fe6a44646b761af5dbca2ab4d449a6a084e49b12153ecabcc66e2617dc4952a18b6d0e79f4c790db9b6b433ed24735a1c3f358cdc8dcda91c417d1720fb10cdfb5a7d6f65af1d60efc65a86c29225f40e75239b22a8e24c0195dea4bcaf6d10431e36d4fac58edb03593fdb5ccc465a6b80f772a7460bbd0dd10593860dc80c22d9ad770ef06965831781f4f99ed94f761b0092912d93926a8a7ba84e0e06f5116e623a1f90938f85e87c1ef5dfa87d6b9b570bef4ed6f4bb1f4353de7faa3824a58309fb156fa91705da1290c06fd37fda524f38bfb34dd78830f0372656c42861da5bd991d0e76458f52170a231d99795b93065c9307258996765d5539bc65a660f83f27083564f248eeabf1855a4dbd978860224d213a8717d669238927c083fe85f8b7429895a184e0ca8a9b5e45b0b57ff6c63b7ac6838a1cfccda53a79d66085dadb1de687e474820795e3f00f35e9c56814241dd7c8fc5d6e04b2b280f39749b422d82ac107a4ba4ee03d6740f0206b59f214ce3e543416d329b7450ca9cf32bd9edf10ad407c569acf799ed9993b56a531b665bd630b6fbf8a458617277aa44fbf51dc057d84710a5eef6f76df53cd2e38c96241277b2c3bfc14be2a333fa9803e74d6fd1aea60c758a97fb99d6af038e1a6627bdd3b6283a5b1b434554099f0e451fb7f04e1640c7573ad2b72a020f0a577c53d30ac5430fc02b20e7e06a08f1c42f105af653b8dea13720b47c77674d3bf66e95ead3fc761fbbffc59d86579043708d4d83fe6909b77783bb5adfdc5183290992649cc62413c83a39188d37645b4617a6d07201f1dedc5b5eadbe149d950d040a343da9712a2c4436f8a9dc595a386c2e672cb8f941690ffcbc7c12227e75d09e7e6cbc425533356949d8606ed8113650c45bd294856308125fd3666c39a7fd43f328d14b15a4caa381e964d368407a268b55d07276cc5185039e83d191407e86818da900ec39ca4e0e7bd6b6bc9d79ec290503881a2b6cefcacc248ef30f308379f452908e2086028ea9be497df0d864c4fda550f02ad657a7c9a8297030bbcaf0b9372304d7b627c9f1e52f72efdcfd502fc17d498866165c1affb9897b1ce05f520a94dbb5e2bf4f74ec049e2230dd010e656a36ffeedd2e9bbd51f5a668c49fd45e2535270ecd9af4d25bcdbb58e7e2fcbd6ab5fdbc6c4c162a68d91a43e700f47c2119deb91ebcb604ff79df87c44706dbe77c77eb8290ae9605e861afa368e7fdd930a031e61e183e87e55fda2c52ae9f60f45da327008d7253e5ee993f4b03c514d06ea36af477472861282c8c6a098d4cee28ef2d659db6f23f7b72654698c63b1f93be1db00c22fdf50eba421edd2fce3d60c58d5335eab7dd7b3e23610be6910467e7e25dfb47a0007b4f27499259b009a8bcdc0a4a20d78f0171f026ac0eebd07fd91eaf2e20c94957ef959456f8008f0dda3aa0de1e7bbc931b39ed37d87e227d4363a52223a207f9f8905675ee53e846827719fcdcccdfbdf686d3b032e9c47984cfcfe3e6b3e358cfed4b1f8c7f638715d6dd6fbc63ce0655a4f607e6e17bf112030f28a8d0c2533d9d3212f04d79591617843c794a3c8f5f587ab9fa6af76c0314f25033c7d7e9f4cfb89cacb5c2173123935b9d13647fb0892efab29ec2658bb826c1262968502d18b40fc5fde7d8ada71548f3b20b5fb041bb025cfffc4db54869fabe6e01286155e5ff4f48c813f9a48b3d5689161375c3a96b81a217e124a100c9a369d85a773c1faaf5e34dbb5ae1ae82e910bd9870f8468b7a5c813608ddc697de499d94e935659ce13ad3a82e7cd888fc7f7f75afb2463bcc53b87c0da76800e1670f7e4f59fbcd853d6b591fc6edfe3286b10ccb5da274a1ef615af26d943e29ce5590cf289ce1c80032f594bea470a4ca719cbc190645a19f0a0852868a6492b9f20bcd12a9a4b0c08d49ec8c336fa62e878bac58b2708d4267255d5427fdc1221f422f41231b10d55294378f08a226cab2d7fd389b5430b0a253e8e8317b0cf5239d86e5b5eeeb354d40bf0f78c2bb5cc755ff816fc8c52e54aa69b65771b14a509a8b520a613ce74fe63e7eadcbbc4685468298a362bb0f61b8adb2574d524e45c3e4f3d94bc254b898d93ee2f25be4d3e98ae907f696478368c606de31f7233b018f9e54ea68461a7f7567f1673fed32c62fa958b7d15abd4c116c95890af0d5a480cefbf8b54524901bcb1cf9305923662c8c33b41b5aea1f9bfdbce4921d2cda6a153c9fc9297c2384d29e1aeefea513e624bbc4dbc281a233e9d861932c7712be61f49da6f8c700a66dac5ed68191805daefa56839d3abaf18e1a74d8ea12cadd1a6d40d0e58e34f62b60029ff4fa4c1c514b614a66e1393117295a63ef8eaf93776770d6e9076097afe08a0016189c17d51ee9b8c661f89828659907d501bf40a5a4c768fe24e34814013b406f97816904bf0079c0345e4d67fc773092d462589c8419ca57387c6879b2564002ff064ca6e', E'\\x0000000000000000000000000000000000000000000000000000000000000000', E'\\x35a113433c409a2d1686a23a717ebcb01cf8286339ffff12a92ddb6bd3e7002b', E'\\x33428f7b72e28342ac71ad2525b844fce105952209e053b2303633b7bcaec96b', 'PdUQh5zn', '987', '2026-11-23 22:19:34.409+00');

delete from audit_watermark;
insert into audit_watermark (only_row, sealed_below, xact_shift, updated_at) overriding system value values
  ('true', '990', '0', '2026-11-23 22:19:34.411+00');

delete from auth_refresh_token;
insert into auth_refresh_token (id, family_id, token_hash, kind, user_id, organization_id, subject, ip_address, user_agent, expires_at, used_at, revoked_at, created_at) overriding system value values
  ('01a20a7e-3781-77a4-8626-c4d19e54f9db', '01a20a7e-3781-77a3-a88d-ea3b516390f1', E'\\x177d65e67a45fd9472ca38a0cdfe65aa41397bcec0ae11b17c29e47ca72d9fcb', 'portal', NULL, '01a20a7e-3524-7010-b415-34693954d14a', 'portal.account:01a20a7e-377d-7217-a15a-8cf2f64bcb6d', '10.9.0.2', 'lightMyRequest', '2026-12-23 22:19:33.633+00', NULL, NULL, '2026-11-23 22:19:33.633+00');

delete from auth_throttle;
insert into auth_throttle (key, failures, last_failed_at, blocked_until) overriding system value values
  ('_USWQXC3lpH2KIl7HATgt6AvuLlTJtM3aZiWmblbMF8', '1', '2026-11-23 22:19:33.612+00', NULL),
  ('hB6MS5fZQBJZv7g2TVNFeAfFcBC8OH7I1F_f4Hx3Kys', '1', '2026-11-23 22:19:33.612+00', NULL),
  ('mBPq8B6FvjyIrTJdH3smToYZKPETxMspZb4VZrYWSwc', '1', '2026-11-23 22:19:33.612+00', NULL);

delete from auth_user;
insert into auth_user (id, name, email, email_verified, image, two_factor_enabled, language, created_at, updated_at) overriding system value values
  ('01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', '01a20a7e-3528-7389-81af-69a575ff5ef9@test.example', 'false', NULL, 'false', NULL, '2026-11-23 22:19:33.032831+00', '2026-11-23 22:19:33.032831+00');

delete from coffee_alarm;
insert into coffee_alarm (organization_id, id, kind, severity, machine_id, merchant_id, location_id, "position", group_id, detail, count, first_at, last_at, cleared_at, acknowledged_at, acknowledged_by_name, note, assigned_to, assigned_name, notify_at, told_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-39cb-7227-aa58-e874fe233ca3', 'door', 'warning', '01a20a7e-3935-750b-9007-82f2faf90861', '01a20a7e-391d-7714-befb-1144c8717cad', NULL, '0', NULL, '{"errors": ["door_open"]}', '1', '2026-11-23 22:19:34.219+00', '2026-11-23 22:19:34.219+00', NULL, NULL, NULL, '', NULL, NULL, '2026-11-23 22:19:34.219+00', NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-39cb-7228-b5fb-cea34612cc83', 'low_bin', 'warning', '01a20a7e-3935-750b-9007-82f2faf90861', '01a20a7e-391d-7714-befb-1144c8717cad', NULL, '1', NULL, '{"level_milli": 150000, "capacity_milli": 1000000, "threshold_milli": 200000}', '1', '2026-11-23 22:19:34.219+00', '2026-11-23 22:19:34.219+00', '2026-11-23 22:19:34.233+00', NULL, NULL, '', NULL, NULL, NULL, NULL);

delete from coffee_batch;
insert into coffee_batch (organization_id, id, merchant_id, kind, params, chosen_by, state, machines, left_out, by_name, created_at, expires_at, changed_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3a18-758a-8238-e3f4256824c2', NULL, 'set_temperature', '{"temperature": 93}', '{}', 'running', '1', '0', 'Test owner', '2026-11-23 22:19:34.296+00', '2026-11-24 22:19:34.295+00', '2026-11-23 22:19:34.296+00');

delete from coffee_bin;
insert into coffee_bin (organization_id, machine_id, "position", merchant_id, material_id, capacity_milli, threshold_milli, level_milli, reported_at, since_at, used_milli, reckoned_milli, unknown_items, held_milli) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3935-750b-9007-82f2faf90861', '1', '01a20a7e-391d-7714-befb-1144c8717cad', '01a20a7e-3967-7308-bba2-2ccb6b65846b', '1000000', '200000', NULL, NULL, '2026-11-23 22:19:34.233+00', '0', '0', '0', '1000000');

delete from coffee_command;
insert into coffee_command (organization_id, id, machine_id, merchant_id, batch_id, kind, params, target, state, tries, tries_left, withdrawn, not_before, due_at, expires_at, created_at, sent_at, acknowledged_at, ended_at, said, by_name, steps, rollout_id) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-39fe-74bd-84e1-837b1e8a49d8', '01a20a7e-3935-750b-9007-82f2faf90861', '01a20a7e-391d-7714-befb-1144c8717cad', NULL, 'update_recipe', '{"package": 1}', 'package', 'queued', '0', '5', 'false', '2026-11-23 22:19:34.27+00', '2026-11-23 23:19:34.27+00', '2026-11-23 23:19:34.27+00', '2026-11-23 22:19:34.27+00', NULL, NULL, NULL, '', 'Test owner', '[{"at": "2026-11-23T22:19:34.270Z", "state": "queued"}]', '01a20a7e-39f8-7475-a996-cf51f29ab347'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3a1b-7040-a751-3b7378914440', '01a20a7e-3935-750b-9007-82f2faf90861', '01a20a7e-391d-7714-befb-1144c8717cad', '01a20a7e-3a18-758a-8238-e3f4256824c2', 'set_temperature', '{"temperature": 93}', 'temperature', 'queued', '0', '5', 'false', '2026-11-23 22:19:34.299+00', '2026-11-24 22:19:34.295+00', '2026-11-24 22:19:34.295+00', '2026-11-23 22:19:34.299+00', NULL, NULL, NULL, '', 'Test owner', '[{"at": "2026-11-23T22:19:34.299Z", "state": "queued"}]', NULL);

delete from coffee_day;
insert into coffee_day (organization_id, scope_id, sold_on, payment_method, currency, orders, items, amount_minor, refunds, refunded_minor) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3524-7010-b415-34693954d14a', '2026-11-24', 'cash', 'INR', '1', '1', '250', '0', '0'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-391d-7714-befb-1144c8717cad', '2026-11-24', 'cash', 'INR', '1', '1', '250', '0', '0');

delete from coffee_hour;
insert into coffee_hour (organization_id, machine_id, hour_at, payment_method, currency, merchant_id, sold_on, orders, items, amount_minor, refunds, refunded_minor) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3935-750b-9007-82f2faf90861', '2026-11-23 21:30:00+00', 'cash', 'INR', '01a20a7e-391d-7714-befb-1144c8717cad', '2026-11-24', '1', '1', '250', '0', '0');

delete from coffee_location;
insert into coffee_location (organization_id, id, merchant_id, name, address, latitude, longitude, created_at, updated_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3927-7163-946b-67dc4aac4e33', '01a20a7e-391d-7714-befb-1144c8717cad', 'Platform 3', '', NULL, NULL, '2026-11-23 22:19:34.055+00', '2026-11-23 22:19:34.055+00');

delete from coffee_machine;
insert into coffee_machine (organization_id, id, serial, name, model, firmware, merchant_id, location_id, address, tags, device_id, state, status, temperature_dc, errors, locked, last_seen_at, offline_at, said_at, clock_offset_s, package_number, wanted_package_id, kept_at, created_at, updated_at, alarms, muted_until, muted_by_name, mute_reason, bins, levels, levels_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3935-750b-9007-82f2faf90861', 'CM-35722c96', '', 'Uno', '1.0.0', '01a20a7e-391d-7714-befb-1144c8717cad', NULL, '', '{}', '01a20a7e-3933-7520-89db-4cca8bc0e5e8', 'active', 'ready', NULL, '{door_open}', 'false', '2026-11-23 22:19:34.233+00', NULL, NULL, NULL, NULL, '01a20a7e-397e-7252-bc3b-c400a5cf1bfa', '2026-11-23 22:19:34.218+00', '2026-11-23 22:19:34.069+00', '2026-11-23 22:19:34.069+00', '{door}', NULL, NULL, '', '[[1, 1000000, 200000]]', '{1000000}', '{"2026-11-23 22:19:34.233+00"}');

delete from coffee_material;
insert into coffee_material (organization_id, id, code, name, unit, specification, cost_minor, currency, active, created_at, updated_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3967-7308-bba2-2ccb6b65846b', 'beans', 'Beans', 'g', '', '0', 'INR', 'true', '2026-11-23 22:19:34.119+00', '2026-11-23 22:19:34.119+00');

delete from coffee_merchant;
insert into coffee_merchant (organization_id, id, name, contact_name, phone, email, status, created_at, updated_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-391d-7714-befb-1144c8717cad', 'Kiosks & Co', '', '', '', 'active', '2026-11-23 22:19:34.045+00', '2026-11-23 22:19:34.045+00');

delete from coffee_order;
insert into coffee_order (organization_id, id, machine_id, merchant_id, location_id, number, made_at, claimed_at, sold_on, hour_at, received_at, payment_method, payment_state, payment_reference, payment_id, served, currency, amount_minor, refunded_minor, items, exception, settled_at, settled_by_name, settled_note) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3983-72c8-b67e-10b09fe625f3', '01a20a7e-3935-750b-9007-82f2faf90861', '01a20a7e-391d-7714-befb-1144c8717cad', NULL, '1', '2026-11-23 22:19:34.147+00', '2026-11-23 22:19:34.147+00', '2026-11-24', '2026-11-23 21:30:00+00', '2026-11-23 22:19:34.165+00', 'cash', 'paid', '', NULL, 'true', 'INR', '250', '0', '1', NULL, NULL, NULL, '');

delete from coffee_order_item;
insert into coffee_order_item (organization_id, id, order_id, machine_id, merchant_id, product, quantity, amount_minor) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3983-72c9-9566-358a7bbb00b2', '01a20a7e-3983-72c8-b67e-10b09fe625f3', '01a20a7e-3935-750b-9007-82f2faf90861', '01a20a7e-391d-7714-befb-1144c8717cad', 'espresso', '1', '250');

delete from coffee_order_key;
insert into coffee_order_key (organization_id, machine_id, number, id) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3935-750b-9007-82f2faf90861', '1', '01a20a7e-3983-72c8-b67e-10b09fe625f3');

delete from coffee_package;
insert into coffee_package (organization_id, id, number, name, note, digest, by_name, created_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-397e-7252-bc3b-c400a5cf1bfa', '1', 'First', '', 'ddaf4d6389f3dcf2beb832d7b551f5e7aec003074d63cc83644a87526979b8af', 'Test owner', '2026-11-23 22:19:34.142+00');

delete from coffee_package_recipe;
insert into coffee_package_recipe (organization_id, package_id, recipe_id, version) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-397e-7252-bc3b-c400a5cf1bfa', '01a20a7e-3971-71a6-98e3-4182dfcf3442', '1');

delete from coffee_product_day;
insert into coffee_product_day (organization_id, scope_id, sold_on, product, currency, items, amount_minor) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3524-7010-b415-34693954d14a', '2026-11-24', 'espresso', 'INR', '1', '250'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-391d-7714-befb-1144c8717cad', '2026-11-24', 'espresso', 'INR', '1', '250');

delete from coffee_recipe;
insert into coffee_recipe (organization_id, id, code, name, version, active, created_at, updated_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3971-71a6-98e3-4182dfcf3442', 'espresso', 'Espresso', '1', 'true', '2026-11-23 22:19:34.129+00', '2026-11-23 22:19:34.129+00');

delete from coffee_recipe_version;
insert into coffee_recipe_version (organization_id, recipe_id, version, body, note, by_name, created_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3971-71a6-98e3-4182dfcf3442', '1', '{"cup_ml": 40, "ingredients": [{"material": "beans", "quantity": 7.5}], "temperature": 93}', '', 'Test owner', '2026-11-23 22:19:34.131+00');

delete from coffee_refill;
insert into coffee_refill (organization_id, id, machine_id, merchant_id, "position", material_id, source, amount_milli, filled_at, received_at, by_id, by_name, note) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-39d9-717b-8368-a6ca75163cab', '01a20a7e-3935-750b-9007-82f2faf90861', '01a20a7e-391d-7714-befb-1144c8717cad', '1', '01a20a7e-3967-7308-bba2-2ccb6b65846b', 'measured', '850000', '2026-11-23 22:19:34.233+00', '2026-11-23 22:19:34.233+00', NULL, '', ''),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-39e6-7107-91b4-d5f3fc65974a', '01a20a7e-3935-750b-9007-82f2faf90861', '01a20a7e-391d-7714-befb-1144c8717cad', '1', '01a20a7e-3967-7308-bba2-2ccb6b65846b', 'person', '850000', '2026-11-23 22:19:34.246+00', '2026-11-23 22:19:34.246+00', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', '');

delete from coffee_rollout;
insert into coffee_rollout (organization_id, id, merchant_id, package_id, chosen_by, stages, stage, enough_percent, failure_percent, stage_minutes, state, reason, machines, by_name, created_at, stage_at, changed_at, ended_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-39f8-7475-a996-cf51f29ab347', NULL, '01a20a7e-397e-7252-bc3b-c400a5cf1bfa', '{}', '{5,25,100}', '0', '80', '10', '60', 'running', NULL, '1', 'Test owner', '2026-11-23 22:19:34.264+00', '2026-11-23 22:19:34.264+00', '2026-11-23 22:19:34.264+00', NULL);

delete from coffee_rollout_machine;
insert into coffee_rollout_machine (organization_id, rollout_id, machine_id, merchant_id, "position", stage, state, open, before_package_id, command_id, back_command_id, changed_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-39f8-7475-a996-cf51f29ab347', '01a20a7e-3935-750b-9007-82f2faf90861', '01a20a7e-391d-7714-befb-1144c8717cad', '1', '0', 'told', 'true', NULL, '01a20a7e-39fe-74bd-84e1-837b1e8a49d8', NULL, '2026-11-23 22:19:34.27+00');

delete from coffee_scope_hour;
insert into coffee_scope_hour (organization_id, scope_id, hour_at, currency, sold_on, orders, amount_minor, refunded_minor) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3524-7010-b415-34693954d14a', '2026-11-23 21:30:00+00', 'INR', '2026-11-24', '1', '250', '0'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-391d-7714-befb-1144c8717cad', '2026-11-23 21:30:00+00', 'INR', '2026-11-24', '1', '250', '0');

delete from coffee_status;
insert into coffee_status (organization_id, id, machine_id, merchant_id, said_at, status, temperature_dc, errors, bins) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-39ca-7062-b777-b74e7cdad75a', '01a20a7e-3935-750b-9007-82f2faf90861', '01a20a7e-391d-7714-befb-1144c8717cad', NULL, 'ready', NULL, '{door_open}', '[[1, 150000]]');

delete from coffee_stock_span;
insert into coffee_stock_span (organization_id, id, machine_id, merchant_id, material_id, "position", from_at, to_at, capacity_milli, used_milli, reckoned_milli, unknown_items) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-39d9-717a-ace4-1cbc793a353f', '01a20a7e-3935-750b-9007-82f2faf90861', '01a20a7e-391d-7714-befb-1144c8717cad', '01a20a7e-3967-7308-bba2-2ccb6b65846b', '1', '2026-11-23 22:19:34.218+00', '2026-11-23 22:19:34.233+00', '1000000', '0', '0', '0');

delete from coffee_use_day;
insert into coffee_use_day (organization_id, machine_id, material_id, used_on, merchant_id, milli) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3935-750b-9007-82f2faf90861', '01a20a7e-3967-7308-bba2-2ccb6b65846b', '2026-11-24', '01a20a7e-391d-7714-befb-1144c8717cad', '7500');

delete from conversation;
insert into conversation (organization_id, id, channel, account, address, person_id, display_name, language, mode, taken_by_id, taken_by_name, taken_at, blocked_at, last_inbound_at, last_message_at, last_text, unread, created_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3a3f-7553-8237-2adfde0cc3db', 'web', 'web', '01a20a7e-3a2c-73c2-9f22-7923680ab563', '01a20a7e-3a3f-7551-8d20-b7208df7d581', NULL, 'en', 'flow', NULL, NULL, NULL, NULL, '2026-11-23 22:19:34.316+00', '2026-11-23 22:19:34.355+00', 'Hello! Welcome to Test Organization. What would you like to do?', '0', '2026-11-23 22:19:34.335+00');

delete from conversation_message;
insert into conversation_message (organization_id, id, conversation_id, direction, kind, author, author_id, author_name, body, choices, choice_id, file_id, fault, event_id, message_id, created_at, asks_type, asks_id) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3a44-7075-841b-3d5a4b8cc971', '01a20a7e-3a3f-7553-8237-2adfde0cc3db', 'in', 'text', 'person', NULL, NULL, 'hello', NULL, NULL, NULL, NULL, '01a20a7e-3a2c-73c3-9b5d-e143d7a2ce1b', NULL, '2026-11-23 22:19:34.34+00', NULL, NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3a53-7201-b57d-1465afbbc87f', '01a20a7e-3a3f-7553-8237-2adfde0cc3db', 'out', 'text', 'flow', NULL, NULL, 'Hello! Welcome to Test Organization.

What would you like to do?', '[{"id": "electricity.chat!balance", "label": "My electricity"}, {"id": "mess.student!register", "label": "Join the mess"}, {"id": "raffle.buy!raffles", "label": "Raffles"}, {"id": "raffle.buy!tickets", "label": "My tickets"}, {"id": "raffle.buy!proof", "label": "I have paid"}]', NULL, NULL, NULL, NULL, NULL, '2026-11-23 22:19:34.355+00', NULL, NULL);

delete from conversation_message_key;
insert into conversation_message_key (organization_id, event_id, id) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3a2c-73c3-9b5d-e143d7a2ce1b', '01a20a7e-3a44-7075-841b-3d5a4b8cc971');

delete from conversation_state;
insert into conversation_state (organization_id, conversation_id, flow, state, data, stack, offered, expires_at, updated_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3a3f-7553-8237-2adfde0cc3db', NULL, NULL, '{}', '[]', '[{"id": "electricity.chat!balance", "label": "My electricity"}, {"id": "mess.student!register", "label": "Join the mess"}, {"id": "raffle.buy!raffles", "label": "Raffles"}, {"id": "raffle.buy!tickets", "label": "My tickets"}, {"id": "raffle.buy!proof", "label": "I have paid"}]', NULL, '2026-11-23 22:19:34.357+00');

delete from credential;
insert into credential (organization_id, id, subject_type, subject_id, version, revoked_at, reason, created_at, reissued_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-35a0-744b-a8e3-1abecc0a00cd', 'exhibition.customer', '01a20a7e-358d-77a5-91be-715390fa1c05', '1', NULL, NULL, '2026-11-23 22:19:33.152+00', NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-36ad-7146-ba2e-5c890456000d', 'exhibition.customer', '01a20a7e-36ad-7145-aaf2-96f6d0cbe66b', '1', NULL, NULL, '2026-11-23 22:19:33.421+00', NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3701-7785-81ec-3210c654b139', 'mess.student', '01a20a7e-36ff-7225-ba0c-96a90fb3fcfd', '1', NULL, NULL, '2026-11-23 22:19:33.505+00', NULL);

delete from credential_key;
insert into credential_key (organization_id, id, algorithm, public_key, sealed_key, state, created_at, retired_at, revoked_at, reason) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '90ecf156', 'ed25519', 'ZT8rAu1FHfQ5SjvFPKDWxZ5_6-ZDxk4TNZWxK-XSaQU', 'v1.I2my0w.M7CDKonJoAJIvjqA.mDTxg0GEujd8MwiMz1xw4gMCU934ZL5kuLrBfZoSHadJbzcDdRYEcoLSC6ufNbWlnMuqUePW6ctlVNs', 'active', '2026-11-23 22:19:33.149+00', NULL, NULL, NULL);

delete from device;
insert into device (organization_id, id, kind, name, code_hash, code_expires_at, public_key, firmware, valid_until, enrolled_at, last_seen_at, created_by_name, created_at, revoked_at, revoked_by_name) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3724-705e-8558-b9c0e9fc5c57', 'mess.scanner', 'Gate', E'\\xa3105c675da1d47c15214c8bcd317123dc927e3cb3fc07f1a59f4bb209446221', '2026-11-24 22:19:33.54+00', NULL, NULL, '2026-12-23 22:19:33.494+00', NULL, NULL, 'Test owner', '2026-11-23 22:19:33.54+00', NULL, NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3933-7520-89db-4cca8bc0e5e8', 'coffee.machine', 'CM-35722c96', NULL, NULL, NULL, '1.0.0', NULL, '2026-11-23 22:19:34.107+00', '2026-11-23 22:19:34.231+00', 'Test owner', '2026-11-23 22:19:34.067+00', NULL, NULL);

delete from device_token;
insert into device_token (organization_id, id, device_id, token_hash, used_at, expires_at, created_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-395e-7741-974e-089f960f19e7', '01a20a7e-3933-7520-89db-4cca8bc0e5e8', E'\\x06fa42598f9b15925c16f4c993271690a9ff22cc1c9967b61910f4e2608224b9', '2026-11-23 22:19:34.15+00', NULL, '2026-11-23 22:19:34.11+00');

delete from document;
insert into document (organization_id, id, series, number, formatted_number, issued_at, subject_type, subject_id, snapshot, corrects_id, corrects_what) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-35dc-76c6-b9d4-1dbba4bff233', 'receipt', '1', 'KF1-R-000001', '2026-11-23 22:19:33.212+00', 'exhibition.customer', '01a20a7e-358d-77a5-91be-715390fa1c05', '{"lines": [{"at": "2026-11-23T22:19:33.183Z", "amountMinor": 10000, "description": "—"}], "party": {"name": "Asha Verma", "lines": ["8SGJGQE8", "+919876543210", "asha@example.org"]}, "locale": "en-IN", "qrText": "http://localhost:3000/c/AZDs8VYBogp-NSRwELQVNGk5VNFKvogBogp-NY13pZG-cVOQ-hwFAAEMWWKFhZSF1x3BapvKJmSo1yXhvbDTiFNHE2_ExBaRFDyFVs3bEoeKzpEvz89_7pfOey8mJZj75uhQrND2aX0M", "currency": "INR", "timeZone": "Asia/Kolkata", "totalMinor": 10000, "organization": {"name": "Test Organization", "lines": ["Kochi Craft Fair"]}}', NULL, NULL);

delete from document_counter;
insert into document_counter (organization_id, series, last_number) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', 'receipt', '1');

delete from electricity_agent;
insert into electricity_agent (organization_id, id, code, name, account_id, currency, limit_minor, owed_minor, active, created_at, updated_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-38bf-77b4-bcdd-c89b9e4cb91f', '5REEJR', 'Kiosk', NULL, 'INR', '10000', '0', 'true', '2026-11-23 22:19:33.951+00', '2026-11-23 22:19:33.951+00');

delete from electricity_balance;
insert into electricity_balance (organization_id, meter_id, balance_wh, series, register_wh, read_at, credits, bought, updated_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3789-70b5-b151-17d836cb7573', '0', '1', '1000', '2026-11-23 22:19:33.854+00', '0', '1', '2026-11-23 22:19:33.858+00'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-37c3-7767-a3fa-9fca394096f2', '1123', '1', NULL, NULL, '0', '2', '2026-11-23 22:19:34.007+00');

delete from electricity_building;
insert into electricity_building (organization_id, id, customer_id, name, place, created_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3839-7229-a8f9-3f6f2aba32bb', '01a20a7e-37e1-7035-81da-82ba77f7f623', 'Barn', '', '2026-11-23 22:19:33.817+00');

delete from electricity_claim;
insert into electricity_claim (organization_id, id, account_id, number, customer_id, kind, name, note, state, reason, decided_by_name, decided_at, created_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3894-7770-a6b2-0865e762d5db', '01a20a7e-377d-7217-a15a-8cf2f64bcb6d', '66847352995', '01a20a7e-37e1-7035-81da-82ba77f7f623', NULL, NULL, '', 'waiting', '', NULL, NULL, '2026-11-23 22:19:33.908+00');

delete from electricity_customer;
insert into electricity_customer (organization_id, id, kind, name, created_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-37e1-7035-81da-82ba77f7f623', 'household', 'Uwase', '2026-11-23 22:19:33.729+00');

delete from electricity_entry;
insert into electricity_entry (organization_id, id, meter_id, kind, wh, source_id, reason, actor_name, created_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-38f7-70d4-add9-6185e6a3b244', '01a20a7e-37c3-7767-a3fa-9fca394096f2', 'purchase', '1123', '01a20a7e-38ea-74c4-b687-fe3c1458bdae', '', 'Test owner', '2026-11-23 22:19:34.007+00');

delete from electricity_entry_key;
insert into electricity_entry_key (organization_id, kind, source_id, id) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', 'purchase', '01a20a7e-38ea-74c4-b687-fe3c1458bdae', '01a20a7e-38f7-70d4-add9-6185e6a3b244');

delete from electricity_keypad;
insert into electricity_keypad (organization_id, meter_id, kind, unit_wh, credited_wh, given_wh, key, starting_code, extended, restricted, count, supply_group, tariff_index, key_revision, updated_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-37c3-7767-a3fa-9fca394096f2', 'openpaygo', '100', '1123', '1100', 'v1.G90Yww.rnXICPF8FdaBLZOA.y_iNV1np0jd1q6kKZU-zoWlRRi8RV3f1ReRM70Mv1MU3rKQbNPqJlaTx2vhNoXNE', NULL, 'false', 'false', '2', NULL, NULL, NULL, '2026-11-23 22:19:34.019+00');

delete from electricity_member;
insert into electricity_member (organization_id, customer_id, account_id, role, created_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-37e1-7035-81da-82ba77f7f623', '01a20a7e-377d-7217-a15a-8cf2f64bcb6d', 'manager', '2026-11-23 22:19:33.731+00');

delete from electricity_meter;
insert into electricity_meter (organization_id, id, number, name, place, customer_id, building_id, department_id, state, tariff_class, device_id, claim_code_hash, claim_code_expires_at, history_from, history_on, created_at, updated_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3789-70b5-b151-17d836cb7573', '21182417119', 'Home', '', '01a20a7e-37e1-7035-81da-82ba77f7f623', NULL, NULL, 'active', 'residential', NULL, NULL, NULL, NULL, NULL, '2026-11-23 22:19:33.641+00', '2026-11-23 22:19:33.733+00'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-37c3-7767-a3fa-9fca394096f2', '66847352995', 'Home', '', NULL, NULL, NULL, 'active', 'residential', NULL, NULL, NULL, NULL, NULL, '2026-11-23 22:19:33.699+00', '2026-11-23 22:19:33.699+00');

delete from electricity_purchase;
insert into electricity_purchase (organization_id, id, code, meter_id, account_id, conversation_id, tariff_id, tariff_class, month_on, amount_minor, currency, wh, working, refunded_minor, refunded_wh, state, payment_id, expires_at, credited_at, opened_by_name, created_at, updated_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-387b-7173-8fdb-93921aa319ff', 'QX8F3DSS', '01a20a7e-3789-70b5-b151-17d836cb7573', '01a20a7e-377d-7217-a15a-8cf2f64bcb6d', NULL, '01a20a7e-384b-77d0-85ae-02437db35d10', 'residential', '2026-11-01', '10000', 'INR', '1123', '{"wh": 1123, "fee": "0.00", "vat": "0.00", "levy": "0.00", "class": "residential", "month": "2026-11", "amount": "100.00", "blocks": [{"wh": 1123, "price": "89", "amount": "100.00", "from_wh": 0, "up_to_wh": 20000}], "tariff": {"id": "01a20a7e-384b-77d0-85ae-02437db35d10", "name": "RURA 2025", "starts_on": "2025-10-01"}, "currency": "INR", "bought_wh": 0, "class_name": "Residential", "vat_percent": "0", "amount_minor": 10000, "levy_percent": "0"}', '0', '0', 'open', '01a20a7e-387b-7174-89b9-dd8e495e2a10', '2026-11-23 23:19:33.883+00', NULL, 'portal.account:01a20a7e-377d-7217-a15a-8cf2f64bcb6d', '2026-11-23 22:19:33.883+00', '2026-11-23 22:19:33.883+00'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-38ea-74c4-b687-fe3c1458bdae', 'MMBAN8ER', '01a20a7e-37c3-7767-a3fa-9fca394096f2', NULL, NULL, '01a20a7e-384b-77d0-85ae-02437db35d10', 'residential', '2026-11-01', '10000', 'INR', '1123', '{"wh": 1123, "fee": "0.00", "vat": "0.00", "levy": "0.00", "class": "residential", "month": "2026-11", "amount": "100.00", "blocks": [{"wh": 1123, "price": "89", "amount": "100.00", "from_wh": 0, "up_to_wh": 20000}], "tariff": {"id": "01a20a7e-384b-77d0-85ae-02437db35d10", "name": "RURA 2025", "starts_on": "2025-10-01"}, "currency": "INR", "bought_wh": 0, "class_name": "Residential", "vat_percent": "0", "amount_minor": 10000, "levy_percent": "0"}', '0', '0', 'credited', '01a20a7e-38ea-74c5-b8e5-6ec8ff8869ec', NULL, '2026-11-23 22:19:34.007+00', 'Test owner', '2026-11-23 22:19:33.994+00', '2026-11-23 22:19:34.007+00');

delete from electricity_reading;
insert into electricity_reading (organization_id, id, meter_id, series, taken_at, register_wh, source, file_id, by_name, state, flag, used_wh, created_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3861-71ea-85db-31d51be90c81', '01a20a7e-3789-70b5-b151-17d836cb7573', '1', '2026-11-23 22:19:33.854+00', '1000', 'hand', NULL, 'Test owner', 'counted', NULL, '0', '2026-11-23 22:19:33.857+00');

delete from electricity_reading_key;
insert into electricity_reading_key (organization_id, meter_id, series, taken_at, id) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3789-70b5-b151-17d836cb7573', '1', '2026-11-23 22:19:33.854+00', '01a20a7e-3861-71ea-85db-31d51be90c81');

delete from electricity_sale_day;
insert into electricity_sale_day (organization_id, sold_on, meter_id, tariff_class, method, currency, sales, amount_minor, vat_minor, wh, refunds, refunded_minor, refunded_wh) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '2026-11-24', '01a20a7e-37c3-7767-a3fa-9fca394096f2', 'residential', 'cash', 'INR', '1', '10000', '0', '1123', '0', '0', '0');

delete from electricity_tariff;
insert into electricity_tariff (organization_id, id, starts_on, name, currency, vat_basis_points, levy_basis_points, fee_minor, classes, created_by_name, created_at, updated_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-384b-77d0-85ae-02437db35d10', '2025-10-01', 'RURA 2025', 'INR', '0', '0', '0', '[{"code": "residential", "name": "Residential", "blocks": [{"price": 8900000, "upToWh": 20000}, {"price": 31000000, "upToWh": 50000}, {"price": 36900000, "upToWh": null}]}, {"code": "non_residential", "name": "Non-residential", "blocks": [{"price": 35500000, "upToWh": 100000}, {"price": 37600000, "upToWh": null}]}]', 'Test owner', '2026-11-23 22:19:33.835+00', '2026-11-23 22:19:33.835+00');

delete from electricity_token;
insert into electricity_token (organization_id, id, meter_id, kind, entry_id, source_id, wh, value, count, token, state, refusal, by_name, created_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3901-740e-be97-5f53b9cd7d94', '01a20a7e-37c3-7767-a3fa-9fca394096f2', 'add', '01a20a7e-38f7-70d4-add9-6185e6a3b244', '01a20a7e-38ea-74c4-b687-fe3c1458bdae', '1100', '11', '2', '524742221', 'issued', NULL, 'Test owner', '2026-11-23 22:19:34.017+00');

delete from electricity_token_entry;
insert into electricity_token_entry (organization_id, entry_id, meter_id, created_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-38f7-70d4-add9-6185e6a3b244', '01a20a7e-37c3-7767-a3fa-9fca394096f2', '2026-11-23 22:19:34.015+00');

delete from electricity_voucher;
insert into electricity_voucher (organization_id, id, batch_id, number, code_hash, last4, state, sold_at, sold_by_name, agent_id, updated_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-38a0-7279-8880-0ca2bb7c7722', '01a20a7e-38a0-7278-b3d4-3cd7ce93ed4c', '1', E'\\x71048f48ab8361559db55ffd8a39fb57bff9ea17cab423266e3e7d253a289453', '7962', 'sold', '2026-11-23 22:19:33.936+00', 'Test owner', NULL, '2026-11-23 22:19:33.936+00'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-38a0-727a-a1a8-066ca1f4fb52', '01a20a7e-38a0-7278-b3d4-3cd7ce93ed4c', '2', E'\\xb3a2a13c16208a6d4f68731f70c624b48d7672a92add47192c1b1f205974b968', '3969', 'issued', NULL, NULL, NULL, '2026-11-23 22:19:33.92+00');

delete from electricity_voucher_batch;
insert into electricity_voucher_batch (organization_id, id, code, name, count, amount_minor, wh, price_minor, currency, expires_at, print_secret, created_by_name, created_at, updated_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-38a0-7278-b3d4-3cd7ce93ed4c', '8PJCHV', 'Market', '2', '10000', NULL, '10000', 'INR', '2099-01-01 18:30:00+00', NULL, 'Test owner', '2026-11-23 22:19:33.92+00', '2026-11-23 22:19:33.943+00');

delete from electricity_voucher_day;
insert into electricity_voucher_day (organization_id, sold_on, batch_id, currency, sold, amount_minor, returned, returned_minor) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '2026-11-24', '01a20a7e-38a0-7278-b3d4-3cd7ce93ed4c', 'INR', '1', '10000', '0', '0');

delete from exhibition;
insert into exhibition (organization_id, id, name, prefix, currency, place, starts_on, ends_on, tax_label, tax_basis_points, created_at, updated_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-356b-7694-b571-951c495a96a5', 'Kochi Craft Fair', 'KF1', 'INR', NULL, '2020-01-01', '2099-12-31', NULL, NULL, '2026-11-23 22:19:33.099+00', '2026-11-23 22:19:33.099+00');

delete from exhibition_bill;
insert into exhibition_bill (organization_id, id, customer_id, amount_minor, currency, description, created_by_name, created_by_id, created_at, voided_at, voided_by_name, void_reason) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-35bf-73a1-ade6-f7ac7285cde1', '01a20a7e-358d-77a5-91be-715390fa1c05', '10000', 'INR', '', 'Test owner', '01a20a7e-3528-7389-81af-69a575ff5ef9', '2026-11-23 22:19:33.183+00', NULL, NULL, NULL);

delete from exhibition_customer;
insert into exhibition_customer (organization_id, id, exhibition_id, currency, code, name, email, phone, bill_count, total_minor, created_at, updated_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-358d-77a5-91be-715390fa1c05', '01a20a7e-356b-7694-b571-951c495a96a5', 'INR', '8SGJGQE8', 'Asha Verma', 'asha@example.org', '+919876543210', '1', '10000', '2026-11-23 22:19:33.133+00', '2026-11-23 22:19:33.183+00'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-36ad-7145-aaf2-96f6d0cbe66b', '01a20a7e-356b-7694-b571-951c495a96a5', 'INR', 'GN53ZV6N', 'Ravi', 'ravi@example.org', '+919876543211', '0', '0', '2026-11-23 22:19:33.421+00', '2026-11-23 22:19:33.421+00');

delete from file;
insert into file (organization_id, id, purpose, name, content_type, size_bytes, sha256, width, height, store, storage_key, permission, created_by_kind, created_by_id, created_at, deleted_at, purged_at, original_sha256, perceptual_hash) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-35f4-7477-a449-e337c344d198', 'imports.source', 'people.csv', 'text/csv', '51', '4e1efff48656ed7cc4c900f774db5b37a1d98731c9c4357cd042724ff1a7434a', NULL, NULL, 'disk', '01a20a7e-3524-7010-b415-34693954d14a/2026/01a20a7e-35f4-7477-a449-e337c344d198.csv', 'exhibition.customer.write', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', '2026-11-23 22:19:33.252+00', NULL, NULL, '4e1efff48656ed7cc4c900f774db5b37a1d98731c9c4357cd042724ff1a7434a', NULL);

delete from import;
insert into import (organization_id, id, name, file_id, fields, state, total, good, bad, broken_row, ignored, faults, sample, task_id, last_row, written, refused, created_by_kind, created_by_id, created_by_name, created_at, started_at, finished_at, duplicates, choice, send, updated, skipped) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3604-747c-a28c-8fa06652fa01', 'exhibition.customers', '01a20a7e-35f4-7477-a449-e337c344d198', '{}', 'done', '1', '1', '0', NULL, '[]', '[]', '[{"row": 2, "name": "Ravi", "email": "ravi@example.org", "phone": "98765 43211"}]', '01a20a7e-362a-74b1-8cc8-17bad77615c2', '2', '1', '0', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', '2026-11-23 22:19:33.255+00', '2026-11-23 22:19:33.295+00', '2026-11-23 22:19:33.437+00', '0', NULL, NULL, '0', '0');

delete from inbox_event;
insert into inbox_event (organization_id, id, source, account, provider_id, address, kind, payload, file_id, fault, state, attempts, next_attempt_at, last_error, received_at, processed_at, raw) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3a2c-73c3-9b5d-e143d7a2ce1b', 'web', 'web', '01a20a7e-3a2c-73c2-9f22-7923680ab563:c9703f09-c05c-4f0c-8b03-e3f08ad63eba', '01a20a7e-3a2c-73c2-9f22-7923680ab563', 'message', '{"at": "2026-11-23T22:19:34.316Z", "text": "hello", "nonce": "c9703f09-c05c-4f0c-8b03-e3f08ad63eba", "origin": "10.9.0.6", "visitor": "01a20a7e-3a2c-73c2-9f22-7923680ab563"}', NULL, NULL, 'processed', '0', '2026-11-23 22:19:34.316+00', NULL, '2026-11-23 22:19:34.316+00', '2026-11-23 22:19:34.327+00', NULL);

delete from inbox_event_key;
insert into inbox_event_key (organization_id, source, account, provider_id, id) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', 'web', 'web', '01a20a7e-3a2c-73c2-9f22-7923680ab563:c9703f09-c05c-4f0c-8b03-e3f08ad63eba', '01a20a7e-3a2c-73c3-9b5d-e143d7a2ce1b');

delete from invitation;
insert into invitation (organization_id, id, email, role, token_hash, invited_by, expires_at, accepted_at, accepted_by, revoked_at, created_at, updated_at, link_hash, limit_kind, limit_id) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3751-7700-87a5-f1cd45cce605', '01a20a7e-3524-7010-b415-34693954d14a@example.org', 'ops', E'\\x16565891dd319499abfb0f6323177c867ca658adcb2f07e1dc6a3931a89b6715', '01a20a7e-3528-7389-81af-69a575ff5ef9', '2026-11-30 22:19:33.585+00', NULL, NULL, NULL, '2026-11-23 22:19:33.584325+00', '2026-11-23 22:19:33.584325+00', E'\\x6ffb85fba299c1a101446ab088ef934ab7afb1bce9b3d7cc58d3f936d0bc2fed', NULL, NULL);

delete from ledger_account;
insert into ledger_account (organization_id, code, created_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', 'assets:cash', '2026-11-23 22:19:33.938+00'),
  ('01a20a7e-3524-7010-b415-34693954d14a', 'assets:coffee:cash', '2026-11-23 22:19:34.168+00'),
  ('01a20a7e-3524-7010-b415-34693954d14a', 'income:coffee', '2026-11-23 22:19:34.168+00'),
  ('01a20a7e-3524-7010-b415-34693954d14a', 'income:electricity', '2026-11-23 22:19:33.938+00');

delete from ledger_entry;
insert into ledger_entry (organization_id, id, at, kind, memo, subject_type, subject_id, reverses, actor_name, written_in) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-38b2-7387-9f32-a9cfa81898b7', '2026-11-23 22:19:33.938+00', 'electricity.vouchers_sold', '8PJCHV-0001', 'electricity.voucher_batch', '01a20a7e-38a0-7278-b3d4-3cd7ce93ed4c', NULL, 'Test owner', '956'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3908-7112-9396-f1686abfb14d', '2026-11-23 22:19:34.024+00', 'payment.verified', 'FERH8X 6684 7352 995 Home', 'payment', '01a20a7e-38ea-74c5-b8e5-6ec8ff8869ec', NULL, 'Test owner', '960'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3998-7445-8615-1c45250c3c61', '2026-11-23 22:19:34.168+00', 'coffee.sold', 'CM-35722c96 1', 'coffee.machine', '01a20a7e-3935-750b-9007-82f2faf90861', NULL, 'CM-35722c96', '976');

delete from ledger_line;
insert into ledger_line (organization_id, entry_id, line, account, amount_minor, currency) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-38b2-7387-9f32-a9cfa81898b7', '1', 'assets:cash', '10000', 'INR'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-38b2-7387-9f32-a9cfa81898b7', '2', 'income:electricity', '-10000', 'INR'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3908-7112-9396-f1686abfb14d', '1', 'assets:cash', '10000', 'INR'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3908-7112-9396-f1686abfb14d', '2', 'income:electricity', '-10000', 'INR'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3998-7445-8615-1c45250c3c61', '1', 'assets:coffee:cash', '250', 'INR'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3998-7445-8615-1c45250c3c61', '2', 'income:coffee', '-250', 'INR');

delete from membership;
insert into membership (organization_id, user_id, role, created_at, updated_at, limit_kind, limit_id) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'owner', '2026-11-23 22:19:33.033654+00', '2026-11-23 22:19:33.033654+00', NULL, NULL);

delete from mess_closure;
insert into mess_closure (organization_id, id, from_on, to_on, meal_id, reason, created_by_name, created_at, cancelled_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3738-71f6-a57c-1ee0d24e3da0', '2099-01-10', '2099-01-11', NULL, 'Festival', 'Test owner', '2026-11-23 22:19:33.56+00', NULL);

delete from mess_cycle;
insert into mess_cycle (organization_id, id, name, starts_on, ends_on, price_minor, currency, rebates_credited_at, created_at, updated_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3716-7424-b6d1-dfad43b8d175', 'November', '2026-11-01', '2026-11-30', '360000', 'INR', NULL, '2026-11-23 22:19:33.526+00', '2026-11-23 22:19:33.526+00');

delete from mess_student;
insert into mess_student (organization_id, id, person_id, roll_number, room, photo_file_id, state, denial_reason, notify_meals, decided_at, decided_by_name, created_at, updated_at, changing_code) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-36ff-7225-ba0c-96a90fb3fcfd', '01a20a7e-36fd-77e1-996d-dca9cc0b4de6', '21CS1001', 'B-204', NULL, 'approved', NULL, 'false', '2026-11-23 22:19:33.503+00', 'Test owner', '2026-11-23 22:19:33.503+00', '2026-11-23 22:19:33.503+00', 'false');

delete from message;
insert into message (organization_id, id, channel, to_address, template, language, params, state, attempts, deferrals, next_attempt_at, lease_until, last_error, provider_id, subject, body_text, body_html, subject_type, subject_id, resent_as, created_at, sent_at, held_reason, delivered_at, read_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-35a1-704c-8ecb-954c6a39fb85', 'email', 'asha@example.org', 'exhibition.welcome', 'en', '{"customerId": "01a20a7e-358d-77a5-91be-715390fa1c05"}', 'kept', '0', '0', '2026-11-23 22:19:33.153+00', NULL, NULL, NULL, NULL, NULL, NULL, 'exhibition.customer', '01a20a7e-358d-77a5-91be-715390fa1c05', NULL, '2026-11-23 22:19:33.153+00', NULL, NULL, NULL, NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-36ae-7572-ba91-6035c6d27919', 'email', 'ravi@example.org', 'exhibition.welcome', 'en', '{"customerId": "01a20a7e-36ad-7145-aaf2-96f6d0cbe66b"}', 'kept', '0', '0', '2026-11-23 22:19:33.422+00', NULL, NULL, NULL, NULL, NULL, NULL, 'exhibition.customer', '01a20a7e-36ad-7145-aaf2-96f6d0cbe66b', NULL, '2026-11-23 22:19:33.422+00', NULL, NULL, NULL, NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3754-73ac-a5d2-a1b02c291d6a', 'email', '01a20a7e-3524-7010-b415-34693954d14a@example.org', 'tenancy.invitation', 'en', '{"role": "ops", "inviter": "Test owner", "sealedToken": "v1.ywDzkg.cTLaUNmuTzHwjjmL.qy6fgfjVloyicZX1GM5cV6-X800W6ZiRtf7oraVQD3yAlLWCdANtR1Jcoy3xeJ4e2v1BJFd0019P8vs"}', 'kept', '0', '0', '2026-11-23 22:24:33.61+00', NULL, NULL, NULL, NULL, NULL, NULL, 'tenancy.invitation', '01a20a7e-3751-7700-87a5-f1cd45cce605', NULL, '2026-11-23 22:19:33.588+00', NULL, NULL, NULL, NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3772-7762-a68c-0364a5d49e66', 'email', '01a20a7e-3767-76f5-ae1c-9ffcf34333a0@example.rw', 'portal.code', 'en', '{"sealed": "v1.F2l2oA.4R_iWEMn93ZY6Pbk.h9cMnpghYSreqxTMPmKm5KiDvXfMhQ"}', 'kept', '0', '0', '2026-11-23 22:24:33.642+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-23 22:19:33.618+00', NULL, NULL, NULL, NULL);

delete from organization;
insert into organization (id, name, slug, time_zone, currency, country, language, modules, created_at, updated_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', 'Test Organization', 't-01a20a7e-3524-7010-b415-34693954d14a', 'Asia/Kolkata', 'INR', 'IN', 'en', '{observability,i18n,http,realtime,audit,jobs,retention,settings,messages,audit_heads,credentials,documents,tenancy,auth,devices,mqtt,files,backup,exports,imports,people,portal,inbox,channels,conversations,staff,ledger,ocr,payments,statements,mirror,personal-data,coffee,electricity,exhibition,mess,raffle}', '2026-11-23 22:19:33.031087+00', '2026-11-23 22:19:33.031087+00');

delete from payment;
insert into payment (organization_id, id, reference, subject_type, subject_id, person_id, payer_name, description, base_minor, amount_minor, own_amount, currency, method, state, late, transaction_reference, first_approval_by_id, first_approval_by_name, first_approval_at, decided_by_id, decided_by_name, decided_at, denial_reason, owed, ledger_entry_id, expires_at, submitted_at, created_at, updated_at, refunded_minor) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-36b5-731f-afcd-b30021a891e8', 'ZA97T7', 'raffle.order', '01a20a7e-3679-7624-bc49-930a404a4389', NULL, 'Asha Verma', 'Onam raffle: 07, 08', '10000', '10000', 'false', 'INR', 'proof', 'awaiting', 'false', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'false', NULL, '2026-11-23 22:49:33.427+00', NULL, '2026-11-23 22:19:33.429+00', '2026-11-23 22:19:33.429+00', '0'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-387b-7174-89b9-dd8e495e2a10', '6DB43V', 'electricity.purchase', '01a20a7e-387b-7173-8fdb-93921aa319ff', '01a20a7e-377d-7218-b731-132c438bfca4', 'Aline Uwase', '2118 2417 119 Home', '10000', '10000', 'false', 'INR', 'proof', 'awaiting', 'false', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'false', NULL, '2026-11-23 23:19:33.883+00', NULL, '2026-11-23 22:19:33.883+00', '2026-11-23 22:19:33.883+00', '0'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-38ea-74c5-b8e5-6ec8ff8869ec', 'FERH8X', 'electricity.purchase', '01a20a7e-38ea-74c4-b687-fe3c1458bdae', NULL, '', '6684 7352 995 Home', '10000', '10000', 'false', 'INR', 'cash', 'verified', 'false', NULL, NULL, NULL, NULL, '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', '2026-11-23 22:19:34.002+00', NULL, 'false', '01a20a7e-3908-7112-9396-f1686abfb14d', '2026-11-23 23:19:33.994+00', NULL, '2026-11-23 22:19:33.994+00', '2026-11-23 22:19:34.003+00', '0');

delete from payment_event;
insert into payment_event (organization_id, id, payment_id, at, what, from_state, to_state, actor_name, note) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-36b8-75bb-9d14-4700a1891ec9', '01a20a7e-36b5-731f-afcd-b30021a891e8', '2026-11-23 22:19:33.432+00', 'opened', NULL, 'awaiting', 'Test owner', NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-387d-72ec-b62a-b2468cc2bbf1', '01a20a7e-387b-7174-89b9-dd8e495e2a10', '2026-11-23 22:19:33.885+00', 'opened', NULL, 'awaiting', 'portal.account:01a20a7e-377d-7217-a15a-8cf2f64bcb6d', NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-38ec-7547-9898-8d1f277ee2bd', '01a20a7e-38ea-74c5-b8e5-6ec8ff8869ec', '2026-11-23 22:19:33.996+00', 'opened', NULL, 'awaiting', 'Test owner', NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-38f3-7063-ad38-ca4773a407fa', '01a20a7e-38ea-74c5-b8e5-6ec8ff8869ec', '2026-11-23 22:19:34.003+00', 'verified', 'awaiting', 'verified', 'Test owner', NULL);

delete from person;
insert into person (organization_id, id, name, phone, email, language, created_at, updated_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-36fd-77e1-996d-dca9cc0b4de6', 'Asha Verma', NULL, NULL, 'en', '2026-11-23 22:19:33.501+00', '2026-11-23 22:19:33.501+00'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3745-731a-b80f-5de3d63cbc18', 'Meera Nair', NULL, 'meera@example.org', 'en', '2026-11-23 22:19:33.573+00', '2026-11-23 22:19:33.573+00'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-377d-7218-b731-132c438bfca4', 'Aline Uwase', NULL, '01a20a7e-3767-76f5-ae1c-9ffcf34333a0@example.rw', 'en', '2026-11-23 22:19:33.629+00', '2026-11-23 22:19:33.629+00'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3a3f-7551-8d20-b7208df7d581', '01a20a7e-3a2c-73c2-9f22-7923680ab563', NULL, NULL, 'en', '2026-11-23 22:19:34.335+00', '2026-11-23 22:19:34.335+00');

delete from portal_account;
insert into portal_account (organization_id, id, person_id, email, phone, password_hash, created_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-377d-7217-a15a-8cf2f64bcb6d', '01a20a7e-377d-7218-b731-132c438bfca4', '01a20a7e-3767-76f5-ae1c-9ffcf34333a0@example.rw', NULL, NULL, '2026-11-23 22:19:33.63+00');

delete from public_code;
insert into public_code (kind, code, organization_id, subject_id) overriding system value values
  ('raffle', 'MYTZQ2', '01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3652-7581-8af7-11f05d62ae81');

delete from raffle;
insert into raffle (organization_id, id, code, title, description, ticket_price_minor, currency, first_number, last_number, active, picture_file_id, draw_on, per_person_limit, reservation_minutes, frozen_at, created_at, updated_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3652-7581-8af7-11f05d62ae81', 'MYTZQ2', 'Onam raffle', '', '5000', 'INR', '1', '20', 'true', NULL, NULL, NULL, '30', NULL, '2026-11-23 22:19:33.33+00', '2026-11-23 22:19:33.33+00');

delete from raffle_number;
insert into raffle_number (organization_id, raffle_id, number, state, order_id, reserved_until) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3652-7581-8af7-11f05d62ae81', '1', 'available', NULL, NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3652-7581-8af7-11f05d62ae81', '10', 'available', NULL, NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3652-7581-8af7-11f05d62ae81', '11', 'available', NULL, NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3652-7581-8af7-11f05d62ae81', '12', 'available', NULL, NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3652-7581-8af7-11f05d62ae81', '13', 'available', NULL, NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3652-7581-8af7-11f05d62ae81', '14', 'available', NULL, NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3652-7581-8af7-11f05d62ae81', '15', 'available', NULL, NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3652-7581-8af7-11f05d62ae81', '16', 'available', NULL, NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3652-7581-8af7-11f05d62ae81', '17', 'available', NULL, NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3652-7581-8af7-11f05d62ae81', '18', 'available', NULL, NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3652-7581-8af7-11f05d62ae81', '19', 'available', NULL, NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3652-7581-8af7-11f05d62ae81', '2', 'available', NULL, NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3652-7581-8af7-11f05d62ae81', '20', 'available', NULL, NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3652-7581-8af7-11f05d62ae81', '3', 'available', NULL, NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3652-7581-8af7-11f05d62ae81', '4', 'available', NULL, NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3652-7581-8af7-11f05d62ae81', '5', 'available', NULL, NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3652-7581-8af7-11f05d62ae81', '6', 'available', NULL, NULL),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3652-7581-8af7-11f05d62ae81', '7', 'reserved', '01a20a7e-3679-7624-bc49-930a404a4389', '2026-11-23 22:49:33.427+00'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3652-7581-8af7-11f05d62ae81', '8', 'reserved', '01a20a7e-3679-7624-bc49-930a404a4389', '2026-11-23 22:49:33.427+00'),
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3652-7581-8af7-11f05d62ae81', '9', 'available', NULL, NULL);

delete from raffle_order;
insert into raffle_order (organization_id, id, raffle_id, code, person_id, conversation_id, contact_name, contact_phone, numbers, unit_price_minor, amount_minor, currency, state, reserved_until, payment_id, confirmed_at, paid_at, ended_at, end_reason, ticket_file_id, notified, created_by_name, created_at, updated_at, changed_in, held_from, stranger) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-3679-7624-bc49-930a404a4389', '01a20a7e-3652-7581-8af7-11f05d62ae81', '5Z564N22', NULL, NULL, 'Asha Verma', NULL, '{7,8}', '5000', '10000', 'INR', 'pending_payment', '2026-11-23 22:49:33.427+00', '01a20a7e-36b5-731f-afcd-b30021a891e8', '2026-11-23 22:19:33.427+00', NULL, NULL, NULL, NULL, '{}', 'Test owner', '2026-11-23 22:19:33.369+00', '2026-11-23 22:19:33.436+00', '906', NULL, 'false');

delete from schema_migration;
insert into schema_migration (name, package, sha256, applied_at) overriding system value values
  ('202611220000_db', 'db', '38f3379e5fa5d381b6443d5127c7ff10caf6eb5c0e2528a2fd96c4d82ddb6b36', '2026-11-23 22:19:31.453603+00'),
  ('202611220001_tenancy', 'tenancy', 'f14ae0478c81908eed468c314fb9c464acd1b797eaeeba29747508aff8b43ba6', '2026-11-23 22:19:31.4662+00'),
  ('202611220002_auth', 'auth', 'a6be229128aa255ce69a2e5b2d4122c07494a32f3685663170496a9ee331249d', '2026-11-23 22:19:31.492675+00'),
  ('202611220003_http', 'http', '1df4fb059f7c29bf5d673fa9ed67662874d4f9d5147bca600a16e4b24d763dd3', '2026-11-23 22:19:31.516522+00'),
  ('202611220004_audit', 'audit', '046cfbe03265d716bb77f998d015e2d6308194f2e1e11d1a89207698793d8e87', '2026-11-23 22:19:31.521926+00'),
  ('202611220005_audit_heads', 'audit-heads', '4a8b4d2960b2c1c593085741654a92fafdb12468b3c076887a9428301d371050', '2026-11-23 22:19:31.564204+00'),
  ('202611220006_jobs', 'jobs', '7f2d62a17c978cf3b2bfe820fd83786edcd76adbbc17098aafd78ead4fde2a3b', '2026-11-23 22:19:31.568477+00'),
  ('202611220007_messages', 'messages', '8bae3a9d8c050e99d450d1dfe3234f3e9fa176f67946c6c868bbbc089586189a', '2026-11-23 22:19:31.609016+00'),
  ('202611220008_files', 'files', 'c558cb298927f0e52d0da25d776805ff674c172f6253c711866b630a47647ee4', '2026-11-23 22:19:31.620588+00'),
  ('202611220009_credentials', 'credentials', '60aa9c05dec02c8dfe7c4489d3f499e831534c37dfbd439611fbf33a90858b05', '2026-11-23 22:19:31.629146+00'),
  ('202611220010_documents', 'documents', 'a4c1d0b3344c626e304065ad076195d4cc320f86d2e03de497b7e10a0df9271b', '2026-11-23 22:19:31.639326+00'),
  ('202611220011_imports', 'imports', '0e28af857211c1231344b734679d2a5b7af7f84bde56bd642585fd091b00d67f', '2026-11-23 22:19:31.648179+00'),
  ('202611220012_settings', 'settings', '836317823d7fb19c953d870de96c55fe0edbd4d366ccc329a2abbdd20aa544b0', '2026-11-23 22:19:31.660801+00'),
  ('202611220013_people', 'people', '57f52edc2cf46aa67abc856c81890b5e47ee29ad60a0d46f8eb5f06e10f48e04', '2026-11-23 22:19:31.665994+00'),
  ('202611220014_inbox', 'inbox', '86f65f9f882fd54d149e296a19c989a84c0c4f5ab213e888cd5104ec2e10eb3d', '2026-11-23 22:19:31.672135+00'),
  ('202611220015_channels', 'channels', '50ec9e1eb6be4efa212136bd4562bb1f75d116caabf1894f552b53775560f236', '2026-11-23 22:19:31.717416+00'),
  ('202611220016_conversations', 'conversations', '81755ebffb5b592125efb539d3b99fd233770683b7293502a0c1a2e80e3b953a', '2026-11-23 22:19:31.761457+00'),
  ('202611220017_ledger', 'ledger', '957312704274a70924b9cacb61fea82a2795f22564fdfd0d83b6f6ace378d0e6', '2026-11-23 22:19:31.765753+00'),
  ('202611220018_payments', 'payments', '853c41640144cc3f93127265266254cd9c801126bd8a1c833d6bd54ebcc7dd91', '2026-11-23 22:19:31.777763+00'),
  ('202611220019_staff', 'staff', '1373c1098ba2b8ce82833e09f9a291a51a87e7172710ceca6dd4d080383631cd', '2026-11-23 22:19:31.838606+00'),
  ('202611220020_mirror', 'mirror', '8b965cbe089b06b4b19780d94fec70f85161763f64a658277be307a7ab936b3c', '2026-11-23 22:19:31.846244+00'),
  ('202611220021_devices', 'devices', '04c539c107aa867ecdbe2b1003f564f4613ad3b1ccfd044bb68a22f85b17dbb7', '2026-11-23 22:19:31.854674+00'),
  ('202611220022_portal', 'portal', '23b3dfc228841d1e45a0601fd6ef3958e48e5445006139bed9ab7582bec2f3a6', '2026-11-23 22:19:31.870742+00'),
  ('202611220023_statements', 'statements', '4798f2615d8380c2857f7f26cfebd8fa151bf8d72a18872de5b799425367650d', '2026-11-23 22:19:31.884848+00'),
  ('202611220100_exhibition', 'exhibition', 'becc9141d5238a054bcdd4429ef55595b723bcc69e7a9046ea4e7d8a4b6a521c', '2026-11-23 22:19:31.899168+00'),
  ('202611220101_raffle', 'raffle', 'ce5c947ddd29c1617035420ecb487480eec379a619cadd128d1de0f335eefb52', '2026-11-23 22:19:31.914922+00'),
  ('202611220102_mess', 'mess', 'c499650ffca37b660b4b38f314603bcbd91df1f1cee0d770922e112f3b43d127', '2026-11-23 22:19:31.937451+00'),
  ('202611230000_electricity', 'electricity', '6665feb163e9d0c865482eacd4d957d95dd240c76c343b7c20cd6ea485e0a50a', '2026-11-23 22:19:32.075507+00'),
  ('202611230830_backup', 'backup', 'f3b7c5d2f5fc0aca3ce39c45bf29330f04416886dc6cfdcb81f67b9793fbc5c6', '2026-11-23 22:19:32.268429+00'),
  ('202611231225_db_limit', 'db', 'eae6943b40468608303d7d5faf07ecc97bf7da4fb5e68be99543bd95b7b7499d', '2026-11-23 22:19:32.273423+00'),
  ('202611231226_tenancy_limit', 'tenancy', 'e31b239b15256bab9dd17d7edd8662d13469f42bbfe171fefd6333e84af862ee', '2026-11-23 22:19:32.275454+00'),
  ('202611231230_coffee', 'coffee', 'b80b39425f82eeeeb191b14ff4f1d3b653028e249075afd5f7298482d0607a58', '2026-11-23 22:19:32.277054+00'),
  ('202611231245_audit_redaction', 'audit', '71f18f67a4b02cb0402054ebd6b6663d0200696a5247d82fa76c1fc0bd12c8ef', '2026-11-23 22:19:32.427365+00'),
  ('202611231246_ledger_erasing', 'ledger', '2873186757cf110ee5c95debfec7f6de75ff67e1356670846db07f26e2a1d61b', '2026-11-23 22:19:32.433855+00'),
  ('202611231247_exhibition_erasing', 'exhibition', 'ef8d7c82f3c2e2f81847875e55faf9500d74d3f5f8ca8134c7e7d45ccfda0c6a', '2026-11-23 22:19:32.434659+00'),
  ('202611231248_electricity_erasing', 'electricity', 'b29f25d46126324dc706a8bd3d273a7e1af2dec3747f2f30913ea7d83bfd78fa', '2026-11-23 22:19:32.436007+00'),
  ('202611231249_personal_data', 'personal-data', '61c0246670559131c34fc5b9bc63b09541b230e4afe48df05cb8836af0242ffa', '2026-11-23 22:19:32.437625+00'),
  ('202611231340_coffee_commands', 'coffee', '02895a6ddcc63110ce873b9c7b4543ee7b6dc60ce07417ce254c8b3c410a8da6', '2026-11-23 22:19:32.442338+00'),
  ('202611231444_coffee_telemetry', 'coffee', '02685a079ecfb95ca6c582cc761f1068742c6ca35e0fa4400f98f62c3b8fac5a', '2026-11-23 22:19:32.453513+00'),
  ('202611231450_coffee_alarms', 'coffee', '978f1203d8596f68f241643211356511d1e8780d835bd5fde752f59d6f1eb531', '2026-11-23 22:19:32.461975+00'),
  ('202611231518_coffee_rollouts', 'coffee', '8059ef092e016afb24d5c63967604c918e26230cf453c1ec563e3c9a2e6c6072', '2026-11-23 22:19:32.47922+00'),
  ('202611231525_coffee_stock', 'coffee', '1b01b7bd202aee4b737e07080c1ab23647a79fed50152b38078735d1ce5793b5', '2026-11-23 22:19:32.491483+00'),
  ('202611231812_coffee_levels', 'coffee', 'b06fa8b7a9f64264d9f1467130238d99a73baccdafccc9451465b7a3098c8d09', '2026-11-23 22:19:32.504933+00'),
  ('202611232230_devices_statistics', 'devices', 'd897ea1ae7919c38d1c306c4630f043fea998c71650f911f4ee347eccb0850ca', '2026-11-23 22:19:32.509631+00'),
  ('202611232231_coffee_statistics', 'coffee', 'a2a2b6bbe4f34a321570256d3f8497e7bae7828a428a57eedf1f9584a5e985dd', '2026-11-23 22:19:32.510736+00'),
  ('202611232232_electricity_statistics', 'electricity', 'e0b577bd40881fc944d8fe6b061ac6d25fc6a7c0b910c7c94e9ab9ac4d6cf931', '2026-11-23 22:19:32.512512+00');

delete from setting;
insert into setting (organization_id, module, "values", created_at, updated_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', 'portal', '{"open": true}', '2026-11-23 22:19:33.601+00', '2026-11-23 22:19:33.602+00');

delete from statement;
insert into statement (organization_id, id, file_name, format_id, currency, from_on, to_on, lines, known, outgoing, created_by_name, created_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-36e6-76d5-8893-42399d6d2c1f', 'bank.csv', '01a20a7e-36e4-70ac-b45a-1a17b39ab054', 'INR', '2026-11-21', '2026-11-21', '1', '0', '0', 'Test owner', '2026-11-23 22:19:33.478+00');

delete from statement_format;
insert into statement_format (organization_id, id, name, fingerprint, mapping, created_at, updated_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-36e4-70ac-b45a-1a17b39ab054', 'bank', 'f66b44d8c7c9301904bd6771a3d71153d5a1d3cb1abbd40f2043ddab5c874a36', '{"date": "Date", "text": ["Narration"], "debit": "Withdrawal Amt.", "credit": "Deposit Amt.", "balance": "Closing Balance", "decimal": ".", "date_order": "dmy", "transaction_reference": "Chq./Ref.No."}', '2026-11-23 22:19:33.476+00', '2026-11-23 22:19:33.476+00');

delete from statement_line;
insert into statement_line (organization_id, id, statement_id, format_id, "row", day, at, amount_minor, currency, text, payer, transaction_reference, hash, occurrence, state, payment_id, certainty, because, decided_by_name, decided_at, note, created_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-36e8-7482-a922-1dc175ef7f97', '01a20a7e-36e6-76d5-8893-42399d6d2c1f', '01a20a7e-36e4-70ac-b45a-1a17b39ab054', '3', '2026-11-21', NULL, '10000', 'INR', 'UPI-ASHA-asha@upi', '', '412345678901', '721e250650ee1220aa6bc83f148b3bbe4a629002fa87c74061b193a8574bf689', '1', 'open', NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-23 22:19:33.48+00');

delete from task;
insert into task (organization_id, id, kind, params, state, done, total, note, result, error, job_id, created_by_kind, created_by_id, created_by_name, created_at, started_at, updated_at, finished_at) overriding system value values
  ('01a20a7e-3524-7010-b415-34693954d14a', '01a20a7e-362a-74b1-8cc8-17bad77615c2', 'imports.run', '{"file": "people.csv", "name": "exhibition.customers"}', 'done', '1', '1', NULL, '{"refused": 0, "skipped": 0, "updated": 0, "written": 1}', NULL, '01a20a7e-362b-7323-8289-d3722edcdc81', 'user', '01a20a7e-3528-7389-81af-69a575ff5ef9', 'Test owner', '2026-11-23 22:19:33.29+00', '2026-11-23 22:19:33.334+00', '2026-11-23 22:19:33.44+00', '2026-11-23 22:19:33.44+00');

reset session_replication_role;
