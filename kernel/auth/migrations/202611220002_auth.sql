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
