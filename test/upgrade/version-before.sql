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

-- The rows, without the keys and triggers that look at them one by one.

reset role;
set session_replication_role = replica;

delete from api_key;
insert into api_key (organization_id, id, name, prefix, key_hash, role, created_by, last_used_at, expires_at, revoked_at, created_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b786-7123-9a15-5aae1e3465f0', 'Till', 'cf_9s4e2qze', E'\\xff1094c18d6ece45277c213b8e2e558678b5d251586a03a4ce9bf76de4c28a7d', 'admin', '01a209b1-ae9c-701f-b958-dba0203aa511', NULL, NULL, NULL, '2026-11-23 18:36:11.531901+00');

delete from audit_entry;
insert into audit_entry (organization_id, id, at, actor_kind, actor_id, actor_name, action, subject_type, subject_id, before, after, note, request_id, ip, user_agent, xact) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-af87-70af-a0f2-8ea38df69716', '2026-11-23 18:36:09.479+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'exhibition.exhibition.created', 'exhibition.exhibition', '01a209b1-af81-74d6-affe-190361b712ea', NULL, '{"id": "01a209b1-af81-74d6-affe-190361b712ea", "name": "Kochi Craft Fair", "place": null, "prefix": "KF1", "ends_on": "2099-12-31", "currency": "INR", "starts_on": "2020-01-01", "tax_label": null, "created_at": "2026-11-23T18:36:09.473Z", "updated_at": "2026-11-23T18:36:09.473Z", "tax_percent": null}', NULL, 'e4cf81f8-7f9b-44db-a605-d9791104f2d2', '127.0.0.1', 'lightMyRequest', '884'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b021-7128-a6e9-d76aa43f9140', '2026-11-23 18:36:09.633+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'exhibition.customer.registered', 'exhibition.customer', '01a209b1-afe0-706b-a7dc-367b47f20882', NULL, '{"code": "7WWT4P3Z", "name": "Asha Verma", "email": "asha@example.org", "phone": "+919876543210", "exhibition_id": "01a209b1-af81-74d6-affe-190361b712ea"}', NULL, '30528478-79a8-4418-8b23-2cc30778552a', '127.0.0.1', 'lightMyRequest', '887'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b0ca-700f-9d68-970697e6e4a9', '2026-11-23 18:36:09.802+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'exhibition.bill.added', 'exhibition.bill', '01a209b1-b0ca-700e-9ac9-bbe73e925709', NULL, '{"amount": "100.00", "currency": "INR", "customer": "7WWT4P3Z", "description": ""}', NULL, '49432ff4-2336-4257-89df-5679106b2973', '127.0.0.1', 'lightMyRequest', '889'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b14a-7375-a2bf-e4f01f66f47e', '2026-11-23 18:36:09.93+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'documents.document.issued', 'exhibition.customer', '01a209b1-afe0-706b-a7dc-367b47f20882', NULL, '{"number": "KF1-R-000001", "series": "receipt", "currency": "INR", "total_minor": 10000}', NULL, 'd0dc12ed-064a-461f-be5c-3a2467082eec', '127.0.0.1', 'lightMyRequest', '891'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b1f3-7017-9915-236b8d3f1faa', '2026-11-23 18:36:10.099+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'files.added', 'file', '01a209b1-b1c5-70ba-a469-b281b72db4a0', NULL, '{"name": "people.csv", "purpose": "imports.source", "sizeBytes": 51, "contentType": "text/csv"}', NULL, '83f160bd-d374-4f2d-b363-ac9d14a0f0fb', '127.0.0.1', 'lightMyRequest', '894'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b202-7596-a0e6-6e694b7598be', '2026-11-23 18:36:10.114+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'imports.checked', 'import', '01a209b1-b1f2-75cc-91a0-1f862db70f5b', NULL, '{"bad": 0, "file": "people.csv", "name": "exhibition.customers", "total": 1}', NULL, '83f160bd-d374-4f2d-b363-ac9d14a0f0fb', '127.0.0.1', 'lightMyRequest', '894'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b291-7045-a496-db23423da486', '2026-11-23 18:36:10.257+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'imports.started', 'import', '01a209b1-b1f2-75cc-91a0-1f862db70f5b', NULL, '{"file": "people.csv", "name": "exhibition.customers", "send": null, "total": 1, "choice": null}', NULL, '0749e008-d8f3-4e00-aded-6e8859d62b3c', '127.0.0.1', 'lightMyRequest', '896'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b377-71ca-9ba6-d00b36636236', '2026-11-23 18:36:10.487+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'raffle.raffle.created', 'raffle.raffle', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f', NULL, '{"id": "01a209b1-b322-75b7-bfe8-8c8e2546dc9f", "code": "R8EEB9", "title": "Onam raffle", "active": true, "digits": 2, "draw_on": null, "currency": "INR", "frozen_at": null, "created_at": "2026-11-23T18:36:10.402Z", "description": "", "last_number": 20, "first_number": 1, "ticket_price": "50.00", "picture_file_id": null, "per_person_limit": null, "ticket_price_minor": 5000, "reservation_minutes": 30}', NULL, '8642f377-beb6-48ca-928c-6ff5da54db1d', '127.0.0.1', 'lightMyRequest', '899'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b3ca-754a-9fbf-6330f154294a', '2026-11-23 18:36:10.57+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'raffle.order.reserved', 'raffle.order', '01a209b1-b3ca-7549-ab72-4ac401ef1ac0', NULL, '{"code": "RJZ3MDG9", "numbers": "7, 8", "contact_name": "Asha Verma"}', NULL, 'f1446594-c109-4736-a352-661efa392fad', '127.0.0.1', 'lightMyRequest', '906'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b3d5-70ac-8850-cd9f7e13ff51', '2026-11-23 18:36:10.581+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'exhibition.customer.registered', 'exhibition.customer', '01a209b1-b3d4-73fc-8c93-c53949c946aa', NULL, '{"code": "8278663Q", "name": "Ravi", "email": "ravi@example.org", "phone": "+919876543211", "exhibition_id": "01a209b1-af81-74d6-affe-190361b712ea"}', NULL, '0749e008-d8f3-4e00-aded-6e8859d62b3c', NULL, NULL, '903'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b416-76e5-bbae-9cf9d4c929c7', '2026-11-23 18:36:10.646+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'imports.finished', 'import', '01a209b1-b1f2-75cc-91a0-1f862db70f5b', NULL, '{"name": "exhibition.customers", "refused": 0, "skipped": 0, "updated": 0, "written": 1}', NULL, '0749e008-d8f3-4e00-aded-6e8859d62b3c', NULL, NULL, '907'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b4bd-72c5-96a8-2e52682d6c82', '2026-11-23 18:36:10.813+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'payments.opened', 'payment', '01a209b1-b4b2-77a4-a263-d59c1fb509ba', NULL, '{"for": "raffle.order", "currency": "INR", "reference": "NK2R7W", "description": "Onam raffle: 07, 08", "amount_minor": 10000}', NULL, '8bd9f71f-24f8-4b02-959f-0bbbe2e58f9f', '127.0.0.1', 'lightMyRequest', '912'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b4c7-73a3-a5ce-e68784e66962', '2026-11-23 18:36:10.823+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'raffle.order.confirmed', 'raffle.order', '01a209b1-b3ca-7549-ab72-4ac401ef1ac0', '{"state": "draft"}', '{"code": "RJZ3MDG9", "state": "pending_payment", "reference": "NK2R7W"}', NULL, '8bd9f71f-24f8-4b02-959f-0bbbe2e58f9f', '127.0.0.1', 'lightMyRequest', '912'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b56c-710b-a3be-85a2293754ab', '2026-11-23 18:36:10.988+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'statements.imported', 'statement', '01a209b1-b561-7044-942a-3986a76744b7', NULL, '{"file": "bank.csv", "known": 0, "lines": 1, "skipped": 0, "outgoing": 0}', NULL, 'c9b5ec99-1af4-48f3-bd89-5a0bf1a2acc0', '127.0.0.1', 'lightMyRequest', '915'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b5ad-7425-b57c-2c9139c5754a', '2026-11-23 18:36:11.053+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'people.added', 'person', '01a209b1-b5ad-7424-b626-9f659f2de618', NULL, '{"name": "Asha Verma", "email": null, "phone": null, "language": "en"}', NULL, '72955ed2-7b59-47f3-94e8-a41f30212a16', '127.0.0.1', 'lightMyRequest', '916'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b5d2-7308-9fee-8d56ea7d2bb1', '2026-11-23 18:36:11.09+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'mess.student.registered', 'mess.student', '01a209b1-b5c6-74f3-a27d-29530b2cc4c9', NULL, '{"name": "Asha Verma", "room": "B-204", "state": "approved", "roll_number": "21CS1001"}', NULL, '72955ed2-7b59-47f3-94e8-a41f30212a16', '127.0.0.1', 'lightMyRequest', '916'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b680-7501-ba10-330ec160aeea', '2026-11-23 18:36:11.264+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'mess.cycle.created', 'mess.cycle', '01a209b1-b67d-73e3-8513-de8f92b1c264', NULL, '{"name": "November", "ends_on": "2026-11-30", "starts_on": "2026-11-01", "price_minor": 360000}', NULL, 'e617bac2-38d0-43bf-8763-f1d54b78fa2b', '127.0.0.1', 'lightMyRequest', '919'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b6af-77a6-bb43-b34ff56f33c0', '2026-11-23 18:36:11.311+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'devices.added', 'device', '01a209b1-b6a8-756e-a74a-e8db69b5dbee', NULL, '{"kind": "mess.scanner", "name": "Gate", "valid_until": "2026-12-23T18:36:11.030Z"}', NULL, 'bff67dc9-fde8-4147-b050-e78de5ff419c', '127.0.0.1', 'lightMyRequest', '920'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b71a-7420-800b-b9cae907edca', '2026-11-23 18:36:11.418+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'mess.closure.made', 'mess.closure', '01a209b1-b719-7402-a79e-207f9b69ed3a', NULL, '{"to": "2099-01-11", "from": "2099-01-10", "meal": null, "reason": "Festival"}', NULL, '4a68345e-671f-4f1c-9b7a-ae469306eafa', '127.0.0.1', 'lightMyRequest', '922'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b750-73d7-98cf-9fa217a353d3', '2026-11-23 18:36:11.472+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'people.added', 'person', '01a209b1-b750-73d6-93d3-b9676821a3eb', NULL, '{"name": "Meera Nair", "email": "meera@example.org", "phone": null, "language": "en"}', NULL, '00e5e52a-1fa5-4630-9228-549e7fe95cb1', '127.0.0.1', 'lightMyRequest', '924'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b773-7324-8191-15573a2062bd', '2026-11-23 18:36:11.507+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'tenancy.invitation.created', 'tenancy.invitation', '01a209b1-b770-77b4-ac89-a156426cc499', NULL, '{"part": null, "role": "ops", "email": "01a209b1-ae78-7389-b68a-3806ddc02bee@example.org", "limit": null}', NULL, 'ec9c033d-4cbe-4c24-bb46-aa70ddc60d34', '127.0.0.1', 'lightMyRequest', '926'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b78c-73f7-ac18-7688ae99cb7c', '2026-11-23 18:36:11.532+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'tenancy.api_key.created', 'tenancy.api_key', '01a209b1-b786-7123-9a15-5aae1e3465f0', NULL, '{"name": "Till", "role": "admin", "prefix": "cf_9s4e2qze", "expiresAt": null}', NULL, '2074ff4f-e534-4eb9-957b-c1d89c0b95e2', '127.0.0.1', 'lightMyRequest', '928'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b7b2-74a4-bfb7-fddb49cfacff', '2026-11-23 18:36:11.57+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'settings.changed', 'settings', 'portal', '{"open": null}', '{"open": true}', NULL, '88561ac8-3171-4240-9162-725e22c6c9b1', '127.0.0.1', 'lightMyRequest', '930'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b837-75ac-9b31-ac48a7748d72', '2026-11-23 18:36:11.703+00', 'portal', 'portal.account:01a209b1-b837-75aa-8070-527e757d8b8f', 'Aline Uwase', 'people.added', 'person', '01a209b1-b837-75ab-8bff-448dec6a7824', NULL, '{"name": "Aline Uwase", "email": "01a209b1-b7c5-71e9-8f34-277e5fd6d087@example.rw", "phone": null, "language": "en"}', NULL, '8fbf1746-16d5-4243-9f79-bd417e1ecf2a', '10.9.0.2', 'lightMyRequest', '941'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b83d-73bf-ab03-d6f2f66afab3', '2026-11-23 18:36:11.709+00', 'portal', 'portal.account:01a209b1-b837-75aa-8070-527e757d8b8f', 'Aline Uwase', 'portal.account.created', 'portal.account', '01a209b1-b837-75aa-8070-527e757d8b8f', NULL, '{"name": "Aline Uwase", "email": "01a209b1-b7c5-71e9-8f34-277e5fd6d087@example.rw"}', NULL, '8fbf1746-16d5-4243-9f79-bd417e1ecf2a', '10.9.0.2', 'lightMyRequest', '941'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b86d-70ba-bb5d-611ccd73131b', '2026-11-23 18:36:11.757+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'electricity.meter.registered', 'electricity.meter', '01a209b1-b865-77da-9d86-41564e324af1', NULL, '{"name": "Home", "place": "", "state": "active", "number": "97194834012", "tariff_class": "residential"}', NULL, '4e9d458c-acb8-4d00-94f6-2bbd6297a8f4', '127.0.0.1', 'lightMyRequest', '946'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b8af-736f-ab81-0c53c2ed4028', '2026-11-23 18:36:11.823+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'electricity.meter.registered', 'electricity.meter', '01a209b1-b8ad-766c-b8fe-05abc1555369', NULL, '{"name": "Home", "place": "", "state": "active", "number": "42150079012", "tariff_class": "residential"}', NULL, '8aafd0e5-d350-46fd-8312-398c9b929613', '127.0.0.1', 'lightMyRequest', '948'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b8c2-768e-8e22-5deb42c2c074', '2026-11-23 18:36:11.842+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'electricity.meter.code_made', 'electricity.meter', '01a209b1-b865-77da-9d86-41564e324af1', NULL, '{"number": "97194834012"}', NULL, '966f9bc1-b356-4113-9a69-c5211f4a0ccb', '127.0.0.1', 'lightMyRequest', '950'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b93c-73f5-85f4-c2c84cff2ef3', '2026-11-23 18:36:11.964+00', 'portal', 'portal.account:01a209b1-b837-75aa-8070-527e757d8b8f', 'portal.account:01a209b1-b837-75aa-8070-527e757d8b8f', 'electricity.customer.added', 'electricity.customer', '01a209b1-b93b-769c-a00f-9b46c60b51f5', NULL, '{"kind": "household", "name": "Uwase"}', NULL, '1e38169d-04ae-4b3a-ae57-0f800d5aeb74', '10.9.0.3', 'lightMyRequest', '955'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b949-76cd-9da8-cbfa9df18e2f', '2026-11-23 18:36:11.977+00', 'portal', 'portal.account:01a209b1-b837-75aa-8070-527e757d8b8f', 'portal.account:01a209b1-b837-75aa-8070-527e757d8b8f', 'electricity.member.added', 'electricity.customer', '01a209b1-b93b-769c-a00f-9b46c60b51f5', NULL, '{"name": "Aline Uwase", "role": "manager", "customer": "Uwase", "account_id": "01a209b1-b837-75aa-8070-527e757d8b8f"}', NULL, '1e38169d-04ae-4b3a-ae57-0f800d5aeb74', '10.9.0.3', 'lightMyRequest', '955'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b94a-73ff-999d-b6926471bddf', '2026-11-23 18:36:11.978+00', 'portal', 'portal.account:01a209b1-b837-75aa-8070-527e757d8b8f', 'portal.account:01a209b1-b837-75aa-8070-527e757d8b8f', 'electricity.meter.given', 'electricity.meter', '01a209b1-b865-77da-9d86-41564e324af1', NULL, '{"number": "97194834012", "customer": "Uwase", "customer_id": "01a209b1-b93b-769c-a00f-9b46c60b51f5"}', NULL, '1e38169d-04ae-4b3a-ae57-0f800d5aeb74', '10.9.0.3', 'lightMyRequest', '955'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-ba45-7767-bce1-78496302c89b', '2026-11-23 18:36:12.229+00', 'portal', 'portal.account:01a209b1-b837-75aa-8070-527e757d8b8f', 'portal.account:01a209b1-b837-75aa-8070-527e757d8b8f', 'electricity.building.added', 'electricity.customer', '01a209b1-b93b-769c-a00f-9b46c60b51f5', NULL, '{"id": "01a209b1-ba44-73a4-bfd2-dd551de901c6", "name": "Barn", "customer": "Uwase"}', NULL, '66f6a62b-8e89-42eb-9557-51af29685790', '10.9.0.3', 'lightMyRequest', '958'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-baa0-74c6-b5c7-132a8ccb222f', '2026-11-23 18:36:12.32+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'electricity.tariff.added', 'electricity.tariff', '01a209b1-ba97-73d2-9794-5c86284aac13', NULL, E'{"fee": "0.00", "name": "RURA 2025", "classes": "[{\\"code\\":\\"residential\\",\\"name\\":\\"Residential\\",\\"blocks\\":[{\\"up_to_kwh\\":20,\\"price\\":\\"89\\"},{\\"up_to_kwh\\":50,\\"price\\":\\"310\\"},{\\"up_to_kwh\\":null,\\"price\\":\\"369\\"}]},{\\"code\\":\\"non_residential\\",\\"name\\":\\"Non-residential\\",\\"blocks\\":[{\\"up_to_kwh\\":100,\\"price\\":\\"355\\"},{\\"up_to_kwh\\":null,\\"price\\":\\"376\\"}]}]", "starts_on": "2025-10-01", "vat_percent": "0", "levy_percent": "0"}', NULL, '98d9b9a9-4f15-442b-bd1c-72edbbf3606b', '127.0.0.1', 'lightMyRequest', '961'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-badf-76b8-932f-26b89dd3d63e', '2026-11-23 18:36:12.383+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'electricity.reading.entered', 'electricity.reading', '01a209b1-bacd-7107-bef7-facea35a633f', NULL, '{"flag": null, "state": "counted", "number": "97194834012", "register_wh": 1000}', NULL, 'cff6b00b-d134-45c5-9401-7ebb2f051739', '127.0.0.1', 'lightMyRequest', '962'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bba3-7072-b3a4-7cbe38267bb8', '2026-11-23 18:36:12.579+00', 'portal', 'portal.account:01a209b1-b837-75aa-8070-527e757d8b8f', 'portal.account:01a209b1-b837-75aa-8070-527e757d8b8f', 'payments.opened', 'payment', '01a209b1-bb9a-7302-affc-687a28f4fd32', NULL, '{"for": "electricity.purchase", "currency": "INR", "reference": "AJFNJ4", "description": "9719 4834 012 Home", "amount_minor": 10000}', NULL, '37a59f72-56c5-4d3a-829c-f95bb4a680be', '10.9.0.3', 'lightMyRequest', '965'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bbab-711e-abc9-9d9b930043bc', '2026-11-23 18:36:12.587+00', 'portal', 'portal.account:01a209b1-b837-75aa-8070-527e757d8b8f', 'portal.account:01a209b1-b837-75aa-8070-527e757d8b8f', 'electricity.purchase.opened', 'electricity.purchase', '01a209b1-bb99-769e-800a-f589b8b2e610', NULL, '{"wh": 1123, "amount": "100.00", "number": "97194834012", "payment": "AJFNJ4", "currency": "INR"}', NULL, '37a59f72-56c5-4d3a-829c-f95bb4a680be', '10.9.0.3', 'lightMyRequest', '965'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bc0c-7308-8931-7a0cbf964088', '2026-11-23 18:36:12.684+00', 'portal', 'portal.account:01a209b1-b837-75aa-8070-527e757d8b8f', 'portal.account:01a209b1-b837-75aa-8070-527e757d8b8f', 'electricity.claim.made', 'electricity.claim', '01a209b1-bc00-771b-b04d-f3a29c5d60a0', NULL, '{"number": "42150079012", "customer_id": "01a209b1-b93b-769c-a00f-9b46c60b51f5"}', '', 'fec5372c-fc44-4b14-af5b-35c39336b51a', '10.9.0.3', 'lightMyRequest', '967'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bc3e-7714-abf2-2fe4625f9243', '2026-11-23 18:36:12.734+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'electricity.batch.made', 'electricity.voucher_batch', '01a209b1-bc38-7156-a306-1acf482eb867', NULL, '{"code": "7VNXVZ", "name": "Market", "count": 2, "value": "100.00 INR"}', NULL, '9919f04c-e3b3-466d-99ac-02a043d10f3a', '127.0.0.1', 'lightMyRequest', '968'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bc63-7381-a956-0866cf3a8ab8', '2026-11-23 18:36:12.771+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'ledger.posted', 'ledger.entry', '01a209b1-bc63-7380-8eda-4fd7adae76e5', NULL, '{"kind": "electricity.vouchers_sold", "memo": "7VNXVZ-0001", "lines": [{"account": "assets:cash", "currency": "INR", "amountMinor": 10000}, {"account": "income:electricity", "currency": "INR", "amountMinor": -10000}]}', NULL, '6b3c004d-334a-4573-869a-3e3d388e648a', '127.0.0.1', 'lightMyRequest', '970'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bc79-7262-9c26-15eb39f28c7c', '2026-11-23 18:36:12.793+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'electricity.batch.printing_ended', 'electricity.voucher_batch', '01a209b1-bc38-7156-a306-1acf482eb867', NULL, '{"code": "7VNXVZ"}', NULL, '6b3c004d-334a-4573-869a-3e3d388e648a', '127.0.0.1', 'lightMyRequest', '970'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bc7a-7761-9a80-1bf45d3a738f', '2026-11-23 18:36:12.794+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'electricity.batch.sold', 'electricity.voucher_batch', '01a209b1-bc38-7156-a306-1acf482eb867', NULL, '{"agent": null, "amount": "100.00", "serials": "7VNXVZ-0001", "currency": "INR"}', NULL, '6b3c004d-334a-4573-869a-3e3d388e648a', '127.0.0.1', 'lightMyRequest', '970'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bca3-7036-a1e3-ed6d9972a24e', '2026-11-23 18:36:12.835+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'electricity.agent.added', 'electricity.agent', '01a209b1-bc9d-7676-adec-58130225f677', NULL, '{"code": "42AHDX", "name": "Kiosk", "limit": "100", "contact": null}', NULL, 'e5da619b-665c-4381-9083-cc50c08c04c1', '127.0.0.1', 'lightMyRequest', '972'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bcf0-777c-b998-fea066135c81', '2026-11-23 18:36:12.912+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'electricity.keypad.attached', 'electricity.meter', '01a209b1-b8ad-766c-b8fe-05abc1555369', NULL, '{"kind": "openpaygo"}', NULL, '01054b46-5c51-4213-99a5-0266dfd652c3', '127.0.0.1', 'lightMyRequest', '974'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bd42-7367-83d7-28f3a6943d37', '2026-11-23 18:36:12.994+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'payments.opened', 'payment', '01a209b1-bd3c-70a3-ab7c-da1e2c3beb00', NULL, '{"for": "electricity.purchase", "currency": "INR", "reference": "J5S8AM", "description": "4215 0079 012 Home", "amount_minor": 10000}', NULL, 'eab22513-b12d-448d-8bff-089f90cb6611', '127.0.0.1', 'lightMyRequest', '976'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bd4d-70bc-83de-190b8b1a564a', '2026-11-23 18:36:13.005+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'electricity.purchase.opened', 'electricity.purchase', '01a209b1-bd3c-70a2-994e-87f5fe797f25', NULL, '{"wh": 1123, "amount": "100.00", "number": "42150079012", "payment": "J5S8AM", "currency": "INR"}', NULL, 'eab22513-b12d-448d-8bff-089f90cb6611', '127.0.0.1', 'lightMyRequest', '976'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bd97-7560-bc3c-37b4ef62bbca', '2026-11-23 18:36:13.079+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'electricity.token.issued', 'electricity.meter', '01a209b1-b8ad-766c-b8fe-05abc1555369', NULL, '{"wh": 1100, "kind": "add"}', NULL, 'eab22513-b12d-448d-8bff-089f90cb6611', '127.0.0.1', 'lightMyRequest', '976'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bda0-725f-ad65-67536e0a73c3', '2026-11-23 18:36:13.088+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'electricity.purchase.credited', 'electricity.purchase', '01a209b1-bd3c-70a2-994e-87f5fe797f25', '{"state": "open"}', '{"wh": 1123, "code": "D2W72EMF", "state": "credited", "number": "42150079012"}', NULL, 'eab22513-b12d-448d-8bff-089f90cb6611', '127.0.0.1', 'lightMyRequest', '976'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bda7-75bb-b3fe-700b0a2270b2', '2026-11-23 18:36:13.095+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'ledger.posted', 'ledger.entry', '01a209b1-bda7-75ba-bfcb-26506ce0f977', NULL, '{"kind": "payment.verified", "memo": "J5S8AM 4215 0079 012 Home", "lines": [{"account": "assets:cash", "currency": "INR", "amountMinor": 10000}, {"account": "income:electricity", "currency": "INR", "amountMinor": -10000}]}', NULL, 'eab22513-b12d-448d-8bff-089f90cb6611', '127.0.0.1', 'lightMyRequest', '976'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bdaf-745f-a912-147ec73b422f', '2026-11-23 18:36:13.103+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'payments.verified', 'payment', '01a209b1-bd3c-70a3-ab7c-da1e2c3beb00', '{"state": "awaiting"}', '{"state": "verified", "method": "cash", "currency": "INR", "reference": "J5S8AM", "amount_minor": 10000, "first_approval": null, "transaction_reference": null}', NULL, 'eab22513-b12d-448d-8bff-089f90cb6611', '127.0.0.1', 'lightMyRequest', '976'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-be04-71bb-afef-835dbb1b2364', '2026-11-23 18:36:13.188+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'coffee.merchant.added', 'coffee.merchant', '01a209b1-bdfa-72a1-aa54-7948770a8a41', NULL, '{"name": "Kiosks & Co"}', NULL, 'f66e3ea0-9536-4ef8-bea7-6ee178759e33', '127.0.0.1', 'lightMyRequest', '980'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-be23-71ee-9804-5834b482a2d1', '2026-11-23 18:36:13.219+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'coffee.location.added', 'coffee.location', '01a209b1-be22-7347-a361-a2407a979c9d', NULL, '{"name": "Platform 3", "merchant_id": "01a209b1-bdfa-72a1-aa54-7948770a8a41"}', NULL, 'b71f8214-c150-4930-a0a4-ec5a84bc993f', '127.0.0.1', 'lightMyRequest', '981'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-be4f-7677-b85d-b8e693a8e216', '2026-11-23 18:36:13.263+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'devices.added', 'device', '01a209b1-be4e-726c-aae3-66959dee6154', NULL, '{"kind": "coffee.machine", "name": "CM-7c571701", "valid_until": null}', NULL, '99abe49d-f432-42bc-b5c2-6c140910c7ac', '127.0.0.1', 'lightMyRequest', '983'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-be5a-754d-b181-204fad633ac7', '2026-11-23 18:36:13.274+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'coffee.machine.added', 'coffee.machine', '01a209b1-be51-7185-a0e9-df83de2b51e1', NULL, '{"model": "Uno", "serial": "CM-7c571701", "device_id": "01a209b1-be4e-726c-aae3-66959dee6154", "merchant_id": "01a209b1-bdfa-72a1-aa54-7948770a8a41"}', NULL, '99abe49d-f432-42bc-b5c2-6c140910c7ac', '127.0.0.1', 'lightMyRequest', '983'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-beb6-75bd-b08f-83b3fcd294ef', '2026-11-23 18:36:13.366+00', 'device', '01a209b1-be4e-726c-aae3-66959dee6154', 'CM-7c571701', 'devices.enrolled', 'device', '01a209b1-be4e-726c-aae3-66959dee6154', NULL, '{"name": "CM-7c571701", "firmware": "1.0.0"}', NULL, 'a64a5ab4-4a9f-498a-a93a-ce722b076418', '10.9.0.4', 'lightMyRequest', '987'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-beb9-71a1-8c2a-e31440e94bb8', '2026-11-23 18:36:13.369+00', 'device', '01a209b1-be4e-726c-aae3-66959dee6154', 'CM-7c571701', 'coffee.machine.registered', 'coffee.machine', '01a209b1-be51-7185-a0e9-df83de2b51e1', NULL, '{"model": "Uno", "serial": "CM-7c571701", "firmware": "1.0.0"}', NULL, 'a64a5ab4-4a9f-498a-a93a-ce722b076418', '10.9.0.4', 'lightMyRequest', '987'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bed4-7064-b8c7-2d11e794ad1e', '2026-11-23 18:36:13.396+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'coffee.material.added', 'coffee.material', '01a209b1-bed1-7720-8b4e-5193f61e0256', NULL, '{"code": "beans", "name": "Beans", "unit": "g", "currency": "INR", "cost_minor": 0, "specification": ""}', NULL, '5c61a248-fe1c-4b96-95a5-e1f01e8bbf85', '127.0.0.1', 'lightMyRequest', '989'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bf07-70c1-a879-ad1a6b9d8342', '2026-11-23 18:36:13.447+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'coffee.recipe.added', 'coffee.recipe', '01a209b1-bef7-7263-8d5d-9f617b227969', NULL, '{"body": {"cup_ml": 40, "ingredients": [{"material": "beans", "quantity": 7.5}], "temperature": 93}, "code": "espresso", "name": "Espresso"}', NULL, '9070efb6-9ac4-481a-9d65-376e5d1ff760', '127.0.0.1', 'lightMyRequest', '990'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bf2c-747d-aa0c-b16463c326b7', '2026-11-23 18:36:13.484+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'coffee.package.made', 'coffee.package', '01a209b1-bf28-7237-9436-72464aa1f0ab', NULL, '{"name": "First", "note": "", "digest": "ddaf4d6389f3dcf2beb832d7b551f5e7aec003074d63cc83644a87526979b8af", "number": 1, "recipes": {"espresso": 1}}', NULL, 'e98cb2df-42fd-4bf4-b2fa-9be66b8cbeaa', '127.0.0.1', 'lightMyRequest', '992'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bfb7-7623-ba95-daf2f7d01567', '2026-11-23 18:36:13.623+00', 'device', '01a209b1-be4e-726c-aae3-66959dee6154', 'CM-7c571701', 'ledger.posted', 'ledger.entry', '01a209b1-bfb7-7622-b8fc-ea569bc2915b', NULL, '{"kind": "coffee.sold", "memo": "CM-7c571701 1", "lines": [{"account": "assets:coffee:cash", "currency": "INR", "amountMinor": 250}, {"account": "income:coffee", "currency": "INR", "amountMinor": -250}]}', NULL, 'a562711b-6eb6-4c6b-9829-4ee834557f00', '10.9.0.5', 'lightMyRequest', '995'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-c063-7216-ab54-97d80103356c', '2026-11-23 18:36:13.795+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'coffee.machine.bins_set', 'coffee.machine', '01a209b1-be51-7185-a0e9-df83de2b51e1', '{"bins": []}', '{"bins": [{"capacity": 1000, "material": "beans", "position": 1, "threshold": 200}]}', NULL, '1ee01072-c80f-4575-9cd8-80116344fe07', '127.0.0.1', 'lightMyRequest', '996'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-c130-7535-b2b7-65347a5c95c6', '2026-11-23 18:36:14+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'coffee.machine.refilled', 'coffee.machine', '01a209b1-be51-7185-a0e9-df83de2b51e1', NULL, '{"at": "2026-11-23T18:36:13.998Z", "amount": 850, "serial": "CM-7c571701", "position": 1}', '', 'fe244761-5f9b-4e13-bf5a-98becb7f9dfb', '127.0.0.1', 'lightMyRequest', '1002'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-c19d-76cd-8ee2-141ecc9f793b', '2026-11-23 18:36:14.109+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'coffee.rollout.started', 'coffee.rollout', '01a209b1-c194-70b9-999a-068eaf13c5cf', NULL, '{"stages": [5, 25, 100], "package": 1, "machines": 1, "stage_minutes": 60, "enough_percent": 80, "failure_percent": 10}', NULL, '443ca503-5af0-451a-9f25-40e284660fa7', '127.0.0.1', 'lightMyRequest', '1004'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-c220-769b-b713-f2c04464774f', '2026-11-23 18:36:14.24+00', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', 'coffee.batch.given', 'coffee.batch', '01a209b1-c210-71c0-ba82-50cc06f6aee1', NULL, '{"kind": "set_temperature", "left_out": 0, "machines": 1, "temperature": 93}', NULL, '28edbeec-81bb-4b95-97a1-742cafdd5fd2', '127.0.0.1', 'lightMyRequest', '1006'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-c29d-7049-af18-ccf80f674e82', '2026-11-23 18:36:14.365+00', 'system', NULL, 'web', 'people.added', 'person', '01a209b1-c29d-7048-94ab-f8098b9eea94', NULL, '{"name": "01a209b1-c260-70d7-9e27-7900714368e1", "email": null, "phone": null, "language": "en"}', NULL, '01a209b1-c285-7074-9aeb-d3422c6edd39', NULL, NULL, '1010');

