-- The history of payments by month. It is never dropped: money's record is kept.

alter table payment_event rename to payment_event_copied;
create table payment_event (like payment_event_copied including defaults including constraints) partition by range (id);
alter table payment_event_copied drop constraint payment_event_pkey;
drop index payment_event_payment;

alter table payment_event add primary key (organization_id, id);
alter table payment_event add foreign key (organization_id, payment_id) references payment (organization_id, id);
create index payment_event_payment on payment_event (organization_id, payment_id, id);
select partitioned_table('payment_event', (select (min(at) at time zone 'UTC')::date from payment_event_copied));

insert into payment_event select * from payment_event_copied;
drop table payment_event_copied;
