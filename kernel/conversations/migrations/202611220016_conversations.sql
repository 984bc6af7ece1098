-- Where each conversation stands in its flow.
create table conversation_state (
  organization_id uuid not null,
  conversation_id uuid not null,
  flow text,                                                     -- null: at the menu
  state text,
  data jsonb not null default '{}',
  stack jsonb not null default '[]',                             -- where `back` leads: [{state, data}]
  offered jsonb not null default '[]',                           -- the choices last shown: [{id, label}]
  expires_at timestamptz,
  updated_at timestamptz not null,
  primary key (organization_id, conversation_id),
  foreign key (organization_id, conversation_id) references conversation (organization_id, id),
  check ((flow is null) = (state is null))
) with (fillfactor = 85);
create index conversation_state_expiry on conversation_state (expires_at) where expires_at is not null;
select tenant_table('conversation_state');
