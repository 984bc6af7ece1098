-- A package goes to machines in stages: to a few of them first, and back when too many fail.

create table coffee_rollout (
  organization_id uuid not null references organization (id),
  id uuid not null,
  merchant_id uuid,                                                    -- null: of the whole organization
  package_id uuid not null,
  chosen_by jsonb not null,                                            -- the filter by which machines were chosen
  stages int[] not null check (cardinality(stages) between 1 and 10 and stages[cardinality(stages)] = 100),
  stage int not null default 0 check (stage between 0 and cardinality(stages) - 1),
  enough_percent int not null check (enough_percent between 1 and 100),    -- of those told, to go on
  failure_percent int not null check (failure_percent between 0 and 99),   -- of those told, to go back when there are more
  stage_minutes int not null check (stage_minutes between 5 and 10080),    -- how long a machine may take
  state text not null default 'running'
    check (state in ('running', 'paused', 'rolling_back', 'completed', 'rolled_back', 'cancelled')),
  reason text check (reason in ('person', 'failures', 'too_few')),     -- why it is paused, or goes back
  machines int not null check (machines > 0),
  by_name text not null,
  created_at timestamptz not null,
  stage_at timestamptz not null,                                       -- when its stage began
  changed_at timestamptz not null,
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, merchant_id) references coffee_merchant (organization_id, id),
  foreign key (organization_id, package_id) references coffee_package (organization_id, id),
  check ((ended_at is null) = (state in ('running', 'paused', 'rolling_back')))
);
create index coffee_rollout_open on coffee_rollout (organization_id) where ended_at is null;
select tenant_table('coffee_rollout');
select limit_table('coffee_rollout', 'merchant_id');

create table coffee_rollout_machine (
  organization_id uuid not null,
  rollout_id uuid not null,
  machine_id uuid not null,
  merchant_id uuid not null,                                           -- whose machine it was
  position int not null check (position > 0),                          -- in the order in which they are told
  stage int not null check (stage >= 0),
  state text not null default 'waiting'
    check (state in ('waiting', 'told', 'succeeded', 'failed', 'silent', 'missed', 'returning', 'returned', 'stuck')),
  open boolean not null default true,                                  -- its rollout has not ended
  before_package_id uuid,                                              -- what it ran, or should have run
  command_id uuid,
  back_command_id uuid,
  changed_at timestamptz not null,
  primary key (organization_id, rollout_id, machine_id),
  foreign key (organization_id, rollout_id) references coffee_rollout (organization_id, id),
  foreign key (organization_id, machine_id) references coffee_machine (organization_id, id),
  foreign key (organization_id, before_package_id) references coffee_package (organization_id, id)
);
-- A machine is in one rollout at a time.
create unique index coffee_rollout_machine_open on coffee_rollout_machine (organization_id, machine_id) where open;
create unique index coffee_rollout_machine_place on coffee_rollout_machine (organization_id, rollout_id, position);
select tenant_table('coffee_rollout_machine');
select limit_table('coffee_rollout_machine', 'merchant_id');

alter table coffee_command add column rollout_id uuid;
alter table coffee_command add foreign key (organization_id, rollout_id) references coffee_rollout (organization_id, id);

-- The organizations whose rollouts are under way, for the sweep, which works in one organization at a time.
create function coffee_rollouts_due() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct r.organization_id from coffee_rollout r where r.ended_at is null and r.state <> 'paused';
  end;
