-- Below zero: a cycle took rebates that were taken back since, with the price of the cycle that gave them; the next cycle adds them.
alter table mess_cycle_payment
  drop constraint mess_cycle_payment_credit_check,
  add constraint mess_cycle_payment_credit_check check (credit_minor <= price_minor + charges_minor);
