-- What a guarded setting was until an owner changed it: a change takes effect for what was opened afterwards. Secrets
-- stay out of it.
create table setting_change (
  organization_id uuid not null references organization (id) on delete cascade,
  id uuid not null,                                              -- version 7
  module text not null,
  changed_at timestamptz not null,
  before jsonb not null,                                         -- all guarded fields that had been chosen
  primary key (organization_id, id)
);
create index setting_change_at on setting_change (organization_id, module, changed_at);
select tenant_table('setting_change');
