-- Rebates for a closed meal as well as for a closed day, and what the settlement charged, taken into a later cycle's amount.

alter table mess_rebate
  add column meal_id uuid,                                           -- null: the whole day
  drop constraint mess_rebate_kind_check,
  add constraint mess_rebate_kind_check check (kind in ('cut', 'closure', 'meal')),
  add constraint mess_rebate_meal_check check ((kind = 'meal') = (meal_id is not null)),
  add foreign key (organization_id, meal_id) references mess_meal (organization_id, id),
  drop constraint mess_rebate_organization_id_student_id_cycle_id_from_on_key;
create unique index mess_rebate_once on mess_rebate (organization_id, student_id, cycle_id, from_on, meal_id) nulls not distinct;
comment on column mess_rebate.day_minor is 'what one of its days, or meals, gives back';

alter table mess_cycle_payment
  add column charges_minor bigint not null default 0 check (charges_minor >= 0),
  drop constraint mess_cycle_payment_check,
  add constraint mess_cycle_payment_credit_check check (credit_minor between 0 and price_minor + charges_minor);

-- What was charged to a student, for the amount of their next cycle.
create index mess_scan_charged on mess_scan (organization_id, student_id) where charge_minor is not null;

-- The cycles that are over by their organization's clock and gave nothing back yet, for the sweep, which works in one organization at a time.
create function mess_cycles_over(at timestamptz) returns table (organization_id uuid, cycle_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select c.organization_id, c.id from mess_cycle c join organization o on o.id = c.organization_id
    where c.rebates_credited_at is null and c.ends_on < (at at time zone o.time_zone)::date
    order by c.ends_on;
  end;
