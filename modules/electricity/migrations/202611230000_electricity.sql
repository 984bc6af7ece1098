-- Prepaid electricity: who holds which meter, what was bought for it, and what it used.

create table electricity_customer (
  organization_id uuid not null references organization (id),
  id uuid not null,
  kind text not null check (kind in ('household', 'institution')),
  name text not null check (name <> '' and char_length(name) <= 255),
  created_at timestamptz not null,
  primary key (organization_id, id)
);
select tenant_table('electricity_customer');

-- Accounts of the portal that may act for a customer; customers/roles.rule.ts lists what each role may do.
create table electricity_member (
  organization_id uuid not null,
  customer_id uuid not null,
  account_id uuid not null,
  role text not null check (role in ('manager', 'buyer', 'viewer')),
  created_at timestamptz not null,
  primary key (organization_id, customer_id, account_id),
  foreign key (organization_id, customer_id) references electricity_customer (organization_id, id),
  foreign key (organization_id, account_id) references portal_account (organization_id, id)
);
create index electricity_member_account on electricity_member (organization_id, account_id);
select tenant_table('electricity_member');

create table electricity_invitation (
  organization_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  role text not null check (role in ('manager', 'buyer', 'viewer')),
  code_hash bytea not null,                                       -- HMAC under a key from SECRET_KEY
  expires_at timestamptz not null,
  created_by_name text not null,
  created_at timestamptz not null,
  used_by uuid,
  used_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, customer_id) references electricity_customer (organization_id, id),
  foreign key (organization_id, used_by) references portal_account (organization_id, id),
  check ((used_by is null) = (used_at is null))
);
create unique index electricity_invitation_code on electricity_invitation (organization_id, code_hash);
select tenant_table('electricity_invitation');

create table electricity_building (
  organization_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  name text not null check (name <> '' and char_length(name) <= 120),
  place text not null default '' check (char_length(place) <= 255),
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, customer_id, id),
  unique (organization_id, customer_id, name),
  foreign key (organization_id, customer_id) references electricity_customer (organization_id, id)
);
select tenant_table('electricity_building');

create table electricity_department (
  organization_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  name text not null check (name <> '' and char_length(name) <= 120),
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, customer_id, id),
  unique (organization_id, customer_id, name),
  foreign key (organization_id, customer_id) references electricity_customer (organization_id, id)
);
select tenant_table('electricity_department');

create table electricity_meter (
  organization_id uuid not null references organization (id),
  id uuid not null,
  number text not null check (number ~ '^(\d{11}|\d{13})$'),      -- the last digit checks the others
  name text not null default '' check (char_length(name) <= 120),
  place text not null default '' check (char_length(place) <= 255),
  customer_id uuid,                                               -- who holds it; null: nobody yet
  building_id uuid,
  department_id uuid,
  state text not null default 'active' check (state in ('active', 'inactive', 'suspended')),
  tariff_class text not null check (tariff_class ~ '^[a-z][a-z0-9_]{0,39}$'),
  device_id uuid,                                                 -- the machine that reports for it
  claim_code_hash bytea,                                          -- HMAC under a key from SECRET_KEY
  claim_code_expires_at timestamptz,
  history_from timestamptz,                                       -- when somebody else gave it up: its holder sees what
  history_on date,                                                -- came since, by day from this first whole day on
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, customer_id) references electricity_customer (organization_id, id),
  foreign key (organization_id, customer_id, building_id)
    references electricity_building (organization_id, customer_id, id),
  foreign key (organization_id, customer_id, department_id)
    references electricity_department (organization_id, customer_id, id),
  foreign key (organization_id, device_id) references device (organization_id, id),
  check (customer_id is not null or (building_id is null and department_id is null)),
  check ((claim_code_hash is null) = (claim_code_expires_at is null)),
  check ((history_from is null) = (history_on is null))
);
create unique index electricity_meter_number on electricity_meter (organization_id, number);
create unique index electricity_meter_device on electricity_meter (organization_id, device_id)
  where device_id is not null;
create index electricity_meter_customer on electricity_meter (organization_id, customer_id)
  where customer_id is not null;
select tenant_table('electricity_meter');

