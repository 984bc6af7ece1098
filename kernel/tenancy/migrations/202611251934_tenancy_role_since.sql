-- Since when a member has this role; null: since they came. Whoever got it after a payment was opened does not approve
-- that payment where two people must agree.
alter table membership add column role_since timestamptz;
