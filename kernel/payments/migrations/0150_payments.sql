-- Money that is expected, shown to have been sent, and found to have come.
create table payment (
  organization_id uuid not null references organization (id),
  id uuid not null,                                              -- version 7
  reference text not null check (reference ~ '^[2-9A-HJKMNP-Z]{6}$'), -- what the payer writes beside the transfer
  subject_type text not null,                                    -- what it pays for, e.g. raffle.order
  subject_id uuid not null,
  person_id uuid,
  payer_name text not null default '',
  description text not null default '',
  base_minor bigint not null check (base_minor > 0),             -- the price
  amount_minor bigint not null check (amount_minor >= base_minor), -- what is asked for: the price, and a few minor units that make it unique
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  method text not null check (method in ('proof', 'cash', 'mobile_money', 'card')),
  state text not null default 'awaiting'
    check (state in ('awaiting', 'submitted', 'verified', 'denied', 'refunded', 'expired', 'unknown')),
  late boolean not null default false,                           -- its proof came after it had expired
  transaction_reference text check (transaction_reference <> '' and char_length(transaction_reference) <= 100),
  first_approval_by_id text,                                     -- above the limit two different people agree
  first_approval_by_name text,
  first_approval_at timestamptz,
  decided_by_id text,
  decided_by_name text,
  decided_at timestamptz,
  denial_reason text,
  owed boolean not null default false,                           -- taken, but what it was for is gone: to be given back
  ledger_entry_id uuid,
  expires_at timestamptz,
  submitted_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, ledger_entry_id) references ledger_entry (organization_id, id)
) with (fillfactor = 85);
create unique index payment_reference on payment (organization_id, reference);
create index payment_subject on payment (organization_id, subject_id);
create index payment_person on payment (organization_id, person_id, id) where person_id is not null;
create index payment_queue on payment (organization_id, submitted_at, id) where state = 'submitted';
create index payment_open_amount on payment (organization_id, currency, amount_minor) where state in ('awaiting', 'submitted', 'denied');
create index payment_transaction on payment (organization_id, upper(transaction_reference)) where transaction_reference is not null;
select tenant_table('payment');

create table payment_event (
  organization_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  at timestamptz not null,
  what text not null,                                            -- opened, submitted, first_approval, verified, denied, refunded, expired, matched, …
  from_state text,
  to_state text not null,
  actor_name text not null,
  note text,
  primary key (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id)
);
create index payment_event_payment on payment_event (organization_id, payment_id, id);
select tenant_table('payment_event');

create table payment_proof (
  organization_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  file_id uuid,
  original_sha256 text check (original_sha256 ~ '^[0-9a-f]{64}$'), -- of the bytes as they came
  perceptual_hash bigint,                                        -- 64 bits; how many differ tells how unlike two pictures are
  transaction_reference text check (transaction_reference <> '' and char_length(transaction_reference) <= 100),
  caption text not null default '',
  conversation_id uuid,
  event_id uuid,                                                 -- the chat message it came by: the same one is the same proof
  submitted_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id)
);
create index payment_proof_payment on payment_proof (organization_id, payment_id, id);
create unique index payment_proof_event on payment_proof (organization_id, event_id) where event_id is not null;
-- Over all organizations: the same screenshot is sent to two of them. Only functions that answer yes or no look across.
create index payment_proof_bytes on payment_proof (original_sha256) where original_sha256 is not null;
create index payment_proof_reference on payment_proof (upper(transaction_reference)) where transaction_reference is not null;
select tenant_table('payment_proof');
