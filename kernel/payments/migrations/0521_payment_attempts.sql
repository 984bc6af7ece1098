-- A provider asked to take or to give back money: one row for each time it was asked, stored before anything is sent.

create table payment_attempt (
  organization_id uuid not null,
  id uuid not null,                                              -- version 7: the provider knows the attempt by it
  payment_id uuid not null,
  kind text not null check (kind in ('charge', 'refund')),
  charge_id uuid,                                                -- of a refund: the charge whose money goes back
  provider text not null,
  account text not null,                                         -- which of our accounts there
  -- sending: stored, perhaps sent   waiting: the provider has it   unknown: no answer came   differs: money came, but not what was asked
  state text not null default 'sending'
    check (state in ('sending', 'waiting', 'unknown', 'succeeded', 'differs', 'failed')),
  provider_id text check (provider_id <> '' and char_length(provider_id) <= 255), -- the provider's own id of it
  link text check (char_length(link) <= 2000),                   -- where the payer pays
  expires_at timestamptz,                                        -- until when the payer can
  payer text check (payer <> '' and char_length(payer) <= 100),  -- whose money it has to be, e.g. a phone; null: anybody's
  amount_minor bigint not null check (amount_minor > 0),         -- asked
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  fee_minor bigint check (fee_minor >= 0),                       -- as the provider announced its fee, when it does
  received_minor bigint check (received_minor > 0),
  received_currency text check (received_currency ~ '^[A-Z]{3}$'),
  received_payer text check (char_length(received_payer) <= 100),
  received_fee_minor bigint check (received_fee_minor >= 0),     -- kept back by the provider; null: not known yet
  received_fee_currency text check (received_fee_currency ~ '^[A-Z]{3}$'),
  fee_payment_id uuid,                                           -- whose entry holds the fee
  surplus_payment_id uuid,                                       -- where the part of the money stands that was credited to nothing
  reason text,                                                   -- of a failed one a code; of one that differs what does
  note text,                                                     -- of a refund what the person is told
  looks int not null default 0,                                  -- how often the provider was asked what became of it
  next_look_at timestamptz,                                      -- null: nothing is left to be found out
  alert_at timestamptz not null,                                 -- open after this moment, it hangs: a person should look
  last_error text,
  started_by_name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  settled_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id),
  foreign key (organization_id, surplus_payment_id) references payment (organization_id, id),
  foreign key (organization_id, fee_payment_id) references payment (organization_id, id),
  foreign key (organization_id, charge_id) references payment_attempt (organization_id, id),
  check ((kind = 'refund') = (charge_id is not null)),
  check (state not in ('succeeded', 'differs') or received_minor is not null)
) with (fillfactor = 85);
create unique index payment_attempt_provider on payment_attempt (organization_id, provider, kind, provider_id)
  where provider_id is not null;
-- A second charge beside one whose outcome nobody knows could take the money twice.
create unique index payment_attempt_one_open on payment_attempt (organization_id, payment_id)
  where kind = 'charge' and state in ('sending', 'waiting', 'unknown');
create index payment_attempt_payment on payment_attempt (organization_id, payment_id, id);
create index payment_attempt_surplus on payment_attempt (organization_id, surplus_payment_id) where surplus_payment_id is not null;
create index payment_attempt_fee on payment_attempt (organization_id, fee_payment_id) where fee_payment_id is not null;
create index payment_attempt_due on payment_attempt (next_look_at) where next_look_at is not null;
create index payment_attempt_hangs on payment_attempt (organization_id, alert_at) where state in ('sending', 'waiting', 'unknown');
select tenant_table('payment_attempt');

-- What was given back of it so far: all of it, and the payment is refunded.
alter table payment add column refunded_minor bigint not null default 0
  check (refunded_minor >= 0 and refunded_minor <= amount_minor);
update payment set refunded_minor = amount_minor where state = 'refunded';
