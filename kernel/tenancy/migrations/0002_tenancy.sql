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
grant select, update (name, slug, time_zone, currency, country, language, modules, updated_at) on organization to counterfoil_app;

-- People who can sign in. One account for the whole deployment; what it may do is decided per organization in membership.
-- Column names are better-auth's core schema in snake case (see kernel/auth/better-auth.ts).
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
  using (exists (select from membership m where m.organization_id = app_organization_id() and m.user_id = auth_user.id));
grant select (id, name, email, image, two_factor_enabled, language, created_at) on auth_user to counterfoil_app;

create table invitation (
  organization_id  uuid not null references organization (id) on delete cascade,
  id               uuid not null,
  email            text not null check (email = lower(email)),
  role             text not null check (role in ('owner', 'admin', 'ops', 'viewer')),
  token_hash       bytea not null unique,                           -- SHA-256; the token itself is only in the mail
  invited_by       uuid,                                            -- auth_user, or null: the command line
  expires_at       timestamptz not null,
  accepted_at      timestamptz,
  accepted_by      uuid,
  revoked_at       timestamptz,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  primary key (organization_id, id),
  check (accepted_at is null or revoked_at is null)
);
-- One open invitation per address: a second one would leave two live links to revoke.
create unique index invitation_open on invitation (organization_id, email) where accepted_at is null and revoked_at is null;
select tenant_table('invitation');

create table api_key (
  organization_id  uuid not null references organization (id) on delete cascade,
  id               uuid not null,
  name             text not null check (name <> '' and char_length(name) <= 100),
  prefix           text not null,                                   -- the part shown in lists, so that a key can be told apart
  key_hash         bytea not null unique,                           -- SHA-256 of the whole key: 256 random bits need no slow hash
  role             text not null check (role in ('admin', 'ops', 'viewer')),
  created_by       uuid,
  last_used_at     timestamptz,                                     -- coarse: written at most once in five minutes
  expires_at       timestamptz,
  revoked_at       timestamptz,
  created_at       timestamptz not null default now(),
  primary key (organization_id, id)
);
select tenant_table('api_key');
