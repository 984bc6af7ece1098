-- What happened to the money of a charge at its provider without our asking: a refund that somebody made there, a
-- refund that failed later, a dispute. One row each, by the provider's own id, so that it counts once. A row that is not
-- done is a task for a person; a refund that could be booked at once is done from the start.
create table payment_notice (
  organization_id uuid not null,
  id uuid not null,                                              -- version 7
  payment_id uuid not null,                                      -- whose money it is
  attempt_id uuid not null,                                      -- the charge that brought it
  provider text not null,
  kind text not null check (kind in ('refund', 'dispute')),
  provider_id text not null check (provider_id <> '' and char_length(provider_id) <= 255),
  state text not null check (state in ('open', 'succeeded', 'failed', 'won', 'lost')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  reason text check (reason <> '' and char_length(reason) <= 500), -- as the provider says it
  booked boolean not null default false,                         -- the ledger has its entry
  done_at timestamptz,                                           -- null: a person should look
  done_by_name text,
  done_note text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id),
  foreign key (organization_id, attempt_id) references payment_attempt (organization_id, id)
);
create unique index payment_notice_provider on payment_notice (organization_id, provider, kind, provider_id);
create index payment_notice_payment on payment_notice (organization_id, payment_id, id);
create index payment_notice_attempt on payment_notice (organization_id, attempt_id);
create index payment_notice_tasks on payment_notice (organization_id, id) where done_at is null;
select tenant_table('payment_notice');

-- Charges that failed in the last day are asked about once more, as later ones are by the program.
update payment_attempt set next_poll_at = settled_at + interval '24 hours'
  where kind = 'charge' and state = 'failed' and next_poll_at is null and settled_at > now() - interval '24 hours';
