-- Erasing a person: a customer without name, phone and address stays, since the bills do.
alter table exhibition_customer drop constraint exhibition_customer_phone_check;
alter table exhibition_customer add constraint exhibition_customer_phone_check
  check (phone ~ '^\+[1-9][0-9]{6,14}$' or phone = '' and name = '[erased]');

create or replace function exhibition_bill_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a bill is never deleted; void it';
  end if;
  if app_erasing() and to_jsonb(new) - 'description' - 'void_reason' = to_jsonb(old) - 'description' - 'void_reason' then
    return new;
  end if;
  if old.voided_at is not null
    or (new.organization_id, new.id, new.customer_id, new.amount_minor, new.currency, new.description,
        new.created_at, new.created_by_id)
      is distinct from
      (old.organization_id, old.id, old.customer_id, old.amount_minor, old.currency, old.description,
        old.created_at, old.created_by_id)
  then
    raise exception 'a bill is never edited; void it';
  end if;
  return new;
end $$;
