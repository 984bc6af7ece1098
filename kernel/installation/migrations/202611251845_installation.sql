-- Which installation this is: its id stands in DATA_DIR and in each backup, too, so that none is taken for another.
create table installation (
  one        boolean primary key default true check (one),
  id         uuid not null default gen_random_uuid(),
  key_print  text                                -- of the SECRET_KEY that seals its data; null before the first start
);
insert into installation default values;
alter table installation enable row level security;
-- Whether the disk was another than that of DATA_DIR: if it is the same one later, the other is not mounted.
alter table backup add column other_disk boolean;