delete from audit_seal;
insert into audit_seal (organization_id, sequence, entry_ids, entry_digests, previous_hash, hash, signature, key_id, last_xact, sealed_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '1', '{01a209b1-af87-70af-a0f2-8ea38df69716,01a209b1-b021-7128-a6e9-d76aa43f9140,01a209b1-b0ca-700f-9d68-970697e6e4a9,01a209b1-b14a-7375-a2bf-e4f01f66f47e}', E'\\xea6e65f957c5a9003e1a6a313738ce16b79fb71c16ad9065ae6dafae6e7898465335ce0edee0b606e5518b5a8f457a7ee803513b305764b8a2c150bc639704a153df70834aba4b6b43b38bc795bc20ff8199ff50239a30c2e071c300b63d5182e4a4e7c1f79b47b65095d66b65cec63792aa53763c3a67d9f4d0554bd2a0026f', E'\\x0000000000000000000000000000000000000000000000000000000000000000', E'\\xbb303054f918fa37eab79d2b120c279fa5c3eb9c08d83c1b48385cf0ffd2af1e', E'\\xebe980a48960e396fdb70473463bc69754b01a46f01d29255ac0cd6748999c6c', 'PdUQh5zn', '891', '2026-11-23 18:36:10.119+00'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '2', '{01a209b1-b1f3-7017-9915-236b8d3f1faa,01a209b1-b202-7596-a0e6-6e694b7598be,01a209b1-b291-7045-a496-db23423da486,01a209b1-b377-71ca-9ba6-d00b36636236,01a209b1-b3d5-70ac-8850-cd9f7e13ff51,01a209b1-b3ca-754a-9fbf-6330f154294a,01a209b1-b416-76e5-bbae-9cf9d4c929c7,01a209b1-b4bd-72c5-96a8-2e52682d6c82,01a209b1-b4c7-73a3-a5ce-e68784e66962,01a209b1-b56c-710b-a3be-85a2293754ab,01a209b1-b5ad-7425-b57c-2c9139c5754a,01a209b1-b5d2-7308-9fee-8d56ea7d2bb1,01a209b1-b680-7501-ba10-330ec160aeea,01a209b1-b6af-77a6-bb43-b34ff56f33c0,01a209b1-b71a-7420-800b-b9cae907edca,01a209b1-b750-73d7-98cf-9fa217a353d3,01a209b1-b773-7324-8191-15573a2062bd,01a209b1-b78c-73f7-ac18-7688ae99cb7c,01a209b1-b7b2-74a4-bfb7-fddb49cfacff,01a209b1-b837-75ac-9b31-ac48a7748d72,01a209b1-b83d-73bf-ab03-d6f2f66afab3,01a209b1-b86d-70ba-bb5d-611ccd73131b,01a209b1-b8af-736f-ab81-0c53c2ed4028,01a209b1-b8c2-768e-8e22-5deb42c2c074,01a209b1-b93c-73f5-85f4-c2c84cff2ef3,01a209b1-b949-76cd-9da8-cbfa9df18e2f,01a209b1-b94a-73ff-999d-b6926471bddf}', E'\\xd088bbf9f2ffe10e5e8556d3acd240121339dbb4fe1bf25c095f0923d0740b5b0fe7d36062ccd022e8fd50f138be07cf2a6f3f554b184813fa5cc2d6fa9aadd627a85901fb24470a30a409dd0c2aa2401bff2c89cfcc7f9711c18241e6e5c6fcb6e360c84fdb32805a9a4e7c3b75e44587d72a5ad60650e78e1dd87ff8d3362e6f8b690490dda3dc40519635dc55253633c567e5e22104824490ba2e502cbea1735fb90f8ca8a0cd84207adc5f98d0694ac3c736a7376a15c3f973f085373a58d7e3234975db1e614e89075311a4e336c5cb7b212c2c3282f5e68a8b8433388dd8e0a33ecb115034bc7c9d1d4e962e1b47a959b21aac8919c1e205ee2eca372775be76369efe713d290cdc46e18c97c7e327d8982f4fb8fa2f8aeb9f72554983dea2acbcd1217a4ed8ec0cc035ea6b5aa517a50de973a19207bfa85230821fd2e028763d77c9c27565407ee6a5c9659ca3df243eedf4f22292e3b7d8f9e14726b1681d82d95a35ecd0b98550ed767bc4d1bbeef6c10aff9a316096224c2a5fc2672837cf156d201c91eeb5f951cf4e778b0a7c26f1f3abf7cbe01874bd55e16512f90e568b176f8fca2099c6ac97ca740ccb68c039e03c1478342c17b5bd2f0bea41f9b318a162420788d46356b8bc328d6aad9d27a8a528397e817fabcafa3f542785e6561a88be4964012b7f36fe1ec94d694c5fae7ac7b7073a7a93f11b5dd5c6d0dca170331116c786b916d0b0b18543a20147e0c8c904c54a417c44e5fd5c41c3c58ad4e14fce71b5857e2ff4772bf2b9688798b448aa48b0c4d2d8ccf47b5be8c5a29c5f33850c3fdb9216ec6fbdb08b422d5c290592520e9f14a3d68d94b235957f5c14e086557f3970948ef9a87152c09aaace0ffe42aa5b94ad5d23f2dadcb8c76842d8def42a58acc77f563c13c24640bc8a0cbccda29dcb9c578ff618306d290ee7612f040598f7d054c865a4f547a390b6d110fd5beb0e6d9ecfeb42d229e236cb7610470ca82b016746f5ff1fb4b25aaafc65bf137b1d48f2864d4d0da9a4e10882ad17cf6038830d6540c1c0c507d80623980fee27be5c7fab6406bd03a46741ff73919d47767934fe41eb6ed813a96e7d5523298d6209613c0a9ee5c0852849dd0c91a2de4397b321d18d98fe3edd8fa2c4cceecdd3967d165fedc5d26acd053bf412a0069ed96c7609c3f3a4de9b7c1de411f4700bbfaf88', E'\\xbb303054f918fa37eab79d2b120c279fa5c3eb9c08d83c1b48385cf0ffd2af1e', E'\\x2e476cf5dcbb3b1f224333849cf224f30bcea077d7a6df42f4f08ce6e5d65c49', E'\\x7b213d449e1e5cc150ab08e932c5e6cdce0221f4e2516e1166b7477335344b4e', 'PdUQh5zn', '955', '2026-11-23 18:36:12.232+00'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '3', '{01a209b1-ba45-7767-bce1-78496302c89b,01a209b1-baa0-74c6-b5c7-132a8ccb222f,01a209b1-badf-76b8-932f-26b89dd3d63e,01a209b1-bba3-7072-b3a4-7cbe38267bb8,01a209b1-bbab-711e-abc9-9d9b930043bc,01a209b1-bc0c-7308-8931-7a0cbf964088,01a209b1-bc3e-7714-abf2-2fe4625f9243,01a209b1-bc63-7381-a956-0866cf3a8ab8,01a209b1-bc79-7262-9c26-15eb39f28c7c,01a209b1-bc7a-7761-9a80-1bf45d3a738f,01a209b1-bca3-7036-a1e3-ed6d9972a24e,01a209b1-bcf0-777c-b998-fea066135c81,01a209b1-bd42-7367-83d7-28f3a6943d37,01a209b1-bd4d-70bc-83de-190b8b1a564a,01a209b1-bd97-7560-bc3c-37b4ef62bbca,01a209b1-bda0-725f-ad65-67536e0a73c3,01a209b1-bda7-75bb-b3fe-700b0a2270b2,01a209b1-bdaf-745f-a912-147ec73b422f,01a209b1-be04-71bb-afef-835dbb1b2364,01a209b1-be23-71ee-9804-5834b482a2d1,01a209b1-be4f-7677-b85d-b8e693a8e216,01a209b1-be5a-754d-b181-204fad633ac7,01a209b1-beb6-75bd-b08f-83b3fcd294ef,01a209b1-beb9-71a1-8c2a-e31440e94bb8,01a209b1-bed4-7064-b8c7-2d11e794ad1e,01a209b1-bf07-70c1-a879-ad1a6b9d8342,01a209b1-bf2c-747d-aa0c-b16463c326b7,01a209b1-bfb7-7623-ba95-daf2f7d01567,01a209b1-c063-7216-ab54-97d80103356c,01a209b1-c130-7535-b2b7-65347a5c95c6,01a209b1-c19d-76cd-8ee2-141ecc9f793b,01a209b1-c220-769b-b713-f2c04464774f}', E'\\x002f5219925874ff2dec01bd1997bdf088c11aa576b985ed34ff571a477bc6eb3240c03f836dd7ab5f593d9ca8a0171c045dc05e2e12226b16099403959e59873162808ce5d77796d2ec1c7b02b93b23b1278cd2223cd683af3c88376ac158b99d20a053c983fa42b31195cb6587f4f6a0c6d51ef20fca327965bed2847a69abbb26e2b2e7ef66844a8e3a0b0e9a24ae227e138b70727704e5258013700049ceb5b66efd194d4189c76b82e77cad332f29ea46e46ffe1c55f86881a8918fa1d0da7a359d478c6ef1c6bfaafe3dc5d850efa5bbdceb6f9b072c8359d0a2f29ea360614a7e0cfcc79bac789580e260ae5b5059c4310b43c9db285bdf468c6ead6e2816c90f56d1a8254cc7856cee54d86d19d7c04f0df1d62d4a0e7262626d62669cd2041f95727c065f9931981f53a93ecf34a04f68723800d88fa03418fa0d9167a7f5f7a1e908cf9b3c41961f99ac6cb6cc028c7511a6e680fda86e9ee47b12078feeec59a337473b81cc3abd2cf4dd4a0481b1bc2cb57cc7f0d40acc6d3606ab35cd15dab631b8f5e80aa36087b8a87fa191bf3739bc760aded13955ab5601df4e71ac6ffb00077dbd50b9728fa6f355549ee7e0c91dccdcdc73b91461525f2d216860e308b1a143ff6d302f19da48839c771183dc9e16f993f7a2df05bd2c3ae3314644e9d887e5b612b808073fe5ea4984488bb620892b383f3075788d99dd651f7b5a79078613c69da939e39593fb510fce86acddff6b2379ae9e22fe19ac928e95e30bec9a8e274c114074543d33c79f5a2fd2a7961df3f966ea276029784fa94befd88441c73fedc492c3498f59b162697464978de56dc226af91fc762cd0487a36b97cf5019524ed3ab161ea2177d62296fbe8efa233d9ac93af10d760cd4c5468933cfd950b0ab0eec370f435978fc1cd18c6d424cba91bd3360d074a231d91c9c0f751b51024262d45e8e368f233ff7a2350ccca2f0f7b5a7cf2ca9adf62c1d64a4e14be0293aa360aacc125e748f7ac71ac999b1d4d280ed9944b1d89b605984de726086cf1b8e4546ded252105443df26fc2941c091c6a840c8f8e9909751d085bbb5cbeeb57d69b79b0fd7bd30bf17d26fb87b6e1402d12776e7e22a687a82bab7536f250872f8dcd458f15e218324bafce862bba31caae518de300d70b6f05423e1af706186aceafd76fd907c097fc4b07c78dcc1a86e3870f7f21a3d8ce62841abd95df58c691a36bcbaeefda6386e3bdd7999512d15c16a9196e683f30f04cf6a3a41c9dc5d0e7dae02f64b9ea0c5ba915b2285b2ee68be92d999ca79a3802d0d1ea7309fe18e05ae3d1b08847621c5803aacdd1ce686f8e8ff79de4f9c97eeecc2d7a373b6318506551cd6315ff1e97e368cbe0f9f4706e4b6fc50d73ce1bc38bfbdeda643a40e4b52233b750efc98c3d5ee09f31d1e2d3', E'\\x2e476cf5dcbb3b1f224333849cf224f30bcea077d7a6df42f4f08ce6e5d65c49', E'\\xb10f13b9ae76a9672e1d681c4b5d9e20040e3a4c2d43e28bf629d9091030b974', E'\\xeace36ecf39fad23e733f0959744b9dff134ffb554ac9854ed06dd6aedc87121', 'PdUQh5zn', '1006', '2026-11-23 18:36:14.308+00'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '4', '{01a209b1-c29d-7049-af18-ccf80f674e82}', E'\\x8b1a0633a68a9eef8c5e47b290f1e2fa37e5aaa4150ccea8ca5e5387c8fab38f', E'\\xb10f13b9ae76a9672e1d681c4b5d9e20040e3a4c2d43e28bf629d9091030b974', E'\\x89a7cbc2482690031bf2ecf5e8e7ac0e4d18dbf1375d84c3b8e826b72c8713ee', E'\\xfb6159dc4a4e5c942beb2cee03897b2521282947af6d8fd04cf60ec0794111e8', 'PdUQh5zn', '1010', '2026-11-23 18:36:15.089+00');

