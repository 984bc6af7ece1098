-- A fair of many sellers: stalls, what they sell, and what the house owes them.

create table exhibition_stall (
  organization_id uuid not null,
  id uuid not null,
  exhibition_id uuid not null,
  currency text not null,
  name text not null check (name <> '' and char_length(name) <= 120),
  code text not null check (code ~ '^[A-Z0-9]{1,8}$'),
  -- Who keeps it, and how they are reached; for the organizer only.
  contact text not null default '' check (char_length(contact) <= 300),
  -- What the house keeps of the money of its bills, in hundredths of a percent.
  commission_basis_points int not null check (commission_basis_points between 0 and 10000),
  -- The account of the ledger in which the house owes it; named when the stall is made, so that no code moves it.
  account text not null,
  -- Its own drawer, whose cash is the stall's; null: the house takes all of its money.
  drawer_id uuid,
  archived_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, exhibition_id, id),
  foreign key (organization_id, exhibition_id, currency) references exhibition (organization_id, id, currency)
    on delete cascade,
  foreign key (organization_id, drawer_id) references till_drawer (organization_id, id)
);
create unique index exhibition_stall_code on exhibition_stall (organization_id, exhibition_id, code);
create unique index exhibition_stall_account on exhibition_stall (organization_id, account);
create unique index exhibition_stall_drawer on exhibition_stall (organization_id, drawer_id);
select tenant_table('exhibition_stall');
select limit_table('exhibition_stall', 'id');

-- Null: the house's own.
alter table exhibition_item add column stall_id uuid,
  add constraint exhibition_item_stall foreign key (organization_id, exhibition_id, stall_id)
    references exhibition_stall (organization_id, exhibition_id, id);
-- Two stalls may sell the same thing under its barcode, and each has its own keys.
drop index exhibition_item_code;
create unique index exhibition_item_code on exhibition_item (organization_id, exhibition_id, stall_id, code)
  nulls not distinct where archived_at is null and code is not null;
drop index exhibition_item_quick_key;
create unique index exhibition_item_quick_key on exhibition_item (organization_id, exhibition_id, stall_id, quick_key)
  nulls not distinct where archived_at is null and quick_key is not null;
select limit_table('exhibition_item', 'stall_id');

alter table exhibition_bill add column stall_id uuid,
  -- What the house keeps of it, as it was when it was made.
  add column commission_basis_points int check (commission_basis_points between 0 and 10000),
  add constraint exhibition_bill_stall foreign key (organization_id, exhibition_id, stall_id)
    references exhibition_stall (organization_id, exhibition_id, id),
  add constraint exhibition_bill_commission check ((stall_id is null) = (commission_basis_points is null));
create index exhibition_bill_of_stall on exhibition_bill (organization_id, stall_id, id) where stall_id is not null;
select limit_table('exhibition_bill', 'stall_id');

-- Beside their bills, so that whoever is limited to a stall is kept to its lines too.
alter table exhibition_bill_line add column stall_id uuid;
select limit_table('exhibition_bill_line', 'stall_id');
alter table exhibition_offline_sale add column stall_id uuid;
select limit_table('exhibition_offline_sale', 'stall_id');

create or replace function exhibition_bill_stands() returns trigger language plpgsql as $$
declare
  -- The state is computed after this trigger.
  free text[] := array['description', 'discount_reason', 'void_reason', 'state'];
begin
  if tg_op = 'DELETE' then
    raise exception 'a bill is never deleted; void it';
  end if;
  if app_erasing() and to_jsonb(new) - free = to_jsonb(old) - free then
    return new;
  end if;
  if old.voided_at is not null
    or (new.organization_id, new.id, new.customer_id, new.exhibition_id, new.stall_id, new.commission_basis_points,
        new.code, new.amount_minor, new.currency, new.description, new.discount_minor, new.discount_reason,
        new.rounding_minor, new.taxes, new.created_at, new.created_by_id)
      is distinct from
      (old.organization_id, old.id, old.customer_id, old.exhibition_id, old.stall_id, old.commission_basis_points,
        old.code, old.amount_minor, old.currency, old.description, old.discount_minor, old.discount_reason,
        old.rounding_minor, old.taxes, old.created_at, old.created_by_id)
  then
    raise exception 'a bill is never edited; void it';
  end if;
  if new.voided_at is not null and new.paid_minor > new.refunded_minor then
    raise exception 'a bill with money in it is not voided; give the money back first';
  end if;
  return new;
end $$;

-- Money between the house and a stall; above zero it went to the stall. Never changed.
create table exhibition_stall_payout (
  organization_id uuid not null,
  id uuid not null,
  stall_id uuid not null,
  amount_minor bigint not null check (amount_minor <> 0),
  currency text not null,
  method text not null check (method in ('cash', 'transfer')),
  reference text not null default '' check (char_length(reference) <= 100),
  note text not null default '' check (char_length(note) <= 500),
  -- More than was owed was meant: an advance.
  beyond boolean not null,
  ledger_entry_id uuid not null,
  at timestamptz not null,
  by_id uuid,
  by_name text not null,
  primary key (organization_id, id),
  foreign key (organization_id, stall_id) references exhibition_stall (organization_id, id),
  foreign key (organization_id, ledger_entry_id) references ledger_entry (organization_id, id)
);
create index exhibition_stall_payout_stall on exhibition_stall_payout (organization_id, stall_id, id);
select tenant_table('exhibition_stall_payout');
select limit_table('exhibition_stall_payout', 'stall_id');
revoke update, delete on exhibition_stall_payout from counterfoil_app;

-- The list of all customers is a permission of its own: a stall's seller has it not. Who had it keeps it.
update staff_role set permissions = array_append(permissions, 'exhibition.customer.read')
where 'exhibition.read' = any (permissions) and not 'exhibition.customer.read' = any (permissions);
