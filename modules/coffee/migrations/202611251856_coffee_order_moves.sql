-- What contradicts an order that is counted, and orders of machines that were retired, wait for a person.

alter table coffee_order drop constraint coffee_order_exception_check;
alter table coffee_order add constraint coffee_order_exception_check
  check (exception in ('clock', 'unpaid', 'not_served', 'sum', 'refund_failed', 'contradicts', 'retired'));
-- The first thing that the machine said against it, and that nobody has looked at (orders/order-moves.rule.ts).
alter table coffee_order add column contradiction jsonb;

-- Since when: for as long as machines keep orders, one that was retired may hand in what it sold before.
alter table coffee_machine add column retired_at timestamptz;