delete from audit_watermark;
insert into audit_watermark (only_row, sealed_below, xact_shift, updated_at) overriding system value values
  ('true', '1013', '0', '2026-11-23 18:36:15.09+00');

delete from auth_refresh_token;
insert into auth_refresh_token (id, family_id, token_hash, kind, user_id, organization_id, subject, ip_address, user_agent, expires_at, used_at, revoked_at, created_at) overriding system value values
  ('01a209b1-b845-76c3-88e7-0384570f193e', '01a209b1-b845-76c2-861d-e4b9b31f1658', E'\\x136a611f728400cb3461d0c62ee72fc19048d16eb4e582e920b3f5ee1f399c9b', 'portal', NULL, '01a209b1-ae78-7389-b68a-3806ddc02bee', 'portal.account:01a209b1-b837-75aa-8070-527e757d8b8f', '10.9.0.2', 'lightMyRequest', '2026-12-23 18:36:11.717+00', NULL, NULL, '2026-11-23 18:36:11.717+00');

delete from auth_throttle;
insert into auth_throttle (key, failures, last_failed_at, blocked_until) overriding system value values
  ('CnWBoZL7ktWOD9weUCfj-0ynDW54uj1QOs-y4Wl2Bc8', '1', '2026-11-23 18:36:11.614+00', NULL),
  ('_USWQXC3lpH2KIl7HATgt6AvuLlTJtM3aZiWmblbMF8', '1', '2026-11-23 18:36:11.614+00', NULL),
  ('oqbBPRfOVIH37SEsTzCuKjG5Eh_HwNyHzv-dRL1pbes', '1', '2026-11-23 18:36:11.614+00', NULL);