-- Somebody typed a meter's number without its code; staff decide. The number may be no meter's: the answer is the same.
create table electricity_claim (
  organization_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  number text not null check (number ~ '^(\d{11}|\d{13})$'),
  customer_id uuid,                                               -- for this customer, or for a new one:
  kind text check (kind in ('household', 'institution')),
  name text check (name <> '' and char_length(name) <= 255),
  note text not null default '' check (char_length(note) <= 500),
  state text not null default 'waiting' check (state in ('waiting', 'approved', 'refused', 'withdrawn')),
  reason text not null default '' check (char_length(reason) <= 500),
  decided_by_name text,
  decided_at timestamptz,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, account_id) references portal_account (organization_id, id),
  foreign key (organization_id, customer_id) references electricity_customer (organization_id, id),
  check ((customer_id is null) = (kind is not null and name is not null))
);
create unique index electricity_claim_waiting on electricity_claim (organization_id, account_id, number)
  where state = 'waiting';
create index electricity_claim_state on electricity_claim (organization_id, state, id);
select tenant_table('electricity_claim');

-- Prices from a day on, for all classes. tariffs/contract.ts says what `classes` holds.
create table electricity_tariff (
  organization_id uuid not null references organization (id),
  id uuid not null,
  starts_on date not null,
  name text not null check (name <> '' and char_length(name) <= 120),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  vat_basis_points int not null check (vat_basis_points between 0 and 10000),    -- 18 % is 1800; on top of the prices
  levy_basis_points int not null check (levy_basis_points between 0 and 10000),  -- another share, such as a regulator's
  fee_minor bigint not null check (fee_minor >= 0),                              -- taken off each purchase first
  classes jsonb not null,
  created_by_name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index electricity_tariff_starts on electricity_tariff (organization_id, starts_on);
select tenant_table('electricity_tariff');

-- What a meter has left. Each change of the balance locks this row, and writes the entry behind it at the same time.
create table electricity_balance (
  organization_id uuid not null,
  meter_id uuid not null,
  balance_wh bigint not null default 0,                           -- always the sum of the meter's entries
  series int not null default 1,                                  -- the meter behind the number; a replacement begins anew
  register_wh bigint,                                             -- what its counter showed when it was last read
  read_at timestamptz,
  credits bigint not null default 0,                              -- the number of the latest credit
  bought bigint not null default 0,                               -- changes of what counts in the blocks of a month
  updated_at timestamptz not null,
  primary key (organization_id, meter_id),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id),
  check ((register_wh is null) = (read_at is null))
) with (fillfactor = 70);
select tenant_table('electricity_balance');

-- The energy ledger: what changed a meter's balance, never changed itself.
create table electricity_entry (
  organization_id uuid not null,
  id uuid not null,
  meter_id uuid not null,
  kind text not null check (kind in ('purchase', 'voucher', 'consumption', 'adjustment', 'refund')),
  wh bigint not null check (wh <> 0),                             -- above zero: units for the meter
  source_id uuid not null,                                        -- the purchase, the voucher, the reading; an adjustment's own id
  reason text not null default '' check (char_length(reason) <= 500),
  actor_name text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id),
  check (case when kind in ('purchase', 'voucher') then wh > 0 else kind = 'adjustment' or wh < 0 end)
) partition by range (id);
create index electricity_entry_meter on electricity_entry (organization_id, meter_id, id);
-- Consumption fills this table; what people changed is listed without reading it all.
create index electricity_entry_adjustment on electricity_entry (organization_id, id) where kind = 'adjustment';
create index electricity_entry_voucher on electricity_entry (organization_id, id) where kind = 'voucher';
create trigger append_only before update or delete or truncate on electricity_entry
  for each statement execute function refuse_change();
-- A purchase is credited once, a reading counted once.
select unique_over_months('electricity_entry', 'kind', 'source_id');
select partitioned_table('electricity_entry');
revoke update, delete on electricity_entry from counterfoil_app;

create table electricity_reading (
  organization_id uuid not null,
  id uuid not null,
  meter_id uuid not null,
  series int not null,
  taken_at timestamptz not null,                                  -- by the meter's clock
  register_wh bigint not null check (register_wh >= 0),           -- its counter, which only rises
  source text not null check (source in ('device', 'hand')),
  file_id uuid,                                                   -- the photo of a reading by hand
  by_name text not null,
  state text not null check (state in ('counted', 'late', 'flagged', 'dismissed')),
  flag text check (flag in ('gap', 'rollback', 'jump', 'inconsistent', 'own')),
  used_wh bigint check (used_wh >= 0),                            -- since the reading before; null: not counted
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id),
  check ((state = 'counted') = (used_wh is not null)),
  check (state <> 'flagged' or flag is not null)
) partition by range (id);
create index electricity_reading_meter on electricity_reading (organization_id, meter_id, id);
create index electricity_reading_flagged on electricity_reading (organization_id, id) where state = 'flagged';
-- A reading that is sent again counts once.
select unique_over_months('electricity_reading', 'meter_id', 'series', 'taken_at');
select partitioned_table('electricity_reading');

