-- What a key may do of what its role may, from where it may be used, and whether it is the organization's own.

alter table api_key
  add column scopes text[] check (cardinality(scopes) between 1 and 100),        -- exhibition:read, payments:write; null: all
  add column addresses text[] check (cardinality(addresses) between 1 and 50),   -- addresses and networks; null: any
  add column service boolean not null default false;                             -- it stays when its maker leaves
