-- Drawers of cash, the sessions in which a cashier answers for what is in one, and every movement of its money.
create table till_drawer (
  organization_id uuid not null references organization (id),
  id uuid not null,
  code text not null check (code ~ '^[a-z0-9_]{1,30}$'),         -- its account in the ledger is assets:cash:<code>
  name text not null check (name <> '' and char_length(name) <= 80),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  shared boolean not null default false,                         -- several cashiers at once, each with a session
  archived_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index till_drawer_code on till_drawer (organization_id, code);
select tenant_table('till_drawer');

create table till_session (
  organization_id uuid not null,
  id uuid not null,                                              -- version 7, so lists by it are by the opening
  drawer_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  alone boolean not null,                                        -- the drawer was not shared
  cashier_id uuid not null,                                      -- it stays when the member leaves
  cashier_name text not null,
  opened_at timestamptz not null,
  float_minor bigint not null check (float_minor >= 0),
  closed_at timestamptz,
  closed_by_id uuid,
  closed_by_name text,
  close_reason text check (char_length(close_reason) <= 500),    -- why somebody else closed it
  counts jsonb,                                                  -- pieces of each note and coin, by its amount
  counted_minor bigint check (counted_minor >= 0),
  expected_minor bigint,
  difference_minor bigint,
  difference_reason text check (char_length(difference_reason) <= 500),
  difference_by_name text,
  primary key (organization_id, id),
  foreign key (organization_id, drawer_id) references till_drawer (organization_id, id),
  check ((closed_at is null) = (counted_minor is null) and (closed_at is null) = (expected_minor is null)),
  check (difference_minor is not distinct from counted_minor - expected_minor)
);
create unique index till_session_drawer_open on till_session (organization_id, drawer_id)
  where closed_at is null and alone;
-- A sale is of the cashier's one open session in its currency.
create unique index till_session_cashier_open on till_session (organization_id, cashier_id, currency)
  where closed_at is null;
create index till_session_cashier on till_session (organization_id, cashier_id, id);
create index till_session_drawer on till_session (organization_id, drawer_id, id);
select tenant_table('till_session');

create table till_movement (
  organization_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  kind text not null check (kind in
    ('float', 'sale', 'refund', 'pay_in', 'pay_out', 'drop', 'no_sale', 'difference', 'handover')),
  amount_minor bigint not null,                                  -- in the drawer: above zero it comes in
  -- Of a sale or refund: the money by any method, so that reports have cards and transfers too.
  total_minor bigint not null,
  method text,
  subject_type text,                                             -- what was sold, such as raffle.order
  subject_label text,                                            -- the key of its name
  taxes jsonb,                                                   -- [{ rate, net_minor, tax_minor }], where known
  payment_id uuid,
  ledger_entry_id uuid,
  reason text not null default '' check (char_length(reason) <= 500),
  at timestamptz not null,
  actor_id uuid,
  actor_name text not null,
  approved_by_id uuid,
  approved_by_name text,
  primary key (organization_id, id),
  foreign key (organization_id, session_id) references till_session (organization_id, id),
  -- The entry is posted after it, with the account that it names.
  foreign key (organization_id, ledger_entry_id) references ledger_entry (organization_id, id)
    deferrable initially deferred,
  check ((kind in ('sale', 'refund')) = (method is not null)),
  check (kind = 'no_sale' or ledger_entry_id is not null),
  check (amount_minor <> 0 or kind = 'no_sale' or method <> 'cash')
);
create index till_movement_session on till_movement (organization_id, session_id, id);
create unique index till_movement_entry on till_movement (organization_id, ledger_entry_id)
  where ledger_entry_id is not null;
select tenant_table('till_movement');

-- Erasing a person blanks their name in a reason; the movement stands.
create function till_movement_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and app_erasing() then
    if to_jsonb(new) - 'reason' - 'actor_name' = to_jsonb(old) - 'reason' - 'actor_name' then
      return new;
    end if;
  end if;
  raise exception 'a movement of a till is never changed; make another';
end $$;
create trigger till_movement_stands before update or delete on till_movement
  for each row execute function till_movement_stands();
create trigger till_movement_kept before truncate on till_movement
  for each statement execute function till_movement_stands();

-- What a supervisor approved, for one use by who asked.
create table till_approval (
  organization_id uuid not null references organization (id),
  id uuid not null,
  what text not null check (char_length(what) <= 60),
  subject_id uuid not null,
  up_to_minor bigint check (up_to_minor > 0),                    -- null: it is about no amount
  way text not null check (way in ('pin', 'sign_in')),
  asker_id uuid not null,
  asker_name text not null,
  approver_id uuid not null,
  approver_name text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (organization_id, id)
);
select tenant_table('till_approval');

-- A supervisor's PIN, as a digest under a key of the installation. Requests see who has one, and never the digest.
create table till_pin (
  organization_id uuid not null,
  user_id uuid not null,
  hash text not null,
  set_at timestamptz not null,
  primary key (organization_id, user_id),
  foreign key (organization_id, user_id) references membership (organization_id, user_id) on delete cascade
);
select tenant_table('till_pin');
revoke select, insert, update, delete on till_pin from counterfoil_app;
grant select (organization_id, user_id, set_at) on till_pin to counterfoil_app;
