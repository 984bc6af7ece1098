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
