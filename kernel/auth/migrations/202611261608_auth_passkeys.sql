-- Passkeys: the public keys of phones, computers and security keys that sign a person in. The schema of better-auth's
-- plugin (@better-auth/passkey 1.7.6) in snake case; names must be there, a key opens one account, and the last use is ours.
create table auth_passkey (
  id             uuid primary key,
  user_id        uuid not null references auth_user (id) on delete cascade,
  name           text not null check (name <> '' and char_length(name) <= 60),
  credential_id  text not null unique,
  public_key     text not null,
  counter        bigint not null,                     -- of the device's signatures; a smaller one is of a copy
  device_type    text not null,
  backed_up      boolean not null,
  transports     text,
  aaguid         text,
  created_at     timestamptz not null default now(),
  last_used_at   timestamptz
);
create index auth_passkey_user on auth_passkey (user_id);
alter table auth_passkey enable row level security;
