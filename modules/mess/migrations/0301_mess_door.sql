-- The mess's door: who may scan, with what, every scan that was made, and the meals that were served.

create table mess_staff_token (
  organization_id uuid not null references organization (id),
  id uuid not null,
  name text not null check (name <> '' and char_length(name) <= 80),
  role text not null check (role in ('steward', 'supervisor')),
  token_hash bytea not null check (octet_length(token_hash) = 32),   -- SHA-256; the token itself is nowhere
  valid_until timestamptz not null,
  created_by_name text not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by_name text,
  primary key (organization_id, id),
  unique (organization_id, token_hash),
  check ((revoked_at is null) = (revoked_by_name is null))
);
select tenant_table('mess_staff_token');

create table mess_device (
  organization_id uuid not null,
  id uuid not null,
  token_id uuid not null,
  name text not null check (name <> '' and char_length(name) <= 80),
  public_key text not null,                                          -- ECDSA P-256, SPKI, base64url: what its queued scans are signed with
  stale_policy text not null default 'warn' check (stale_policy in ('warn', 'supervisor', 'refuse')),
  stale_minutes int not null default 720 check (stale_minutes between 5 and 10080),
  last_seq int not null default 0,                                   -- of its queue, the last that has arrived
  last_seen_at timestamptz,
  roster_at timestamptz,                                             -- when it took the roster
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, token_id, public_key),
  foreign key (organization_id, token_id) references mess_staff_token (organization_id, id)
);
select tenant_table('mess_device');

-- Every scan, refusals too. No foreign keys: each would lock the one row of the token, the device and the meal with every scan of a queue
-- of people; what they point at is never deleted.
create table mess_scan (
  organization_id uuid not null,
  id uuid not null,                                                  -- version 7, of the moment `at`
  nonce text not null check (char_length(nonce) between 8 and 64),   -- the same nonce is the same scan
  code_hash bytea,                                                   -- SHA-256 of what was read; null: by hand, without a code
  token_id uuid not null,
  token_name text not null,
  device_id uuid,
  device_name text not null,
  at timestamptz not null,                                           -- by the server's clock, or the device's set right by it
  device_at timestamptz,                                             -- as the device's clock had it
  received_at timestamptz not null,
  skew_seconds int,                                                  -- how slow the device's clock was, where it was worth noting
  seq int,                                                           -- place in the device's queue
  offline boolean not null,
  student_id uuid,
  meal_id uuid,
  service_on date not null,
  allowed boolean not null,                                          -- what was said at the door
  reason text check (reason in ('bad_code', 'revoked', 'not_approved', 'not_paid', 'on_cut', 'closed', 'no_meal_now', 'already_served')),
  by_hand_reason text check (by_hand_reason <> '' and char_length(by_hand_reason) <= 300),
  -- Why the desk has to look at what was allowed without a network.
  settle text check (settle in ('bad_code', 'revoked', 'not_approved', 'not_paid', 'on_cut', 'closed', 'no_meal_now', 'already_served',
    'bad_signature', 'after_revocation')),
  decision text check (decision in ('waived', 'charged')),
  charge_minor bigint check (charge_minor > 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  ledger_entry_id uuid,
  note text check (char_length(note) <= 300),
  decided_at timestamptz,
  decided_by_name text,
  primary key (organization_id, id),
  unique (organization_id, nonce),
  check (allowed = (reason is null)),
  check (settle is null or offline),
  check (decision is null or settle is not null),
  check ((decision is null) = (decided_at is null)),
  check ((decision is not distinct from 'charged') = (charge_minor is not null)),
  check ((charge_minor is null) = (ledger_entry_id is null) and (charge_minor is null) = (currency is null))
);
create index mess_scan_student on mess_scan (organization_id, student_id, id);
create index mess_scan_settle on mess_scan (organization_id, id) where settle is not null;
select tenant_table('mess_scan');
revoke delete on mess_scan from counterfoil_app;

-- One service for each person, day and meal: the key that two doors meet at.
create table mess_service (
  organization_id uuid not null,
  student_id uuid not null,
  service_on date not null,
  meal_id uuid not null,
  scan_id uuid not null,
  at timestamptz not null,
  tell boolean not null,                                             -- the student wants to hear of it by chat
  told_at timestamptz,
  primary key (organization_id, student_id, service_on, meal_id),
  foreign key (organization_id, student_id) references mess_student (organization_id, id)
);
create index mess_service_count on mess_service (organization_id, service_on, meal_id);
create index mess_service_untold on mess_service (organization_id, at) where tell and told_at is null;
select tenant_table('mess_service');
revoke delete on mess_service from counterfoil_app;

-- The organizations that have students to be told of a meal, for the sweep, which works in one organization at a time.
create function mess_untold() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct s.organization_id from mess_service s where s.tell and s.told_at is null;
  end;
