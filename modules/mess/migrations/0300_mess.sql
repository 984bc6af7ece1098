-- The mess hall: its meals and cycles, the students, what they pay for a cycle, the days they are away, the days it is closed.

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
  primary key (organization_id, id),
  unique (organization_id, roll_number),
  unique (organization_id, person_id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  check ((state = 'denied') = (denial_reason is not null))
);
create index mess_student_state on mess_student (organization_id, state, id);
select tenant_table('mess_student');

create table mess_cycle (
  organization_id uuid not null references organization (id),
  id uuid not null,
  name text not null check (name <> '' and char_length(name) <= 120),
  starts_on date not null,
  ends_on date not null,
  price_minor bigint not null check (price_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  rebates_credited_at timestamptz,                                           -- its rebates stand in mess_rebate, for good
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  check (ends_on >= starts_on),
  constraint mess_cycle_days exclude using gist (organization_id with =, daterange(starts_on, ends_on, '[]') with &&)
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
  credit_minor bigint not null check (credit_minor between 0 and price_minor),  -- of earlier cycles' rebates
  currency text not null,
  grace_until date,                                                          -- accepted, not yet seen on the statement: eats up to this day
  verified_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, student_id, cycle_id),
  foreign key (organization_id, student_id) references mess_student (organization_id, id),
  foreign key (organization_id, cycle_id) references mess_cycle (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id),
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
  constraint mess_cut_days exclude using gist (organization_id with =, student_id with =, daterange(from_on, to_on, '[]') with &&)
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
  kind text not null check (kind in ('cut', 'closure')),
  from_on date not null,
  to_on date not null,
  days int not null check (days > 0),
  day_minor bigint not null check (day_minor > 0),
  amount_minor bigint not null check (amount_minor = days * day_minor),
  currency text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, student_id, cycle_id, from_on),
  foreign key (organization_id, student_id) references mess_student (organization_id, id),
  foreign key (organization_id, cycle_id) references mess_cycle (organization_id, id),
  check (to_on >= from_on)
);
select tenant_table('mess_rebate');
