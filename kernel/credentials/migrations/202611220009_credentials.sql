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