delete from auth_user;
insert into auth_user (id, name, email, email_verified, image, two_factor_enabled, language, created_at, updated_at) overriding system value values
  ('01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', '01a209b1-ae9c-701f-b958-dba0203aa511@test.example', 'false', NULL, 'false', NULL, '2026-11-23 18:36:09.245562+00', '2026-11-23 18:36:09.245562+00');

delete from coffee_alarm;
insert into coffee_alarm (organization_id, id, kind, severity, machine_id, merchant_id, location_id, "position", group_id, detail, count, first_at, last_at, cleared_at, acknowledged_at, acknowledged_by_name, note, assigned_to, assigned_name, notify_at, told_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-c0d0-753a-96da-79bf742c6cb3', 'door', 'warning', '01a209b1-be51-7185-a0e9-df83de2b51e1', '01a209b1-bdfa-72a1-aa54-7948770a8a41', NULL, '0', NULL, '{"errors": ["door_open"]}', '1', '2026-11-23 18:36:13.904+00', '2026-11-23 18:36:13.904+00', NULL, NULL, NULL, '', NULL, NULL, '2026-11-23 18:36:13.904+00', NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-c0d0-753b-87b6-525383d72059', 'low_bin', 'warning', '01a209b1-be51-7185-a0e9-df83de2b51e1', '01a209b1-bdfa-72a1-aa54-7948770a8a41', NULL, '1', NULL, '{"level_milli": 150000, "capacity_milli": 1000000, "threshold_milli": 200000}', '1', '2026-11-23 18:36:13.904+00', '2026-11-23 18:36:13.904+00', '2026-11-23 18:36:13.962+00', NULL, NULL, '', NULL, NULL, NULL, NULL);

delete from coffee_batch;
insert into coffee_batch (organization_id, id, merchant_id, kind, params, chosen_by, state, machines, left_out, by_name, created_at, expires_at, changed_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-c210-71c0-ba82-50cc06f6aee1', NULL, 'set_temperature', '{"temperature": 93}', '{}', 'running', '1', '0', 'Test owner', '2026-11-23 18:36:14.224+00', '2026-11-24 18:36:14.22+00', '2026-11-23 18:36:14.224+00');

delete from coffee_bin;
insert into coffee_bin (organization_id, machine_id, "position", merchant_id, material_id, capacity_milli, threshold_milli, level_milli, reported_at, since_at, used_milli, reckoned_milli, unknown_items, held_milli) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-be51-7185-a0e9-df83de2b51e1', '1', '01a209b1-bdfa-72a1-aa54-7948770a8a41', '01a209b1-bed1-7720-8b4e-5193f61e0256', '1000000', '200000', NULL, NULL, '2026-11-23 18:36:13.961+00', '0', '0', '0', '1000000');

delete from coffee_command;
insert into coffee_command (organization_id, id, machine_id, merchant_id, batch_id, kind, params, target, state, tries, tries_left, withdrawn, not_before, due_at, expires_at, created_at, sent_at, acknowledged_at, ended_at, said, by_name, steps, rollout_id) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-c1b0-7782-bae4-982f83c2a024', '01a209b1-be51-7185-a0e9-df83de2b51e1', '01a209b1-bdfa-72a1-aa54-7948770a8a41', NULL, 'update_recipe', '{"package": 1}', 'package', 'queued', '0', '5', 'false', '2026-11-23 18:36:14.128+00', '2026-11-23 19:36:14.128+00', '2026-11-23 19:36:14.128+00', '2026-11-23 18:36:14.128+00', NULL, NULL, NULL, '', 'Test owner', '[{"at": "2026-11-23T18:36:14.128Z", "state": "queued"}]', '01a209b1-c194-70b9-999a-068eaf13c5cf'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-c212-70f1-8a6e-4296b1629662', '01a209b1-be51-7185-a0e9-df83de2b51e1', '01a209b1-bdfa-72a1-aa54-7948770a8a41', '01a209b1-c210-71c0-ba82-50cc06f6aee1', 'set_temperature', '{"temperature": 93}', 'temperature', 'queued', '0', '5', 'false', '2026-11-23 18:36:14.226+00', '2026-11-24 18:36:14.22+00', '2026-11-24 18:36:14.22+00', '2026-11-23 18:36:14.226+00', NULL, NULL, NULL, '', 'Test owner', '[{"at": "2026-11-23T18:36:14.226Z", "state": "queued"}]', NULL);

delete from coffee_day;
insert into coffee_day (organization_id, scope_id, sold_on, payment_method, currency, orders, items, amount_minor, refunds, refunded_minor) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-ae78-7389-b68a-3806ddc02bee', '2026-11-24', 'cash', 'INR', '1', '1', '250', '0', '0'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bdfa-72a1-aa54-7948770a8a41', '2026-11-24', 'cash', 'INR', '1', '1', '250', '0', '0');

delete from coffee_hour;
insert into coffee_hour (organization_id, machine_id, hour_at, payment_method, currency, merchant_id, sold_on, orders, items, amount_minor, refunds, refunded_minor) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-be51-7185-a0e9-df83de2b51e1', '2026-11-23 18:30:00+00', 'cash', 'INR', '01a209b1-bdfa-72a1-aa54-7948770a8a41', '2026-11-24', '1', '1', '250', '0', '0');

