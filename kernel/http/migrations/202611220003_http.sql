-- The first answer to each Idempotency-Key, written in the transaction of the effect itself.
create table idempotency_key (
  organization_id uuid not null,
  actor_id text not null,
  key text not null check (length(key) between 1 and 200),
  request_hash text not null,
  answer jsonb not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, actor_id, key)
);
create index idempotency_key_age on idempotency_key using brin (created_at);
select tenant_table('idempotency_key');
