-- Codes that change every half minute, for those who share pictures of theirs: the student's own mark, and the phone that shows the code.

alter table mess_student add column changing_code boolean not null default false;

-- A link that was handed over once opens the code on one phone; the phone's key is what it asks for codes with. The latest phone is the
-- student's: opening another link ends those before.
create table mess_code_phone (
  organization_id uuid not null,
  id uuid not null,
  student_id uuid not null,
  link_hash bytea not null check (octet_length(link_hash) = 32),     -- SHA-256; the link itself is nowhere
  link_until timestamptz not null,                                   -- to be opened by then
  key_hash bytea check (octet_length(key_hash) = 32),                -- of the key that the phone drew when it opened the link
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
