-- Store credit: money that went back to a customer's account with the house, or to a voucher, instead of into their hand.

create table exhibition_credit (
  organization_id uuid not null,
  id uuid not null,
  currency text not null,
  -- Of a registered customer, who has one; null: a voucher, for whoever has its code.
  customer_id uuid,
  -- The code itself is with its owner only.
  voucher_hash text,
  balance_minor bigint not null default 0 check (balance_minor >= 0),
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, customer_id) references exhibition_customer (organization_id, id),
  check ((customer_id is null) = (voucher_hash is not null))
);
create unique index exhibition_credit_customer on exhibition_credit (organization_id, customer_id);
create unique index exhibition_credit_voucher on exhibition_credit (organization_id, voucher_hash);
select tenant_table('exhibition_credit');

-- What came to it and went from it; each belongs to a payment, whose entry has the same amount.
create table exhibition_credit_movement (
  organization_id uuid not null,
  id uuid not null,
  credit_id uuid not null,
  payment_id uuid not null,
  amount_minor bigint not null check (amount_minor <> 0),
  at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, credit_id) references exhibition_credit (organization_id, id)
);
create index exhibition_credit_movement_credit on exhibition_credit_movement (organization_id, credit_id);
create index exhibition_credit_movement_payment on exhibition_credit_movement (organization_id, payment_id);
select tenant_table('exhibition_credit_movement');

create function exhibition_credit_movement_stands() returns trigger language plpgsql as $$
begin
  raise exception 'a movement of store credit is never changed';
end $$;
create trigger exhibition_credit_movement_stands before update or delete on exhibition_credit_movement
  for each row execute function exhibition_credit_movement_stands();
