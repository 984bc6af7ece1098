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
