-- Bills made of lines: what was sold, how much of it, at which price, and what was taken off.

alter table exhibition_bill
  -- What was taken off its lines, all discounts together, and why.
  add column discount_minor bigint not null default 0 check (discount_minor >= 0),
  add column discount_reason text check (discount_reason <> '' and char_length(discount_reason) <= 200),
  -- Where a country's bills end in whole units: what its lines' sum was rounded by.
  add column rounding_minor bigint not null default 0,
  -- What of it is tax, by rate, as it was when it was made: [{ basis_points, net_minor, tax_minor }]. Null: by the rate of
  -- its exhibition, as for bills from before.
  add column taxes jsonb,
  add check ((discount_minor > 0) = (discount_reason is not null));

create table exhibition_bill_line (
  organization_id uuid not null,
  bill_id uuid not null,
  position int not null check (position between 1 and 100),
  -- Null: typed at the desk.
  item_id uuid,
  -- As it was sold; the item may change.
  name text not null check (char_length(name) <= 500),
  code text check (char_length(code) <= 64),
  hsn text check (char_length(hsn) <= 8),
  unit text not null default 'piece' check (unit in ('piece', 'kg')),
  -- Thousandths: three pieces are 3000, 250 g are 250.
  quantity_milli bigint not null check (quantity_milli > 0),
  unit_price_minor bigint not null check (unit_price_minor > 0),
  -- What was taken off it, with its share of the bill's discount.
  discount_minor bigint not null check (discount_minor >= 0),
  -- What is paid for it, tax included.
  amount_minor bigint not null check (amount_minor >= 0),
  -- The rate that it includes; null: no tax.
  tax_basis_points int check (tax_basis_points between 0 and 9999),
  -- What came back of it.
  returned_milli bigint not null default 0 check (returned_milli between 0 and quantity_milli),
  returned_minor bigint not null default 0 check (returned_minor between 0 and amount_minor),
  primary key (organization_id, bill_id, position),
  foreign key (organization_id, bill_id) references exhibition_bill (organization_id, id),
  foreign key (organization_id, item_id) references exhibition_item (organization_id, id)
);
create index exhibition_bill_line_item on exhibition_bill_line (organization_id, item_id) where item_id is not null;
select tenant_table('exhibition_bill_line');

create function exhibition_bill_line_stands() returns trigger language plpgsql as $$
declare
  free text[] := array['returned_milli', 'returned_minor'];
begin
  if tg_op = 'DELETE' then
    raise exception 'a line of a bill is never deleted; void the bill';
  end if;
  if app_erasing() then
    free := free || 'name';
  end if;
  if to_jsonb(new) - free <> to_jsonb(old) - free then
    raise exception 'a line of a bill is never edited; void the bill';
  end if;
  if new.returned_milli < old.returned_milli or new.returned_minor < old.returned_minor then
    raise exception 'what came back of a line is never taken off again';
  end if;
  return new;
end $$;
create trigger exhibition_bill_line_stands before update or delete on exhibition_bill_line
  for each row execute function exhibition_bill_line_stands();

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
    or (new.organization_id, new.id, new.customer_id, new.exhibition_id, new.code, new.amount_minor, new.currency,
        new.description, new.discount_minor, new.discount_reason, new.rounding_minor, new.taxes, new.created_at,
        new.created_by_id)
      is distinct from
      (old.organization_id, old.id, old.customer_id, old.exhibition_id, old.code, old.amount_minor, old.currency,
        old.description, old.discount_minor, old.discount_reason, old.rounding_minor, old.taxes, old.created_at,
        old.created_by_id)
  then
    raise exception 'a bill is never edited; void it';
  end if;
  if new.voided_at is not null and new.paid_minor > new.refunded_minor then
    raise exception 'a bill with money in it is not voided; give the money back first';
  end if;
  return new;
end $$;
