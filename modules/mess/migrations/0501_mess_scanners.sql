-- Scanners of the mess are devices of the kernel. Here is what the office says of each, and how far its queue has arrived.

create table mess_scanner (
  organization_id  uuid not null,
  device_id        uuid not null,
  stale_policy     text not null default 'warn' check (stale_policy in ('warn', 'supervisor', 'refuse')),
  stale_minutes    int not null default 720 check (stale_minutes between 5 and 10080),
  by_hand          boolean not null,                -- may let people in by hand; begins as its kind has it
  last_seq         int not null default 0,          -- of its queue, the last that has arrived
  roster_at        timestamptz,                     -- when it took the roster
  primary key (organization_id, device_id),
  foreign key (organization_id, device_id) references device (organization_id, id) on delete cascade
);
select tenant_table('mess_scanner');

-- A scan names its scanner, and nothing beside it that could be taken for one.
alter table mess_scan drop column token_id, drop column token_name;

drop table mess_device;
drop table mess_staff_token;
