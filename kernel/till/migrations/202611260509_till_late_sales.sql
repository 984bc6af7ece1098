-- Sales that a desk made without a network: when, by its clock, and whether they came after the close of their session.
alter table till_movement
  add column sold_at timestamptz,
  add column late boolean not null default false;
create index till_movement_late on till_movement (organization_id, at) where late;
