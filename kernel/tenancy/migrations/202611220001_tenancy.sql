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
