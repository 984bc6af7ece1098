-- A payment from what the organization owes its payer: store credit, a voucher of the house.
alter table payment drop constraint payment_method_check,
  add constraint payment_method_check check (method in ('proof', 'cash', 'mobile_money', 'card', 'credit'));
