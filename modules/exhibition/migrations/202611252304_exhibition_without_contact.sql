-- A customer needs no telephone number; where there is one, it is E.164. (An empty e-mail address was always stored.)
alter table exhibition_customer drop constraint exhibition_customer_phone_check;
alter table exhibition_customer add constraint exhibition_customer_phone_check
  check (phone = '' or phone ~ '^\+[1-9][0-9]{6,14}$');