-- Consumption by the hour, the day and the month of the organization's zone.
create table electricity_usage_hour (
  organization_id uuid not null,
  meter_id uuid not null,
  at timestamptz not null,
  wh bigint not null check (wh >= 0),
  primary key (organization_id, meter_id, at),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id)
) with (fillfactor = 85);
select tenant_table('electricity_usage_hour');
create table electricity_usage_day (
  organization_id uuid not null,
  meter_id uuid not null,
  used_on date not null,
  wh bigint not null check (wh >= 0),
  primary key (organization_id, meter_id, used_on),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id)
) with (fillfactor = 85);
create index electricity_usage_day_all on electricity_usage_day (organization_id, used_on);
select tenant_table('electricity_usage_day');
create table electricity_usage_month (
  organization_id uuid not null,
  meter_id uuid not null,
  month_on date not null,
  wh bigint not null check (wh >= 0),
  primary key (organization_id, meter_id, month_on),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id)
) with (fillfactor = 85);
create index electricity_usage_month_all on electricity_usage_month (organization_id, month_on);
select tenant_table('electricity_usage_month');

create table electricity_purchase (
  organization_id uuid not null,
  id uuid not null,
  code text not null check (code ~ '^[2-9A-HJKMNP-Z]{8}$'),        -- what people read aloud
  meter_id uuid not null,
  account_id uuid,                                                -- who bought; null: at the desk
  conversation_id uuid,                                           -- the chat in which it was bought
  tariff_id uuid not null,
  tariff_class text not null,
  month_on date not null,                                         -- the month in whose blocks it counts
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  wh bigint not null check (wh > 0),
  working jsonb not null,                                         -- the quote, block by block
  refunded_minor bigint not null default 0 check (refunded_minor between 0 and amount_minor),
  refunded_wh bigint not null default 0 check (refunded_wh between 0 and wh),
  state text not null default 'open' check (state in ('open', 'credited', 'ended', 'refunded')),
  payment_id uuid not null,
  expires_at timestamptz,                                         -- null while a proof waits for staff
  credited_at timestamptz,
  opened_by_name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id),
  foreign key (organization_id, tariff_id) references electricity_tariff (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id),
  foreign key (organization_id, account_id) references portal_account (organization_id, id),
  foreign key (organization_id, conversation_id) references conversation (organization_id, id),
  check ((credited_at is not null) = (state in ('credited', 'refunded'))),
  check (state <> 'refunded' or (refunded_minor = amount_minor and refunded_wh = wh))
);
create unique index electricity_purchase_code on electricity_purchase (organization_id, code);
create unique index electricity_purchase_payment on electricity_purchase (organization_id, payment_id);
create index electricity_purchase_meter on electricity_purchase (organization_id, meter_id, id);
create index electricity_purchase_account on electricity_purchase (organization_id, account_id, id);
create index electricity_purchase_month on electricity_purchase (organization_id, meter_id, month_on)
  where state in ('open', 'credited');
create index electricity_purchase_state on electricity_purchase (organization_id, state, id);
create index electricity_purchase_due on electricity_purchase (organization_id, expires_at) where state = 'open';
select tenant_table('electricity_purchase');

-- What was given back of a purchase, all or a part: once for each refund of its payment.
create table electricity_refund (
  organization_id uuid not null,
  id uuid not null,
  purchase_id uuid not null,
  meter_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  wh bigint not null check (wh >= 0),                             -- the units taken back with it
  reason text not null check (char_length(reason) <= 500),
  by_name text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, purchase_id) references electricity_purchase (organization_id, id),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id)
);
create index electricity_refund_purchase on electricity_refund (organization_id, purchase_id);
create index electricity_refund_meter on electricity_refund (organization_id, meter_id, id);
select tenant_table('electricity_refund');

