-- Money that is expected, shown to have been sent, and asked for at a provider.

-- A bank's transaction reference as it is compared: people type it with spaces, hyphens and small letters. Shorter than
-- six signs it says nothing: "123" is everybody's.
create function payment_transaction_key(reference text) returns text language sql immutable parallel safe
  return case when char_length(regexp_replace(reference, '[^A-Za-z0-9]', '', 'g')) >= 6
    then upper(regexp_replace(reference, '[^A-Za-z0-9]', '', 'g')) end;

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
  -- what is asked for: the price, and a few minor units that make it unique
  amount_minor bigint not null check (amount_minor >= base_minor),
  own_amount boolean not null default false,                     -- no other open one asks for it: it tells who paid
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  method text not null check (method in ('proof', 'cash', 'mobile_money', 'card')),
  state text not null default 'awaiting'
    check (state in ('awaiting', 'submitted', 'verified', 'denied', 'refunded', 'expired', 'unknown')),
  late boolean not null default false,                           -- its proof came after it had expired
  transaction_reference text
    check (transaction_reference <> '' and char_length(transaction_reference) <= 100),
  transaction_key text generated always as (payment_transaction_key(transaction_reference)) stored,
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
  -- Searches find Zoë by zoe.
  search_text text not null generated always as (app_fold(
    reference || E'\n' || payer_name || E'\n' || description || E'\n' || coalesce(transaction_reference, ''))) stored,
  -- What was given back of it so far: all of it, and the payment is refunded.
  refunded_minor bigint not null default 0 check (refunded_minor >= 0 and refunded_minor <= amount_minor),
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, ledger_entry_id) references ledger_entry (organization_id, id)
) with (fillfactor = 85);
create unique index payment_reference on payment (organization_id, reference);
create index payment_subject on payment (organization_id, subject_id);
create index payment_person on payment (organization_id, person_id, id) where person_id is not null;
create index payment_queue on payment (organization_id, submitted_at, id) where state = 'submitted';
-- An amount of one's own is looked up among all payments, open or not: the money of a closed one still may come.
create index payment_amount on payment (organization_id, currency, amount_minor);
-- Racing connections that pick the same amount: the second finds it taken and picks another.
create unique index payment_own_amount on payment (organization_id, currency, amount_minor)
  where own_amount and state in ('awaiting', 'submitted', 'denied', 'unknown');
create index payment_transaction on payment (transaction_key) where transaction_key is not null;
create index payment_search on payment using gin (search_text gin_trgm_ops);
create index payment_owed on payment (organization_id, id) where owed and state = 'verified';
select tenant_table('payment');

-- Row-level security keeps LIKE away from the index; this asks for the organization itself. `patterns` are LIKE
-- patterns, all of which must match. Newest first, ids below `after`.
create function payment_find(patterns text[], after uuid, how_many int)
  returns table (id uuid) language plpgsql stable security definer set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan as $$
declare
  org uuid := app_organization_id();
begin
  return query
    select p.id from payment p
    where p.organization_id = org and p.search_text like patterns[1] and p.search_text like all (patterns)
      and (after is null or p.id < after)
    order by p.id desc limit how_many;
end $$;
revoke all on function payment_find(text[], uuid, int) from public;
grant execute on function payment_find(text[], uuid, int) to counterfoil_app;

-- The history of payments, by month. It is never dropped: money's record is kept.
create table payment_event (
  organization_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  at timestamptz not null,
  what text not null,                                            -- opened, submitted, verified, matched, …
  from_state text,
  to_state text not null,
  actor_name text not null,
  note text,
  primary key (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id)
) partition by range (id);
create index payment_event_payment on payment_event (organization_id, payment_id, id);
select partitioned_table('payment_event');

create table payment_proof (
  organization_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  file_id uuid,
  original_sha256 text check (original_sha256 ~ '^[0-9a-f]{64}$'), -- of the bytes as they came
  perceptual_hash bit(1024),                                     -- the bits that differ tell how unlike two are
  transaction_reference text
    check (transaction_reference <> '' and char_length(transaction_reference) <= 100),
  transaction_key text generated always as (payment_transaction_key(transaction_reference)) stored,
  caption text not null default '',
  conversation_id uuid,
  event_id uuid,                                                 -- the chat message it came by, which counts once
  submitted_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id)
);
create index payment_proof_payment on payment_proof (organization_id, payment_id, id);
create unique index payment_proof_event on payment_proof (organization_id, event_id) where event_id is not null;
-- Over all organizations: the same screenshot is sent to two of them. Only payment_seen_elsewhere looks across.
create index payment_proof_bytes on payment_proof (original_sha256) where original_sha256 is not null;
create index payment_proof_reference on payment_proof (transaction_key) where transaction_key is not null;
-- The latest pictures, to be compared one by one: nearness has no order that an index could keep. Read from the index
-- alone.
create index payment_proof_picture on payment_proof (id) include (organization_id, payment_id, perceptual_hash)
  where perceptual_hash is not null;
