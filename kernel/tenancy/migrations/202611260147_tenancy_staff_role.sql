-- Roles by trade: what a member may do within their role, and what their menu holds. The usual ones are in the manifests;
-- a row is one that an owner made, or their own form of a usual one.
create table staff_role (
  organization_id uuid not null references organization on delete cascade,
  id uuid not null,
  -- what memberships name: `exhibition.cashier` of a manifest, or the id of one of their own
  key text not null check (key <> '' and char_length(key) <= 100),
  -- null: the name of the usual one
  name text check (name <> '' and char_length(name) <= 100),
  permissions text[] not null,
  -- the entries of the menu, the first is the start page; empty: whatever the permissions show
  pages text[] not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, key)
);
select tenant_table('staff_role');
-- `role` stays the highest that the role by trade may do, which every check of before asks.
alter table membership
  add column staff_role text,
  add constraint membership_staff_role_owner check (staff_role is null or role <> 'owner');
alter table invitation
  add column staff_role text,
  add constraint invitation_staff_role_owner check (staff_role is null or role <> 'owner');
alter table api_key add column staff_role text;
