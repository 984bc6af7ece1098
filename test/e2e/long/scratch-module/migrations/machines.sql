-- What the machines report.

create table laundry_report (
  organization_id uuid not null references organization (id),
  id uuid not null,                                               -- drawn by the machine, version 7
  device_id uuid not null,
  loads int not null check (loads >= 0),
  primary key (organization_id, id)
) partition by range (id);
select partitioned_table('laundry_report');