create index payment_proof_own_picture on payment_proof (organization_id, id) include (payment_id, perceptual_hash)
  where perceptual_hash is not null;
select tenant_table('payment_proof');

-- What was read in the picture of a proof, and which proofs show one receipt.
create table payment_proof_reading (
  organization_id uuid not null,
  proof_id uuid not null,
  payment_id uuid not null,
  legible boolean not null,                                       -- false: it could not be opened or holds no text
  lines text[] not null,                                          -- as they were read, from top to bottom
  confidence smallint not null check (confidence between 0 and 100),
  row_hashes text[] not null,                                     -- kernel/ocr: 64 bits in hex for each row
  amount_minor bigint,                                            -- what the lines say: domain/read-receipt.ts
  paid_on date,                                                   -- as it stands there, in no zone that we know
  paid_time text check (paid_time ~ '^\d\d:\d\d$'),
  payer text,
  reference text check (reference <> '' and char_length(reference) <= 100),
  reference_key text generated always as (payment_transaction_key(reference)) stored,
  numbers text[] not null,                                        -- every number that may name a transfer
  read_at timestamptz not null,
  primary key (organization_id, proof_id),
  foreign key (organization_id, proof_id) references payment_proof (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id)
);
create index payment_proof_reading_payment on payment_proof_reading (organization_id, payment_id);
create index payment_proof_reading_reference on payment_proof_reading (reference_key)
  where reference_key is not null;
select tenant_table('payment_proof_reading');

-- By what readings are found that may be of one receipt: a number, its last six signs, the minute. A table, because
-- row-level security keeps array operators away from an index.
create table payment_proof_key (
  organization_id uuid not null,
  key text not null,
  proof_id uuid not null,
  primary key (organization_id, key, proof_id),
  foreign key (organization_id, proof_id) references payment_proof_reading (organization_id, proof_id)
);
select tenant_table('payment_proof_key');

-- Two proofs that show one receipt, in both directions, found when the later of them was read.
create table payment_proof_match (
  organization_id uuid not null,
  proof_id uuid not null,
  other_proof_id uuid not null,
  -- same_receipt: they say the same      shared_rows: rows of one picture are found in the other
  kind text not null check (kind in ('same_receipt', 'shared_rows')),
  share smallint not null check (share between 0 and 100),        -- per cent of the rows; 100: the text is the same
  primary key (organization_id, proof_id, other_proof_id),
  foreign key (organization_id, proof_id) references payment_proof_reading (organization_id, proof_id),
  foreign key (organization_id, other_proof_id) references payment_proof_reading (organization_id, proof_id)
);
select tenant_table('payment_proof_match');

-- How many payments of other organizations show the same, and nothing else of them: bytes, picture, transaction
-- reference, typed or read in a picture. The arrays are parallel, one place for each proof; `items` says which payment
-- it is of. Counts stop at 100. Pictures are compared with the latest 20,000 of the server.
create function payment_seen_elsewhere(
  items uuid[], sha256 text[], pictures bit[], transactions text[], max_distance int)
  returns table (item uuid, bytes int, picture int, reference int)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  here uuid := app_organization_id();
