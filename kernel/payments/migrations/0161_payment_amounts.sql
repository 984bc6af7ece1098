-- An amount of one's own is looked up among all payments, open or not: the money of a closed one still may come.
create index payment_amount on payment (organization_id, currency, amount_minor);
drop index payment_open_amount;
