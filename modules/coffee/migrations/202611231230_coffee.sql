-- A fleet of coffee machines: whose they are, what is in them, what they sold, and what they reported.
-- Quantities (levels, capacities, stock) are thousandths of their material's unit: mg, µl, thousandths of a piece.

create table coffee_merchant (
  organization_id uuid not null references organization (id),
  id uuid not null,
  name text not null check (name <> '' and char_length(name) <= 120),
  contact_name text not null default '' check (char_length(contact_name) <= 120),
  phone text not null default '' check (char_length(phone) <= 40),
  email text not null default '' check (char_length(email) <= 255),
  status text not null default 'active' check (status in ('active', 'suspended')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index coffee_merchant_name on coffee_merchant (organization_id, lower(name));
select tenant_table('coffee_merchant');
select limit_table('coffee_merchant', 'id');

create table coffee_location (
  organization_id uuid not null,
  id uuid not null,
  merchant_id uuid not null,
  name text not null check (name <> '' and char_length(name) <= 120),
  address text not null default '' check (char_length(address) <= 255),
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, merchant_id, id),
  foreign key (organization_id, merchant_id) references coffee_merchant (organization_id, id),
  check ((latitude is null) = (longitude is null))
);
create unique index coffee_location_name on coffee_location (organization_id, merchant_id, lower(name));
select tenant_table('coffee_location');
select limit_table('coffee_location', 'merchant_id');

-- What goes into the bins.
create table coffee_material (
  organization_id uuid not null references organization (id),
  id uuid not null,
  code text not null check (code ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),
  name text not null check (name <> '' and char_length(name) <= 120),
  unit text not null check (unit in ('g', 'ml', 'piece')),
  specification text not null default '' check (char_length(specification) <= 500),
  cost_minor bigint not null default 0 check (cost_minor >= 0),        -- of 1,000 units: a kilo, a litre, a thousand cups
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  active boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index coffee_material_code on coffee_material (organization_id, code);
select tenant_table('coffee_material');
select limit_table_to_reading('coffee_material');

-- A product, and how it is made: each change of the recipe is a version, which never changes.
create table coffee_recipe (
  organization_id uuid not null references organization (id),
  id uuid not null,
  code text not null check (code ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),       -- the product's name in orders
  name text not null check (name <> '' and char_length(name) <= 120),
  version int not null check (version > 0),                            -- the newest
  active boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index coffee_recipe_code on coffee_recipe (organization_id, code);
select tenant_table('coffee_recipe');
select limit_table_to_reading('coffee_recipe');

create table coffee_recipe_version (
  organization_id uuid not null,
  recipe_id uuid not null,
  version int not null check (version > 0),
  body jsonb not null,                                                 -- recipes/recipe.schema.json
  note text not null default '' check (char_length(note) <= 500),
  by_name text not null,
  created_at timestamptz not null,
  primary key (organization_id, recipe_id, version),
  foreign key (organization_id, recipe_id) references coffee_recipe (organization_id, id)
);
create trigger append_only before update or delete or truncate on coffee_recipe_version
  for each statement execute function refuse_change();
select tenant_table('coffee_recipe_version');
select limit_table_to_reading('coffee_recipe_version');
revoke update, delete on coffee_recipe_version from counterfoil_app;

-- Versions of recipes that go to machines together; a package never changes.
create table coffee_package (
  organization_id uuid not null references organization (id),
  id uuid not null,
  number int not null check (number > 0),                              -- what machines report; rises by one
  name text not null check (name <> '' and char_length(name) <= 120),
  note text not null default '' check (char_length(note) <= 500),
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),              -- SHA-256 of what a machine gets
  by_name text not null,
  created_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index coffee_package_number on coffee_package (organization_id, number);
create trigger append_only before update or delete or truncate on coffee_package
  for each statement execute function refuse_change();
select tenant_table('coffee_package');
select limit_table_to_reading('coffee_package');
revoke update, delete on coffee_package from counterfoil_app;

create table coffee_package_recipe (
  organization_id uuid not null,
  package_id uuid not null,
  recipe_id uuid not null,
  version int not null,
  primary key (organization_id, package_id, recipe_id),
  foreign key (organization_id, package_id) references coffee_package (organization_id, id),
  foreign key (organization_id, recipe_id, version) references coffee_recipe_version (organization_id, recipe_id, version)
);
create trigger append_only before update or delete or truncate on coffee_package_recipe
  for each statement execute function refuse_change();
select tenant_table('coffee_package_recipe');
select limit_table_to_reading('coffee_package_recipe');
revoke update, delete on coffee_package_recipe from counterfoil_app;

-- Each report of a machine changes its row; no index has a column that a report changes, so that the row stays in place.
create table coffee_machine (
  organization_id uuid not null,
  id uuid not null,
  serial text not null check (serial ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$'),
  name text not null default '' check (char_length(name) <= 120),
  model text not null default '' check (char_length(model) <= 80),
  firmware text check (char_length(firmware) <= 80),
  merchant_id uuid not null,
  location_id uuid,
  address text not null default '' check (char_length(address) <= 255), -- where in the location
  tags text[] not null default '{}' check (cardinality(tags) <= 20),
  device_id uuid,                                                      -- its identity in kernel/devices
  state text not null default 'active' check (state in ('active', 'retired')),
  -- What it last said of itself. Before its first report: unknown.
  status text not null default 'unknown'
    check (status in ('unknown', 'ready', 'brewing', 'heating', 'cleaning', 'standby', 'locked', 'fault')),
  temperature_dc int check (temperature_dc between -500 and 3000),     -- tenths of a degree Celsius
  errors text[] not null default '{}',
  locked boolean not null default false,                               -- it sells nothing
  last_seen_at timestamptz,                                            -- by our clock
  offline_at timestamptz,                                              -- said to be gone; null: judged by last_seen_at
  said_at timestamptz,                                                 -- of its newest report, by its own clock
  clock_offset_s int,                                                  -- its clock less ours, as it last said
  package_number int,                                                  -- the package that it says it runs
  wanted_package_id uuid,                                              -- the package that it should run
  kept_at timestamptz,                                                 -- of its newest row in coffee_status
  created_at timestamptz not null,
  updated_at timestamptz not null,                                     -- by staff
  primary key (organization_id, id),
  unique (organization_id, id, merchant_id),
  foreign key (organization_id, merchant_id) references coffee_merchant (organization_id, id),
  foreign key (organization_id, merchant_id, location_id) references coffee_location (organization_id, merchant_id, id),
  foreign key (organization_id, device_id) references device (organization_id, id),
  foreign key (organization_id, wanted_package_id) references coffee_package (organization_id, id)
) with (fillfactor = 60);
create unique index coffee_machine_serial on coffee_machine (organization_id, lower(serial));
create unique index coffee_machine_device on coffee_machine (organization_id, device_id) where device_id is not null;
create index coffee_machine_merchant on coffee_machine (organization_id, merchant_id, id);
create index coffee_machine_location on coffee_machine (organization_id, location_id) where location_id is not null;
select tenant_table('coffee_machine');
select limit_table('coffee_machine', 'merchant_id');

create table coffee_bin (
  organization_id uuid not null,
  machine_id uuid not null,
  position int not null check (position between 1 and 40),
  merchant_id uuid not null,                                           -- its machine's
  material_id uuid,
  capacity_milli bigint not null check (capacity_milli > 0),
  threshold_milli bigint not null default 0 check (threshold_milli between 0 and capacity_milli),
  level_milli bigint check (level_milli between 0 and capacity_milli), -- null: not reported yet
  reported_at timestamptz,
  primary key (organization_id, machine_id, position),
  foreign key (organization_id, machine_id, merchant_id)
    references coffee_machine (organization_id, id, merchant_id) on update cascade,
  foreign key (organization_id, material_id) references coffee_material (organization_id, id),
  check ((level_milli is null) = (reported_at is null))
) with (fillfactor = 60);
create index coffee_bin_material on coffee_bin (organization_id, material_id) where material_id is not null;
select tenant_table('coffee_bin');
select limit_table('coffee_bin', 'merchant_id');

-- What machines reported, kept when something changed and every few minutes (status/keep.rule.ts).
create table coffee_status (
  organization_id uuid not null,
  id uuid not null,                                                    -- its time is when the report came
  machine_id uuid not null,
  merchant_id uuid not null,
  said_at timestamptz,                                                 -- by the machine's clock
  status text not null,
  temperature_dc int,
  errors text[] not null default '{}',
  bins jsonb not null default '[]',                                    -- [position, level_milli] of each
  primary key (organization_id, id),
  foreign key (organization_id, machine_id) references coffee_machine (organization_id, id)
) partition by range (id);
create index coffee_status_machine on coffee_status (organization_id, machine_id, id);
select partitioned_table('coffee_status');
select limit_table('coffee_status', 'merchant_id');

-- What was sold. The time of the id is made_at, so that an order that comes late lies in the month in which it was made.
create table coffee_order (
  organization_id uuid not null,
  id uuid not null,
  machine_id uuid not null,
  merchant_id uuid not null,                                           -- whose machine it was
  location_id uuid,
  number text not null check (number ~ '^[A-Za-z0-9._:/-]{1,60}$'),    -- the machine's own
  made_at timestamptz not null,                                        -- judged (orders/made-at.rule.ts)
  claimed_at timestamptz not null,                                     -- by the machine's clock
  sold_on date not null,                                               -- the day for which it counts
  hour_at timestamptz not null,                                        -- the beginning of its hour
  received_at timestamptz not null,
  payment_method text not null check (payment_method ~ '^[a-z][a-z0-9_]{0,29}$'),
  payment_state text not null check (payment_state in ('paid', 'free', 'pending', 'failed')),
  payment_reference text not null default '' check (char_length(payment_reference) <= 120),
  payment_id uuid,                                                     -- when the kernel took the money
  served boolean not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null check (amount_minor >= 0),
  refunded_minor bigint not null default 0 check (refunded_minor between 0 and amount_minor),
  items int not null check (items >= 0),
  exception text check (exception in ('clock', 'unpaid', 'not_served', 'sum', 'refund_failed')),
  settled_at timestamptz,                                              -- when staff had looked at the exception
  settled_by_name text,
  settled_note text not null default '' check (char_length(settled_note) <= 500),
  primary key (organization_id, id),
  foreign key (organization_id, machine_id) references coffee_machine (organization_id, id),
  check ((settled_at is null) = (settled_by_name is null))
) partition by range (id);
create index coffee_order_machine on coffee_order (organization_id, machine_id, id);
create index coffee_order_merchant on coffee_order (organization_id, merchant_id, id);
create index coffee_order_exception on coffee_order (organization_id, id) where exception is not null and settled_at is null;
-- An order that is sent again counts once.
select unique_over_months('coffee_order', 'machine_id', 'number');
select partitioned_table('coffee_order');
select limit_table('coffee_order', 'merchant_id');
-- Machines write the keys; whoever is limited has nothing to look for there.
select limit_table('coffee_order_key');

create table coffee_order_item (
  organization_id uuid not null,
  id uuid not null,                                                    -- its time is made_at of the order
  order_id uuid not null,
  machine_id uuid not null,
  merchant_id uuid not null,
  product text not null check (product ~ '^[a-z0-9][a-z0-9_-]{0,39}$'), -- a recipe's code, known or not
  quantity int not null check (quantity between 1 and 1000),
  amount_minor bigint not null check (amount_minor >= 0),
  primary key (organization_id, id)
) partition by range (id);
create index coffee_order_item_order on coffee_order_item (organization_id, order_id);
select partitioned_table('coffee_order_item');
select limit_table('coffee_order_item', 'merchant_id');

-- A payment that a machine asked for, such as a QR on its screen; at most one order is paid with it.
create table coffee_charge (
  organization_id uuid not null,
  id uuid not null,
  payment_id uuid,                                                     -- null only while it is being opened
  machine_id uuid not null,
  merchant_id uuid not null,
  number text not null check (number ~ '^[A-Za-z0-9._:/-]{1,60}$'),    -- the machine's own; the order's number later
  order_id uuid,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, machine_id) references coffee_machine (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id)
);
create unique index coffee_charge_payment on coffee_charge (organization_id, payment_id) where payment_id is not null;
create unique index coffee_charge_number on coffee_charge (organization_id, machine_id, number);
create unique index coffee_charge_order on coffee_charge (organization_id, order_id) where order_id is not null;
select tenant_table('coffee_charge');
select limit_table('coffee_charge', 'merchant_id');

create table coffee_refund (
  organization_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  machine_id uuid not null,
  merchant_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  reason text not null check (reason <> '' and char_length(reason) <= 500),
  way text not null check (way in ('by_hand', 'provider')),
  state text not null check (state in ('done', 'under_way', 'failed')),
  attempt_id uuid,                                                     -- of the payment's provider
  by_name text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, machine_id) references coffee_machine (organization_id, id)
);
create index coffee_refund_order on coffee_refund (organization_id, order_id);
create unique index coffee_refund_attempt on coffee_refund (organization_id, attempt_id) where attempt_id is not null;
select tenant_table('coffee_refund');
select limit_table('coffee_refund', 'merchant_id');

-- Sums of orders, changed in the transaction of whatever changes an order. Those of machines are by hour; those that the
-- dashboard reads are by `scope_id`: a merchant, or the organization itself for all of its merchants.
create table coffee_hour (
  organization_id uuid not null,
  machine_id uuid not null,
  hour_at timestamptz not null,
  payment_method text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  merchant_id uuid not null,
  sold_on date not null,
  orders int not null default 0,
  items int not null default 0,
  amount_minor bigint not null default 0,
  refunds int not null default 0,
  refunded_minor bigint not null default 0,
  primary key (organization_id, machine_id, hour_at, payment_method, currency, merchant_id),
  foreign key (organization_id, machine_id) references coffee_machine (organization_id, id)
) with (fillfactor = 85);
create index coffee_hour_day on coffee_hour (organization_id, machine_id, sold_on);
select tenant_table('coffee_hour');
select limit_table('coffee_hour', 'merchant_id');

create table coffee_scope_hour (
  organization_id uuid not null,
  scope_id uuid not null,
  hour_at timestamptz not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  sold_on date not null,
  orders int not null default 0,
  amount_minor bigint not null default 0,
  refunded_minor bigint not null default 0,
  primary key (organization_id, scope_id, hour_at, currency)
) with (fillfactor = 85);
select tenant_table('coffee_scope_hour');
select limit_table('coffee_scope_hour', 'scope_id');

create table coffee_day (
  organization_id uuid not null,
  scope_id uuid not null,
  sold_on date not null,
  payment_method text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  orders int not null default 0,
  items int not null default 0,
  amount_minor bigint not null default 0,
  refunds int not null default 0,
  refunded_minor bigint not null default 0,
  primary key (organization_id, scope_id, sold_on, payment_method, currency)
) with (fillfactor = 85);
select tenant_table('coffee_day');
select limit_table('coffee_day', 'scope_id');

create table coffee_product_day (
  organization_id uuid not null,
  scope_id uuid not null,
  sold_on date not null,
  product text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  items int not null default 0,
  amount_minor bigint not null default 0,
  primary key (organization_id, scope_id, sold_on, product, currency)
) with (fillfactor = 85);
select tenant_table('coffee_product_day');
select limit_table('coffee_product_day', 'scope_id');
