-- Phones and computers that show a member what waits for them. Each belongs to the session of its browser, and ends with it.
create table waiting_device (
  organization_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  session_id uuid not null references auth_session (id) on delete cascade,
  endpoint_hash bytea not null check (octet_length(endpoint_hash) = 32),  -- SHA-256 of its address: a browser once
  sealed text not null,                                          -- its address at the push service, its keys
  user_agent text check (char_length(user_agent) <= 300),
  told jsonb not null default '{}' check (jsonb_typeof(told) = 'object'),  -- kind → how many it was told of
  looked_at timestamptz not null,
  failures int not null default 0,
  next_at timestamptz not null,                                  -- not before, after the push service refused
  sent_at timestamptz,
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, endpoint_hash),
  foreign key (organization_id, user_id) references membership (organization_id, user_id) on delete cascade
);
create index waiting_device_member on waiting_device (organization_id, user_id);
create index waiting_device_looked on waiting_device (organization_id, looked_at);
create index waiting_device_session on waiting_device (session_id);
select tenant_table('waiting_device');
