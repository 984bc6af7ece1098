-- Chats: each conversation as people read it. What came in as it came is the inbox's (kernel/inbox).

-- One person's address in one account of a channel. The address is the channel's own user id, never the phone number
-- alone.
create table conversation (
  organization_id uuid not null references organization (id),
  id uuid not null,
  channel text not null check (channel ~ '^[a-z][a-z0-9_]{0,39}$'),  -- one that a manifest brings
  account text not null,                                         -- which of ours: a number's id, a bot's id, `web`
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
  message_id uuid,                                               -- out: its row in the outbox, if the channel has one
  created_at timestamptz not null,
  -- What its buttons decide about, so that they can be taken away once that is decided, wherever it was.
  asks_type text,
  asks_id uuid,
  primary key (organization_id, id),
  foreign key (organization_id, conversation_id) references conversation (organization_id, id),
  constraint conversation_message_asks_check check ((asks_type is null) = (asks_id is null))
) partition by range (id);
create index conversation_message_order on conversation_message (organization_id, conversation_id, id);
create index conversation_message_asks on conversation_message (organization_id, asks_id) where asks_id is not null;
-- What came in, came in once: only rows with an event have a key.
select unique_over_months('conversation_message', 'event_id');
select partitioned_table('conversation_message');

-- What a visitor of the web chat sent, until the processor has made a file of it: as it came, since signs of a copied
-- picture are in its bytes.
create table web_chat_upload (
  organization_id uuid not null,
  id uuid not null,
  visitor_id uuid not null,
  name text not null,
  bytes bytea not null,
  received_at timestamptz not null,
  primary key (organization_id, id)
);
create index web_chat_upload_age on web_chat_upload (received_at);
select tenant_table('web_chat_upload');

-- How much came in pictures and documents of chats, day by day: of an organization (source ''), and of one sender, who
-- is an address of the web chat's visitors or a person in another channel. For the limits only; forgotten after two
-- days.
create table media_use (
  organization_id uuid not null,
  day date not null,                                             -- in UTC
  source text not null,
  bytes bigint not null check (bytes >= 0),
  primary key (organization_id, day, source)
);
create index media_use_day on media_use (day);
select tenant_table('media_use');
