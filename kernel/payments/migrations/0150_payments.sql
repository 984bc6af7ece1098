-- Money that is expected, shown to have been sent, and found to have come.

-- A bank's transaction reference as it is compared: people type it with spaces, hyphens and small letters. Shorter than six
-- signs it says nothing: "123" is everybody's.
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
  amount_minor bigint not null check (amount_minor >= base_minor), -- what is asked for: the price, and a few minor units that make it unique
  own_amount boolean not null default false,                     -- no other open payment asks for this amount: the amount alone tells who paid
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  method text not null check (method in ('proof', 'cash', 'mobile_money', 'card')),
  state text not null default 'awaiting'
    check (state in ('awaiting', 'submitted', 'verified', 'denied', 'refunded', 'expired', 'unknown')),
  late boolean not null default false,                           -- its proof came after it had expired
  transaction_reference text check (transaction_reference <> '' and char_length(transaction_reference) <= 100),
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
  search_text text not null generated always as
    (lower(reference) || E'\n' || lower(payer_name) || E'\n' || lower(description) || E'\n' || lower(coalesce(transaction_reference, ''))) stored,
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
create index payment_open_amount on payment (organization_id, currency, amount_minor)
  where state in ('awaiting', 'submitted', 'denied', 'unknown');
-- Racing connections that pick the same amount: the second finds it taken and picks another.
create unique index payment_own_amount on payment (organization_id, currency, amount_minor)
  where own_amount and state in ('awaiting', 'submitted', 'denied', 'unknown');
create index payment_transaction on payment (transaction_key) where transaction_key is not null;
create index payment_search on payment using gin (search_text gin_trgm_ops);
create index payment_owed on payment (organization_id, id) where owed and state = 'verified';
select tenant_table('payment');

-- Row-level security keeps LIKE away from the index; this asks for the organization itself. `patterns` are LIKE patterns, all of
-- which must match. Newest first, ids below `after`.
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
  perceptual_hash bit(1024),                                      -- how many bits differ tells how unlike two pictures are
  transaction_reference text check (transaction_reference <> '' and char_length(transaction_reference) <= 100),
  transaction_key text generated always as (payment_transaction_key(transaction_reference)) stored,
  caption text not null default '',
  conversation_id uuid,
  event_id uuid,                                                 -- the chat message it came by: the same one is the same proof
  submitted_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id)
);
create index payment_proof_payment on payment_proof (organization_id, payment_id, id);
create unique index payment_proof_event on payment_proof (organization_id, event_id) where event_id is not null;
-- Over all organizations: the same screenshot is sent to two of them. Only payment_seen_elsewhere looks across.
create index payment_proof_bytes on payment_proof (original_sha256) where original_sha256 is not null;
create index payment_proof_reference on payment_proof (transaction_key) where transaction_key is not null;
-- The latest pictures, to be compared one by one: nearness has no order that an index could keep. Read from the index alone.
create index payment_proof_picture on payment_proof (id) include (organization_id, payment_id, perceptual_hash)
  where perceptual_hash is not null;
create index payment_proof_own_picture on payment_proof (organization_id, id) include (payment_id, perceptual_hash)
  where perceptual_hash is not null;
select tenant_table('payment_proof');

-- How many payments of other organizations show the same, and nothing else of them: bytes, picture, transaction reference. The arrays
-- are parallel, one place for each proof; `items` says which payment it is of. Counts stop at 100. Pictures are compared with the
-- latest 20,000 of the server.
create function payment_seen_elsewhere(items uuid[], sha256 text[], pictures bit[], transactions text[], max_distance int)
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
