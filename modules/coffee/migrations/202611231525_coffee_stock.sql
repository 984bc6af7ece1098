-- What machines used, as measured and as reckoned from what they sold; who filled them.

-- Counted since the bin was filled last. Reports and orders change them in the statements that write the level anyway.
alter table coffee_bin
  add column since_at timestamptz,                                     -- null: no level was reported yet
  add column used_milli bigint not null default 0,                     -- by its levels; a scale that trembles may take back
  add column reckoned_milli bigint not null default 0,                 -- by recipes; of all bins with its material together
  add column unknown_items int not null default 0;                     -- sold since then without a known recipe

-- The time between two fillings, when it is over. A late order still counts in the one in which it was made.
create table coffee_stock_span (
  organization_id uuid not null,
  id uuid not null,
  machine_id uuid not null,
  merchant_id uuid not null,                                           -- whose machine it was
  material_id uuid not null,
  position int not null,                                               -- the first bin with the material
  from_at timestamptz not null,
  to_at timestamptz not null,
  capacity_milli bigint not null check (capacity_milli > 0),
  used_milli bigint not null,
  reckoned_milli bigint not null,
  unknown_items int not null,
  primary key (organization_id, id),
  foreign key (organization_id, machine_id) references coffee_machine (organization_id, id),
  foreign key (organization_id, material_id) references coffee_material (organization_id, id)
);
create index coffee_stock_span_machine on coffee_stock_span (organization_id, machine_id, to_at);
select tenant_table('coffee_stock_span');
select limit_table('coffee_stock_span', 'merchant_id');

-- What recipes say that was used, by day; a late order corrects its day.
create table coffee_use_day (
  organization_id uuid not null,
  machine_id uuid not null,
  material_id uuid not null,
  used_on date not null,
  merchant_id uuid not null,                                           -- whose machine it was
  milli bigint not null,
  primary key (organization_id, machine_id, material_id, used_on),
  foreign key (organization_id, machine_id) references coffee_machine (organization_id, id),
  foreign key (organization_id, material_id) references coffee_material (organization_id, id)
) with (fillfactor = 85);
select tenant_table('coffee_use_day');
select limit_table('coffee_use_day', 'merchant_id');

-- What went into bins: as the machine measured it, or as somebody said.
create table coffee_refill (
  organization_id uuid not null,
  id uuid not null,
  machine_id uuid not null,
  merchant_id uuid not null,                                           -- whose machine it was
  position int not null check (position between 1 and 40),
  material_id uuid,
  source text not null check (source in ('measured', 'person')),
  amount_milli bigint check (amount_milli >= 0),                       -- null: nobody weighed it
  filled_at timestamptz not null,                                      -- of a person: as their phone says
  received_at timestamptz not null,
  by_id uuid,
  by_name text not null default '' check (char_length(by_name) <= 200),
  note text not null default '' check (char_length(note) <= 500),
  primary key (organization_id, id),
  foreign key (organization_id, machine_id) references coffee_machine (organization_id, id),
  foreign key (organization_id, material_id) references coffee_material (organization_id, id)
);
-- The same filling, sent again from a phone, is one.
create unique index coffee_refill_once on coffee_refill (organization_id, machine_id, position, source, filled_at);
create index coffee_refill_machine on coffee_refill (organization_id, machine_id, id);
select tenant_table('coffee_refill');
select limit_table('coffee_refill', 'merchant_id');

alter table coffee_watch add column stock_at timestamptz;              -- when measured and reckoned were compared last
