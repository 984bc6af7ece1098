-- The outbox: everything the server says to people, e-mail now and chat later. It is its own queue
-- (docs/decisions/0002-outbox-is-its-own-queue.md), so the insert beside a customer costs one row and three index entries.
-- No foreign key to organization: it would lock that one row with every message, and the record beside it has locked it already.
create table message (
  organization_id  uuid not null,
  id               uuid not null,                                   -- version 7: ordered by time of making
  channel          text not null check (channel <> ''),
  to_address       text not null check (to_address <> '' and char_length(to_address) <= 320),
  template         text not null,
  language         text not null,                                   -- BCP 47, settled when queued
  params           jsonb not null default '{}',
  -- queued   waits for next_attempt_at         sending  in the channel's hands until lease_until
  -- sent     the channel took it               failed   refused for good, or given up
  -- unknown  handed over, no answer heard      kept     no channel is set up: to be read in the console
  -- cancelled by a person
  state            text not null default 'queued'
                   check (state in ('queued', 'sending', 'sent', 'failed', 'unknown', 'kept', 'cancelled')),
  attempts         integer not null default 0,                      -- times the channel took it up
  deferrals        integer not null default 0,                      -- times the receiving side put it off; drives the back-off
  next_attempt_at  timestamptz not null default now(),              -- while queued: not taken before; a claim moves it on
  lease_until      timestamptz,                                     -- while sending: after this its dispatcher is dead
  last_error       text,
  provider_id      text,                                            -- the channel's name for it, e.g. the server's queue id
  subject          text,                                            -- the last three: as it was last rendered
  body_text        text,
  body_html        text,
  subject_type     text,                                            -- the record it is about, e.g. exhibition.customer
  subject_id       uuid,
  resent_as        uuid,                                            -- the copy a person sent again; no foreign key: it would cost an index
  created_at       timestamptz not null default now(),
  sent_at          timestamptz,
  primary key (organization_id, id),
  check ((state = 'sending') = (lease_until is not null)),
  check ((state = 'sent') = (sent_at is not null)),
  check ((subject_type is null) = (subject_id is null))
) with (
  -- Rows are written three times within seconds (queued, sending, sent): room on the page, and vacuum before the queue's index fills with the dead.
  fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02
);

-- What is due, over all organizations: holds the waiting rows only, so it stays small behind a million sent ones.
create index message_due on message (next_attempt_at) where state = 'queued';
create index message_leased on message (lease_until) where state = 'sending';
-- A record's own messages, newest last.
create index message_subject on message (organization_id, subject_type, subject_id, id) where subject_id is not null;
-- The console's tray of what needs a person.
create index message_unsent on message (organization_id, state, id) where state in ('failed', 'unknown', 'kept', 'cancelled');
select tenant_table('message');
