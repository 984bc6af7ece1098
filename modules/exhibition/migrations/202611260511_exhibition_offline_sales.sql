-- Sales that a desk made without a network, with what a supervisor should know of them.
create table exhibition_offline_sale (
  organization_id uuid not null,
  bill_id uuid not null,
  sold_at timestamptz not null,                                    -- by the device's clock
  received_at timestamptz not null,
  cashier_id uuid,
  cashier_name text not null,
  receipt_number text,                                             -- as it stands on the paper
  notes text[] not null check (notes <@ array['price', 'archived', 'stock', 'customer', 'till', 'clock', 'number']),
  seen_at timestamptz,
  seen_by_name text,
  primary key (organization_id, bill_id),
  foreign key (organization_id, bill_id) references exhibition_bill (organization_id, id),
  check ((seen_at is null) = (seen_by_name is null))
);
create index exhibition_offline_sale_noted on exhibition_offline_sale (organization_id, bill_id)
  where notes <> '{}' and seen_at is null;
select tenant_table('exhibition_offline_sale');
revoke delete on exhibition_offline_sale from counterfoil_app;
