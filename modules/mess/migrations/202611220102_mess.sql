-- The mess hall: its meals and cycles, the students, what they pay for a cycle, the days they are away, the days it is
-- closed, its door, and what the kitchen is told.

-- Two cycles never share a day, nor do two cuts of a student: an exclusion over a uuid and a range of days.
create extension if not exists btree_gist;

create table mess_meal (
  organization_id uuid not null references organization (id),
  id uuid not null,
  code text not null check (code in ('breakfast', 'lunch', 'snacks', 'dinner')),
  name text not null check (name <> '' and char_length(name) <= 60),
  starts text not null check (starts ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),  -- by the organization's clock on the wall
  ends text not null check (ends ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),      -- earlier than the start: past midnight
  active boolean not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, code),
  check (starts <> ends)
);
select tenant_table('mess_meal');

-- On which days each meal was served: a closed meal gives money back only on days on which it would have been there,
-- and a day's price is shared by the meals of that day, not by those of the day on which somebody counts.
create table mess_meal_period (
  organization_id uuid not null,
  meal_id uuid not null,
  from_on date not null,
  to_on date,                                                                -- null: it is served still
  primary key (organization_id, meal_id, from_on),
  foreign key (organization_id, meal_id) references mess_meal (organization_id, id),
  check (to_on >= from_on),
  constraint mess_meal_period_days
    exclude using gist (organization_id with =, meal_id with =, daterange(from_on, to_on, '[]') with &&)
);
select tenant_table('mess_meal_period');

create table mess_student (
  organization_id uuid not null,
  id uuid not null,                                                          -- version 7: the order of registration
  person_id uuid not null,
  roll_number text not null check (roll_number ~ '^[A-Z0-9][A-Z0-9/._-]{0,39}$'),
  room text check (room <> '' and char_length(room) <= 60),
  photo_file_id uuid,
  state text not null check (state in ('pending', 'approved', 'denied', 'suspended', 'left')),
  denial_reason text check (denial_reason <> '' and char_length(denial_reason) <= 500),
  notify_meals boolean not null,                                             -- "Lunch, 12:41, gate 2" by chat
  decided_at timestamptz,
  decided_by_name text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  changing_code boolean not null default false,                              -- for those who share pictures of theirs
  primary key (organization_id, id),
  unique (organization_id, roll_number),
  unique (organization_id, person_id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  check ((state = 'denied') = (denial_reason is not null))
);
create index mess_student_state on mess_student (organization_id, state, id);
select tenant_table('mess_student');

-- The phone that shows a code which changes every half minute. A link that was handed over once opens the code on one
-- phone; the phone's key is what it asks for codes with. The latest phone is the student's: opening another link ends
-- those before.
create table mess_code_phone (
  organization_id uuid not null,
  id uuid not null,
  student_id uuid not null,
  link_hash bytea not null check (octet_length(link_hash) = 32),             -- SHA-256; the link itself is nowhere
  link_until timestamptz not null,                                           -- to be opened by then
  key_hash bytea check (octet_length(key_hash) = 32),                        -- of the key that the phone drew
  opened_at timestamptz,
  last_seen_at timestamptz,
  ended_at timestamptz,
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, link_hash),
  unique (organization_id, key_hash),
  foreign key (organization_id, student_id) references mess_student (organization_id, id),
  check ((key_hash is null) = (opened_at is null))
);
create index mess_code_phone_student on mess_code_phone (organization_id, student_id) where ended_at is null;
select tenant_table('mess_code_phone');