delete from coffee_location;
insert into coffee_location (organization_id, id, merchant_id, name, address, latitude, longitude, created_at, updated_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-be22-7347-a361-a2407a979c9d', '01a209b1-bdfa-72a1-aa54-7948770a8a41', 'Platform 3', '', NULL, NULL, '2026-11-23 18:36:13.218+00', '2026-11-23 18:36:13.218+00');

delete from coffee_machine;
insert into coffee_machine (organization_id, id, serial, name, model, firmware, merchant_id, location_id, address, tags, device_id, state, status, temperature_dc, errors, locked, last_seen_at, offline_at, said_at, clock_offset_s, package_number, wanted_package_id, kept_at, created_at, updated_at, alarms, muted_until, muted_by_name, mute_reason, bins, levels, levels_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-be51-7185-a0e9-df83de2b51e1', 'CM-7c571701', '', 'Uno', '1.0.0', '01a209b1-bdfa-72a1-aa54-7948770a8a41', NULL, '', '{}', '01a209b1-be4e-726c-aae3-66959dee6154', 'active', 'ready', NULL, '{door_open}', 'false', '2026-11-23 18:36:13.961+00', NULL, NULL, NULL, NULL, '01a209b1-bf28-7237-9436-72464aa1f0ab', '2026-11-23 18:36:13.902+00', '2026-11-23 18:36:13.265+00', '2026-11-23 18:36:13.265+00', '{door}', NULL, NULL, '', '[[1, 1000000, 200000]]', '{1000000}', '{"2026-11-23 18:36:13.961+00"}');

delete from coffee_material;
insert into coffee_material (organization_id, id, code, name, unit, specification, cost_minor, currency, active, created_at, updated_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bed1-7720-8b4e-5193f61e0256', 'beans', 'Beans', 'g', '', '0', 'INR', 'true', '2026-11-23 18:36:13.393+00', '2026-11-23 18:36:13.393+00');

delete from coffee_merchant;
insert into coffee_merchant (organization_id, id, name, contact_name, phone, email, status, created_at, updated_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bdfa-72a1-aa54-7948770a8a41', 'Kiosks & Co', '', '', '', 'active', '2026-11-23 18:36:13.178+00', '2026-11-23 18:36:13.178+00');

delete from coffee_order;
insert into coffee_order (organization_id, id, machine_id, merchant_id, location_id, number, made_at, claimed_at, sold_on, hour_at, received_at, payment_method, payment_state, payment_reference, payment_id, served, currency, amount_minor, refunded_minor, items, exception, settled_at, settled_by_name, settled_note) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bf3a-75c9-8b6f-e19e10d56cf0', '01a209b1-be51-7185-a0e9-df83de2b51e1', '01a209b1-bdfa-72a1-aa54-7948770a8a41', NULL, '1', '2026-11-23 18:36:13.498+00', '2026-11-23 18:36:13.498+00', '2026-11-24', '2026-11-23 18:30:00+00', '2026-11-23 18:36:13.595+00', 'cash', 'paid', '', NULL, 'true', 'INR', '250', '0', '1', NULL, NULL, NULL, '');

delete from coffee_order_item;
insert into coffee_order_item (organization_id, id, order_id, machine_id, merchant_id, product, quantity, amount_minor) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bf3a-75ca-b8ff-4393ea80f7a8', '01a209b1-bf3a-75c9-8b6f-e19e10d56cf0', '01a209b1-be51-7185-a0e9-df83de2b51e1', '01a209b1-bdfa-72a1-aa54-7948770a8a41', 'espresso', '1', '250');

delete from coffee_order_key;
insert into coffee_order_key (organization_id, machine_id, number, id) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-be51-7185-a0e9-df83de2b51e1', '1', '01a209b1-bf3a-75c9-8b6f-e19e10d56cf0');

delete from coffee_package;
insert into coffee_package (organization_id, id, number, name, note, digest, by_name, created_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bf28-7237-9436-72464aa1f0ab', '1', 'First', '', 'ddaf4d6389f3dcf2beb832d7b551f5e7aec003074d63cc83644a87526979b8af', 'Test owner', '2026-11-23 18:36:13.48+00');

delete from coffee_package_recipe;
insert into coffee_package_recipe (organization_id, package_id, recipe_id, version) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bf28-7237-9436-72464aa1f0ab', '01a209b1-bef7-7263-8d5d-9f617b227969', '1');

delete from coffee_product_day;
insert into coffee_product_day (organization_id, scope_id, sold_on, product, currency, items, amount_minor) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-ae78-7389-b68a-3806ddc02bee', '2026-11-24', 'espresso', 'INR', '1', '250'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bdfa-72a1-aa54-7948770a8a41', '2026-11-24', 'espresso', 'INR', '1', '250');

delete from coffee_recipe;
insert into coffee_recipe (organization_id, id, code, name, version, active, created_at, updated_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bef7-7263-8d5d-9f617b227969', 'espresso', 'Espresso', '1', 'true', '2026-11-23 18:36:13.431+00', '2026-11-23 18:36:13.431+00');

delete from coffee_recipe_version;
insert into coffee_recipe_version (organization_id, recipe_id, version, body, note, by_name, created_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bef7-7263-8d5d-9f617b227969', '1', '{"cup_ml": 40, "ingredients": [{"material": "beans", "quantity": 7.5}], "temperature": 93}', '', 'Test owner', '2026-11-23 18:36:13.445+00');

delete from coffee_refill;
insert into coffee_refill (organization_id, id, machine_id, merchant_id, "position", material_id, source, amount_milli, filled_at, received_at, by_id, by_name, note) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-c109-725b-bfe3-f909207b8853', '01a209b1-be51-7185-a0e9-df83de2b51e1', '01a209b1-bdfa-72a1-aa54-7948770a8a41', '1', '01a209b1-bed1-7720-8b4e-5193f61e0256', 'measured', '850000', '2026-11-23 18:36:13.961+00', '2026-11-23 18:36:13.961+00', NULL, '', ''),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-c12e-735c-82b7-c7ddd0933bea', '01a209b1-be51-7185-a0e9-df83de2b51e1', '01a209b1-bdfa-72a1-aa54-7948770a8a41', '1', '01a209b1-bed1-7720-8b4e-5193f61e0256', 'person', '850000', '2026-11-23 18:36:13.998+00', '2026-11-23 18:36:13.998+00', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', '');

delete from coffee_rollout;
insert into coffee_rollout (organization_id, id, merchant_id, package_id, chosen_by, stages, stage, enough_percent, failure_percent, stage_minutes, state, reason, machines, by_name, created_at, stage_at, changed_at, ended_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-c194-70b9-999a-068eaf13c5cf', NULL, '01a209b1-bf28-7237-9436-72464aa1f0ab', '{}', '{5,25,100}', '0', '80', '10', '60', 'running', NULL, '1', 'Test owner', '2026-11-23 18:36:14.1+00', '2026-11-23 18:36:14.1+00', '2026-11-23 18:36:14.1+00', NULL);

delete from coffee_rollout_machine;
insert into coffee_rollout_machine (organization_id, rollout_id, machine_id, merchant_id, "position", stage, state, open, before_package_id, command_id, back_command_id, changed_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-c194-70b9-999a-068eaf13c5cf', '01a209b1-be51-7185-a0e9-df83de2b51e1', '01a209b1-bdfa-72a1-aa54-7948770a8a41', '1', '0', 'told', 'true', NULL, '01a209b1-c1b0-7782-bae4-982f83c2a024', NULL, '2026-11-23 18:36:14.128+00');

delete from coffee_scope_hour;
insert into coffee_scope_hour (organization_id, scope_id, hour_at, currency, sold_on, orders, amount_minor, refunded_minor) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-ae78-7389-b68a-3806ddc02bee', '2026-11-23 18:30:00+00', 'INR', '2026-11-24', '1', '250', '0'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bdfa-72a1-aa54-7948770a8a41', '2026-11-23 18:30:00+00', 'INR', '2026-11-24', '1', '250', '0');

delete from coffee_status;
insert into coffee_status (organization_id, id, machine_id, merchant_id, said_at, status, temperature_dc, errors, bins) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-c0ce-70f3-a411-f4e06eabd6fe', '01a209b1-be51-7185-a0e9-df83de2b51e1', '01a209b1-bdfa-72a1-aa54-7948770a8a41', NULL, 'ready', NULL, '{door_open}', '[[1, 150000]]');

delete from coffee_stock_span;
insert into coffee_stock_span (organization_id, id, machine_id, merchant_id, material_id, "position", from_at, to_at, capacity_milli, used_milli, reckoned_milli, unknown_items) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-c109-725a-9791-71fffc17a790', '01a209b1-be51-7185-a0e9-df83de2b51e1', '01a209b1-bdfa-72a1-aa54-7948770a8a41', '01a209b1-bed1-7720-8b4e-5193f61e0256', '1', '2026-11-23 18:36:13.902+00', '2026-11-23 18:36:13.961+00', '1000000', '0', '0', '0');

delete from coffee_use_day;
insert into coffee_use_day (organization_id, machine_id, material_id, used_on, merchant_id, milli) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-be51-7185-a0e9-df83de2b51e1', '01a209b1-bed1-7720-8b4e-5193f61e0256', '2026-11-24', '01a209b1-bdfa-72a1-aa54-7948770a8a41', '7500');

delete from conversation;
insert into conversation (organization_id, id, channel, account, address, person_id, display_name, language, mode, taken_by_id, taken_by_name, taken_at, blocked_at, last_inbound_at, last_message_at, last_text, unread, created_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-c29d-704a-bc51-06dda6d6c801', 'web', 'web', '01a209b1-c260-70d7-9e27-7900714368e1', '01a209b1-c29d-7048-94ab-f8098b9eea94', NULL, 'en', 'flow', NULL, NULL, NULL, NULL, '2026-11-23 18:36:14.304+00', '2026-11-23 18:36:14.435+00', 'Hello! Welcome to Test Organization. What would you like to do?', '0', '2026-11-23 18:36:14.365+00');

delete from conversation_message;
insert into conversation_message (organization_id, id, conversation_id, direction, kind, author, author_id, author_name, body, choices, choice_id, file_id, fault, event_id, message_id, created_at, asks_type, asks_id) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-c2ab-732c-ae5c-9b1eb78c47d3', '01a209b1-c29d-704a-bc51-06dda6d6c801', 'in', 'text', 'person', NULL, NULL, 'hello', NULL, NULL, NULL, NULL, '01a209b1-c260-70d8-bef9-a8daa55c3ba9', NULL, '2026-11-23 18:36:14.379+00', NULL, NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-c2e3-724a-972b-34ba63bfd326', '01a209b1-c29d-704a-bc51-06dda6d6c801', 'out', 'text', 'flow', NULL, NULL, 'Hello! Welcome to Test Organization.

What would you like to do?', '[{"id": "electricity.chat!balance", "label": "My electricity"}, {"id": "mess.student!register", "label": "Join the mess"}, {"id": "raffle.buy!raffles", "label": "Raffles"}, {"id": "raffle.buy!tickets", "label": "My tickets"}, {"id": "raffle.buy!proof", "label": "I have paid"}]', NULL, NULL, NULL, NULL, NULL, '2026-11-23 18:36:14.435+00', NULL, NULL);

delete from conversation_message_key;
insert into conversation_message_key (organization_id, event_id, id) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-c260-70d8-bef9-a8daa55c3ba9', '01a209b1-c2ab-732c-ae5c-9b1eb78c47d3');

delete from conversation_state;
insert into conversation_state (organization_id, conversation_id, flow, state, data, stack, offered, expires_at, updated_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-c29d-704a-bc51-06dda6d6c801', NULL, NULL, '{}', '[]', '[{"id": "electricity.chat!balance", "label": "My electricity"}, {"id": "mess.student!register", "label": "Join the mess"}, {"id": "raffle.buy!raffles", "label": "Raffles"}, {"id": "raffle.buy!tickets", "label": "My tickets"}, {"id": "raffle.buy!proof", "label": "I have paid"}]', NULL, '2026-11-23 18:36:14.44+00');

delete from credential;
insert into credential (organization_id, id, subject_type, subject_id, version, revoked_at, reason, created_at, reissued_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b005-7400-8aea-97cc4a5a0d4b', 'exhibition.customer', '01a209b1-afe0-706b-a7dc-367b47f20882', '1', NULL, NULL, '2026-11-23 18:36:09.605+00', NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b3d5-70ab-9150-0c58da40cd2a', 'exhibition.customer', '01a209b1-b3d4-73fc-8c93-c53949c946aa', '1', NULL, NULL, '2026-11-23 18:36:10.581+00', NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b5ce-7674-9822-d6c2848b71d9', 'mess.student', '01a209b1-b5c6-74f3-a27d-29530b2cc4c9', '1', NULL, NULL, '2026-11-23 18:36:11.086+00', NULL);

delete from credential_key;
insert into credential_key (organization_id, id, algorithm, public_key, sealed_key, state, created_at, retired_at, revoked_at, reason) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '6432359c', 'ed25519', '09Ej7-Y37gwKMbbYtPLk5ueOOi0WLOHYWSKX2Aur_FI', 'v1.I2my0w.aMkWFHIWCvIYcR2o.vOzvdxY4GsapJKGC87bp0Y1w2V-IFBbs81MK-cx8FTqVFTCo1A_Wv_105R3py6RT8MoP95XFHQEdvac', 'active', '2026-11-23 18:36:09.589+00', NULL, NULL, NULL);

delete from device;
insert into device (organization_id, id, kind, name, code_hash, code_expires_at, public_key, firmware, valid_until, enrolled_at, last_seen_at, created_by_name, created_at, revoked_at, revoked_by_name) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b6a8-756e-a74a-e8db69b5dbee', 'mess.scanner', 'Gate', E'\\x0ed4c370c2b66416a530289a579925ab5d6b00f42601ac7f0681560f903eea55', '2026-11-24 18:36:11.304+00', NULL, NULL, '2026-12-23 18:36:11.03+00', NULL, NULL, 'Test owner', '2026-11-23 18:36:11.304+00', NULL, NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-be4e-726c-aae3-66959dee6154', 'coffee.machine', 'CM-7c571701', NULL, NULL, NULL, '1.0.0', NULL, '2026-11-23 18:36:13.36+00', '2026-11-23 18:36:13.955+00', 'Test owner', '2026-11-23 18:36:13.262+00', NULL, NULL);

delete from device_token;
insert into device_token (organization_id, id, device_id, token_hash, used_at, expires_at, created_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-beb5-7148-8aa8-0afe01c1181a', '01a209b1-be4e-726c-aae3-66959dee6154', E'\\xf0ff09c4a2258d914103a3b5817059a9c9e96834420483f4460799d85881a27c', '2026-11-23 18:36:13.509+00', NULL, '2026-11-23 18:36:13.365+00');

delete from document;
insert into document (organization_id, id, series, number, formatted_number, issued_at, subject_type, subject_id, snapshot, corrects_id, corrects_what) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b140-7350-b4d4-250e8a395769', 'receipt', '1', 'KF1-R-000001', '2026-11-23 18:36:09.92+00', 'exhibition.customer', '01a209b1-afe0-706b-a7dc-367b47f20882', '{"lines": [{"at": "2026-11-23T18:36:09.802Z", "amountMinor": 10000, "description": "—"}], "party": {"name": "Asha Verma", "lines": ["7WWT4P3Z", "+919876543210", "asha@example.org"]}, "locale": "en-IN", "qrText": "http://localhost:3000/c/AWQyNZwBogmxrnhzibaKOAbdwCvuvogBogmxr-Bwa6fcNntH8giCAAHu5i7snP5s0wbvcNVM3ak_GVD-8PLWHN9Zle_yG4KYlimkakqGQumCr1Zm53sr7U_RArfmNWk84Y8jyhX10-cK", "currency": "INR", "timeZone": "Asia/Kolkata", "totalMinor": 10000, "organization": {"name": "Test Organization", "lines": ["Kochi Craft Fair"]}}', NULL, NULL);

delete from document_counter;
insert into document_counter (organization_id, series, last_number) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', 'receipt', '1');

delete from electricity_agent;
insert into electricity_agent (organization_id, id, code, name, account_id, currency, limit_minor, owed_minor, active, created_at, updated_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bc9d-7676-adec-58130225f677', '42AHDX', 'Kiosk', NULL, 'INR', '10000', '0', 'true', '2026-11-23 18:36:12.829+00', '2026-11-23 18:36:12.829+00');

delete from electricity_balance;
insert into electricity_balance (organization_id, meter_id, balance_wh, series, register_wh, read_at, credits, bought, updated_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b865-77da-9d86-41564e324af1', '0', '1', '1000', '2026-11-23 18:36:12.359+00', '0', '1', '2026-11-23 18:36:12.371+00'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b8ad-766c-b8fe-05abc1555369', '1123', '1', NULL, NULL, '0', '2', '2026-11-23 18:36:13.048+00');

delete from electricity_building;
insert into electricity_building (organization_id, id, customer_id, name, place, created_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-ba44-73a4-bfd2-dd551de901c6', '01a209b1-b93b-769c-a00f-9b46c60b51f5', 'Barn', '', '2026-11-23 18:36:12.228+00');

delete from electricity_claim;
insert into electricity_claim (organization_id, id, account_id, number, customer_id, kind, name, note, state, reason, decided_by_name, decided_at, created_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bc00-771b-b04d-f3a29c5d60a0', '01a209b1-b837-75aa-8070-527e757d8b8f', '42150079012', '01a209b1-b93b-769c-a00f-9b46c60b51f5', NULL, NULL, '', 'waiting', '', NULL, NULL, '2026-11-23 18:36:12.672+00');

delete from electricity_customer;
insert into electricity_customer (organization_id, id, kind, name, created_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b93b-769c-a00f-9b46c60b51f5', 'household', 'Uwase', '2026-11-23 18:36:11.963+00');

delete from electricity_entry;
insert into electricity_entry (organization_id, id, meter_id, kind, wh, source_id, reason, actor_name, created_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bd78-760d-854c-018a3d6c7873', '01a209b1-b8ad-766c-b8fe-05abc1555369', 'purchase', '1123', '01a209b1-bd3c-70a2-994e-87f5fe797f25', '', 'Test owner', '2026-11-23 18:36:13.048+00');

delete from electricity_entry_key;
insert into electricity_entry_key (organization_id, kind, source_id, id) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', 'purchase', '01a209b1-bd3c-70a2-994e-87f5fe797f25', '01a209b1-bd78-760d-854c-018a3d6c7873');

delete from electricity_keypad;
insert into electricity_keypad (organization_id, meter_id, kind, unit_wh, credited_wh, given_wh, key, starting_code, extended, restricted, count, supply_group, tariff_index, key_revision, updated_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b8ad-766c-b8fe-05abc1555369', 'openpaygo', '100', '1123', '1100', 'v1.G90Yww.wggOVErtPYuo-erZ.Fk0mNImM9_DwtnovyFpdo9gMIKvb4Ou-L2M3Zr4jpLfyziJMSnl91a4_a5ycq_Tn', NULL, 'false', 'false', '2', NULL, NULL, NULL, '2026-11-23 18:36:13.081+00');

delete from electricity_member;
insert into electricity_member (organization_id, customer_id, account_id, role, created_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b93b-769c-a00f-9b46c60b51f5', '01a209b1-b837-75aa-8070-527e757d8b8f', 'manager', '2026-11-23 18:36:11.975+00');

delete from electricity_meter;
insert into electricity_meter (organization_id, id, number, name, place, customer_id, building_id, department_id, state, tariff_class, device_id, claim_code_hash, claim_code_expires_at, history_from, history_on, created_at, updated_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b865-77da-9d86-41564e324af1', '97194834012', 'Home', '', '01a209b1-b93b-769c-a00f-9b46c60b51f5', NULL, NULL, 'active', 'residential', NULL, NULL, NULL, NULL, NULL, '2026-11-23 18:36:11.749+00', '2026-11-23 18:36:11.977+00'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b8ad-766c-b8fe-05abc1555369', '42150079012', 'Home', '', NULL, NULL, NULL, 'active', 'residential', NULL, NULL, NULL, NULL, NULL, '2026-11-23 18:36:11.821+00', '2026-11-23 18:36:11.821+00');

delete from electricity_purchase;
insert into electricity_purchase (organization_id, id, code, meter_id, account_id, conversation_id, tariff_id, tariff_class, month_on, amount_minor, currency, wh, working, refunded_minor, refunded_wh, state, payment_id, expires_at, credited_at, opened_by_name, created_at, updated_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bb99-769e-800a-f589b8b2e610', '5QQARFZF', '01a209b1-b865-77da-9d86-41564e324af1', '01a209b1-b837-75aa-8070-527e757d8b8f', NULL, '01a209b1-ba97-73d2-9794-5c86284aac13', 'residential', '2026-11-01', '10000', 'INR', '1123', '{"wh": 1123, "fee": "0.00", "vat": "0.00", "levy": "0.00", "class": "residential", "month": "2026-11", "amount": "100.00", "blocks": [{"wh": 1123, "price": "89", "amount": "100.00", "from_wh": 0, "up_to_wh": 20000}], "tariff": {"id": "01a209b1-ba97-73d2-9794-5c86284aac13", "name": "RURA 2025", "starts_on": "2025-10-01"}, "currency": "INR", "bought_wh": 0, "class_name": "Residential", "vat_percent": "0", "amount_minor": 10000, "levy_percent": "0"}', '0', '0', 'open', '01a209b1-bb9a-7302-affc-687a28f4fd32', '2026-11-23 19:36:12.569+00', NULL, 'portal.account:01a209b1-b837-75aa-8070-527e757d8b8f', '2026-11-23 18:36:12.569+00', '2026-11-23 18:36:12.569+00'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bd3c-70a2-994e-87f5fe797f25', 'D2W72EMF', '01a209b1-b8ad-766c-b8fe-05abc1555369', NULL, NULL, '01a209b1-ba97-73d2-9794-5c86284aac13', 'residential', '2026-11-01', '10000', 'INR', '1123', '{"wh": 1123, "fee": "0.00", "vat": "0.00", "levy": "0.00", "class": "residential", "month": "2026-11", "amount": "100.00", "blocks": [{"wh": 1123, "price": "89", "amount": "100.00", "from_wh": 0, "up_to_wh": 20000}], "tariff": {"id": "01a209b1-ba97-73d2-9794-5c86284aac13", "name": "RURA 2025", "starts_on": "2025-10-01"}, "currency": "INR", "bought_wh": 0, "class_name": "Residential", "vat_percent": "0", "amount_minor": 10000, "levy_percent": "0"}', '0', '0', 'credited', '01a209b1-bd3c-70a3-ab7c-da1e2c3beb00', NULL, '2026-11-23 18:36:13.048+00', 'Test owner', '2026-11-23 18:36:12.988+00', '2026-11-23 18:36:13.048+00');

delete from electricity_reading;
insert into electricity_reading (organization_id, id, meter_id, series, taken_at, register_wh, source, file_id, by_name, state, flag, used_wh, created_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bacd-7107-bef7-facea35a633f', '01a209b1-b865-77da-9d86-41564e324af1', '1', '2026-11-23 18:36:12.359+00', '1000', 'hand', NULL, 'Test owner', 'counted', NULL, '0', '2026-11-23 18:36:12.365+00');

delete from electricity_reading_key;
insert into electricity_reading_key (organization_id, meter_id, series, taken_at, id) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b865-77da-9d86-41564e324af1', '1', '2026-11-23 18:36:12.359+00', '01a209b1-bacd-7107-bef7-facea35a633f');

delete from electricity_sale_day;
insert into electricity_sale_day (organization_id, sold_on, meter_id, tariff_class, method, currency, sales, amount_minor, vat_minor, wh, refunds, refunded_minor, refunded_wh) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '2026-11-24', '01a209b1-b8ad-766c-b8fe-05abc1555369', 'residential', 'cash', 'INR', '1', '10000', '0', '1123', '0', '0', '0');

delete from electricity_tariff;
insert into electricity_tariff (organization_id, id, starts_on, name, currency, vat_basis_points, levy_basis_points, fee_minor, classes, created_by_name, created_at, updated_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-ba97-73d2-9794-5c86284aac13', '2025-10-01', 'RURA 2025', 'INR', '0', '0', '0', '[{"code": "residential", "name": "Residential", "blocks": [{"price": 8900000, "upToWh": 20000}, {"price": 31000000, "upToWh": 50000}, {"price": 36900000, "upToWh": null}]}, {"code": "non_residential", "name": "Non-residential", "blocks": [{"price": 35500000, "upToWh": 100000}, {"price": 37600000, "upToWh": null}]}]', 'Test owner', '2026-11-23 18:36:12.311+00', '2026-11-23 18:36:12.311+00');

delete from electricity_token;
insert into electricity_token (organization_id, id, meter_id, kind, entry_id, source_id, wh, value, count, token, state, refusal, by_name, created_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bd93-7406-9ed8-c8d3cc818655', '01a209b1-b8ad-766c-b8fe-05abc1555369', 'add', '01a209b1-bd78-760d-854c-018a3d6c7873', '01a209b1-bd3c-70a2-994e-87f5fe797f25', '1100', '11', '2', '308366814', 'issued', NULL, 'Test owner', '2026-11-23 18:36:13.075+00');

delete from electricity_token_entry;
insert into electricity_token_entry (organization_id, entry_id, meter_id, created_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bd78-760d-854c-018a3d6c7873', '01a209b1-b8ad-766c-b8fe-05abc1555369', '2026-11-23 18:36:13.067+00');

delete from electricity_voucher;
insert into electricity_voucher (organization_id, id, batch_id, number, code_hash, last4, state, sold_at, sold_by_name, agent_id, updated_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bc38-7157-afad-a4cf8cd9f075', '01a209b1-bc38-7156-a306-1acf482eb867', '1', E'\\xa4701effb8774feb4c75186fb418140a54b9855c70d6aa070dc876f3e2a562f9', '9871', 'sold', '2026-11-23 18:36:12.766+00', 'Test owner', NULL, '2026-11-23 18:36:12.766+00'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bc38-7158-a394-f324af36f175', '01a209b1-bc38-7156-a306-1acf482eb867', '2', E'\\xe379389e703b9d90c8e867f3890654bb3dc4bd97658e4642387dd12979cdaf2b', '8236', 'issued', NULL, NULL, NULL, '2026-11-23 18:36:12.728+00');

delete from electricity_voucher_batch;
insert into electricity_voucher_batch (organization_id, id, code, name, count, amount_minor, wh, price_minor, currency, expires_at, print_secret, created_by_name, created_at, updated_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bc38-7156-a306-1acf482eb867', '7VNXVZ', 'Market', '2', '10000', NULL, '10000', 'INR', '2099-01-01 18:30:00+00', NULL, 'Test owner', '2026-11-23 18:36:12.728+00', '2026-11-23 18:36:12.788+00');

delete from electricity_voucher_day;
insert into electricity_voucher_day (organization_id, sold_on, batch_id, currency, sold, amount_minor, returned, returned_minor) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '2026-11-24', '01a209b1-bc38-7156-a306-1acf482eb867', 'INR', '1', '10000', '0', '0');

delete from exhibition;
insert into exhibition (organization_id, id, name, prefix, currency, place, starts_on, ends_on, tax_label, tax_basis_points, created_at, updated_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-af81-74d6-affe-190361b712ea', 'Kochi Craft Fair', 'KF1', 'INR', NULL, '2020-01-01', '2099-12-31', NULL, NULL, '2026-11-23 18:36:09.473+00', '2026-11-23 18:36:09.473+00');

delete from exhibition_bill;
insert into exhibition_bill (organization_id, id, customer_id, amount_minor, currency, description, created_by_name, created_by_id, created_at, voided_at, voided_by_name, void_reason) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b0ca-700e-9ac9-bbe73e925709', '01a209b1-afe0-706b-a7dc-367b47f20882', '10000', 'INR', '', 'Test owner', '01a209b1-ae9c-701f-b958-dba0203aa511', '2026-11-23 18:36:09.802+00', NULL, NULL, NULL);

delete from exhibition_customer;
insert into exhibition_customer (organization_id, id, exhibition_id, currency, code, name, email, phone, bill_count, total_minor, created_at, updated_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-afe0-706b-a7dc-367b47f20882', '01a209b1-af81-74d6-affe-190361b712ea', 'INR', '7WWT4P3Z', 'Asha Verma', 'asha@example.org', '+919876543210', '1', '10000', '2026-11-23 18:36:09.568+00', '2026-11-23 18:36:09.802+00'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b3d4-73fc-8c93-c53949c946aa', '01a209b1-af81-74d6-affe-190361b712ea', 'INR', '8278663Q', 'Ravi', 'ravi@example.org', '+919876543211', '0', '0', '2026-11-23 18:36:10.58+00', '2026-11-23 18:36:10.58+00');

delete from file;
insert into file (organization_id, id, purpose, name, content_type, size_bytes, sha256, width, height, store, storage_key, permission, created_by_kind, created_by_id, created_at, deleted_at, purged_at, original_sha256, perceptual_hash) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b1c5-70ba-a469-b281b72db4a0', 'imports.source', 'people.csv', 'text/csv', '51', '4e1efff48656ed7cc4c900f774db5b37a1d98731c9c4357cd042724ff1a7434a', NULL, NULL, 'disk', '01a209b1-ae78-7389-b68a-3806ddc02bee/2026/01a209b1-b1c5-70ba-a469-b281b72db4a0.csv', 'exhibition.customer.write', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', '2026-11-23 18:36:10.099+00', NULL, NULL, '4e1efff48656ed7cc4c900f774db5b37a1d98731c9c4357cd042724ff1a7434a', NULL);

delete from import;
insert into import (organization_id, id, name, file_id, fields, state, total, good, bad, broken_row, ignored, faults, sample, task_id, last_row, written, refused, created_by_kind, created_by_id, created_by_name, created_at, started_at, finished_at, duplicates, choice, send, updated, skipped) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b1f2-75cc-91a0-1f862db70f5b', 'exhibition.customers', '01a209b1-b1c5-70ba-a469-b281b72db4a0', '{}', 'done', '1', '1', '0', NULL, '[]', '[]', '[{"row": 2, "name": "Ravi", "email": "ravi@example.org", "phone": "98765 43211"}]', '01a209b1-b287-737c-b965-23b7d62ad37b', '2', '1', '0', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', '2026-11-23 18:36:10.112+00', '2026-11-23 18:36:10.256+00', '2026-11-23 18:36:10.644+00', '0', NULL, NULL, '0', '0');

delete from inbox_event;
insert into inbox_event (organization_id, id, source, account, provider_id, address, kind, payload, file_id, fault, state, attempts, next_attempt_at, last_error, received_at, processed_at, raw) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-c260-70d8-bef9-a8daa55c3ba9', 'web', 'web', '01a209b1-c260-70d7-9e27-7900714368e1:d59c8e88-a80f-48db-82c1-da0134b91a5a', '01a209b1-c260-70d7-9e27-7900714368e1', 'message', '{"at": "2026-11-23T18:36:14.304Z", "text": "hello", "nonce": "d59c8e88-a80f-48db-82c1-da0134b91a5a", "origin": "10.9.0.6", "visitor": "01a209b1-c260-70d7-9e27-7900714368e1"}', NULL, NULL, 'processed', '0', '2026-11-23 18:36:14.304+00', NULL, '2026-11-23 18:36:14.304+00', '2026-11-23 18:36:14.342+00', NULL);

delete from inbox_event_key;
insert into inbox_event_key (organization_id, source, account, provider_id, id) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', 'web', 'web', '01a209b1-c260-70d7-9e27-7900714368e1:d59c8e88-a80f-48db-82c1-da0134b91a5a', '01a209b1-c260-70d8-bef9-a8daa55c3ba9');

delete from invitation;
insert into invitation (organization_id, id, email, role, token_hash, invited_by, expires_at, accepted_at, accepted_by, revoked_at, created_at, updated_at, link_hash, limit_kind, limit_id) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b770-77b4-ac89-a156426cc499', '01a209b1-ae78-7389-b68a-3806ddc02bee@example.org', 'ops', E'\\xb9c8ee764d759805ca53c508c38dc9f11a931f9643dc3649ad2bc417847a8247', '01a209b1-ae9c-701f-b958-dba0203aa511', '2026-11-30 18:36:11.505+00', NULL, NULL, NULL, '2026-11-23 18:36:11.498784+00', '2026-11-23 18:36:11.498784+00', E'\\xe8270cc2460cade6a76882a17a822b042b4fe2d582fde35b5f1951b83cd3f878', NULL, NULL);

delete from ledger_account;
insert into ledger_account (organization_id, code, created_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', 'assets:cash', '2026-11-23 18:36:12.771+00'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', 'assets:coffee:cash', '2026-11-23 18:36:13.623+00'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', 'income:coffee', '2026-11-23 18:36:13.623+00'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', 'income:electricity', '2026-11-23 18:36:12.771+00');

delete from ledger_entry;
insert into ledger_entry (organization_id, id, at, kind, memo, subject_type, subject_id, reverses, actor_name, written_in) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bc63-7380-8eda-4fd7adae76e5', '2026-11-23 18:36:12.771+00', 'electricity.vouchers_sold', '7VNXVZ-0001', 'electricity.voucher_batch', '01a209b1-bc38-7156-a306-1acf482eb867', NULL, 'Test owner', '970'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bda7-75ba-bfcb-26506ce0f977', '2026-11-23 18:36:13.095+00', 'payment.verified', 'J5S8AM 4215 0079 012 Home', 'payment', '01a209b1-bd3c-70a3-ab7c-da1e2c3beb00', NULL, 'Test owner', '976'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bfb7-7622-b8fc-ea569bc2915b', '2026-11-23 18:36:13.623+00', 'coffee.sold', 'CM-7c571701 1', 'coffee.machine', '01a209b1-be51-7185-a0e9-df83de2b51e1', NULL, 'CM-7c571701', '995');

delete from ledger_line;
insert into ledger_line (organization_id, entry_id, line, account, amount_minor, currency) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bc63-7380-8eda-4fd7adae76e5', '1', 'assets:cash', '10000', 'INR'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bc63-7380-8eda-4fd7adae76e5', '2', 'income:electricity', '-10000', 'INR'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bda7-75ba-bfcb-26506ce0f977', '1', 'assets:cash', '10000', 'INR'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bda7-75ba-bfcb-26506ce0f977', '2', 'income:electricity', '-10000', 'INR'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bfb7-7622-b8fc-ea569bc2915b', '1', 'assets:coffee:cash', '250', 'INR'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bfb7-7622-b8fc-ea569bc2915b', '2', 'income:coffee', '-250', 'INR');

delete from membership;
insert into membership (organization_id, user_id, role, created_at, updated_at, limit_kind, limit_id) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-ae9c-701f-b958-dba0203aa511', 'owner', '2026-11-23 18:36:09.247256+00', '2026-11-23 18:36:09.247256+00', NULL, NULL);

delete from mess_closure;
insert into mess_closure (organization_id, id, from_on, to_on, meal_id, reason, created_by_name, created_at, cancelled_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b719-7402-a79e-207f9b69ed3a', '2099-01-10', '2099-01-11', NULL, 'Festival', 'Test owner', '2026-11-23 18:36:11.417+00', NULL);

delete from mess_cycle;
insert into mess_cycle (organization_id, id, name, starts_on, ends_on, price_minor, currency, rebates_credited_at, created_at, updated_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b67d-73e3-8513-de8f92b1c264', 'November', '2026-11-01', '2026-11-30', '360000', 'INR', NULL, '2026-11-23 18:36:11.261+00', '2026-11-23 18:36:11.261+00');

delete from mess_student;
insert into mess_student (organization_id, id, person_id, roll_number, room, photo_file_id, state, denial_reason, notify_meals, decided_at, decided_by_name, created_at, updated_at, changing_code) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b5c6-74f3-a27d-29530b2cc4c9', '01a209b1-b5ad-7424-b626-9f659f2de618', '21CS1001', 'B-204', NULL, 'approved', NULL, 'false', '2026-11-23 18:36:11.078+00', 'Test owner', '2026-11-23 18:36:11.078+00', '2026-11-23 18:36:11.078+00', 'false');

delete from message;
insert into message (organization_id, id, channel, to_address, template, language, params, state, attempts, deferrals, next_attempt_at, lease_until, last_error, provider_id, subject, body_text, body_html, subject_type, subject_id, resent_as, created_at, sent_at, held_reason, delivered_at, read_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b021-7129-b5e5-95a75b5a6263', 'email', 'asha@example.org', 'exhibition.welcome', 'en', '{"customerId": "01a209b1-afe0-706b-a7dc-367b47f20882"}', 'kept', '0', '0', '2026-11-23 18:36:09.633+00', NULL, NULL, NULL, NULL, NULL, NULL, 'exhibition.customer', '01a209b1-afe0-706b-a7dc-367b47f20882', NULL, '2026-11-23 18:36:09.633+00', NULL, NULL, NULL, NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b3d5-70ad-9657-e1d5ece85402', 'email', 'ravi@example.org', 'exhibition.welcome', 'en', '{"customerId": "01a209b1-b3d4-73fc-8c93-c53949c946aa"}', 'kept', '0', '0', '2026-11-23 18:36:10.581+00', NULL, NULL, NULL, NULL, NULL, NULL, 'exhibition.customer', '01a209b1-b3d4-73fc-8c93-c53949c946aa', NULL, '2026-11-23 18:36:10.581+00', NULL, NULL, NULL, NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b774-73dd-83b1-d2bf8f0b2de5', 'email', '01a209b1-ae78-7389-b68a-3806ddc02bee@example.org', 'tenancy.invitation', 'en', '{"role": "ops", "inviter": "Test owner", "sealedToken": "v1.ywDzkg.bkt7qHFmKE0hCmCN.BLtZ15xZQ4fPYIkzx_gqDpvjAZo9TFOly6sCqGKcVXM8vyq8UGWWO6uEzEjCtRotxwcTIW5Td9TtqbY"}', 'kept', '0', '0', '2026-11-23 18:41:11.531+00', NULL, NULL, NULL, NULL, NULL, NULL, 'tenancy.invitation', '01a209b1-b770-77b4-ac89-a156426cc499', NULL, '2026-11-23 18:36:11.508+00', NULL, NULL, NULL, NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b7ff-72b8-b166-6d43634bfdd0', 'email', '01a209b1-b7c5-71e9-8f34-277e5fd6d087@example.rw', 'portal.code', 'en', '{"sealed": "v1.F2l2oA.ZfS3mFMj0Ew9LDSo.DR-R3j0uanwlo3CCYd6oQqmNhxa_Ng"}', 'kept', '0', '0', '2026-11-23 18:41:11.679+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-23 18:36:11.647+00', NULL, NULL, NULL, NULL);

delete from organization;
insert into organization (id, name, slug, time_zone, currency, country, language, modules, created_at, updated_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', 'Test Organization', 't-01a209b1-ae78-7389-b68a-3806ddc02bee', 'Asia/Kolkata', 'INR', 'IN', 'en', '{observability,i18n,http,realtime,audit,jobs,retention,settings,messages,audit_heads,credentials,documents,tenancy,auth,devices,mqtt,files,backup,exports,imports,people,portal,inbox,channels,conversations,staff,ledger,ocr,payments,statements,mirror,personal-data,coffee,electricity,exhibition,mess,raffle}', '2026-11-23 18:36:09.239103+00', '2026-11-23 18:36:09.239103+00');

delete from payment;
insert into payment (organization_id, id, reference, subject_type, subject_id, person_id, payer_name, description, base_minor, amount_minor, own_amount, currency, method, state, late, transaction_reference, first_approval_by_id, first_approval_by_name, first_approval_at, decided_by_id, decided_by_name, decided_at, denial_reason, owed, ledger_entry_id, expires_at, submitted_at, created_at, updated_at, refunded_minor) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b4b2-77a4-a263-d59c1fb509ba', 'NK2R7W', 'raffle.order', '01a209b1-b3ca-7549-ab72-4ac401ef1ac0', NULL, 'Asha Verma', 'Onam raffle: 07, 08', '10000', '10000', 'false', 'INR', 'proof', 'awaiting', 'false', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'false', NULL, '2026-11-23 19:06:10.8+00', NULL, '2026-11-23 18:36:10.802+00', '2026-11-23 18:36:10.802+00', '0'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bb9a-7302-affc-687a28f4fd32', 'AJFNJ4', 'electricity.purchase', '01a209b1-bb99-769e-800a-f589b8b2e610', '01a209b1-b837-75ab-8bff-448dec6a7824', 'Aline Uwase', '9719 4834 012 Home', '10000', '10000', 'false', 'INR', 'proof', 'awaiting', 'false', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'false', NULL, '2026-11-23 19:36:12.569+00', NULL, '2026-11-23 18:36:12.57+00', '2026-11-23 18:36:12.57+00', '0'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bd3c-70a3-ab7c-da1e2c3beb00', 'J5S8AM', 'electricity.purchase', '01a209b1-bd3c-70a2-994e-87f5fe797f25', NULL, '', '4215 0079 012 Home', '10000', '10000', 'false', 'INR', 'cash', 'verified', 'false', NULL, NULL, NULL, NULL, '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', '2026-11-23 18:36:13.028+00', NULL, 'false', '01a209b1-bda7-75ba-bfcb-26506ce0f977', '2026-11-23 19:36:12.988+00', NULL, '2026-11-23 18:36:12.988+00', '2026-11-23 18:36:13.028+00', '0');

delete from payment_event;
insert into payment_event (organization_id, id, payment_id, at, what, from_state, to_state, actor_name, note) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b4bd-72c4-8537-72ac407ca89e', '01a209b1-b4b2-77a4-a263-d59c1fb509ba', '2026-11-23 18:36:10.813+00', 'opened', NULL, 'awaiting', 'Test owner', NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bba2-7104-89bd-2685855840b7', '01a209b1-bb9a-7302-affc-687a28f4fd32', '2026-11-23 18:36:12.578+00', 'opened', NULL, 'awaiting', 'portal.account:01a209b1-b837-75aa-8070-527e757d8b8f', NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bd42-7366-b8f7-eb38106fcad7', '01a209b1-bd3c-70a3-ab7c-da1e2c3beb00', '2026-11-23 18:36:12.994+00', 'opened', NULL, 'awaiting', 'Test owner', NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-bd65-76e0-8d65-74e19d19772d', '01a209b1-bd3c-70a3-ab7c-da1e2c3beb00', '2026-11-23 18:36:13.029+00', 'verified', 'awaiting', 'verified', 'Test owner', NULL);

delete from person;
insert into person (organization_id, id, name, phone, email, language, created_at, updated_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b5ad-7424-b626-9f659f2de618', 'Asha Verma', NULL, NULL, 'en', '2026-11-23 18:36:11.053+00', '2026-11-23 18:36:11.053+00'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b750-73d6-93d3-b9676821a3eb', 'Meera Nair', NULL, 'meera@example.org', 'en', '2026-11-23 18:36:11.472+00', '2026-11-23 18:36:11.472+00'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b837-75ab-8bff-448dec6a7824', 'Aline Uwase', NULL, '01a209b1-b7c5-71e9-8f34-277e5fd6d087@example.rw', 'en', '2026-11-23 18:36:11.703+00', '2026-11-23 18:36:11.703+00'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-c29d-7048-94ab-f8098b9eea94', '01a209b1-c260-70d7-9e27-7900714368e1', NULL, NULL, 'en', '2026-11-23 18:36:14.365+00', '2026-11-23 18:36:14.365+00');

delete from portal_account;
insert into portal_account (organization_id, id, person_id, email, phone, password_hash, created_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b837-75aa-8070-527e757d8b8f', '01a209b1-b837-75ab-8bff-448dec6a7824', '01a209b1-b7c5-71e9-8f34-277e5fd6d087@example.rw', NULL, NULL, '2026-11-23 18:36:11.708+00');

delete from public_code;
insert into public_code (kind, code, organization_id, subject_id) overriding system value values
  ('raffle', 'R8EEB9', '01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f');

delete from raffle;
insert into raffle (organization_id, id, code, title, description, ticket_price_minor, currency, first_number, last_number, active, picture_file_id, draw_on, per_person_limit, reservation_minutes, frozen_at, created_at, updated_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f', 'R8EEB9', 'Onam raffle', '', '5000', 'INR', '1', '20', 'true', NULL, NULL, NULL, '30', NULL, '2026-11-23 18:36:10.402+00', '2026-11-23 18:36:10.402+00');

delete from raffle_number;
insert into raffle_number (organization_id, raffle_id, number, state, order_id, reserved_until) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f', '1', 'available', NULL, NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f', '10', 'available', NULL, NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f', '11', 'available', NULL, NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f', '12', 'available', NULL, NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f', '13', 'available', NULL, NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f', '14', 'available', NULL, NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f', '15', 'available', NULL, NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f', '16', 'available', NULL, NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f', '17', 'available', NULL, NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f', '18', 'available', NULL, NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f', '19', 'available', NULL, NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f', '2', 'available', NULL, NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f', '20', 'available', NULL, NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f', '3', 'available', NULL, NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f', '4', 'available', NULL, NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f', '5', 'available', NULL, NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f', '6', 'available', NULL, NULL),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f', '7', 'reserved', '01a209b1-b3ca-7549-ab72-4ac401ef1ac0', '2026-11-23 19:06:10.8+00'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f', '8', 'reserved', '01a209b1-b3ca-7549-ab72-4ac401ef1ac0', '2026-11-23 19:06:10.8+00'),
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f', '9', 'available', NULL, NULL);

delete from raffle_order;
insert into raffle_order (organization_id, id, raffle_id, code, person_id, conversation_id, contact_name, contact_phone, numbers, unit_price_minor, amount_minor, currency, state, reserved_until, payment_id, confirmed_at, paid_at, ended_at, end_reason, ticket_file_id, notified, created_by_name, created_at, updated_at, changed_in, held_from, stranger) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b3ca-7549-ab72-4ac401ef1ac0', '01a209b1-b322-75b7-bfe8-8c8e2546dc9f', 'RJZ3MDG9', NULL, NULL, 'Asha Verma', NULL, '{7,8}', '5000', '10000', 'INR', 'pending_payment', '2026-11-23 19:06:10.8+00', '01a209b1-b4b2-77a4-a263-d59c1fb509ba', '2026-11-23 18:36:10.8+00', NULL, NULL, NULL, NULL, '{}', 'Test owner', '2026-11-23 18:36:10.57+00', '2026-11-23 18:36:10.822+00', '912', NULL, 'false');

delete from schema_migration;
insert into schema_migration (name, package, sha256, applied_at) overriding system value values
  ('202611220000_db', 'db', '38f3379e5fa5d381b6443d5127c7ff10caf6eb5c0e2528a2fd96c4d82ddb6b36', '2026-11-23 18:36:06.05819+00'),
  ('202611220001_tenancy', 'tenancy', 'f14ae0478c81908eed468c314fb9c464acd1b797eaeeba29747508aff8b43ba6', '2026-11-23 18:36:06.100305+00'),
  ('202611220002_auth', 'auth', 'a6be229128aa255ce69a2e5b2d4122c07494a32f3685663170496a9ee331249d', '2026-11-23 18:36:06.183109+00'),
  ('202611220003_http', 'http', '1df4fb059f7c29bf5d673fa9ed67662874d4f9d5147bca600a16e4b24d763dd3', '2026-11-23 18:36:06.247399+00'),
  ('202611220004_audit', 'audit', '046cfbe03265d716bb77f998d015e2d6308194f2e1e11d1a89207698793d8e87', '2026-11-23 18:36:06.259123+00'),
  ('202611220005_audit_heads', 'audit-heads', '4a8b4d2960b2c1c593085741654a92fafdb12468b3c076887a9428301d371050', '2026-11-23 18:36:06.371476+00'),
  ('202611220006_jobs', 'jobs', '7f2d62a17c978cf3b2bfe820fd83786edcd76adbbc17098aafd78ead4fde2a3b', '2026-11-23 18:36:06.381121+00'),
  ('202611220007_messages', 'messages', '8bae3a9d8c050e99d450d1dfe3234f3e9fa176f67946c6c868bbbc089586189a', '2026-11-23 18:36:06.456696+00'),
  ('202611220008_files', 'files', 'c558cb298927f0e52d0da25d776805ff674c172f6253c711866b630a47647ee4', '2026-11-23 18:36:06.49237+00'),
  ('202611220009_credentials', 'credentials', '60aa9c05dec02c8dfe7c4489d3f499e831534c37dfbd439611fbf33a90858b05', '2026-11-23 18:36:06.520221+00'),
  ('202611220010_documents', 'documents', 'a4c1d0b3344c626e304065ad076195d4cc320f86d2e03de497b7e10a0df9271b', '2026-11-23 18:36:06.541211+00'),
  ('202611220011_imports', 'imports', '0e28af857211c1231344b734679d2a5b7af7f84bde56bd642585fd091b00d67f', '2026-11-23 18:36:06.555218+00'),
  ('202611220012_settings', 'settings', '836317823d7fb19c953d870de96c55fe0edbd4d366ccc329a2abbdd20aa544b0', '2026-11-23 18:36:06.57401+00'),
  ('202611220013_people', 'people', '57f52edc2cf46aa67abc856c81890b5e47ee29ad60a0d46f8eb5f06e10f48e04', '2026-11-23 18:36:06.579857+00'),
  ('202611220014_inbox', 'inbox', '86f65f9f882fd54d149e296a19c989a84c0c4f5ab213e888cd5104ec2e10eb3d', '2026-11-23 18:36:06.586448+00'),
  ('202611220015_channels', 'channels', '50ec9e1eb6be4efa212136bd4562bb1f75d116caabf1894f552b53775560f236', '2026-11-23 18:36:06.670322+00'),
  ('202611220016_conversations', 'conversations', '81755ebffb5b592125efb539d3b99fd233770683b7293502a0c1a2e80e3b953a', '2026-11-23 18:36:06.746128+00'),
  ('202611220017_ledger', 'ledger', '957312704274a70924b9cacb61fea82a2795f22564fdfd0d83b6f6ace378d0e6', '2026-11-23 18:36:06.758747+00'),
  ('202611220018_payments', 'payments', '853c41640144cc3f93127265266254cd9c801126bd8a1c833d6bd54ebcc7dd91', '2026-11-23 18:36:06.782522+00'),
  ('202611220019_staff', 'staff', '1373c1098ba2b8ce82833e09f9a291a51a87e7172710ceca6dd4d080383631cd', '2026-11-23 18:36:06.882928+00'),
  ('202611220020_mirror', 'mirror', '8b965cbe089b06b4b19780d94fec70f85161763f64a658277be307a7ab936b3c', '2026-11-23 18:36:06.892086+00'),
  ('202611220021_devices', 'devices', '04c539c107aa867ecdbe2b1003f564f4613ad3b1ccfd044bb68a22f85b17dbb7', '2026-11-23 18:36:06.90285+00'),
  ('202611220022_portal', 'portal', '23b3dfc228841d1e45a0601fd6ef3958e48e5445006139bed9ab7582bec2f3a6', '2026-11-23 18:36:06.914104+00'),
  ('202611220023_statements', 'statements', '4798f2615d8380c2857f7f26cfebd8fa151bf8d72a18872de5b799425367650d', '2026-11-23 18:36:06.933942+00'),
  ('202611220100_exhibition', 'exhibition', 'becc9141d5238a054bcdd4429ef55595b723bcc69e7a9046ea4e7d8a4b6a521c', '2026-11-23 18:36:06.952454+00'),
  ('202611220101_raffle', 'raffle', 'ce5c947ddd29c1617035420ecb487480eec379a619cadd128d1de0f335eefb52', '2026-11-23 18:36:06.974115+00'),
  ('202611220102_mess', 'mess', 'c499650ffca37b660b4b38f314603bcbd91df1f1cee0d770922e112f3b43d127', '2026-11-23 18:36:07.024084+00'),
  ('202611230000_electricity', 'electricity', '6665feb163e9d0c865482eacd4d957d95dd240c76c343b7c20cd6ea485e0a50a', '2026-11-23 18:36:07.222206+00'),
  ('202611230830_backup', 'backup', 'f3b7c5d2f5fc0aca3ce39c45bf29330f04416886dc6cfdcb81f67b9793fbc5c6', '2026-11-23 18:36:07.461827+00'),
  ('202611231225_db_limit', 'db', 'eae6943b40468608303d7d5faf07ecc97bf7da4fb5e68be99543bd95b7b7499d', '2026-11-23 18:36:07.465936+00'),
  ('202611231226_tenancy_limit', 'tenancy', 'e31b239b15256bab9dd17d7edd8662d13469f42bbfe171fefd6333e84af862ee', '2026-11-23 18:36:07.467576+00'),
  ('202611231230_coffee', 'coffee', 'b80b39425f82eeeeb191b14ff4f1d3b653028e249075afd5f7298482d0607a58', '2026-11-23 18:36:07.46908+00'),
  ('202611231245_audit_redaction', 'audit', '71f18f67a4b02cb0402054ebd6b6663d0200696a5247d82fa76c1fc0bd12c8ef', '2026-11-23 18:36:07.706976+00'),
  ('202611231246_ledger_erasing', 'ledger', '2873186757cf110ee5c95debfec7f6de75ff67e1356670846db07f26e2a1d61b', '2026-11-23 18:36:07.713902+00'),
  ('202611231247_exhibition_erasing', 'exhibition', 'ef8d7c82f3c2e2f81847875e55faf9500d74d3f5f8ca8134c7e7d45ccfda0c6a', '2026-11-23 18:36:07.714389+00'),
  ('202611231248_electricity_erasing', 'electricity', 'b29f25d46126324dc706a8bd3d273a7e1af2dec3747f2f30913ea7d83bfd78fa', '2026-11-23 18:36:07.715548+00'),
  ('202611231249_personal_data', 'personal-data', '61c0246670559131c34fc5b9bc63b09541b230e4afe48df05cb8836af0242ffa', '2026-11-23 18:36:07.717281+00'),
  ('202611231340_coffee_commands', 'coffee', '02895a6ddcc63110ce873b9c7b4543ee7b6dc60ce07417ce254c8b3c410a8da6', '2026-11-23 18:36:07.723534+00'),
  ('202611231444_coffee_telemetry', 'coffee', '02685a079ecfb95ca6c582cc761f1068742c6ca35e0fa4400f98f62c3b8fac5a', '2026-11-23 18:36:07.747687+00'),
  ('202611231450_coffee_alarms', 'coffee', '978f1203d8596f68f241643211356511d1e8780d835bd5fde752f59d6f1eb531', '2026-11-23 18:36:07.764148+00'),
  ('202611231518_coffee_rollouts', 'coffee', '8059ef092e016afb24d5c63967604c918e26230cf453c1ec563e3c9a2e6c6072', '2026-11-23 18:36:07.804057+00'),
  ('202611231525_coffee_stock', 'coffee', '1b01b7bd202aee4b737e07080c1ab23647a79fed50152b38078735d1ce5793b5', '2026-11-23 18:36:07.817303+00'),
  ('202611231812_coffee_levels', 'coffee', 'b06fa8b7a9f64264d9f1467130238d99a73baccdafccc9451465b7a3098c8d09', '2026-11-23 18:36:07.831261+00');

delete from setting;
insert into setting (organization_id, module, "values", created_at, updated_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', 'portal', '{"open": true}', '2026-11-23 18:36:11.561+00', '2026-11-23 18:36:11.57+00');

delete from statement;
insert into statement (organization_id, id, file_name, format_id, currency, from_on, to_on, lines, known, outgoing, created_by_name, created_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b561-7044-942a-3986a76744b7', 'bank.csv', '01a209b1-b55b-72c5-8fb6-86384946a3b1', 'INR', '2026-11-21', '2026-11-21', '1', '0', '0', 'Test owner', '2026-11-23 18:36:10.977+00');

delete from statement_format;
insert into statement_format (organization_id, id, name, fingerprint, mapping, created_at, updated_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b55b-72c5-8fb6-86384946a3b1', 'bank', 'f66b44d8c7c9301904bd6771a3d71153d5a1d3cb1abbd40f2043ddab5c874a36', '{"date": "Date", "text": ["Narration"], "debit": "Withdrawal Amt.", "credit": "Deposit Amt.", "balance": "Closing Balance", "decimal": ".", "date_order": "dmy", "transaction_reference": "Chq./Ref.No."}', '2026-11-23 18:36:10.971+00', '2026-11-23 18:36:10.971+00');

delete from statement_line;
insert into statement_line (organization_id, id, statement_id, format_id, "row", day, at, amount_minor, currency, text, payer, transaction_reference, hash, occurrence, state, payment_id, certainty, because, decided_by_name, decided_at, note, created_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b568-74bd-8688-49c2cbd06e27', '01a209b1-b561-7044-942a-3986a76744b7', '01a209b1-b55b-72c5-8fb6-86384946a3b1', '3', '2026-11-21', NULL, '10000', 'INR', 'UPI-ASHA-asha@upi', '', '412345678901', '721e250650ee1220aa6bc83f148b3bbe4a629002fa87c74061b193a8574bf689', '1', 'open', NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-23 18:36:10.984+00');

delete from task;
insert into task (organization_id, id, kind, params, state, done, total, note, result, error, job_id, created_by_kind, created_by_id, created_by_name, created_at, started_at, updated_at, finished_at) overriding system value values
  ('01a209b1-ae78-7389-b68a-3806ddc02bee', '01a209b1-b287-737c-b965-23b7d62ad37b', 'imports.run', '{"file": "people.csv", "name": "exhibition.customers"}', 'done', '1', '1', NULL, '{"refused": 0, "skipped": 0, "updated": 0, "written": 1}', NULL, '01a209b1-b287-737d-b87e-f487bde6e682', 'user', '01a209b1-ae9c-701f-b958-dba0203aa511', 'Test owner', '2026-11-23 18:36:10.247+00', '2026-11-23 18:36:10.448+00', '2026-11-23 18:36:10.657+00', '2026-11-23 18:36:10.657+00');

reset session_replication_role;
