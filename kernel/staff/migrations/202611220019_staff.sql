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
