-- Who wants a mail each morning about what waits for them, and for which day they got the last one.
alter table membership
  add column digest boolean not null default false,
  add column digest_on date;
create index membership_digest on membership (organization_id) where digest;