-- What was credited for each meter, by the day of the organization's zone: purchases, what was given back of them, and
-- redeemed vouchers (method `voucher`) at what they cost. Dashboard and reports sum these rows. One row a meter, so that
-- only those wait for each other who wait for the meter's balance anyway.
create table electricity_sale_day (
  organization_id uuid not null,
  sold_on date not null,
  meter_id uuid not null,
  tariff_class text not null,
  method text not null,                                           -- as in payment, or voucher
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  sales int not null default 0,
  amount_minor bigint not null default 0,
  vat_minor bigint not null default 0,                            -- of what was sold, without what was given back
  wh bigint not null default 0,
  refunds int not null default 0,
  refunded_minor bigint not null default 0,
  refunded_wh bigint not null default 0,
  primary key (organization_id, sold_on, meter_id, tariff_class, method, currency),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id)
) with (fillfactor = 85);
create index electricity_sale_day_meter on electricity_sale_day (organization_id, meter_id, sold_on);
select tenant_table('electricity_sale_day');

-- The organizations with open purchases past their time; the sweep runs without an organization.
create function electricity_due(now timestamptz) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct p.organization_id from electricity_purchase p where p.state = 'open' and p.expires_at <= now;
  end;
revoke all on function electricity_due(timestamptz) from public;
grant execute on function electricity_due(timestamptz) to counterfoil_app;

-- What a meter's machine has to add to its own count, in this order, each once.
create table electricity_credit (
  organization_id uuid not null,
  id uuid not null,
  meter_id uuid not null,
  device_id uuid not null,
  number bigint not null check (number > 0),
  wh bigint not null check (wh <> 0),
  entry_id uuid,                                                  -- null: what the meter had when the machine came
  created_at timestamptz not null,
  acknowledged_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, meter_id, number),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id),
  foreign key (organization_id, device_id) references device (organization_id, id)
);
create unique index electricity_credit_entry on electricity_credit (organization_id, entry_id)
  where entry_id is not null;
create index electricity_credit_waiting on electricity_credit (organization_id, device_id, number)
  where acknowledged_at is null;
select tenant_table('electricity_credit');

-- Vouchers: 20 digits on paper. vouchers/README.md explains what is stored of them and when.

-- Whoever sells vouchers on their own account. `owed_minor` is the sum of the lines of `assets:agent:<code>`.
create table electricity_agent (
  organization_id uuid not null references organization (id),
  id uuid not null,
  code text not null check (code ~ '^[2-9A-HJKMNP-Z]{6}$'),        -- in the name of the account
  name text not null check (name <> '' and char_length(name) <= 120),
  account_id uuid,                                                -- their account of the portal, to sell by themselves
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  limit_minor bigint not null check (limit_minor >= 0),           -- the most that they may owe; 0: they pay ahead
  owed_minor bigint not null default 0,                           -- below zero: paid ahead
  active boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, account_id) references portal_account (organization_id, id)
);
create unique index electricity_agent_code on electricity_agent (organization_id, code);
create unique index electricity_agent_account on electricity_agent (organization_id, account_id)
  where account_id is not null;
select tenant_table('electricity_agent');

create table electricity_agent_close (
  organization_id uuid not null,
  id uuid not null,
  agent_id uuid not null,
  closed_on date not null,
  vouchers int not null,                                          -- sold since the close before, less what came back
  sold_minor bigint not null,
  handed_minor bigint not null check (handed_minor >= 0),         -- handed over since then, with this close
  owed_minor bigint not null,                                     -- afterwards
  by_name text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, agent_id) references electricity_agent (organization_id, id)
);
create unique index electricity_agent_close_day on electricity_agent_close (organization_id, agent_id, closed_on);
select tenant_table('electricity_agent_close');

-- What moved what an agent owes: sales and returns of vouchers, and money handed over.
create table electricity_agent_move (
  organization_id uuid not null,
  id uuid not null,
  agent_id uuid not null,
  kind text not null check (kind in ('sale', 'return', 'handed')),
  vouchers int not null check (vouchers >= 0),
  amount_minor bigint not null check (amount_minor >= 0),
  close_id uuid,                                                  -- null: since the last close
  by_name text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, agent_id) references electricity_agent (organization_id, id),
  foreign key (organization_id, close_id) references electricity_agent_close (organization_id, id)
);
create index electricity_agent_move_agent on electricity_agent_move (organization_id, agent_id, id);
create index electricity_agent_move_open on electricity_agent_move (organization_id, agent_id) where close_id is null;
select tenant_table('electricity_agent_move');

