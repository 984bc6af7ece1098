-- Typed settings: one row for a module in an organization, holding only what was changed; defaults are in the module's
-- schema. Secret fields are sealed before they come here (kernel/lib/secretbox.ts).
create table setting (
  organization_id  uuid not null references organization (id) on delete cascade,
  module           text not null check (module ~ '^[a-z][a-z0-9_]*$'),
  values           jsonb not null default '{}' check (jsonb_typeof(values) = 'object'),
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  primary key (organization_id, module)
);
select tenant_table('setting');
