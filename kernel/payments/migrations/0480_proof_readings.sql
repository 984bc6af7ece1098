-- What was read in the picture of a proof, and which proofs show one receipt.

create table payment_proof_reading (
  organization_id uuid not null,
  proof_id uuid not null,
  payment_id uuid not null,
  legible boolean not null,                                       -- false: the picture could not be opened or holds no text
  lines text[] not null,                                          -- as they were read, from top to bottom
  confidence smallint not null check (confidence between 0 and 100),
  row_hashes text[] not null,                                     -- kernel/ocr: 64 bits in hex for each row of the picture
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
create index payment_proof_reading_reference on payment_proof_reading (reference_key) where reference_key is not null;
select tenant_table('payment_proof_reading');

-- By what readings are found that may be of one receipt: a number, its last six signs, the minute. A table, because row-level security
-- keeps array operators away from an index.
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
  kind text not null check (kind in ('same_receipt', 'shared_rows')), -- they say the same; rows of one picture are found in the other
  share smallint not null check (share between 0 and 100),        -- per cent of the rows; 100 where the text is the same
  primary key (organization_id, proof_id, other_proof_id),
  foreign key (organization_id, proof_id) references payment_proof_reading (organization_id, proof_id),
  foreign key (organization_id, other_proof_id) references payment_proof_reading (organization_id, proof_id)
);
select tenant_table('payment_proof_match');

-- As before, and references that were read in pictures count like those that were typed.
create or replace function payment_seen_elsewhere(items uuid[], sha256 text[], pictures bit[], transactions text[], max_distance int)
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
