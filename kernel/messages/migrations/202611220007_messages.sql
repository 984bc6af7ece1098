-- The outbox: everything the server says to people, by e-mail or in a chat. It is its own queue
-- (docs/decisions/0002-outbox-is-its-own-queue.md), so the insert beside a customer costs one row and three index
-- entries. No foreign key to organization: it would lock that one row with every message, and the record beside it has
-- locked it already.
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
  -- cancelled by a person                       held     waits for the person to write
  -- opted_out: not sent, because they asked not to be written to
  state            text not null default 'queued' check (state in
                   ('queued', 'sending', 'sent', 'failed', 'unknown', 'kept', 'cancelled', 'held', 'opted_out')),
  attempts         integer not null default 0,                      -- times the channel took it up
  deferrals        integer not null default 0,                      -- times the other side put it off: the back-off
  next_attempt_at  timestamptz not null default now(),              -- queued: not taken before; a claim moves it on
  lease_until      timestamptz,                                     -- sending: after this its dispatcher is dead
  last_error       text,
  provider_id      text,                                            -- the channel's name for it, e.g. a queue id
  subject          text,                                            -- the last three: as it was last rendered
  body_text        text,
  body_html        text,
  subject_type     text,                                            -- the record it is about, e.g. exhibition.customer
  subject_id       uuid,
  resent_as        uuid,                                            -- the copy; no foreign key: it would cost an index
  created_at       timestamptz not null default now(),
  sent_at          timestamptz,
  held_reason      text,                                            -- held: why, e.g. `window_closed`
  delivered_at     timestamptz,                                     -- what the channel says became of it
  read_at          timestamptz,
  primary key (organization_id, id),
  check ((state = 'sending') = (lease_until is not null)),
  check ((state = 'sent') = (sent_at is not null)),
  check ((subject_type is null) = (subject_id is null))
) with (
  -- Rows are written three times within seconds (queued, sending, sent): room on the page, and vacuum before the
  -- queue's index fills with the dead.
  fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02
);

-- What is due, over all organizations: holds the waiting rows only, so it stays small behind a million sent ones.
create index message_due on message (next_attempt_at) where state = 'queued';
create index message_leased on message (lease_until) where state = 'sending';
-- A record's own messages, newest last.
create index message_subject on message (organization_id, subject_type, subject_id, id) where subject_id is not null;
-- The console's tray of what needs a person.
create index message_unsent on message (organization_id, state, id)
  where state in ('failed', 'unknown', 'kept', 'cancelled');
create index message_provider on message (organization_id, channel, provider_id) where provider_id is not null;
-- A chat's messages arrive in the order in which they were said: a claim passes over what has an earlier one still
-- waiting.
create index message_order on message (organization_id, channel, to_address, id)
  where state in ('queued', 'sending') and channel <> 'email';
create index message_held on message (organization_id, channel, to_address) where state = 'held';
create index message_opted_out on message (organization_id, id) where state = 'opted_out';
select tenant_table('message');

-- Who asked not to be written to, by channel and address: whatever would send them something finds it here. No row:
-- they may be written to.
create table opt_out (
  organization_id  uuid not null,
  channel          text not null,
  address          text not null check (address <> '' and char_length(address) <= 320),
  -- word: they wrote it        channel: the channel told us, e.g. Twilio's error 21610
  source           text not null check (source in ('word', 'channel')),
  since            timestamptz not null,
  primary key (organization_id, channel, address)
);
select tenant_table('opt_out');