create table mess_cycle (
  organization_id uuid not null references organization (id),
  id uuid not null,
  name text not null check (name <> '' and char_length(name) <= 120),
  starts_on date not null,
  ends_on date not null,
  price_minor bigint not null check (price_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  rebates_credited_at timestamptz,                                           -- its rebates stand in mess_rebate
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  check (ends_on >= starts_on),
  constraint mess_cycle_days
    exclude using gist (organization_id with =, daterange(starts_on, ends_on, '[]') with &&)
);
select tenant_table('mess_cycle');

-- What a student owes for a cycle, once anybody asked: made with the payment that is opened for it.
create table mess_cycle_payment (
  organization_id uuid not null,
  id uuid not null,
  student_id uuid not null,
  cycle_id uuid not null,
  state text not null check (state in ('none', 'uploaded', 'verified', 'denied')),
  payment_id uuid,                                                           -- null: the credit covers the price
  price_minor bigint not null check (price_minor > 0),
  -- Of earlier cycles' rebates. Below zero: a cycle took rebates that were taken back since, with the price of the
  -- cycle that gave them; the next cycle adds them.
  credit_minor bigint not null,
  currency text not null,
  grace_until date,                                                          -- not on the statement yet: eats till then
  verified_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  charges_minor bigint not null default 0 check (charges_minor >= 0),        -- what the settlement of scans charged
  primary key (organization_id, id),
  unique (organization_id, student_id, cycle_id),
  foreign key (organization_id, student_id) references mess_student (organization_id, id),
  foreign key (organization_id, cycle_id) references mess_cycle (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id),
  constraint mess_cycle_payment_credit_check check (credit_minor <= price_minor + charges_minor),
  check ((state = 'verified') = (verified_at is not null))
);
create index mess_cycle_payment_cycle on mess_cycle_payment (organization_id, cycle_id, state);
select tenant_table('mess_cycle_payment');

-- Days a student doesn't eat. Cuts that touch become one: the ones before it end as merged into it.
create table mess_cut (
  organization_id uuid not null,
  id uuid not null,
  student_id uuid not null,
  from_on date not null,
  to_on date not null,
  state text not null check (state in ('active', 'cancelled', 'merged')),
  merged_into uuid,
  created_by_name text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, student_id) references mess_student (organization_id, id),
  foreign key (organization_id, merged_into) references mess_cut (organization_id, id),
  check (to_on >= from_on),
  check ((state = 'active') = (ended_at is null)),
  check ((state = 'merged') = (merged_into is not null)),
  constraint mess_cut_days
    exclude using gist (organization_id with =, student_id with =, daterange(from_on, to_on, '[]') with &&)
    where (state = 'active')
);
create index mess_cut_days_of on mess_cut (organization_id, from_on, to_on) where state = 'active';
select tenant_table('mess_cut');

create table mess_closure (
  organization_id uuid not null references organization (id),
  id uuid not null,
  from_on date not null,
  to_on date not null,
  meal_id uuid,                                                              -- null: all of them
  reason text not null check (reason <> '' and char_length(reason) <= 300),
  created_by_name text not null,
  created_at timestamptz not null,
  cancelled_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, meal_id) references mess_meal (organization_id, id),
  check (to_on >= from_on)
);
create index mess_closure_days on mess_closure (organization_id, to_on) where cancelled_at is null;
select tenant_table('mess_closure');

-- What a cycle that is over gives back, line by line; what a later cycle takes of it is that cycle's credit_minor.
create table mess_rebate (
  organization_id uuid not null,
  id uuid not null,
  student_id uuid not null,
  cycle_id uuid not null,
  kind text not null check (kind in ('cut', 'closure', 'meal')),
  from_on date not null,
  to_on date not null,
  days int not null check (days > 0),
  day_minor bigint not null check (day_minor > 0),                           -- what one day, or one meal, gives back
  amount_minor bigint not null check (amount_minor = days * day_minor),
  currency text not null,
  created_at timestamptz not null,
  meal_id uuid,                                                              -- null: the whole day
  primary key (organization_id, id),
  foreign key (organization_id, student_id) references mess_student (organization_id, id),
  foreign key (organization_id, cycle_id) references mess_cycle (organization_id, id),
  foreign key (organization_id, meal_id) references mess_meal (organization_id, id),
  check (to_on >= from_on),
  constraint mess_rebate_meal_check check ((kind = 'meal') = (meal_id is not null))
);
create unique index mess_rebate_once on mess_rebate (organization_id, student_id, cycle_id, from_on, meal_id)
  nulls not distinct;