create table electricity_voucher_batch (
  organization_id uuid not null references organization (id),
  id uuid not null,
  code text not null check (code ~ '^[2-9A-HJKMNP-Z]{6}$'),        -- printed: K7MP2A-0042
  name text not null check (name <> '' and char_length(name) <= 120),
  count int not null check (count between 1 and 10000),
  amount_minor bigint check (amount_minor > 0),                   -- buys units by the tariff of the day; or:
  wh bigint check (wh > 0),                                       -- these units
  price_minor bigint not null check (price_minor >= 0),           -- what a voucher costs
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  expires_at timestamptz not null,
  print_secret text,                                              -- sealed; null: printed, never to be printed again
  created_by_name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  check ((amount_minor is null) <> (wh is null)),
  check (amount_minor is null or price_minor = amount_minor)
);
create unique index electricity_voucher_batch_code on electricity_voucher_batch (organization_id, code);
select tenant_table('electricity_voucher_batch');

create table electricity_voucher (
  organization_id uuid not null,
  id uuid not null,
  batch_id uuid not null,
  number int not null check (number > 0),
  code_hash bytea not null,                                       -- HMAC under a key from SECRET_KEY
  last4 text not null check (last4 ~ '^\d{4}$'),
  state text not null default 'issued' check (state in ('issued', 'sold', 'redeemed', 'cancelled')),
  sold_at timestamptz,
  sold_by_name text,                                              -- who recorded the sale: a clerk, or the agent
  agent_id uuid,                                                  -- who has it to sell, or sold it; null: the desk
  updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, batch_id) references electricity_voucher_batch (organization_id, id),
  foreign key (organization_id, agent_id) references electricity_agent (organization_id, id),
  check (sold_at is not null or state in ('issued', 'cancelled'))
) with (fillfactor = 85);
create unique index electricity_voucher_number on electricity_voucher (organization_id, batch_id, number);
create index electricity_voucher_agent on electricity_voucher (organization_id, agent_id, id) where state = 'issued';
create unique index electricity_voucher_hash on electricity_voucher (organization_id, code_hash);
create index electricity_voucher_last4 on electricity_voucher (organization_id, last4);
select tenant_table('electricity_voucher');

-- Vouchers sold and paid back by day: the income of a voucher is that of its sale, when no meter is known yet. One row a
-- batch, whose lock each sale holds.
create table electricity_voucher_day (
  organization_id uuid not null,
  sold_on date not null,
  batch_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  sold int not null default 0,
  amount_minor bigint not null default 0,
  returned int not null default 0,
  returned_minor bigint not null default 0,
  primary key (organization_id, sold_on, batch_id),
  foreign key (organization_id, batch_id) references electricity_voucher_batch (organization_id, id)
);
select tenant_table('electricity_voucher_day');

create table electricity_redemption (
  organization_id uuid not null,
  id uuid not null,                                               -- the voucher's
  meter_id uuid not null,
  account_id uuid,                                                -- who redeemed it; null: at the desk
  tariff_id uuid,                                                 -- null for a voucher of units,
  tariff_class text,
  month_on date,                                                  -- which counts in no block
  amount_minor bigint,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  wh bigint not null check (wh > 0),
  working jsonb,                                                  -- the quote, block by block
  by_name text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, id) references electricity_voucher (organization_id, id),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id),
  check ((amount_minor is null) = (month_on is null) and (month_on is null) = (tariff_id is null)
    and (tariff_id is null) = (working is null))
);
create index electricity_redemption_meter on electricity_redemption (organization_id, meter_id, created_at);
create index electricity_redemption_month on electricity_redemption (organization_id, meter_id, month_on)
  where month_on is not null;
select tenant_table('electricity_redemption');

-- A voucher of money is quoted before its meter is locked, and redeemed only if nothing was bought since: every change
-- of what counts in a month's blocks moves `bought`, whoever makes it.
create function electricity_count_bought() returns trigger language plpgsql as $$
begin
  update electricity_balance b set bought = b.bought + 1
  where b.organization_id = new.organization_id and b.meter_id = new.meter_id;
  return null;
end $$;
create trigger count_bought after insert or update of state, wh, month_on on electricity_purchase
  for each row execute function electricity_count_bought();

