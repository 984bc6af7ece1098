-- What was sold on a day, over all raffles: the list of figures asks for it.
create index raffle_order_paid on raffle_order (organization_id, paid_at) where paid_at is not null;
