-- Bills are paid: what came in for a bill and what went back of it stand on it, as its payments move them. A bill needs
-- no customer (a walk-in), so it names its exhibition itself.

-- What people say and type for a bill: six characters, like the reference of a payment.
create function exhibition_bill_code() returns text language sql volatile
  return (select string_agg(substr('23456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + floor(random() * 30)::int, 1), '')
    from generate_series(1, 6));

-- Sums of the standing bills, as `total_minor` is.
alter table exhibition_customer add column paid_minor bigint not null default 0 check (paid_minor >= 0);

drop trigger exhibition_bill_stands on exhibition_bill;
alter table exhibition_bill
  alter column customer_id drop not null,
  add column exhibition_id uuid,
  add column code text not null default exhibition_bill_code() check (code ~ '^[2-9A-HJKMNP-Z]{6}$'),
  -- `paid_minor`: what came in for it, never more than it asks for; money that never came, and money that went back
  -- before the bill was paid in full, is taken off again. `refunded_minor`: what went back of it afterwards.
  add column paid_minor bigint not null default 0 check (paid_minor between 0 and amount_minor),
  add column refunded_minor bigint not null default 0 check (refunded_minor between 0 and paid_minor);
-- The one rule for a bill's state. A refund of goods does not make the bill open again.
alter table exhibition_bill add column state text not null generated always as (case
  when voided_at is not null then 'void'
  when paid_minor < amount_minor then case when paid_minor > refunded_minor then 'part_paid' else 'open' end
  when refunded_minor = amount_minor then 'refunded'
  else 'paid' end) stored;

update exhibition_bill b set exhibition_id = c.exhibition_id from exhibition_customer c
where c.organization_id = b.organization_id and c.id = b.customer_id;
alter table exhibition_bill alter column exhibition_id set not null,
  add foreign key (organization_id, exhibition_id, currency) references exhibition (organization_id, id, currency);
create index exhibition_bill_code on exhibition_bill (organization_id, code);
create index exhibition_bill_unpaid on exhibition_bill (organization_id, id)
  where voided_at is null and paid_minor < amount_minor;

-- For the version before, which names the customer only.
create function exhibition_bill_place() returns trigger language plpgsql as $$
begin
  select c.exhibition_id into new.exhibition_id from exhibition_customer c
  where c.organization_id = new.organization_id and c.id = new.customer_id;
  return new;
end $$;
create trigger exhibition_bill_place before insert on exhibition_bill
  for each row when (new.exhibition_id is null) execute function exhibition_bill_place();

create or replace function exhibition_bill_stands() returns trigger language plpgsql as $$
declare
  -- The state is computed after this trigger.
  free text[] := array['description', 'void_reason', 'state'];
begin
  if tg_op = 'DELETE' then
    raise exception 'a bill is never deleted; void it';
  end if;
  if app_erasing() and to_jsonb(new) - free = to_jsonb(old) - free then
    return new;
  end if;
  if old.voided_at is not null
    or (new.organization_id, new.id, new.customer_id, new.exhibition_id, new.code, new.amount_minor, new.currency,
        new.description, new.created_at, new.created_by_id)
      is distinct from
      (old.organization_id, old.id, old.customer_id, old.exhibition_id, old.code, old.amount_minor, old.currency,
        old.description, old.created_at, old.created_by_id)
  then
    raise exception 'a bill is never edited; void it';
  end if;
  if new.voided_at is not null and new.paid_minor > new.refunded_minor then
    raise exception 'a bill with money in it is not voided; give the money back first';
  end if;
  return new;
end $$;
create trigger exhibition_bill_stands before update or delete on exhibition_bill
  for each row execute function exhibition_bill_stands();

-- Who has used the desk keeps their habit of open bills; the desk of a new organization asks for the money.
insert into setting (organization_id, module, values)
select distinct organization_id, 'exhibition', '{"desk_takes_payments": false}'::jsonb from exhibition
on conflict (organization_id, module) do update set values = setting.values || excluded.values, updated_at = now();
