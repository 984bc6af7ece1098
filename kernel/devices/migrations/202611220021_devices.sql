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
