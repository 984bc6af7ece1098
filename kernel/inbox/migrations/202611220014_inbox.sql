-- What chats and payment providers bring, as it was sent, kept before it is understood. It is its own queue, like the
-- outbox.
create table inbox_event (
  organization_id uuid not null,
  id uuid not null,                                              -- version 7: the order of arrival
  source text not null,                                          -- the channel's or the provider's name
  account text not null,
  -- the source's own id: what comes twice is dropped by it
  provider_id text not null check (provider_id <> '' and char_length(provider_id) <= 400),
  address text not null,                                         -- whose it is: they are worked off in order
  kind text not null check (kind <> '' and char_length(kind) <= 40),  -- a source has kinds of its own
  payload jsonb not null,
  file_id uuid,                                                  -- its picture or document, once fetched
  fault text,                                                    -- or why there is none: a refusal code
  state text not null default 'received' check (state in ('received', 'processed', 'failed', 'discarded')),
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  last_error text,
  received_at timestamptz not null,
  processed_at timestamptz,
  -- An event that nobody can read: its bytes as they came, beside the reason in last_error. It counts as failed, and
  -- can only be put away.
  raw bytea check (octet_length(raw) <= 32768),
  primary key (organization_id, id),
  constraint inbox_event_raw_failed check (raw is null or state in ('failed', 'discarded'))
) partition by range (id);
create index inbox_event_due on inbox_event (next_attempt_at) where state = 'received';
-- Whether somebody's earlier event still waits is asked for each event that is due. On a quiet day nothing waits, so to
-- the planner every partial index of waiting events looks empty, and it took the one by time: with a few thousand
-- waiting, a look took seconds. A predicate of its own, which the question repeats, leaves it this index only.
create index inbox_event_order on inbox_event (organization_id, source, account, address, kind, id)
  where state not in ('processed', 'failed', 'discarded');
create index inbox_event_failed on inbox_event (organization_id, id) where state = 'failed';
select unique_over_months('inbox_event', 'source', 'account', 'provider_id');
select partitioned_table('inbox_event');
