-- A scanner that the office has named keeps that name, whatever the phone calls itself when it comes in again.
alter table mess_device add column named_by_office boolean not null default false;