select tenant_table('mess_rebate');

-- Scanners are devices of the kernel. Here is what the office says of each, and how far its queue has arrived.
create table mess_scanner (
  organization_id  uuid not null,
  device_id        uuid not null,
  stale_policy     text not null default 'warn' check (stale_policy in ('warn', 'supervisor', 'refuse')),
  stale_minutes    int not null default 720 check (stale_minutes between 5 and 10080),
  by_hand          boolean not null,                -- may let people in by hand; begins as its kind has it
  last_seq         int not null default 0,          -- of its queue, the last that has arrived
  roster_at        timestamptz,                     -- when it took the roster
  primary key (organization_id, device_id),
  foreign key (organization_id, device_id) references device (organization_id, id) on delete cascade
);
select tenant_table('mess_scanner');

-- Every scan, refusals too. No foreign keys: each would lock the one row of the device and the meal with every scan of
-- a queue of people; what they point at is never deleted.
create table mess_scan (
  organization_id uuid not null,
  id uuid not null,                                                  -- version 7, of the moment `at`
  nonce text not null check (char_length(nonce) between 8 and 64),   -- the same nonce is the same scan
  code_hash bytea,                                                   -- SHA-256 of what was read; null: by hand
  device_id uuid,
  device_name text not null,
  at timestamptz not null,                                           -- by the server's clock, or the device's set right
  device_at timestamptz,                                             -- as the device's clock had it
  received_at timestamptz not null,
  skew_seconds int,                                                  -- how slow the device's clock was, if it matters
  seq int,                                                           -- place in the device's queue
  offline boolean not null,
  student_id uuid,
  meal_id uuid,
  service_on date not null,
  allowed boolean not null,                                          -- what was said at the door
  -- stale_roster is no rule's: the scanner's roster is older than its policy allows.
  reason text check (reason in ('bad_code', 'revoked', 'not_approved', 'not_paid', 'on_cut', 'closed', 'no_meal_now',
    'already_served', 'stale_roster')),
  by_hand_reason text check (by_hand_reason <> '' and char_length(by_hand_reason) <= 300),
  -- Why the desk has to look at what was allowed without a network.
  settle text check (settle in ('bad_code', 'revoked', 'not_approved', 'not_paid', 'on_cut', 'closed', 'no_meal_now',
    'already_served', 'bad_signature', 'after_revocation', 'before_device', 'in_future', 'clock_wrong', 'too_old',
    'by_hand')),
  decision text check (decision in ('waived', 'charged', 'served')),
  charge_minor bigint check (charge_minor > 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  ledger_entry_id uuid,
  note text check (char_length(note) <= 300),
  decided_at timestamptz,
  decided_by_name text,
  primary key (organization_id, id),
  check (allowed = (reason is null)),
  check (settle is null or offline),
  check (decision is null or settle is not null),
  check ((decision is null) = (decided_at is null)),
  check ((decision is not distinct from 'charged') = (charge_minor is not null)),
  check ((charge_minor is null) = (ledger_entry_id is null) and (charge_minor is null) = (currency is null))
) partition by range (id);
create index mess_scan_student on mess_scan (organization_id, student_id, id);
create index mess_scan_settle on mess_scan (organization_id, id) where settle is not null;
-- What was charged to a student, for the amount of their next cycle.
create index mess_scan_charged on mess_scan (organization_id, student_id) where charge_minor is not null;
-- Refusals by day, meal and reason, without a look at the hundreds of thousands of scans that were allowed.
create index mess_scan_refused on mess_scan (organization_id, service_on, meal_id, reason) where not allowed;
-- Those let in by hand are few among a million scans, and reports count them.
create index mess_scan_by_hand on mess_scan (organization_id, service_on) where by_hand_reason is not null;
select unique_over_months('mess_scan', 'nonce');
select partitioned_table('mess_scan');
revoke delete on mess_scan, mess_scan_key from counterfoil_app;

-- One service for each person, day and meal: the key that two doors meet at.
create table mess_service (
  organization_id uuid not null,
  student_id uuid not null,
  service_on date not null,
  meal_id uuid not null,
  scan_id uuid not null,
  at timestamptz not null,
  notify boolean not null,                                           -- the student wants to hear of it by chat
  notified_at timestamptz,
  primary key (organization_id, student_id, service_on, meal_id),
  foreign key (organization_id, student_id) references mess_student (organization_id, id)
);
-- Counts by day and meal, and finds one student's service as well: with the three columns alone, a plan made while the
-- table was small looked through everybody who had been served this meal.
create index mess_service_count on mess_service (organization_id, service_on, meal_id, student_id);
create index mess_service_to_notify on mess_service (organization_id, at) where notify and notified_at is null;
select tenant_table('mess_service');
revoke delete on mess_service from counterfoil_app;

-- The cook count: how many the kitchen was told to expect at a meal, and how many came.
create table mess_meal_count (
  organization_id uuid not null,
  service_on date not null,
  meal_id uuid not null,
  expected int check (expected >= 0),          -- could eat, as it stood when the count was kept
  forecast int check (forecast >= 0),          -- what the kitchen was told; null: nobody counted before the meal
  kept_at timestamptz,
  entitled int check (entitled >= 0),          -- could eat, as it stood when the day was over
  served int check (served >= 0),
  counted_at timestamptz,
  primary key (organization_id, service_on, meal_id),
  foreign key (organization_id, meal_id) references mess_meal (organization_id, id),
  check ((forecast is null) = (expected is null) and (forecast is null) = (kept_at is null)),
  check ((served is null) = (entitled is null) and (served is null) = (counted_at is null))
);
select tenant_table('mess_meal_count');

-- Codes that were drawn for a chat, so that asking twice draws once.
create table mess_qr_picture (
  organization_id uuid not null,
  student_id uuid not null,
  mark text not null,                                               -- of the code's text: a new code is another picture
  file_id uuid not null,
  primary key (organization_id, student_id),
  foreign key (organization_id, student_id) references mess_student (organization_id, id)
);
select tenant_table('mess_qr_picture');

-- What the office told everybody.
create table mess_announcement (
  organization_id uuid not null references organization (id),
  id uuid not null,
  text text not null check (text <> '' and char_length(text) <= 2000),
  notified int not null check (notified >= 0),                          -- students who had a chat at that moment
  created_by_name text not null,
  created_at timestamptz not null,
  primary key (organization_id, id)
);
select tenant_table('mess_announcement');

-- For the sweeps, which work in one organization at a time. What day it is where is decided by the program, which says
-- it for each zone in use: the time-zone rules of a database may be older than the program's, and the two would close a
-- day an hour apart.

-- The organizations that have students to be told of a meal.
create function mess_meals_to_notify() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct s.organization_id from mess_service s where s.notify and s.notified_at is null;
  end;

-- Their cycles that are over and gave nothing back yet.
create function mess_cycles_over(zones text[], days date[]) returns table (organization_id uuid, cycle_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select c.organization_id, c.id
    from unnest(zones, days) as t (zone, today)
    join organization o on o.time_zone = t.zone
    join mess_cycle c on c.organization_id = o.id
    where c.rebates_credited_at is null and c.ends_on < t.today
    order by c.ends_on;
  end;

-- Those for which tomorrow's meals are not counted yet, or yesterday's people.
create function mess_uncounted(zones text[], days date[]) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select o.id from unnest(zones, days) as t (zone, today)
    join organization o on o.time_zone = t.zone
    where 'mess' = any (o.modules)
      and exists (select from mess_meal m where m.organization_id = o.id and m.active)
      and exists (select from mess_cycle y where y.organization_id = o.id)
      and (
        not exists (select from mess_meal_count c
          where c.organization_id = o.id and c.service_on = t.today + 1 and c.forecast is not null)
        or not exists (select from mess_meal_count c
          where c.organization_id = o.id and c.service_on = t.today - 1 and c.served is not null));
  end;