-- Keypads: meters that take their units as digits which people type. tokens/README.md explains.
create table electricity_keypad (
  organization_id uuid not null,
  meter_id uuid not null,
  kind text not null check (kind in ('openpaygo', 'sts')),
  unit_wh int not null check (unit_wh between 1 and 1000000),     -- what a token's value counts
  credited_wh bigint not null default 0,                          -- what tokens are due for, by the energy ledger
  given_wh bigint not null default 0,                             -- what the tokens say
  key text,                                                       -- sealed
  starting_code int check (starting_code between 0 and 999999999),
  extended boolean not null default false,
  restricted boolean not null default false,
  count int not null default 0 check (count >= 0),                -- of the latest token
  supply_group text check (supply_group ~ '^\d{6}$'),
  tariff_index int check (tariff_index between 0 and 99),
  key_revision int check (key_revision between 1 and 9),
  updated_at timestamptz not null,
  primary key (organization_id, meter_id),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id),
  check (case kind when 'openpaygo' then key is not null
    else supply_group is not null and tariff_index is not null and key_revision is not null end)
);
select tenant_table('electricity_keypad');

create table electricity_token (
  organization_id uuid not null,
  id uuid not null,                                               -- the reference by which a vending service is asked
  meter_id uuid not null,
  kind text not null check (kind in ('add', 'set', 'disable', 'sync')),
  entry_id uuid,                                                  -- of the energy ledger; null: by staff
  source_id uuid,                                                 -- the purchase or the voucher behind the entry
  wh bigint not null check (wh >= 0),
  value int,                                                      -- of OpenPAYGO, in units of the keypad
  count int,                                                      -- of OpenPAYGO
  token text check (token ~ '^\d{9,20}$'),                        -- null: asked for, and not known yet
  state text not null check (state in ('issued', 'asked', 'refused')),
  refusal text,
  by_name text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, meter_id) references electricity_keypad (organization_id, meter_id),
  check ((state = 'issued') = (token is not null))
);
create index electricity_token_meter on electricity_token (organization_id, meter_id, id);
create index electricity_token_source on electricity_token (organization_id, source_id) where source_id is not null;
create index electricity_token_asked on electricity_token (organization_id, id) where state = 'asked';
create unique index electricity_token_count on electricity_token (organization_id, meter_id, count)
  where count is not null and kind = 'add';
select tenant_table('electricity_token');

-- The entries of a keypad's meter that were made into tokens, each once; and those from before, which its balance held.
create table electricity_token_entry (
  organization_id uuid not null,
  entry_id uuid not null,
  meter_id uuid not null,
  created_at timestamptz not null,
  primary key (organization_id, entry_id),
  foreign key (organization_id, meter_id) references electricity_keypad (organization_id, meter_id)
);
select tenant_table('electricity_token_entry');

-- The organizations with tokens that a vending service has not answered; the job runs without an organization.
create function electricity_tokens_asked() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct t.organization_id from electricity_token t where t.state = 'asked';
  end;
revoke all on function electricity_tokens_asked() from public;
grant execute on function electricity_tokens_asked() to counterfoil_app;

-- Alerts: what a meter is watched for, what was found, and who is told.

-- What the holder or staff chose for a meter; absent or null: the organization's own limits, or none.
create table electricity_meter_limit (
  organization_id uuid not null,
  meter_id uuid not null,
  low_wh bigint check (low_wh >= 0),                              -- at this balance or below it is low
  day_wh bigint check (day_wh > 0),                               -- more than this in a day
  month_wh bigint check (month_wh > 0),                           -- more than this in a month
  updated_at timestamptz not null,
  primary key (organization_id, meter_id),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id)
);
select tenant_table('electricity_meter_limit');

-- How the holder of an account gets alerts; absent: by e-mail and chat.
create table electricity_notice_choice (
  organization_id uuid not null,
  account_id uuid not null,
  email boolean not null,
  chat boolean not null,
  sms boolean not null,
  muted text[] not null,                                          -- kinds that are shown in the portal alone
  quiet_from smallint check (quiet_from between 0 and 1439),      -- minutes of the day, besides the organization's
  quiet_to smallint check (quiet_to between 0 and 1439),
  updated_at timestamptz not null,
  primary key (organization_id, account_id),
  foreign key (organization_id, account_id) references portal_account (organization_id, id),
  check ((quiet_from is null) = (quiet_to is null))
);
select tenant_table('electricity_notice_choice');

