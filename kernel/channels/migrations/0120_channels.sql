-- Chats: what came in as it came, and each conversation as people read it.

-- One person's address in one account of a channel. The address is the channel's own user id, never the phone number alone.
create table conversation (
  organization_id uuid not null references organization (id),
  id uuid not null,
  channel text not null check (channel in ('whatsapp', 'telegram', 'web', 'sms')),
  account text not null,                                         -- which of ours they wrote to: a phone number's id, a bot's id, `web`
  address text not null check (address <> '' and char_length(address) <= 200),
  person_id uuid not null,
  display_name text check (char_length(display_name) <= 255),    -- as the channel tells it
  language text not null,
  -- flow: answered by the flow      staff: a person took over, the flow is silent
  mode text not null default 'flow' check (mode in ('flow', 'staff')),
  taken_by_id text,
  taken_by_name text,
  taken_at timestamptz,
  blocked_at timestamptz,                                        -- the channel says that they refuse our messages
  last_inbound_at timestamptz,                                   -- opens the channel's window
  last_message_at timestamptz not null,
  last_text text not null default '',
  unread int not null default 0 check (unread >= 0),
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, channel, account, address),
  foreign key (organization_id, person_id) references person (organization_id, id)
) with (fillfactor = 85);
create index conversation_latest on conversation (organization_id, last_message_at desc, id desc);
create index conversation_person on conversation (organization_id, person_id);
select tenant_table('conversation');

-- The inbox's raw side: an event of a channel as it was sent, kept before it is understood. It is its own queue, like the outbox.
create table channel_event (
  organization_id uuid not null,
  id uuid not null,                                              -- version 7: the order of arrival
  channel text not null,
  account text not null,
  provider_id text not null check (provider_id <> '' and char_length(provider_id) <= 400), -- the channel's own id: what comes twice is dropped by it
  address text not null,                                         -- whose it is: events of one address are worked off in order
  kind text not null check (kind in ('message', 'status')),
  payload jsonb not null,
  file_id uuid,                                                  -- its picture or document, once fetched
  fault text,                                                    -- or why there is none: a refusal code
  state text not null default 'received' check (state in ('received', 'processed', 'failed', 'discarded')),
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  last_error text,
  received_at timestamptz not null,
  processed_at timestamptz,
  primary key (organization_id, id)
);
create unique index channel_event_once on channel_event (organization_id, channel, account, provider_id);
create index channel_event_due on channel_event (next_attempt_at) where state = 'received';
create index channel_event_order on channel_event (organization_id, channel, account, address, id) where state = 'received';
create index channel_event_failed on channel_event (organization_id, id) where state = 'failed';
select tenant_table('channel_event');

create table conversation_message (
  organization_id uuid not null,
  id uuid not null,                                              -- version 7: the order of the conversation
  conversation_id uuid not null,
  direction text not null check (direction in ('in', 'out')),
  -- note: what staff or the server remark in the conversation; the person doesn't see it
  kind text not null check (kind in ('text', 'choice', 'image', 'document', 'other', 'note')),
  author text not null check (author in ('person', 'flow', 'staff', 'system')),
  author_id text,
  author_name text,
  body text not null default '',
  choices jsonb,                                                 -- of a question: [{id, label, description?}]
  choice_id text,                                                -- of an answer by a tap
  file_id uuid,
  fault text,                                                    -- why a picture they sent is missing: a refusal code
  event_id uuid,                                                 -- in: the event it came by
  message_id uuid,                                               -- out: its row in the outbox; null where the channel has no wire
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, conversation_id) references conversation (organization_id, id)
);
create index conversation_message_order on conversation_message (organization_id, conversation_id, id);
create unique index conversation_message_event on conversation_message (organization_id, event_id) where event_id is not null;
select tenant_table('conversation_message');
