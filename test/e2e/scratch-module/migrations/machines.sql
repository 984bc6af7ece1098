-- What the machines report.

create table laundry_report (
  organization_id uuid not null references organization (id),
  device_id uuid not null,
  number int not null,                                            -- the machine's own
  loads int not null check (loads >= 0),
  received_at timestamptz not null,
  primary key (organization_id, device_id, number, received_at)
) partition by range (received_at);
select partitioned_table('laundry_report');