begin
  if here is null then raise exception 'no organization'; end if;
  return query
    with mine as (
      select m.item, m.sha, m.hash, m.key from unnest(items, sha256, pictures, transactions) as m (item, sha, hash, key)
    ), latest as materialized (
      select p.organization_id, p.payment_id, p.perceptual_hash as hash from payment_proof p
      where p.perceptual_hash is not null order by p.id desc limit 20000
    ), found as (
      select m.item, 'bytes' as kind, p.organization_id, p.payment_id
        from mine m join payment_proof p on p.original_sha256 = m.sha where p.organization_id <> here
      union
      select m.item, 'picture', l.organization_id, l.payment_id
        from mine m join latest l on bit_count(l.hash # m.hash) <= max_distance where l.organization_id <> here
      union
      select m.item, 'reference', p.organization_id, p.payment_id
        from mine m join payment_proof p on p.transaction_key = m.key where p.organization_id <> here
      union
      select m.item, 'reference', r.organization_id, r.payment_id
        from mine m join payment_proof_reading r on r.reference_key = m.key where r.organization_id <> here
      union
      select m.item, 'reference', p.organization_id, p.id
        from mine m join payment p on p.transaction_key = m.key where p.organization_id <> here
    )
    select f.item, least(100, count(*) filter (where f.kind = 'bytes'))::int,
      least(100, count(*) filter (where f.kind = 'picture'))::int,
      least(100, count(*) filter (where f.kind = 'reference'))::int
    from found f group by f.item;
end $$;
revoke all on function payment_seen_elsewhere(uuid[], text[], bit[], text[], int) from public;
grant execute on function payment_seen_elsewhere(uuid[], text[], bit[], text[], int) to counterfoil_app;

-- A provider asked to take or to give back money: one row for each time it was asked, stored before anything is sent.

create table payment_attempt (
  organization_id uuid not null,
  id uuid not null,                                              -- version 7: the provider knows the attempt by it
  payment_id uuid not null,
  kind text not null check (kind in ('charge', 'refund')),
  charge_id uuid,                                                -- of a refund: the charge whose money goes back
  provider text not null,
  account text not null,                                         -- which of our accounts there
  -- sending: stored, perhaps sent   waiting: the provider has it   unknown: no answer came
  -- differs: money came, but not what was asked
  state text not null default 'sending'
    check (state in ('sending', 'waiting', 'unknown', 'succeeded', 'differs', 'failed')),
  provider_id text check (provider_id <> '' and char_length(provider_id) <= 255),  -- the provider's own id of it
  link text check (char_length(link) <= 2000),                   -- where the payer pays
  expires_at timestamptz,                                        -- until when the payer can
  payer text check (payer <> '' and char_length(payer) <= 100),  -- whose money it must be, as a phone; null: anybody's
  amount_minor bigint not null check (amount_minor > 0),         -- asked
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  fee_minor bigint check (fee_minor >= 0),                       -- as the provider announced its fee, when it does
  received_minor bigint check (received_minor > 0),
  received_currency text check (received_currency ~ '^[A-Z]{3}$'),
  received_payer text check (char_length(received_payer) <= 100),
  received_fee_minor bigint check (received_fee_minor >= 0),     -- kept back by the provider; null: not known yet
  received_fee_currency text check (received_fee_currency ~ '^[A-Z]{3}$'),
  fee_payment_id uuid,                                           -- whose entry holds the fee
  surplus_payment_id uuid,                                       -- where the money stands that was credited to nothing
  reason text,                                                   -- failed: a code; differs: what does
  note text,                                                     -- of a refund what the person is told
  polls int not null default 0,                                  -- how often the provider was asked what became of it
  next_poll_at timestamptz,                                      -- null: nothing is left to be found out
  alert_at timestamptz not null,                                 -- still open then, it hangs: a person should look
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
create index payment_attempt_surplus on payment_attempt (organization_id, surplus_payment_id)
  where surplus_payment_id is not null;
create index payment_attempt_fee on payment_attempt (organization_id, fee_payment_id) where fee_payment_id is not null;
create index payment_attempt_refund on payment_attempt (organization_id, id) where kind = 'refund';
create index payment_attempt_due on payment_attempt (next_poll_at) where next_poll_at is not null;
create index payment_attempt_hangs on payment_attempt (organization_id, alert_at)
  where state in ('sending', 'waiting', 'unknown');
select tenant_table('payment_attempt');

-- What the sandbox provider knows, as a real one would on its own machines: our tables hold what it told us.
create table sandbox_transfer (
  organization_id uuid not null references organization (id),
  id uuid not null,
  -- whoever asks twice by it gets the first answer
  reference text not null check (reference <> '' and char_length(reference) <= 100),
  kind text not null check (kind in ('charge', 'refund')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  callback_url text not null default '',
  return_url text not null default '',
  state text not null check (state in ('open', 'paid', 'declined')),
  settles_at timestamptz,                                        -- paid or declined from then on; before, open
  created_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index sandbox_transfer_reference on sandbox_transfer (organization_id, reference);
select tenant_table('sandbox_transfer');