-- When a meter was last looked at, and the balance's `updated_at` that was seen then.
create table electricity_watch (
  organization_id uuid not null,
  meter_id uuid not null,
  looked_at timestamptz not null,
  seen_at timestamptz not null,
  primary key (organization_id, meter_id),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id)
) with (fillfactor = 70);
select tenant_table('electricity_watch');
-- Whether it is time for a look: the balance changed, or the last look is an hour ago. What was seen is compared for
-- equality, and a look in the future does not count: a clock may go back.
create function electricity_look_due(looked_at timestamptz, seen_at timestamptz, updated_at timestamptz, now timestamptz)
  returns boolean language sql stable
  return looked_at is null or seen_at <> updated_at or looked_at not between now - interval '1 hour' and now;

-- An episode: it opens once, and clears. A confirmed payment is one that clears at once.
create table electricity_alert (
  organization_id uuid not null,
  id uuid not null,
  meter_id uuid not null,
  customer_id uuid not null,                                      -- who held the meter then
  kind text not null check (kind in ('low_balance', 'days_left', 'unusual', 'over_limit', 'silent', 'payment')),
  subject_id uuid,                                                -- the purchase
  detail jsonb not null,                                          -- the numbers that its text names
  opened_at timestamptz not null,
  cleared_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, meter_id) references electricity_meter (organization_id, id),
  foreign key (organization_id, customer_id) references electricity_customer (organization_id, id)
);
create unique index electricity_alert_open on electricity_alert (organization_id, meter_id, kind)
  where cleared_at is null;
create unique index electricity_alert_subject on electricity_alert (organization_id, kind, subject_id)
  where subject_id is not null;
create index electricity_alert_meter on electricity_alert (organization_id, meter_id, id);
create index electricity_alert_customer on electricity_alert (organization_id, customer_id, id);
select tenant_table('electricity_alert');

-- Who is told of an episode, and whether it was sent; written with the episode, so that nobody is forgotten.
create table electricity_notice (
  organization_id uuid not null,
  alert_id uuid not null,
  account_id uuid not null,
  state text not null check (state in ('waiting', 'sent', 'dropped', 'muted', 'unreachable')),
  due_at timestamptz not null,                                    -- after the quiet hours
  ways text[] not null default '{}',                              -- how it was sent: email, chat, sms
  settled_at timestamptz,
  primary key (organization_id, alert_id, account_id),
  foreign key (organization_id, alert_id) references electricity_alert (organization_id, id),
  foreign key (organization_id, account_id) references portal_account (organization_id, id),
  check ((settled_at is null) = (state = 'waiting'))
);
create index electricity_notice_due on electricity_notice (organization_id, due_at) where state = 'waiting';
create index electricity_notice_account on electricity_notice (organization_id, account_id, alert_id);
select tenant_table('electricity_notice');

-- The organizations with meters to look at: those that changed, and each once an hour; and those with notices to send.
create function electricity_watch_due(now timestamptz) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct m.organization_id
    from electricity_meter m
    join electricity_balance b on b.organization_id = m.organization_id and b.meter_id = m.id
    left join electricity_watch w on w.organization_id = m.organization_id and w.meter_id = m.id
    where m.customer_id is not null and electricity_look_due(w.looked_at, w.seen_at, b.updated_at, now);
  end;
revoke all on function electricity_watch_due(timestamptz) from public;
grant execute on function electricity_watch_due(timestamptz) to counterfoil_app;
create function electricity_notice_due(now timestamptz) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct n.organization_id from electricity_notice n where n.state = 'waiting' and n.due_at <= now;
  end;
revoke all on function electricity_notice_due(timestamptz) from public;
grant execute on function electricity_notice_due(timestamptz) to counterfoil_app;

-- Who got the report of a month, and how: each once.
create table electricity_report_sent (
  organization_id uuid not null,
  month_on date not null,
  customer_id uuid not null,
  account_id uuid not null,
  ways text[] not null,
  sent_at timestamptz not null,
  primary key (organization_id, month_on, customer_id, account_id),
  foreign key (organization_id, customer_id) references electricity_customer (organization_id, id),
  foreign key (organization_id, account_id) references portal_account (organization_id, id)
);
select tenant_table('electricity_report_sent');
create function electricity_with_members() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct r.organization_id from electricity_member r;
  end;
revoke all on function electricity_with_members() from public;
grant execute on function electricity_with_members() to counterfoil_app;
